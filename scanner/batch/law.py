"""What a bill of materials comes to under every state of the law, so that another date needs no scan."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from scanner.catalog.load import Catalog
from scanner.catalog.status import in_force_readings
from scanner.columns import column
from scanner.findings import EXPOSED, Exposure
from scanner.options import ScanOptions
from scanner.value import controlled_under

SEPARATOR = "+"


def label(measures: Set[str]) -> str:
    """A set of measures as text: ``cn-2025-18+cn-2025-57``; empty for none."""
    return SEPARATOR.join(sorted(measures))


def export_readings(catalog: Catalog, day: date) -> dict[str, frozenset[str]]:
    """Reading → measures of scope export that are in force on a day."""
    export = {x.id for x in catalog.measures.values() if x.scope == "export"}
    return {name: measures & export for name, measures in in_force_readings(catalog, day, export).items()}


def breakpoints(catalog: Catalog) -> list[date]:
    """Days on which a status may change: no two neighbours differ in between."""
    days = {catalog.verified_through, catalog.verified_through + timedelta(days=1)}
    for measure in catalog.measures.values():
        if measure.verified_through is not None:
            days.add(measure.verified_through + timedelta(days=1))
        for entry in measure.timeline:
            days.add(entry.from_)
            if entry.until is not None:
                days.add(entry.until + timedelta(days=1))
    return [min(days) - timedelta(days=1), *sorted(days)]


@lru_cache(maxsize=8)
def states(catalog: Catalog) -> tuple[frozenset[str], ...]:
    """Every set of export measures that is in force together, on any day by any reading."""
    found = {x for day in breakpoints(catalog) for x in export_readings(catalog, day).values()}
    return tuple(sorted(found, key=label))


def rows(exposure: Exposure, catalog: Catalog, options: ScanOptions) -> Iterator[dict[str, Any]]:
    """The controlled share of the product under each state that makes a difference to it."""
    export = {x.id for x in catalog.measures.values() if x.scope == "export"}
    matches, origins = column(exposure.lines, "matches"), column(exposure.lines, "origins")
    matched = {m.measure for found in matches for m in found if m.verdict in EXPOSED} & export
    if not matched:
        return
    sets = sorted({state & matched for state in states(catalog)}, key=label)
    fractions = controlled_under(exposure.bom, matches, origins, catalog, options, sets)
    for measures, fraction in zip(sets, fractions, strict=True):
        share = fraction.share
        yield {
            "in_force": label(measures),
            "verdict": fraction.verdict,
            "share_low": None if share is None else float(share.low),
            "share_likely": None if share is None or share.likely is None else float(share.likely),
            "share_high": None if share is None or share.high is None else float(share.high),
        }
