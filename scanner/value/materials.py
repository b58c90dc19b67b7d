"""Market prices of materials in the base currency, on one price basis."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import msgspec

from scanner.bom import Money
from scanner.catalog.load import Catalog
from scanner.catalog.model import MagnetGrade, MaterialPrice
from scanner.estimate import Estimate
from scanner.value.currency import Rates


class PriceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of prices/prices.csv, by name and market."""

    material: str
    market: str
    factor: Decimal = Decimal(1)


class ByBasis(msgspec.Struct, frozen=True, kw_only=True):
    """The row for each basis; None = not known on that basis."""

    china: PriceRow | None = None
    world: PriceRow | None = None


class MagnetRow(ByBasis, frozen=True, kw_only=True):
    """For magnets of a family and of some coercivity classes (none = any)."""

    family: str
    classes: tuple[str, ...]


class MaterialRow(ByBasis, frozen=True, kw_only=True):
    """For materials of a group whose control has a word in its name."""

    group: str
    word: str


class Materials(msgspec.Struct, frozen=True, kw_only=True):
    """data/value/materials.yaml."""

    elements: dict[str, ByBasis]
    magnets: tuple[MagnetRow, ...]
    unknown_grades: dict[str, str]
    materials: tuple[MaterialRow, ...]
    contained: dict[str, ByBasis]
    source: str


class PriceBook:
    """Prices of one kg. ``last`` names the records of the latest answer, and ``factors`` how each was scaled."""

    def __init__(self, catalog: Catalog, rates: Rates, basis: Literal["china", "world"]) -> None:
        self._table = catalog.document("value/materials.yaml", Materials)
        self._rows = {(p.material, p.market): p for p in reversed(catalog.prices) if p.unit.endswith("/kg")}
        self._rates, self.basis, self.base = rates, basis, rates.base
        self.last: tuple[str, ...] = ()
        self.factors: dict[str, str] = {}
        """Id of a scaling → what it says."""

    def element(self, symbol: str) -> Estimate | None:
        """Of one kg of an element, in the form that is traded."""
        return self._price(self._table.elements.get(symbol))

    def magnet(self, grade: MagnetGrade | None) -> Estimate | None:
        """Of one kg of finished magnets of a grade."""
        if grade is None:
            return None
        for row in self._table.magnets:
            if grade.material_family.startswith(row.family) and (
                not row.classes or (grade.coercivity_class or "") in row.classes
            ):
                return self._price(row)
        return None

    def material(self, group: str, name: str) -> Estimate | None:
        """Of one kg of a controlled material, by its group and the name of its control."""
        for row in self._table.materials:
            if row.group == group and row.word in name.casefold():
                return self._price(row)
        return None

    def contained(self, group: str) -> Estimate | None:
        """Of one kg of the material of a group, as it goes into an article."""
        return self._price(self._table.contained.get(group))

    def grade_of(self, elements: Iterable[str]) -> str | None:
        """Id of the grade that stands for a magnet of which only the element is known."""
        return next((g for e, g in self._table.unknown_grades.items() if e in elements), None)

    def _price(self, rows: ByBasis | None) -> Estimate | None:
        row = None if rows is None else rows.china if self.basis == "china" else rows.world
        found = self._rows.get((row.material, row.market)) if row else None
        if row is None or found is None:
            return None
        prices = [self._rates.convert(Money(x * row.factor, "USD")) for x in _range(found)]
        if any(p is None for p in prices):
            return None
        name = f"{found.material}/{found.market}/{found.date}"
        self.last = (f"prices:{name}",)
        if row.factor != 1:
            self.last = (*self.last, scaled := f"factors:{found.material}")
            self.factors[scaled] = f"{row.factor} kg of {found.material} for one kg of the element"
        return Estimate(*[p or Decimal(0) for p in prices])


def _range(row: MaterialPrice) -> tuple[Decimal, Decimal, Decimal]:
    return row.price_low, row.price_likely, row.price_high
