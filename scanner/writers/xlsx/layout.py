"""What stands where in the workbook, and what a line's quantity and cost are formulas over.

Rows and letters are fixed before anything is written, because sheets refer to one another.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cached_property

from scanner.bom import BomLine
from scanner.findings import Exposure, LineFinding
from scanner.writers.xlsx.assumed import Assumed
from scanner.writers.xlsx.terms import (
    CLOSE,
    MARKS,
    ZERO,
    Figure,
    Term,
    figure,
    known,
    ranges,
)

FIRST_ROW = 3
"""Row of the first record on every sheet with a table, counted from 1."""
NOT_PRICED = "not priced"
HIDDEN = "redacted"
FROM_PARTS = "from its parts"
"""Shown as the cost of an assembly without a price of its own."""
THRESHOLD, STATED, VALUE, SUM, REST, OPEN = (f"Assumptions!$B${row}" for row in (4, 5, 6, 7, 8, 9))
"""Cells that formulas of all sheets use."""
CONSTANT = "a constant: "
COVERED = "counts nothing itself: parts beneath it meet the same group and count instead"

LINE_LETTERS = {
    "no": "A", "line": "B", "part": "C", "description": "D", "verdict": "E", "group": "F", "why": "G", "settle": "H",
    "decision": "I", "comment": "J", "quantity": "K", "unit": "L", "per_product": "M", "price": "N", "currency": "O",
    "per": "P", "factor": "Q", "cost": "R", "counted": "S", "origin": "T", "article_low": "U", "article_likely": "V",
    "article_high": "W", "material_low": "X", "material_likely": "Y", "material_high": "Z", "low": "AA",
    "likely": "AB", "high": "AC", "remark": "AD",
}  # fmt: skip
"""Where formulas find a line's figures, on the sheet Lines."""
MATCH_LETTERS = {
    "value": ("N", "O", "P"), "applicability": ("Q", "R", "S"), "content": ("T", "U", "V"), "origin": ("W", "X", "Y"),
    "contribution": ("Z", "AA", "AB"), "part1": ("AC", "AD", "AE"),
    "part1_origin": ("AF", "AG", "AH"), "part1_contribution": ("AI", "AJ", "AK"),
    "measure": ("AL", "AM", "AN"), "group": ("AO", "AP", "AQ"),
}  # fmt: skip
"""Where formulas find a finding's figures, low, likely, high, on the sheet Findings."""


class Price:
    """How a line's cost follows from a price: quantity × price ÷ per × factor."""

    __slots__ = ("amount", "currency", "factor", "per")

    def __init__(self, f: LineFinding) -> None:
        line, quantity = f.line, f.extended_quantity
        self.amount: Decimal | None = None
        self.currency: str | None = None
        self.per = self.factor = Decimal(1)
        if line.unit_price is not None:
            self.amount, self.currency = line.unit_price.amount, line.unit_price.currency
            self.per = line.price_per.amount if line.price_per else Decimal(1)
        elif line.extended_price is not None and line.quantity is not None and line.quantity.amount:
            self.amount, self.currency = line.extended_price.amount, line.extended_price.currency
            self.per = line.quantity.amount
        if f.extended_cost is None and quantity is not None:
            self.amount = None  # the price stands in the file and could not be used; the notes say why
        elif self.amount and quantity and self.per and f.extended_cost is not None:
            factor = f.extended_cost * self.per / (quantity * self.amount)
            self.factor = Decimal(1) if abs(factor - 1) < CLOSE else factor


