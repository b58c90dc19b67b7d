"""Constants of the value model from data/value and data/origin, each with its source."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from scanner.catalog.load import Catalog
from scanner.findings import Reading


class ReadingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One way to read the 0.1 % rule."""

    id: Reading
    order: int
    numerator: str
    denominator: str
    readers: str
    source: str


def readings(catalog: Catalog) -> dict[Reading, ReadingRecord]:
    """By id."""
    return {x.id: x for x in catalog.document("value/readings.yaml", list[ReadingRecord])}


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """Where a word begins."""

    id: str
    value: Decimal
    meaning: str
    source: str


def limits(catalog: Catalog) -> dict[str, Limit]:
    """By id."""
    return {x.id: x for x in catalog.document("value/limits.yaml", list[Limit])}
