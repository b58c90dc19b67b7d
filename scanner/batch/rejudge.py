"""The products of the last run under the law of another day, from the store alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from scanner.batch.law import SEPARATOR, export_readings, label
from scanner.batch.store import Store
from scanner.catalog.load import Catalog

COLUMNS = "path reading in_force verdict share_low share_likely share_high verdict_then changed".split()  # noqa: SIM905


def rejudged(store: Store, catalog: Catalog, day: date) -> tuple[list[str], list[tuple[Any, ...]]]:
    """One row a product and reading of the law, those that change first.

    ``verdict`` is that of the controlled share over the measures in force on the day, ``verdict_then`` the same
    on the day of the scan by the same reading, or by all of that day's readings where it had other ones. Products
    that match nothing have no row: no law changes what was not found.
    """
    _, stored = store.query(
        "SELECT path, as_of, in_force, l.verdict, l.share_low, l.share_likely, l.share_high"
        " FROM current JOIN law l USING (scan) ORDER BY path"
    )
    products: dict[str, tuple[date, dict[str, tuple[Any, ...]]]] = {}
    for path, then, in_force, *answer in stored:
        products.setdefault(path, (then, {}))[1][in_force] = tuple(answer)
    readings: dict[date, dict[str, frozenset[str]]] = {day: export_readings(catalog, day)}
    rows = []
    for path, (then, answers) in products.items():
        if then not in readings:
            readings[then] = export_readings(catalog, then)
        matched = {x for key in answers for x in key.split(SEPARATOR) if x}
        before = {r: _answer(answers, measures, matched)[0] for r, measures in readings[then].items()}
        for name, measures in readings[day].items():
            verdict, *share = _answer(answers, measures, matched)
            was = [before[name]] if name in before else list(dict.fromkeys(before.values()))
            rows.append((path, name, label(measures & matched), verdict, *share, " / ".join(was), was != [verdict]))
    rows.sort(key=lambda row: (not row[-1], row[0]))
    return COLUMNS, rows


def _answer(answers: dict[str, tuple[Any, ...]], measures: frozenset[str], matched: set[str]) -> tuple[Any, ...]:
    """The stored answer for a state of the law; a state that the scan's catalog did not know has none."""
    return answers.get(label(measures & matched), ("scan again with this catalog", None, None, None))
