"""The sheet To resolve: what to ask whom, most decisive first."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.writers.xlsx.book import FIRST, Book, Cell, Column
from scanner.writers.xlsx.layout import field_text
from scanner.writers.xlsx.plan import Plan

STATES = ("asked", "answered", "no answer", "not needed")
COLUMNS = (
    Column("rank", "Rank", 6, "integer"),
    Column("line", "Line", 12),
    Column("part", "Part number", 18),
    Column("description", "Description", 40, "wrap"),
    Column("fact", "What is missing", 44, "wrap"),
    Column("ask", "Whom to ask", 28, "wrap"),
    Column(
        "narrows", "Narrows the headline by", 14, "percent", "", "How far the headline interval would shrink at most."
    ),
    Column("flips", "Can turn the verdict alone", 14),
    Column("verdict", "Verdict now", 14),
    Column("state", "State", 14, "input_text", "", "Yours."),
    Column("answer", "Answer", 40, "input_text", "", "Yours: the fact, by whom, when."),
)


def write(book: Book, plan: Plan) -> None:
    """The whole sheet."""
    sheet = book.sheet("To resolve", tab="#B5713A")
    count = book.table(sheet, COLUMNS, _records(plan), freeze=3)
    last = FIRST + max(count, 1) - 1
    sheet.data_validation(FIRST, 9, last, 9, {"validate": "list", "source": list(STATES), "error_type": "information"})
    sheet.conditional_format(FIRST, 6, last, 6, {"type": "data_bar", "bar_color": "#E2A76F", "bar_solid": True})


def _records(plan: Plan) -> Iterator[list[Cell]]:
    for n, r in enumerate(plan.exposure.resolve, start=1):
        i = plan.index.get(r.line)
        f = plan.lines[i] if i is not None else None
        yield [
            n, r.line, field_text(f.line, "part_number") if f else "",
            field_text(f.line, "description", "material") if f else "", r.fact, r.ask, r.narrows,
            "yes" if r.flips else "", (f.verdict, f"verdict:{f.verdict}") if f else "", None, None,
        ]  # fmt: skip
