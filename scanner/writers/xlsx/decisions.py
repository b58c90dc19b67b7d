"""The sheet Decisions: waivers and declarations that acted, with who, when, why and until when."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.writers.xlsx.book import Book, Cell, Column, fits
from scanner.writers.xlsx.plan import Plan

COLUMNS = (
    Column("id", "Decision", 16),
    Column("kind", "Kind", 12),
    Column("line", "Line", 14),
    Column("says", "What it says of the line", 40, "wrap"),
    Column("controls", "Findings that it handles", 30, "wrap", "", "They stand as found; --fail-on passes over them."),
    Column("why", "Why", 40, "wrap"),
    Column("by", "Who", 24, "wrap"),
    Column("on", "When", 12),
    Column("approver", "Approved by", 22, "wrap"),
    Column("expires", "Last day", 12, "text", "", "After it the decision acts no more."),
    Column("evidence", "Rests on", 50, "wrap"),
)


def write(book: Book, plan: Plan) -> None:
    """The whole sheet."""
    if not plan.exposure.decisions:
        return
    fits(len(plan.exposure.decisions), "decisions")
    book.table(book.sheet("Decisions", tab="#1F4E5F"), COLUMNS, _records(plan), freeze=1)


def _records(plan: Plan) -> Iterator[list[Cell]]:
    for d in plan.exposure.decisions:
        yield [
            d.id, d.kind, d.line, d.says, ", ".join(d.controls), d.why, d.by, d.on, d.approver,
            d.expires or "without an end", "; ".join(d.evidence),
        ]  # fmt: skip
