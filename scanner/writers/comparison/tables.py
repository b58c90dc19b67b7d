"""What a comparison says, as tables of text that every format prints."""

from __future__ import annotations

from typing import NamedTuple

from scanner.comparison import Across, Comparison, Part
from scanner.display import money, percent, share_text
from scanner.findings import Exposure, Fraction
from scanner.standing import MeasureStatus
from scanner.writers import words

ABSENT = "–"
OWN = frozenset((0,))
"""The first column is a name of the file's or of the catalog's."""
"""A result that does not have the thing."""


class Table(NamedTuple):
    """A titled table; a row is marked where the results differ."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], bool], ...]
    data: frozenset[int] = frozenset()
    """Columns that say what a file says: they stay as they are in any language."""
    named: int = 0
    """How many of the last headings are names of results."""


def tables(x: Comparison) -> list[Table]:
    """All tables, in the order in which they are read; empty ones left out."""
    made = [
        _results(x),
        _top(x),
        Table("Shares of value", ("Share", "Of", "Reading", "Measures", *x.names), tuple(map(_share, x.shares))),
        Table("Parts", ("Part", *x.names), tuple(map(_part, x.parts)), OWN),
        Table("Lines that meet a control", ("Control", *x.names), tuple(map(_control, x.controls)), OWN),
        Table("The law on the day", ("Measure", "Title", *x.names), tuple(map(_law, x.law)), frozenset((0, 1))),
    ]
    return [t._replace(named=len(x.names)) for t in made if t.rows]


def _results(x: Comparison) -> Table:
    facts = {
        "Product": [r.bom.product or "" for r in x.results],
        "Bill of materials": [", ".join(i.file for i in r.bom.inputs) for r in x.results],
        "SHA-256": [", ".join(i.sha256[:16] for i in r.bom.inputs) for r in x.results],
        "As of": [r.as_of.isoformat() for r in x.results],
        "Catalog": [r.catalog.version for r in x.results],
        "Options": ["; ".join(f"{k} {v}" for k, v in r.options.items()) for r in x.results],
        "Product value": [money(r.product_value.amount, r.currency) for r in x.results],
        "Lines, priced, with origin": [
            f"{r.coverage.lines}, {r.coverage.priced}, {r.coverage.origin_stated}" for r in x.results
        ],
    }
    rows = tuple(((name, *texts), len(set(texts)) > 1) for name, texts in facts.items() if any(texts))
    return Table("Results", ("", *x.names), rows, frozenset(range(1, 1 + len(x.names))))


def _top(x: Comparison) -> Table:
    """The share that each result puts first."""
    texts = [_headline(r) for r in x.results]
    return Table("De minimis share", ("", *x.names), ((("De minimis share", *texts), len(set(texts)) > 1),))


def _headline(x: Exposure) -> str:
    top = x.headline
    if top is None:
        return words.HEADLINE_NONE
    of = f"{words.scope_words(top.scope)}, reading {top.reading}"
    return f"{top.verdict} {percent(top.threshold)}: {share_text(top.share, top.threshold)} ({of})"


def _share(row: Across) -> tuple[tuple[str, ...], bool]:
    kind, scope, reading, measures = row.key
    cells = tuple(_fraction(f) for f in row.values)
    return (
        words.KIND_WORDS[kind],
        words.scope_words(scope),
        reading,
        words.MEASURES_WORDS[measures],
        *cells,
    ), row.changed


def _fraction(f: object) -> str:
    if not isinstance(f, Fraction):
        return ABSENT
    share = share_text(f.share, f.threshold)
    return f"{f.verdict}: {share}" if f.verdict else share


def _part(row: Across) -> tuple[tuple[str, ...], bool]:
    return (*row.key, *(_state(p) for p in row.values)), row.changed


def _state(p: object) -> str:
    if not isinstance(p, Part):
        return ABSENT
    return f"{p.verdict} ({', '.join(p.controls)})" if p.controls else p.verdict


def _control(row: Across) -> tuple[tuple[str, ...], bool]:
    return (*row.key, *map(str, row.values)), row.changed


def _law(row: Across) -> tuple[tuple[str, ...], bool]:
    return (*row.key, *(_status(m) for m in row.values)), row.changed


def _status(m: object) -> str:
    if not isinstance(m, MeasureStatus):
        return ABSENT
    return words.status_words(m) + (f" until {m.until}" if m.until else "")
