"""What is odd about a row, as fields of its line, and what is noted of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from scanner.bom import Exclusion, Money, NoteCode, Quantity
from scanner.lines.costing import ZERO, Costing
from scanner.lines.grid import Grid
from scanner.lines.structure import Structure
from scanner.lines.text import shown
from scanner.lines.values import Amounts


class Oddities:
    """The rows that are more than a plain priced line, and what is to be said of each."""

    def __init__(
        self,
        grid: Grid,
        structure: Structure,
        made: Costing,
        quantities: list[Quantity | None],
        prices: list[Money | None] | None,
        totals: list[Money | None] | None,
    ) -> None:
        self.grid, self.made, self.structure = grid, made, structure
        self.quantities, self.prices, self.totals = quantities, prices, totals
        self.inside = _priced_above(grid, structure, made.prices, made.totals)
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
        grid = self.grid
        classified = grid.classified
        exclusion = classified.exclusions.get(k)
        counts = classified.bins[k] == "line_item"
        assembly = counts and k in self.children
        quantity = self.quantities[n]
        unit_price = self.prices[n] if self.prices is not None else None
        extended = self.totals[n] if self.totals is not None else None
        if exclusion is None:
            if quantity is None:
                self._no_quantity(n, k)
            elif quantity.amount < ZERO:
                exclusion = self._refuse(k, "negative-quantity", "quantity", quantity.amount, "quantity")
        if exclusion is None:
            if unit_price is not None and unit_price.amount < ZERO:
                exclusion = self._refuse(k, "negative-price", "price", unit_price.amount, "unit_price")
            elif unit_price is None and extended is not None and extended.amount < ZERO:
                exclusion = self._refuse(k, "negative-price", "line total", extended.amount, "extended_price")
        if self.priced and unit_price is None and extended is None and exclusion is None and not assembly:
            self._no_price(n, k, free=k in classified.free_issue)
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
        return f"{self.grid.table.sheet.name}!{self.grid.table.name(k)}"

    def _refuse(self, k: int, code: NoteCode, what: str, amount: Decimal, column: str) -> tuple[Exclusion, str]:
        """A negative figure is a data error: the line is out of the sums."""
        message = f"{what} {amount:f} is negative"
        self.grid.note(code, "error", f"{message}; the line is left out of the sums", k, self.made.columns[column])
        self.grid.classified.exclusions[k] = ("data-error", message)
        return ("data-error", message)

    def _no_quantity(self, n: int, k: int) -> None:
        column = self.made.columns["quantity"]
        text = self._trouble(n, k, column, self.made.quantities, "quantity")
        saying = f"quantity is '{text}'" if text else "no quantity is stated"
        self.grid.note("quantity-missing", "warning", f"{saying}; the cost is not known", k, column)

    def _no_price(self, n: int, k: int, *, free: bool) -> None:
        name = "unit_price" if self.made.prices is not None else "extended_price"
        column = self.made.columns[name]
        text = self._trouble(n, k, column, self.made.prices or self.made.totals, "price")
        if free:
            self.grid.note("price-missing", "info", "free issue: no price is to be expected", k, column)
        elif k in self.inside:
            self.grid.note("price-missing", "info", "no price; the assembly above is priced", k, column)
        elif k in self.grid.classified.left_out:
            saying = f"no line total, and the file's own sum leaves the row out; its price of {text} is not used"
            self.grid.note("price-missing", "warning", saying, k, column)
        else:
            saying = f"price is '{text}'" if text else "no price is stated"
            self.grid.note("price-missing", "warning", f"{saying}; the line is not counted as worth nothing", k, column)

    def _trouble(self, n: int, k: int, column: int | None, found: Amounts | None, what: str) -> str:
        text = shown(self.grid.cell(k, column)).strip()
        error = self.grid.error(k, column) if not text else None
        if error:
            text = error
            self.grid.note("cell-error", "warning", f"{what} is the error {text}", k, column)
        elif found is not None and found.cells[n].problem == "error":
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
