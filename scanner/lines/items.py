"""Rows of a table → lines of the bill: texts, quantities, prices, and a note where a cell is not what it should be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from scanner.bom import BomLine, Exclusion, Money, NoteCode, Quantity, SourceRef
from scanner.lines.context import Context
from scanner.lines.designators import count
from scanner.lines.grid import Grid
from scanner.lines.identifiers import IDENTIFIERS, restored
from scanner.lines.numbers import Amount, Mark
from scanner.lines.prices import currencies, currency_column, figures, mass_units, price_bases, units
from scanner.lines.structure import Structure
from scanner.lines.table import letter
from scanner.lines.text import shown
from scanner.lines.values import Amounts

TEXTS = (
    "item_number", "part_number", "description", "manufacturer", "manufacturer_part_number", "supplier",
    "supplier_part_number", "material", "country_of_origin", "hs_code", "cas_number", "reference_designators", "lifecycle",
)  # fmt: skip
ZERO = Decimal(0)
ONE = Decimal(1)


def text_of(value: Decimal) -> str:
    return format(value, "f")


class _Maker:
    """One table on its way to lines."""

    def __init__(self, grid: Grid, context: Context, structure: Structure, mark: Mark, default_currency: str | None) -> None:
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

    # ------------------------------------------------------------- one row

    def count(self, n: int, k: int, fields: dict[str, str], designators: Sequence[str] | None) -> tuple[Quantity | None, str | None]:
        """(quantity, its unit) of a row."""
        unit = self.units[n] if self.units else None
        if self.quantities is None:
            if designators is not None and designators[n]:
                amount: Decimal = Decimal(count(designators[n]))
                fields["quantity"] = text_of(amount)
                return Quantity(amount, unit or "piece"), unit or "piece"
            return Quantity(ONE, unit), unit
        found = self.quantities.cells[n]
        if unit is None:
            unit = found.unit
        if found.amount is None:
            text = shown(self.grid.cell(k, self.columns["quantity"])).strip()
            if text:
                fields["quantity"] = text
            return None, unit
        fields["quantity"] = text_of(found.amount)
        return Quantity(found.amount, unit), unit

    def basis(self, n: int, found: Amount | None, unit: str | None, fields: dict[str, str]) -> Quantity | None:
        """What the unit price is for; None for one of the quantity's unit."""
        per: Quantity | None = None
        if found is not None and (found.per_amount is not None or found.per_unit is not None):
            per = Quantity(found.per_amount or ONE, found.per_unit)
        elif self.bases is not None:
            per = self.bases[n]
        if per is None or (per.amount == 1 and (per.unit is None or per.unit == unit)):
            return None
        fields["price_per"] = text_of(per.amount) + (f" {per.unit}" if per.unit else "")
        return per

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
        if column is not None and (self.grid.first + k, column + self.grid.table.offset) in self.grid.facts.uncalculated:
            self.grid.note(
                "formula-not-calculated", "warning",
                f"{what} is a formula saved without its result; open and save the file in a spreadsheet program", k, column,
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
        if k not in grid.classified.phantom and ((prices and prices.cells[n].amount) or (totals and totals.cells[n].amount))
    }
    for k in grid.kept:
        above = structure.parent.get(k)
        while above is not None and above not in priced:
            above = structure.parent.get(above)
        if above is not None:
            out.add(k)
    return out


