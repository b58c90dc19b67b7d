"""What stands where in the workbook, and what each figure of a line is a formula over.

Rows and letters are fixed before anything is written, because sheets refer to one another.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cached_property

from scanner.bom import BomLine
from scanner.findings import EXPOSED, Exposure, LineFinding, Match
from scanner.writers.xlsx.terms import (
    ARGUMENTS,
    CLOSE,
    MARKS,
    ZERO,
    Figure,
    Term,
    figure,
    known,
    largest,
    product,
    ranges,
    total,
    triple,
)

FIRST_ROW = 3
"""Row of the first record on every sheet with a table, counted from 1."""
NOT_PRICED = "not priced"
THRESHOLD, STATED, VALUE, SUM, REST, OPEN = (f"Assumptions!$B${row}" for row in (4, 5, 6, 7, 8, 9))
"""Cells that formulas of all sheets use."""
CONSTANT = "a constant: "

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
    "contribution": ("Z", "AA", "AB"), "part1": ("AC", "AD", "AE"), "part1_contribution": ("AF", "AG", "AH"),
}  # fmt: skip
"""Where formulas find a finding's figures, low, likely, high, on the sheet Findings."""
Three = tuple[Figure, Figure, Figure]


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


class Plan:
    """Positions and formulas for one exposure."""

    def __init__(self, exposure: Exposure) -> None:
        self.exposure = exposure
        self.lines = exposure.lines
        self.index = {f.line.id: i for i, f in enumerate(self.lines)}
        self.last = FIRST_ROW + max(len(self.lines), 1) - 1
        self.prices = [Price(f) for f in self.lines]
        self.scopes = {m.id: m.scope for m in exposure.measures}
        self.children: dict[int, list[int]] = defaultdict(list)
        for i, f in enumerate(self.lines):
            if f.line.parent in self.index and f.line.parent != f.line.id:
                self.children[self.index[f.line.parent]].append(i)
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
        while (parent := self.lines[i].line.parent) in self.index:
            i = self.index[parent]
            if i in out:
                break
            out.append(i)
        return out

    # ------------------------------------------------------------ cost

    @cached_property
    def multiplied(self) -> bool:
        """Quantities per product differ from those of the rows."""
        return any(f.line.quantity is not None and f.extended_quantity != f.line.quantity.amount for f in self.lines)

    def per_product(self, i: int) -> Figure | None:
        """Quantity for one product: the row's quantity times those above it."""
        f = self.lines[i]
        quantity = f.line.quantity.amount if f.line.quantity else None
        if not self.multiplied or f.line.bin == "excluded":
            return None
        terms = [Term(self.cell("quantity", i, away=False), quantity)]
        up = self.index.get(f.line.parent or "")
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
        if f.line.bin == "excluded":
            return None
        q, p = self.quantity_cell(i), self.cell("price", i, away=False)
        text = f"{q}*{p}"
        value = None if price.amount is None or f.extended_quantity is None else f.extended_quantity * price.amount
        if price.per != 1 and price.per:
            text += f"/{self.cell('per', i, away=False)}"
            value = None if value is None else value / price.per
        if price.factor != 1:
            text += f"*{self.cell('factor', i, away=False)}"
            value = None if value is None else value * price.factor
        term = Term(f'IF(AND(ISNUMBER({q}),N({p})>0),{text},"{NOT_PRICED}")', value)
        remark = CONSTANT + ("free issue" if f.line.free_issue else "cost as computed by the scan")
        return figure(f.extended_cost, [term], remark, NOT_PRICED)

    def counted_value(self, i: int) -> Decimal:
        """What a line adds to the product's value: a part its cost, an assembly what it costs beyond its parts."""
        f = self.lines[i]
        return (f.value_added if f.line.bin == "assembly" else f.extended_cost) or ZERO

    def counted(self, i: int) -> Figure | None:
        """The value that a row adds, so that nothing is counted twice."""
        f = self.lines[i]
        if f.line.bin == "excluded" or not self.tree:
            return None
        cost = self.cell("cost", i, away=False)
        if f.line.bin != "assembly":
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
        if self.lines[i].line.bin != "assembly":
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
        return sum((self.counted_value(i) for i, f in enumerate(self.lines) if f.line.bin != "excluded"), ZERO)

    @cached_property
    def left_over(self) -> Decimal:
        return max(ZERO, (self.exposure.product_value.amount or ZERO) - self.sum_of_lines)

    # ------------------------------------------------------------ findings

    def counts(self, m: Match) -> bool:
        """The match adds to the controlled value: it is exposed and its measure controls exports."""
        return m.verdict in EXPOSED and self.scopes.get(m.measure, "") in ("", "export")

    def value_terms(self, i: int) -> tuple[Term, Term, Term]:
        """What the line is worth, low, likely, high: its cost, else what is known of a missing one."""
        f = self.lines[i]
        if f.line.bin == "assembly":
            full = self.full_value(i)
            return full, full, full
        cost = self.cell("cost", i)
        rest = self.rest(i)
        unknown = f'"{MARKS[2]}"' if rest is None else rest.text
        bounds = (("0", ZERO), (f'"{MARKS[1]}"', None), (unknown, rest.value if rest else None))
        return tuple(  # type: ignore[return-value]
            Term(f"IF(ISNUMBER({cost}),{cost},{text})", value if f.extended_cost is None else f.extended_cost)
            for text, value in bounds
        )

    @cached_property
    def values(self) -> dict[int, tuple[Term, Term, Term]]:
        return {i: self.value_terms(i) for i in self.match_rows}

    def origin_terms(self, i: int, m: Match) -> tuple[Term, Term, Term]:
        """Chinese part of the material: the article's own for a line that is the item."""
        f = self.lines[i]
        kind, estimate = ("article", f.origins.article) if m.is_item else ("material", f.origins.material)
        return tuple(  # type: ignore[return-value]
            Term(self.cell(f"{kind}_{name}", i), value)
            for name, value in zip(("low", "likely", "high"), triple(estimate), strict=True)
        )

    def product_terms(self, i: int, m: int, k: int, share: str = "content") -> Term:
        """Value × applicability × share × origin, over the cells of the finding's own row."""
        match = self.lines[i].matches[m]
        content = match.content_share if share == "content" else match.part1_share
        assert content is not None
        values = (
            ("value", self.values[i][k].value),
            ("applicability", triple(match.applicability)[k]),
            (share, triple(content)[k]),
            ("origin", self.origin_terms(i, match)[k].value),
        )
        return product([Term(self.match_cell(key, i, m, k, away=False), v) for key, v in values], MARKS[k])

    @cached_property
    def contributions(self) -> dict[tuple[int, int], Three]:
        """(line, match) → what it contributes, low, likely, high."""
        out: dict[tuple[int, int], Three] = {}
        for i in self.match_rows:
            f = self.lines[i]
            counting = [m for m, match in enumerate(f.matches) if self.counts(match)]
            for m in counting if f.line.bin != "excluded" else ():
                out[i, m] = tuple(self._contribution(i, m, k, len(counting) == 1) for k in range(3))  # type: ignore[assignment]
        return out

    def _contribution(self, i: int, m: int, k: int, alone: bool) -> Figure:
        f = self.lines[i]
        plain = self.product_terms(i, m, k)
        candidates = [plain]
        ours = triple(f.contribution)[k]
        if f.line.bin == "assembly":
            cap = Term(self.cell("counted", i), f.value_added or ZERO)
            if plain.value is not None and cap.value is not None:
                candidates.append(Term(f"MIN({plain.text},{cap.text})", min(plain.value, cap.value)))
            if f.verdict != "listed" and f.contribution.is_zero and plain.value:
                return Figure(
                    None, ZERO, CONSTANT + "parts beneath match in the same group and count instead", MARKS[k]
                )
        elif self.swallowed(i):
            return Figure(f"={plain.text}", plain.value, None, MARKS[k])
        if not alone:
            return Figure(f"={plain.text}", plain.value, None, MARKS[k])
        return figure(ours, candidates, CONSTANT + "as computed by the scan; see Assumptions", MARKS[k])

    @cached_property
    def part1s(self) -> dict[tuple[int, int], Three]:
        """(line, match) → its Part 1 content of Chinese origin, low, likely, high."""
        return {
            (i, m): tuple(  # type: ignore[misc]
                Figure(f"={t.text}", t.value, None, MARKS[k])
                for k, t in enumerate(self.product_terms(i, m, k, "part1") for k in range(3))
            )
            for i in self.match_rows
            for m, match in enumerate(self.lines[i].matches)
            if match.part1_share is not None and match.verdict in EXPOSED and self.lines[i].line.bin != "excluded"
        }

    def part1(self, i: int, m: int) -> Three | None:
        return self.part1s.get((i, m))

    def swallowed(self, i: int) -> int | None:
        """The listed assembly above that counts for everything in it; None where there is none."""
        return next((j for j in self.above(i) if self.lines[j].verdict == "listed"), None)

    def contribution(self, i: int) -> Three | None:
        """What the line adds to the total, over its findings; None where it has none."""
        f = self.lines[i]
        cells = [m for m in range(len(f.matches)) if (i, m) in self.contributions]
        if not cells:
            if f.contribution.is_zero:
                return None
            return tuple(
                Figure(None, v, CONSTANT + "as computed by the scan", MARKS[k])
                for k, v in enumerate(triple(f.contribution))
            )  # type: ignore[return-value]
        return tuple(self._line_contribution(i, k, cells) for k in range(3))  # type: ignore[return-value]

    def _line_contribution(self, i: int, k: int, cells: list[int]) -> Figure:
        f = self.lines[i]
        own = largest(
            [Term(self.match_cell("contribution", i, m, k), _number(self.contributions[i, m][k])) for m in cells],
            MARKS[k],
        )
        candidates = [own]
        remark = CONSTANT + "as computed by the scan"
        above = self.swallowed(i)
        if above is not None and f.contribution.is_zero:
            return Figure(
                None, ZERO, f"{CONSTANT}counted in {self.lines[above].line.id}, which is listed itself", MARKS[k]
            )
        if f.line.bin == "assembly" and (parts := self._parts(i, k)) is not None:
            candidates.append(largest([own, parts], MARKS[k]))
        return figure(triple(f.contribution)[k], candidates, remark, MARKS[k])

    def _parts(self, i: int, k: int) -> Term | None:
        """Sum of what the parts beneath would contribute."""
        cells = [
            (j, m) for j in self.below(i) for m in range(len(self.lines[j].matches)) if (j, m) in self.contributions
        ]
        if not cells or len(cells) > ARGUMENTS:
            return None
        value = total(_number(self.contributions[j, m][k]) for j, m in cells)
        return Term("+".join(self.match_cell("contribution", j, m, k) for j, m in cells), value)


def _number(figure: Figure) -> Decimal | None:
    assert not isinstance(figure.value, str)
    return figure.value


def _factors(terms: list[Term]) -> Term:
    cells = ",".join(t.text for t in terms if t.text.startswith("$"))
    value: Decimal | None = Decimal(1)
    for t in terms:
        value = None if value is None or t.value is None else value * t.value
    return Term(f'IF(COUNT({cells})={cells.count(",") + 1},{"*".join(t.text for t in terms)},"{MARKS[0]}")', value)


def field_text(line: BomLine, *names: str) -> str:
    """The first of the fields that says something."""
    return next((text for name in names if (text := getattr(line, name) or line.fields.get(name))), "")
