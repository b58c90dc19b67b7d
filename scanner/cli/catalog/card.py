"""A record of the catalog as a page for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from scanner.catalog.load import Catalog
from scanner.catalog.model import Control, Criterion, Exclusion, Measure, Source, TimelineEntry
from scanner.cli.catalog.common import STYLES, plain
from scanner.cli.catalog.status import standing, verified

if TYPE_CHECKING:
    from rich.console import Console

LANGUAGES = {"en": "English", "zh": "Chinese", "de": "German", "ja": "Japanese"}
SIGNS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than", "==": ""}


def print_card(console: Console, catalog: Catalog, section: str, record: msgspec.Struct, day: date) -> None:
    """Everything that a record says, most important first."""
    if isinstance(record, Control):
        _control(console, catalog, record, day)
    elif isinstance(record, Measure):
        _measure(console, catalog, record, day)
    else:
        _any(console, section, record)


def _control(console: Console, catalog: Catalog, x: Control, day: date) -> None:
    from scanner.catalog.status import status

    measure = catalog.measures[x.measure]
    on = status(measure, day, catalog.verified_through)
    _title(console, x.name, x.name_zh, x.id)
    number = f"No. {measure.number}, " if measure.number else ""
    group = catalog.groups.get(x.group)
    _fact(console, "Listed by", f"{number}{measure.title} ({measure.id}, {measure.scope})")
    _fact(console, f"On {day}", standing(on, verified(catalog, on.id)), STYLES[on.status])
    part = f", Annex 1 Part {x.part}" if x.part else ""
    _fact(console, "Item", f"{x.code}{part}; {x.kind}; group {group.name['en'] if group else x.group}")
    if x.elements:
        _fact(console, "Elements", " ".join(x.elements))
    _part(console, "Scope", [x.detail])
    _part(console, "Caught when", _limits(x))
    if x.limbs:
        _part(console, "Limbs", [", ".join(x.limbs)])
    if x.value_share:
        share = x.value_share
        _part(
            console,
            "Value share",
            [f"{share['numerator']} / {share['denominator']} {share['op']} {share['threshold']}"],
        )
    _part(
        console,
        "Customs codes (reference only)",
        [", ".join((*x.hs_refs, *(f"{h} (2026)" for h in x.hs_refs_2026_added)))],
    )
    _part(console, "CAS numbers", [", ".join(x.cas)])
    _part(
        console,
        "Called on bills of materials",
        (f"{LANGUAGES.get(k, k)}: {', '.join(v)}" for k, v in x.terms.items() if v),
    )
    _part(console, "Not this", x.not_this)
    _part(console, "See also", _related(catalog, x))
    _part(console, "Exclusions", (f"{e.id}: {e.goods}" for e in catalog.exclusions if _excluded(e, x)))
    _sources(console, x.sources, x.confidence)
    _part(console, "Open questions on the measure", measure.open_questions)


def _limits(x: Control) -> Iterator[str]:
    if not (x.criteria or x.alternatives):
        yield "always: no technical limit is set"
    if x.criteria:
        yield "all of: " + "; ".join(map(_criterion, x.criteria))
    for n, found in enumerate(x.alternatives):
        yield ("or " if n or x.criteria else "either ") + "all of: " + "; ".join(map(_criterion, found))
    if x.criteria_note:
        yield x.criteria_note


def _criterion(c: Criterion) -> str:
    return " ".join(filter(None, (c.parameter.replace("_", " "), SIGNS[c.op], str(c.value), c.unit)))


def _related(catalog: Catalog, x: Control) -> Iterator[str]:
    for name in x.refers_to:
        other = catalog.controls.get(name)
        yield f"{name} {other.name}" if other else name
    for other in catalog.controls.values():
        if x.id in other.refers_to:
            yield f"{other.id} {other.name}"


def _excluded(e: Exclusion, x: Control) -> bool:
    return x.measure in e.measures and (not e.controls or x.id in e.controls)


def _measure(console: Console, catalog: Catalog, x: Measure, day: date) -> None:
    from scanner.catalog.status import status

    on = status(x, day, catalog.verified_through)
    _title(console, x.title, x.title_zh, x.id)
    _fact(console, "Issued", f"{x.issued} by {', '.join(x.authority)}{f' as No. {x.number}' if x.number else ''}")
    _fact(console, "Scope", x.scope)
    _fact(console, f"On {day}", standing(on, verified(catalog, on.id)), STYLES[on.status])
    if on.limbs:
        _fact(console, "Limbs", "; ".join(f"{k}: {v.replace('_', ' ')}" for k, v in on.limbs.items()))
    if on.note:
        _part(console, "Why", [on.note])
    _part(console, "Timeline", map(_entry, x.timeline))
    _part(console, "Planned, overtaken", map(_entry, x.planned))
    _part(console, "Limbs", (f"{limb['id']} (Article {limb['article']}): {limb['summary']}" for limb in x.limbs))
    if x.value_share:
        _part(console, "Value share", (f"{k.replace('_', ' ')}: {v}" for k, v in x.value_share.items()))
    _part(console, "Rules", (_rule(dict(r)) for r in x.rules))
    _part(console, "Events", (f"{e['date']}: {e['what']}" for e in x.events))
    items = [c for c in catalog.controls.values() if c.measure == x.id]
    groups = dict.fromkeys(c.group for c in items)
    _part(
        console,
        "Items",
        [f"{len(items)} in {', '.join(groups)}: bomscan catalog list --measure {x.id}"] if items else [],
    )
    _part(
        console, "Exclusions", (f"{e.id} ({e.certainty}): {e.goods}" for e in catalog.exclusions if x.id in e.measures)
    )
    _sources(console, x.sources, x.confidence)
    _part(console, "Open questions", x.open_questions)


def _entry(x: TimelineEntry) -> str:
    who = f" by {x.by}" if x.by else ""
    limbs = f" ({', '.join(x.limbs)})" if x.limbs else ""
    until = f" until {x.until}" if x.until else ""
    expected = f", expected {x.expected.replace('_', ' ')}" if x.expected else ""
    note = f". {x.note}" if x.note else ""
    return f"from {x.from_}: {x.status.replace('_', ' ')}{expected}{until}{limbs}{who}{note}"


def _rule(r: dict[str, Any]) -> str:
    rest = "; ".join(
        f"{k.replace('_', ' ')} {v}" for k, v in r.items() if k not in ("id", "kind", "applies_to", "note")
    )
    note = f" {r['note']}" if r.get("note") else ""
    return f"{r['kind'].replace('_', ' ')}: {r['applies_to']}.{note}{f' [{rest}]' if rest else ''}"


def _any(console: Console, section: str, record: msgspec.Struct) -> None:
    from scanner.catalog.query import title
    from scanner.catalog.sections import SECTIONS

    _title(console, title(record), None, SECTIONS[section].label(record))
    for field in record.__struct_fields__:
        value = getattr(record, field)
        if field == "sources":
            _sources(console, value, getattr(record, "confidence", None))
        elif value not in (None, (), {}, "") and field not in ("id", "confidence"):
            _fact(console, field.replace("_", " ").capitalize(), _flat(value))
    if "sources" not in record.__struct_fields__ and (confidence := getattr(record, "confidence", None)):
        _fact(console, "Confidence", confidence)


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{k}: {_flat(v)}" for k, v in value.items())
    return ", ".join(map(_flat, value)) if isinstance(value, tuple) else str(value)


def _sources(console: Console, sources: Sequence[Source], confidence: str | None) -> None:
    lines = []
    for x in sources:
        kind = "primary" if x.primary else "secondary"
        how = "; ".join(
            filter(None, (kind, x.language, None if x.opened else "cited, not read", x.accessed_as, x.note))
        )
        lines.append(f"{x.url} ({how})")
    _part(console, f"Sources{f', confidence {confidence}' if confidence else ''}", lines)


def _title(console: Console, name: str, foreign: str | None, identity: str) -> None:
    console.print(plain(name, "bold"), plain(foreign or "", ""))
    console.print(plain(identity, "dim"))


def _fact(console: Console, label: str, text: str, style: str = "") -> None:
    from rich.padding import Padding

    line = plain(f"{label}: ", "bold")
    line.append_text(plain(text, style))
    console.print(Padding(line, (0, 0, 0, 0)))


def _part(console: Console, heading: str, lines: Iterable[str]) -> None:
    from rich.table import Table

    shown = [x for x in lines if x]
    if not shown:
        return
    console.print()
    console.print(plain(heading, "bold"))
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for x in shown:
        table.add_row("·" if len(shown) > 1 else " ", plain(x))
    console.print(table)
