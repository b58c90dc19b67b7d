"""The sheet Notes: everything that was odd in the file, worst first."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.writers import words
from scanner.writers.xlsx.book import Book, Cell, Column, fits
from scanner.writers.xlsx.plan import Plan

COLUMNS = (
    Column("severity", "Severity", 10),
    Column("code", "Code", 24),
    Column("file", "File", 24, "wrap"),
    Column("place", "Place", 18),
    Column("message", "Message", 100, "wrap"),
)


def write(book: Book, plan: Plan) -> None:
    """The whole sheet."""
    fits(len(plan.exposure.notes), "notes")
    book.table(book.sheet("Notes"), COLUMNS, _records(plan), freeze=2)


def _records(plan: Plan) -> Iterator[list[Cell]]:
    files = [i.file for i in plan.exposure.bom.inputs]
    for n in sorted(plan.exposure.notes, key=lambda n: words.SEVERITIES.index(n.severity)):
        file = files[n.file] if n.file is not None and n.file < len(files) else ""
        yield [(n.severity, f"verdict:{n.severity}"), n.code, file, words.place_words(n), n.message]
