"""The sheet Other day: what the law and the rates of the day asked beside change (``--also-as-of``)."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.findings import AlsoAsOf
from scanner.writers.xlsx.book import Book, Cell, Column, fits
from scanner.writers.xlsx.plan import Plan


def write(book: Book, plan: Plan) -> None:
    """The whole sheet; none where no other day was asked for."""
    also = plan.exposure.also
    if also is None:
        return
    columns = (
        Column("about", "About", 10),
        Column("what", "What", 60, "wrap"),
        Column("before", f"On {plan.exposure.as_of.isoformat()}", 48, "wrap"),
        Column("after", f"On {also.as_of}", 48, "wrap"),
    )
    fits(len(also.every), "changes")
    book.table(book.sheet("Other day", tab="#5C4A00"), columns, _records(also), freeze=1)


def _records(also: AlsoAsOf) -> Iterator[list[Cell]]:
    for about, changes in (("law", also.measures), ("share", also.fractions), ("use", also.policy)):
        for c in changes:
            yield [about, c.what, c.before, c.after]
    if not also.every:
        yield ["", "Nothing changes between these days.", None, None]
