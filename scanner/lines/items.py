"""Rows of a table → lines of the bill: texts, quantities, prices, and a note where a cell is not what it should be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import repeat
from typing import Any

from scanner.bom import Bin, BomLine, Exclusion, Money, NoteCode, Quantity, SourceRef
from scanner.lines.alternates import stands_in_for
from scanner.lines.context import Context
from scanner.lines.designators import count
from scanner.lines.grid import Grid
from scanner.lines.identifiers import IDENTIFIERS, restored
from scanner.lines.kept import joined, others
from scanner.lines.numbers import Amount, Mark
from scanner.lines.prices import currencies, currency_column, figures, mass_units, price_bases, units
from scanner.lines.structure import Structure
from scanner.lines.text import shown
from scanner.lines.values import Amounts

TEXTS = (
    "item_number", "part_number", "description", "manufacturer", "manufacturer_part_number", "supplier",
    "supplier_part_number", "material", "country_of_origin", "hs_code", "cas_number",
    "reference_designators", "lifecycle",
)  # fmt: skip
_NOTHING: dict[str, Any] = {}
"""Shared by the many lines that have nothing to say; never written to."""
ZERO = Decimal(0)
ONE = Decimal(1)


def text_of(value: Decimal) -> str:
    return format(value, "f")


class _Maker:
    """One table on its way to lines."""

    def __init__(
        self, grid: Grid, context: Context, structure: Structure, mark: Mark, default_currency: str | None
    ) -> None:
        self.grid = grid
        self.structure = structure
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
        self.inside = _priced_above(grid, structure, self.prices, self.totals)
        self.columns = {n: grid.table.column(n) for n in ("quantity", "unit_price", "extended_price")}

    # ------------------------------------------------------------- columns

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
        cells = self.quantities.cells
        units = [u or a.unit for u, a in zip(units, cells, strict=True)]
        figures = self.quantities.shown
        index = self.columns["quantity"]
        if not all(figures) and index is not None:
            figures = [f or t for f, t in zip(figures, self.grid.text_column(index), strict=True)]
        return (
            _quantities(cells, units),
            figures,
            [u or "" for u in units],
        )

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

    # ------------------------------------------------------------- what is odd about a row

    def mass_column(self) -> list[Quantity | None] | None:
        if self.masses is None:
            return None
        cells = zip(self.masses.cells, self.mass_units, strict=True)
        return [Quantity(a.amount, a.unit or u) if a.amount is not None and a.amount > ZERO else None for a, u in cells]

    def refuse(self, k: int, code: NoteCode, what: str, amount: Decimal, column: str) -> tuple[Exclusion, str]:
        """A negative figure is a data error: the line is out of the sums."""
        message = f"{what} {text_of(amount)} is negative"
        self.grid.note(code, "error", f"{message}; the line is left out of the sums", k, self.columns[column])
        self.grid.classified.exclusions[k] = ("data-error", message)
        return ("data-error", message)

    def no_quantity(self, n: int, k: int) -> None:
        column = self.columns["quantity"]
        text = self._trouble(n, k, column, self.quantities, "quantity")
        saying = f"quantity is '{text}'" if text else "no quantity is stated"
        self.grid.note("quantity-missing", "warning", f"{saying}; the cost is not known", k, column)

    def no_price(self, n: int, k: int, *, free: bool) -> None:
        name = "unit_price" if self.prices is not None else "extended_price"
        column = self.columns[name]
        text = self._trouble(n, k, column, self.prices or self.totals, "price")
        if free:
            self.grid.note("price-missing", "info", "free issue: no price is to be expected", k, column)
        elif k in self.inside:
            self.grid.note("price-missing", "info", "no price; the assembly above is priced", k, column)
        else:
            saying = f"price is '{text}'" if text else "no price is stated"
            self.grid.note("price-missing", "warning", f"{saying}; the line is not counted as worth nothing", k, column)

    def _trouble(self, n: int, k: int, column: int | None, found: Amounts | None, what: str) -> str:
        text = shown(self.grid.cell(k, column)).strip()
        if found is not None and found.cells[n].problem == "error":
            self.grid.note("cell-error", "warning", f"{what} is the error {text}", k, column)
        if (
            column is not None
            and (self.grid.first + k, column + self.grid.table.offset) in self.grid.facts.uncalculated
        ):
            self.grid.note(
                "formula-not-calculated", "warning",
                f"{what} is a formula saved without its result; open and save the file in a spreadsheet program",
                k, column,
            )  # fmt: skip
        return text


def _first_of(stated: list[str | None], otherwise: list[str | None]) -> list[str | None]:
    return [a or b for a, b in zip(stated, otherwise, strict=True)] if stated and otherwise else otherwise


def _priced_above(grid: Grid, structure: Structure, prices: Amounts | None, totals: Amounts | None) -> set[int]:
    """Rows beneath a priced assembly."""
    out: set[int] = set()
    if not structure.parent:
        return out
    priced = {
        k
        for n, k in enumerate(grid.kept)
        if k not in grid.classified.phantom
        and ((prices and prices.cells[n].amount) or (totals and totals.cells[n].amount))
    }
    for k in grid.kept:
        above = structure.parent.get(k)
        while above is not None and above not in priced:
            above = structure.parent.get(above)
        if above is not None:
            out.add(k)
    return out


def make_lines(
    grid: Grid, context: Context, structure: Structure, mark: Mark, default_currency: str | None
) -> list[BomLine]:
    """The kept rows as lines, in order; bins of the classification are brought up to date."""
    made = _Maker(grid, context, structure, mark, default_currency)
    table, classified, kept = grid.table, grid.classified, grid.kept
    sheet, first, file = table.sheet.name, grid.first, grid.file
    texts = {name: grid.texts(name) for name in TEXTS if table.column(name) is not None}
    for name in IDENTIFIERS:
        if name in texts:
            texts[name] = restored(grid, name, texts[name])
    remarks = joined([grid.text_column(i) for i in table.mapping.every("notes")])
    if remarks is not None:
        texts["notes"] = remarks
    quantities, amounts, units = made.counts(texts.get("reference_designators"))
    bases = made.per(units)
    prices, totals = _moneys(made.prices, made.price_codes), _moneys(made.totals, made.total_codes)
    if classified.total_wins and prices is not None:
        prices = [None if k in classified.total_wins else p for k, p in zip(kept, prices, strict=True)]
    masses = made.mass_column()
    shown_columns = {
        **texts, "quantity": amounts, "unit": units, **_shown("unit_price", made.prices),
        **_shown("extended_price", made.totals), **_codes(made),
        "price_per": [_said(p) for p in bases] if bases else [], "mass": [_said(m) for m in masses] if masses else [],
    }  # fmt: skip
    filled = {name: column for name, column in shown_columns.items() if column and any(column)}
    names = tuple(filled)
    odd = _Odd(grid, structure, made, quantities, prices, totals)
    numbers = [texts[name] for name in ("item_number", "part_number", "manufacturer_part_number") if name in texts]
    odd.stands_in = stands_in_for(kept, classified.exclusions, classified.alternate_of, numbers)
    none: list[None] = [None] * len(kept)
    kept_aside = others(grid)
    depths = structure.depth
    bins = classified.bins
    out: list[BomLine] = []
    add = out.append
    suffix = f"#{table.part}" if table.part > 1 else ""
    rows = zip(*filled.values(), strict=True) if filled else (() for _ in kept)
    own = zip(*(texts.get(name) or repeat("", len(kept)) for name in (*TEXTS, "notes")), strict=True)
    columns = (kept, rows, own, quantities, prices or none, totals or none, bases or none, masses or none)
    for n, (k, values, text, quantity, unit_price, extended, per, mass) in enumerate(zip(*columns, strict=True)):
        row = first + k + 1
        bin_name: Bin = "line_item"
        more = _NOTHING
        if k in odd.rows:
            more = odd.tell(n, k)
            bin_name = bins[k] = more.pop("bin", "line_item")
        # one argument a field, spelled out: this is the innermost loop of reading
        add(
            BomLine(
                id=f"{sheet}!{row}{suffix}",
                source=SourceRef(file, sheet, row),
                bin=bin_name,
                level=depths.get(k),
                item_number=text[0] or None,
                part_number=text[1] or None,
                description=text[2] or None,
                manufacturer=text[3] or None,
                manufacturer_part_number=text[4] or None,
                supplier=text[5] or None,
                supplier_part_number=text[6] or None,
                material=text[7] or None,
                country_of_origin=text[8] or None,
                hs_code=text[9] or None,
                cas_number=text[10] or None,
                reference_designators=text[11] or None,
                lifecycle=text[12] or None,
                notes=text[13] or None,
                quantity=quantity,
                unit_price=unit_price,
                price_per=per,
                extended_price=extended,
                mass=mass,
                fields={name: value for name, value in zip(names, values) if value},  # noqa: B905 - of one length
                other={heading: column[n] for heading, column in kept_aside if column[n]} if kept_aside else _NOTHING,
                **more,
            )
        )
    return out


class _Odd:
    """The rows that are more than a plain priced line, and what is to be said of each."""

    def __init__(
        self,
        grid: Grid,
        structure: Structure,
        made: _Maker,
        quantities: list[Quantity | None],
        prices: list[Money | None] | None,
        totals: list[Money | None] | None,
    ) -> None:
        self.grid, self.made, self.structure = grid, made, structure
        self.quantities, self.prices, self.totals = quantities, prices, totals
        self.stands_in: dict[int, int] = {}
        """Alternate → the row of the line that it could stand in for."""
        classified = grid.classified
        self.priced = prices is not None or totals is not None
        self.children = {
            p for c, p in structure.parent.items() if classified.exclusions.get(c, ("",))[0] != "alternate"
        }
        hidden = grid.facts.hidden_rows
        self.hidden = {k for k in grid.kept if grid.first + k in hidden} if hidden else set()
        sheet = grid.table.sheet
        self.rows = {
            *self.children, *structure.parent, *classified.exclusions, *self.hidden, *classified.phantom,
            *classified.free_issue, *(r - grid.first for r in sheet.substances),
        }  # fmt: skip
        if sheet.hidden:
            self.rows.update(grid.kept)
        for found in (made.quantities, made.prices, made.totals):
            if found is not None and any(a.amount is not None and a.amount < ZERO for a in found.distinct):
                cells = zip(grid.kept, found.cells, strict=True)
                self.rows.update(k for k, a in cells if a.amount is not None and a.amount < ZERO)
        if None in quantities:
            self.rows.update(k for k, q in zip(grid.kept, quantities, strict=True) if q is None)
        if prices is not None and totals is not None:
            pairs = zip(grid.kept, prices, totals, strict=True)
            self.rows.update(k for k, u, e in pairs if u is None and e is None)
        elif self.priced:
            self.rows.update(k for k, x in zip(grid.kept, prices or totals or (), strict=True) if x is None)

    def tell(self, n: int, k: int) -> dict[str, Any]:
        """What is odd about a row, as fields of its line; noted where a reader of the report must know."""
        given: dict[str, Any] = {}
        grid, made = self.grid, self.made
        classified = grid.classified
        exclusion = classified.exclusions.get(k)
        counts = classified.bins[k] == "line_item"
        assembly = counts and k in self.children
        quantity = self.quantities[n]
        unit_price = self.prices[n] if self.prices is not None else None
        extended = self.totals[n] if self.totals is not None else None
        if exclusion is None:
            if quantity is None:
                made.no_quantity(n, k)
            elif quantity.amount < ZERO:
                exclusion = made.refuse(k, "negative-quantity", "quantity", quantity.amount, "quantity")
        if exclusion is None:
            if unit_price is not None and unit_price.amount < ZERO:
                exclusion = made.refuse(k, "negative-price", "price", unit_price.amount, "unit_price")
            elif unit_price is None and extended is not None and extended.amount < ZERO:
                exclusion = made.refuse(k, "negative-price", "line total", extended.amount, "extended_price")
        if self.priced and unit_price is None and extended is None and exclusion is None and not assembly:
            made.no_price(n, k, free=k in classified.free_issue)
        if exclusion is not None:
            given["bin"] = "excluded"
            given["exclusion"], given["reason"] = exclusion
        elif assembly:
            given["bin"] = "assembly"
        if k in self.hidden:
            given["hidden"] = True
            grid.note("hidden-row", "info", "the row is hidden in the sheet and is read all the same", k)
        elif grid.table.sheet.hidden:
            given["hidden"] = True
        parent = self.structure.parent.get(k)
        if parent is not None:
            given["parent"] = self._id(parent)
        if k in self.stands_in:
            given["alternate_of"] = self._id(self.stands_in[k])
        if k in classified.phantom:
            given["phantom"] = True
        if k in classified.free_issue:
            given["free_issue"] = True
        declared = grid.table.sheet.substances.get(grid.first + k)
        if declared:
            given["substances"] = declared
        return given

    def _id(self, k: int) -> str:
        suffix = f"#{self.grid.table.part}" if self.grid.table.part > 1 else ""
        return f"{self.grid.table.sheet.name}!{self.grid.first + k + 1}{suffix}"


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


def _moneys(found: Amounts | None, codes: Sequence[str | None]) -> list[Money | None] | None:
    if found is None:
        return None
    return [Money(a.amount, c) if a.amount else None for a, c in zip(found.cells, codes, strict=True)]


def _shown(name: str, found: Amounts | None) -> dict[str, list[str]]:
    return {name: found.shown} if found is not None else {}


def _codes(made: _Maker) -> dict[str, list[str]]:
    """The currency of each line that has a price."""
    prices = [c if f else None for c, f in zip(made.price_codes, made.prices.shown, strict=True)] if made.prices else []
    totals = [c if f else None for c, f in zip(made.total_codes, made.totals.shown, strict=True)] if made.totals else []
    if prices and totals:
        return {"currency": [a or b or "" for a, b in zip(prices, totals, strict=True)]}
    return {"currency": [c or "" for c in prices or totals]}


def _said(quantity: Quantity | None) -> str:
    return "" if quantity is None else text_of(quantity.amount) + (f" {quantity.unit}" if quantity.unit else "")
