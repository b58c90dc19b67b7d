"""Catalog data from the disk into typed records."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from scanner.catalog import model as m
from scanner.errors import CatalogError
from scanner.findings import CatalogInfo

DATA = Path(__file__).parent.parent / "data"
T = TypeVar("T", bound=msgspec.Struct)


class Catalog:
    """The law and the trade's facts. Each table is read when first asked for."""

    def __init__(self, root: Path = DATA, overlays: tuple[Path, ...] = ()) -> None:
        self.root = root
        self.overlays = overlays

    @cached_property
    def info(self) -> CatalogInfo:
        version, verified = (self.root / "VERSION").read_text(encoding="utf-8").split()
        return CatalogInfo(version=version, sha256=self._hash(), verified_through=verified)

    @property
    def verified_through(self) -> date:
        """Last day on which the timelines were checked against their sources."""
        return date.fromisoformat(self.info.verified_through)

    def _hash(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(p for p in self.root.rglob("*") if p.suffix in (".yaml", ".csv") or p.name == "VERSION"):
            digest.update(path.relative_to(self.root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    @cached_property
    def measures(self) -> dict[str, m.Measure]:
        """By id."""
        return {x.id: x for x in self._records("measures", m.Measure)}

    @cached_property
    def controls(self) -> dict[str, m.Control]:
        """By id."""
        return {x.id: x for x in self._records("controls", m.Control)}

    @cached_property
    def magnet_grades(self) -> tuple[m.MagnetGrade, ...]:
        return tuple(self._table("magnets/magnet_grades.csv", m.MagnetGrade))

    @cached_property
    def articles(self) -> tuple[m.ArticleContent, ...]:
        return tuple(self._table("articles/article_content.csv", m.ArticleContent))

    @cached_property
    def cells(self) -> tuple[m.BatteryCell, ...]:
        return tuple(self._table("cells/battery_cells.csv", m.BatteryCell))

    @cached_property
    def makers(self) -> tuple[m.Maker, ...]:
        return tuple(self._table("makers/manufacturers.csv", m.Maker))

    @cached_property
    def priors(self) -> dict[str, m.OriginPrior]:
        """By id."""
        return {x.id: x for x in self._table("priors/origin_priors.csv", m.OriginPrior)}

    @cached_property
    def prices(self) -> tuple[m.MaterialPrice, ...]:
        return tuple(self._table("prices/prices.csv", m.MaterialPrice))

    @cached_property
    def substances(self) -> tuple[m.SubstanceName, ...]:
        return tuple(self._table("substances/substances.csv", m.SubstanceName))

    @cached_property
    def origin_terms(self) -> tuple[m.OriginTerm, ...]:
        return tuple(self._table("territories/origin_terms.csv", m.OriginTerm))

    def _records(self, folder: str, kind: type[T]) -> Iterator[T]:
        import yaml

        for path in sorted((self.root / folder).glob("*.yaml")):
            data = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
            for record in data if isinstance(data, list) else [data]:
                yield _convert(record, kind, path)

    def _table(self, name: str, kind: type[T]) -> Iterator[T]:
        path = self.root / name
        lists = {f.name for f in msgspec.structs.fields(kind) if str(f.type).startswith("tuple")}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield _convert(
                    {
                        k: ([x.strip() for x in v.split(";") if x.strip()] if k in lists else v or None)
                        for k, v in row.items()
                    },
                    kind,
                    path,
                )


def _convert(record: Any, kind: type[T], path: Path) -> T:
    try:
        return msgspec.convert(record, kind, strict=False)
    except msgspec.ValidationError as error:
        key = record.get("id") if isinstance(record, dict) else None
        raise CatalogError(f"{key or 'record'}: {error}", source=str(path)) from error


def load(overlays: tuple[Path, ...] = ()) -> Catalog:
    """The built-in catalog with a user's overlays on top.

    Raises:
        CatalogError: a record does not fit its type.
    """
    return Catalog(DATA, overlays)
