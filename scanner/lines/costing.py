"""What the lines of a table say of quantities, prices and masses, by column."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from scanner.bom import Quantity
from scanner.lines.context import Context
from scanner.lines.designators import count
from scanner.lines.grid import Grid
from scanner.lines.numbers import Amount, Mark
from scanner.lines.prices import currencies, currency_column, figures, mass_units, price_bases, units
from scanner.lines.values import amounts

ZERO = Decimal(0)
ONE = Decimal(1)


class Costing:
    """The figures of one table, each list beside the kept rows of its grid."""

    def __init__(self, grid: Grid, context: Context, mark: Mark, default_currency: str | None) -> None:
        self.grid = grid
        self.quantities = figures(grid, "quantity", "quantity", mark, context)
        self.prices = figures(grid, "unit_price", "price", mark, context)
        self.totals = figures(grid, "extended_price", "price", mark, context)
        self.masses = figures(grid, "mass", "quantity", mark, context)
        stated = currency_column(grid, context)
        self.price_codes = _first_of(stated, currencies(grid, "unit_price", self.prices, context, default_currency))
        self.total_codes = _first_of(stated, currencies(grid, "extended_price", self.totals, context, default_currency))
        self.units = units(grid)
        self.mass_units = mass_units(grid)
        self.bases = price_bases(grid, mark)
        self.columns = {n: grid.table.column(n) for n in ("quantity", "unit_price", "extended_price")}

    def counts(self, designators: Sequence[str] | None) -> tuple[list[Quantity | None], list[str], list[str]]:
        """(quantities, their figures, their units); a list without quantities counts its places, else one a line."""
        n = len(self.grid.kept)
        units = self.units or [None] * n
        if self.quantities is None:
            if designators is None:
                return [Quantity(ONE, u) for u in units], [""] * n, [u or "" for u in units]
            counted = [Decimal(count(d)) if d else ONE for d in designators]
            return (
                [Quantity(c, u or "piece") for c, u in zip(counted, units, strict=True)],
                [str(c) for c in counted],
                [u or "piece" for u in units],
            )
        cells = self._for_one()
        units = [u or a.unit for u, a in zip(units, cells, strict=True)]
        figures = self.quantities.shown if cells is self.quantities.cells else [_figure(a) for a in cells]
        index = self.columns["quantity"]
        if not all(figures) and index is not None:
            figures = [f or t for f, t in zip(figures, self.grid.text_column(index), strict=True)]
        return (
            _quantities(cells, units),
            figures,
            [u or "" for u in units],
        )

    def _for_one(self) -> list[Amount]:
        """Quantities for one parent: divided by what they are for, where a column says so ('Per series', 分母)."""
        assert self.quantities is not None
        index = self.grid.table.column("quantity_base")
        if index is None:
            return self.quantities.cells
        bases = amounts(self.grid.column(index), "quantity", self.quantities.mark).cells
        return [
            replace(a, amount=a.amount / b.amount) if a.amount is not None and b.amount and b.amount > ZERO else a
            for a, b in zip(self.quantities.cells, bases, strict=True)
        ]

    def per(self, units: Sequence[str]) -> list[Quantity | None] | None:
        """What each unit price is for; None for one of the quantity's unit."""
        if self.prices is None:
            return None
        by_cell = any(a.per_amount is not None or a.per_unit is not None for a in self.prices.distinct)
        if not by_cell and self.bases is None:
            return None
        bases = self.bases or [None] * len(units)
        out: list[Quantity | None] = []
        for found, base, unit in zip(self.prices.cells, bases, units, strict=True):
            per = (
                Quantity(found.per_amount or ONE, found.per_unit)
                if found.per_amount is not None or found.per_unit is not None
                else base
            )
            out.append(None if per is None or (per.amount == 1 and (per.unit is None or per.unit == unit)) else per)
        return out

    @property
    def has_prices(self) -> bool:
        return any(f is not None and any(a.amount for a in f.distinct) for f in (self.prices, self.totals))

    @property
    def is_nameless(self) -> bool:
        """Are there prices, and does none of them name a currency?"""
        return self.has_prices and not any(self.price_codes) and not any(self.total_codes)

    def name(self, currency: str) -> None:
        """Take all prices as of a currency."""
        self.price_codes = [currency] * len(self.price_codes)
        self.total_codes = [currency] * len(self.total_codes)

    def mass_column(self) -> list[Quantity | None] | None:
        if self.masses is None:
            return None
        cells = zip(self.masses.cells, self.mass_units, strict=True)
        return [Quantity(a.amount, a.unit or u) if a.amount is not None and a.amount > ZERO else None for a, u in cells]


def _figure(amount: Amount) -> str:
    return format(amount.amount.normalize(), "f") if amount.amount else ""


def _first_of(stated: list[str | None], otherwise: list[str | None]) -> list[str | None]:
    return [a or b for a, b in zip(stated, otherwise, strict=True)] if stated and otherwise else otherwise


def _quantities(cells: Sequence[Amount], units: Sequence[str | None]) -> list[Quantity | None]:
    """Amounts with their units; equal ones are one object, for few are distinct and much is kept for each."""
    made: dict[tuple[int, str | None], Quantity | None] = {}
    out: list[Quantity | None] = []
    for cell, unit in zip(cells, units, strict=True):
        key = id(cell), unit
        if key not in made:
            made[key] = None if cell.amount is None else Quantity(cell.amount, unit)
        out.append(made[key])
    return out