def make_lines(grid: Grid, context: Context, structure: Structure, mark: Mark, default_currency: str | None) -> list[BomLine]:
    """The kept rows as lines, in order; bins of the classification are brought up to date."""
    made = _Maker(grid, context, structure, mark, default_currency)
    table, classified, kept = grid.table, grid.classified, grid.kept
    sheet, first, file = table.sheet.name, grid.first, grid.file
    texts = {name: grid.texts(name) for name in TEXTS if table.column(name) is not None}
    for name in IDENTIFIERS:
        if name in texts:
            texts[name] = restored(grid, name, texts[name])
    names = tuple(texts)
    rows = list(zip(*texts.values(), strict=True)) if texts else [()] * len(kept)
    remarks = _joined([grid.text_column(i) for i in table.mapping.every("notes")])
    others = _others(grid)
    designators = texts.get("reference_designators")
    hidden_rows = grid.facts.hidden_rows
    children = {p for c, p in structure.parent.items() if classified.exclusions.get(c, ("",))[0] != "alternate"}
    parents, depths = structure.parent, structure.depth
    exclusions, bins = classified.exclusions, classified.bins
    prices, totals, masses = made.prices, made.totals, made.masses
    priced = prices is not None or totals is not None
    total_wins, free_issue, phantom = classified.total_wins, classified.free_issue, classified.phantom
    substances = table.sheet.substances
    out: list[BomLine] = []
    add = out.append
    for n, k in enumerate(kept):
        row = first + k
        given: dict[str, Any] = {name: value for name, value in zip(names, rows[n], strict=True) if value}
        fields: dict[str, str] = given.copy()
        bin_name = bins[k]
        exclusion = exclusions.get(k)
        counts = bin_name == "line_item"
        if counts and k in children:
            bin_name = "assembly"
        quantity, unit = made.count(n, k, fields, designators)
        if unit:
            fields["unit"] = unit
        if exclusion is None:
            if quantity is None:
                if counts:
                    made.no_quantity(n, k)
            elif quantity.amount < ZERO:
                exclusion = made.refuse(k, "negative-quantity", "quantity", quantity.amount, "quantity")
        unit_price = extended = per = None
        if prices is not None:
            u = prices.cells[n]
            if u.amount:
                code = made.price_codes[n]
                if u.amount < ZERO and exclusion is None:
                    exclusion = made.refuse(k, "negative-price", "price", u.amount, "unit_price")
                if k not in total_wins:
                    unit_price = Money(u.amount, code)
                fields["unit_price"] = text_of(u.amount)
                if code:
                    fields["currency"] = code
            per = made.basis(n, u, unit, fields)
        if totals is not None:
            e = totals.cells[n]
            if e.amount:
                code = made.total_codes[n]
                if e.amount < ZERO and exclusion is None and unit_price is None:
                    exclusion = made.refuse(k, "negative-price", "line total", e.amount, "extended_price")
                extended = Money(e.amount, code)
                fields["extended_price"] = text_of(e.amount)
                if code and "currency" not in fields:
                    fields["currency"] = code
        if priced and unit_price is None and extended is None and exclusion is None and bin_name == "line_item":
            made.no_price(n, k, free=k in free_issue)
        if exclusion is not None:
            bin_name = "excluded"
            given["exclusion"], given["reason"] = exclusion
        if remarks is not None and remarks[n]:
            given["notes"] = fields["notes"] = remarks[n]
        if masses is not None and (m := masses.cells[n]).amount is not None and m.amount > ZERO:
            mass = Quantity(m.amount, m.unit or made.mass_units[n])
            given["mass"] = mass
            fields["mass"] = text_of(m.amount) + (f" {mass.unit}" if mass.unit else "")
        if hidden_rows and row in hidden_rows:
            given["hidden"] = True
            grid.note("hidden-row", "info", "the row is hidden in the sheet and is read all the same", k)
        elif table.sheet.hidden:
            given["hidden"] = True
        parent = parents.get(k)
        if parent is not None:
            given["parent"] = f"{sheet}!{first + parent + 1}"
        if k in phantom:
            given["phantom"] = True
        if k in free_issue:
            given["free_issue"] = True
        if substances and row in substances:
            given["substances"] = substances[row]
        add(
            BomLine(
                id=f"{sheet}!{row + 1}",
                source=SourceRef(file, sheet, row + 1),
                bin=bin_name,
                level=depths.get(k),
                quantity=quantity,
                unit_price=unit_price,
                price_per=per,
                extended_price=extended,
                fields=fields,
                other={heading: column[n] for heading, column in others if column[n]},
                **given,
            )
        )
        bins[k] = bin_name
    return out


def _joined(parts: list[list[str]]) -> list[str] | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else [" | ".join(x for x in row if x) for row in zip(*parts, strict=True)]


def _others(grid: Grid) -> list[tuple[str, list[str]]]:
    """Columns that are kept and feed nothing; a heading that occurs twice carries its letter."""
    table = grid.table
    mapped = {c.index for c in table.mapping.columns}
    out: list[tuple[str, list[str]]] = []
    seen: set[str] = set()
    for i, heading in enumerate(table.headings):
        if i in mapped:
            continue
        column = grid.text_column(i)
        if not any(column):
            continue
        name = heading.strip() or f"column {letter(i + table.offset)}"
        if name in seen:
            name = f"{name} ({letter(i + table.offset)})"
        seen.add(name)
        out.append((name, column))
    return out