class Layout:
    """Positions on the sheets, the tree of assemblies, and costs."""

    def __init__(self, exposure: Exposure) -> None:
        self.exposure = exposure
        self.lines = exposure.lines
        self.index = {f.line.id: i for i, f in enumerate(self.lines)}
        self.last = FIRST_ROW + max(len(self.lines), 1) - 1
        self.prices = [Price(f) for f in self.lines]
        self.assumed = Assumed(exposure)
        self.redacted = "prices" in exposure.options.get("redacted", "")
        """Amounts were left out: they are shares of the product value, and nothing can be computed from them."""
        self.scopes = {m.id: m.scope for m in exposure.measures}
        self.parents = [self.index.get(f.line.parent or "") for f in self.lines]
        self.counting = [f.line.bin != "excluded" for f in self.lines]
        """Rows that take part in sums: neither excluded nor beneath what is."""
        self.children: dict[int, list[int]] = defaultdict(list)
        """Assembly → the counting rows right beneath it."""
        for i, up in enumerate(self.parents):
            if up is not None:
                self.counting[i] = self.counting[i] and all(self.lines[k].line.bin != "excluded" for k in self.above(i))
        for i, up in enumerate(self.parents):
            if up is not None and self.counting[i]:
                self.children[up].append(i)
        self.match_rows: dict[int, int] = {}
        """Line → row of its first finding."""
        row = FIRST_ROW
        for i, f in enumerate(self.lines):
            if f.matches:
                self.match_rows[i] = row
                row += len(f.matches)
        self.match_last = max(row - 1, FIRST_ROW)

    # ------------------------------------------------------------ positions

    def row(self, i: int) -> int:
        return FIRST_ROW + i

    def cell(self, key: str, i: int, *, away: bool = True) -> str:
        """A line's cell, from another sheet or from its own."""
        return f"{'Lines!' if away else ''}${LINE_LETTERS[key]}${FIRST_ROW + i}"

    def column(self, key: str) -> str:
        """A whole column of the sheet Lines."""
        letter = LINE_LETTERS[key]
        return f"Lines!${letter}${FIRST_ROW}:${letter}${self.last}"

    def match_cell(self, key: str, i: int, m: int, k: int, *, away: bool = True) -> str:
        """A cell of finding ``m`` of a line; ``k`` is 0 low, 1 likely, 2 high."""
        return f"{'Findings!' if away else ''}${MATCH_LETTERS[key][k]}${self.match_rows[i] + m}"

    # ------------------------------------------------------------ the tree

    @cached_property
    def tree(self) -> bool:
        return bool(self.children)

    def below(self, i: int) -> list[int]:
        """Every line beneath, in the order of the sheet."""
        out, todo = [], list(self.children.get(i, ()))
        seen = {i}
        while todo:
            j = todo.pop()
            if j not in seen:
                seen.add(j)
                out.append(j)
                todo.extend(self.children.get(j, ()))
        return sorted(out)

    def above(self, i: int) -> list[int]:
        """The assemblies that hold a line, nearest first."""
        out: list[int] = []
        up = self.parents[i]
        while up is not None and up not in out:
            out.append(up)
            up = self.parents[up]
        return out

    # ------------------------------------------------------------ cost

    @cached_property
    def multiplied(self) -> bool:
        """Quantities per product differ from those of the rows."""
        return any(
            f.line.quantity is not None and f.extended_quantity != f.line.quantity.amount
            for i, f in enumerate(self.lines)
            if self.counting[i]
        )

    def per_product(self, i: int) -> Figure | None:
        """Quantity for one product: the row's quantity times those above it."""
        f = self.lines[i]
        quantity = f.line.quantity.amount if f.line.quantity else None
        if not self.multiplied or not self.counting[i]:
            return None
        terms = [Term(self.cell("quantity", i, away=False), quantity)]
        up = self.parents[i]
        if up is not None and self.lines[up].extended_quantity is not None:
            terms.append(Term(self.cell("per_product", up, away=False), self.lines[up].extended_quantity))
        plain = _factors(terms)
        ours = f.extended_quantity
        scaled = [plain]
        if ours and plain.value:
            scaled.append(_factors([*terms, known(ours / plain.value)]))
        return figure(ours, scaled, CONSTANT + "quantity as computed by the scan")

    def quantity_cell(self, i: int) -> str:
        return self.cell("per_product" if self.multiplied else "quantity", i, away=False)

    def cost(self, i: int) -> Figure | None:
        """Extended cost for one product; of an assembly its own price times its quantity."""
        f, price = self.lines[i], self.prices[i]
        if not self.counting[i]:
            return None
        if self.redacted:
            return Figure(None, HIDDEN)
        mark = FROM_PARTS if i in self.children else NOT_PRICED
        q, p = self.quantity_cell(i), self.cell("price", i, away=False)
        text = f"{q}*{p}"
        value = None if price.amount is None or f.extended_quantity is None else f.extended_quantity * price.amount
        if price.per != 1 and price.per:
            text += f"/{self.cell('per', i, away=False)}"
            value = None if value is None else value / price.per
        if price.factor != 1:
            text += f"*{self.cell('factor', i, away=False)}"
            value = None if value is None else value * price.factor
        term = Term(f'IF(AND(ISNUMBER({q}),N({p})>0),{text},"{mark}")', value if value is None or value >= 0 else None)
        whole = f.line.extended_price is not None and f.line.unit_price is None
        why = (
            "free issue"
            if f.line.free_issue
            else "price of the row as written"
            if whole
            else "cost as computed by the scan"
        )
        return figure(f.extended_cost, [term], CONSTANT + why, mark)

    def counted_value(self, i: int) -> Decimal:
        """What a line adds to the product's value: a part its cost, an assembly what it costs beyond its parts."""
        f = self.lines[i]
        if not self.counting[i]:
            return ZERO
        return (f.value_added if i in self.children else f.extended_cost) or ZERO

    def counted(self, i: int) -> Figure | None:
        """The value that a row adds, so that nothing is counted twice."""
        f = self.lines[i]
        if not self.counting[i] or not self.tree:
            return None
        cost = self.cell("cost", i, away=False)
        if i not in self.children:
            return figure(f.extended_cost or ZERO, [Term(f"N({cost})", f.extended_cost or ZERO)], CONSTANT)
        beneath = self.below(i)
        parts = ranges(LINE_LETTERS["counted"], [self.row(j) for j in beneath])
        own = f.extended_cost
        spent = sum((self.counted_value(j) for j in beneath), ZERO)
        terms = [
            Term(
                f"IF(ISNUMBER({cost}),MAX(0,{cost}-SUM({parts or 0})),0)",
                ZERO if own is None else max(ZERO, own - spent),
            )
        ]
        return figure(
            f.value_added or ZERO,
            terms if parts or not beneath else [],
            CONSTANT + "value added as computed by the scan",
        )

    def full_value(self, i: int) -> Term:
        """What a line or assembly is worth with everything in it."""
        if i not in self.children:
            return Term(self.cell("cost", i), self.lines[i].extended_cost)
        rows = [i, *self.below(i)]
        text = ranges(LINE_LETTERS["counted"], [self.row(j) for j in sorted(rows)], "Lines!")
        value = sum((self.counted_value(j) for j in rows), ZERO)
        return Term(f"SUM({text})" if text else self.cell("cost", i), value)

    @property
    def counted_column(self) -> str:
        return "counted" if self.tree else "cost"

    # ------------------------------------------------------------ what unpriced lines may be worth

    def rest(self, i: int) -> Term | None:
        """What the nearest priced assembly above, or a stated product value, leaves over; None = no bound."""
        for j in self.above(i):
            if self.lines[j].extended_cost is not None and not self.lines[j].line.phantom:
                return Term(self.cell("counted", j), self.lines[j].value_added or ZERO)
        if self.exposure.product_value.basis == "stated" and self.exposure.product_value.amount is not None:
            return Term(REST, self.left_over)
        return None

    @cached_property
    def sum_of_lines(self) -> Decimal:
        return sum((self.counted_value(i) for i in range(len(self.lines))), ZERO)

    @cached_property
    def left_over(self) -> Decimal:
        return max(ZERO, (self.exposure.product_value.amount or ZERO) - self.sum_of_lines)


def _factors(terms: list[Term]) -> Term:
    cells = ",".join(t.text for t in terms if t.text.startswith("$"))
    value: Decimal | None = Decimal(1)
    for t in terms:
        value = None if value is None or t.value is None else value * t.value
    return Term(f'IF(COUNT({cells})={cells.count(",") + 1},{"*".join(t.text for t in terms)},"{MARKS[0]}")', value)


def field_text(line: BomLine, *names: str) -> str:
    """The first of the fields that says something."""
    return next((text for name in names if (text := getattr(line, name) or line.fields.get(name))), "")
