"""The sheet Suppliers: who supplies what is affected, and what it adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from scanner.findings import EXPOSED
from scanner.writers import words
from scanner.writers.xlsx.book import Book, Cell, Column
from scanner.writers.xlsx.layout import LINE_LETTERS
from scanner.writers.xlsx.plan import Plan
from scanner.writers.xlsx.terms import MARKS, ZERO, Figure, ranges, total, triple

NOBODY = "(no supplier stated)"
COLUMNS = (
    Column("supplier", "Supplier", 40, "wrap", "Supplier", "The supplier, else the maker, as written."),
    Column("lines", "Lines", 8, "integer", "Lines"),
    Column("affected", "Affected", 9, "integer", "Lines", "Listed, containing or possible."),
    Column("priced", "Value", 14, "amount", "Value", "Extended cost of all its lines."),
    Column("low", "low", 14, "amount", "Contribution"),
    Column("likely", "likely", 14, "amount", "Contribution"),
    Column("high", "high", 14, "amount", "Contribution", "A rest that unpriced lines share is counted for each."),
    Column("questions", "Open questions", 10, "integer", "To ask"),
    Column("ids", "Affected lines", 50, "wrap", "To ask"),
    Column("settle", "What would settle them", 60, "wrap", "To ask"),
    Column("remark", "Remark", 30, "wrap", ""),
)


def write(book: Book, plan: Plan) -> None:
    """The whole sheet."""
    sheet = book.sheet("Suppliers")
    book.table(sheet, COLUMNS, _records(plan), freeze=1)


def _records(plan: Plan) -> Iterator[list[Cell]]:
    by: dict[str, list[int]] = defaultdict(list)
    for i in range(len(plan.lines)):
        if plan.counting[i]:
            by[_name(plan, i)].append(i)
    asked: dict[str, int] = defaultdict(int)
    for r in plan.exposure.resolve:
        at = plan.index.get(r.line)
        if at is not None:
            asked[_name(plan, at)] += 1
    affected = {name: [i for i in rows if plan.lines[i].verdict in EXPOSED] for name, rows in by.items()}

    def weight(name: str) -> tuple[Decimal, int, str]:
        highs = total(plan.lines[i].contribution.high for i in affected[name])
        return (-(highs if highs is not None else Decimal("Infinity")), -len(affected[name]), name)

    for name in sorted(by, key=weight):
        rows = affected[name]
        ids = [plan.lines[i].line.id for i in rows]
        figures = [_sum(plan, rows, k) for k in range(3)]
        yield [
            name, Decimal(len(by[name])), Decimal(len(rows)), _cost(plan, by[name]), *figures, asked.get(name),
            ", ".join(ids[:50]) + (f" and {len(ids) - 50} more" if len(ids) > 50 else ""),
            "; ".join(words.unique(words.settled_words(plan.lines[i]) for i in rows)),
            "constants: too many lines for one formula" if any(f.formula is None for f in figures) else None,
        ]  # fmt: skip


def _name(plan: Plan, i: int) -> str:
    line = plan.lines[i].line
    return line.supplier or line.manufacturer or NOBODY


def _cost(plan: Plan, rows: list[int]) -> Figure:
    value = sum((plan.lines[i].extended_cost or ZERO for i in rows if i not in plan.children), ZERO)
    text = ranges(LINE_LETTERS["cost"], [plan.row(i) for i in rows if i not in plan.children], "Lines!")
    return Figure(f"=SUM({text})" if text else None, value)


def _sum(plan: Plan, rows: list[int], k: int) -> Figure:
    value = total(triple(plan.lines[i].contribution)[k] for i in rows)
    text = ranges(LINE_LETTERS[("low", "likely", "high")[k]], [plan.row(i) for i in rows], "Lines!")
    if not rows:
        return Figure("=0", ZERO)
    if text is None:
        return Figure(None, value, None, MARKS[k])
    marks = "+".join(f'COUNTIF({part},"{MARKS[k]}")' for part in text.split(","))
    formula = f"=SUM({text})" if k == 0 else f'=IF({marks}>0,"{MARKS[k]}",SUM({text}))'
    return Figure(formula if len(formula) < 8000 else None, value, None, MARKS[k])
