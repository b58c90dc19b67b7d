"""Constants of the value model from data/value and data/origin, each with its source."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from scanner.catalog.load import Catalog
from scanner.errors import CatalogError
from scanner.findings import Reading

T = TypeVar("T")


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
    return {x.id: x for x in load(catalog.root / "value" / "readings.yaml", list[ReadingRecord])}


@lru_cache(maxsize=32)
def load(path: Path, kind: type[T]) -> T:
    """A data file as typed records.

    Raises:
        CatalogError: the file does not fit.

    """
    try:
        return msgspec.convert(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader), kind, strict=False)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise CatalogError(str(error), source=str(path)) from error


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """Where a word begins."""

    id: str
    value: Decimal
    meaning: str
    source: str


def limits(catalog: Catalog) -> dict[str, Limit]:
    """By id."""
    return {x.id: x for x in load(catalog.root / "value" / "limits.yaml", list[Limit])}
