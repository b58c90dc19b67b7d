"""The sheet Rows accounted: every row of every sheet in one bin, and how the sheets were understood."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from scanner.bom import BINS
from scanner.writers.xlsx.book import Book, Cell, Column
from scanner.writers.xlsx.layout import FIRST_ROW
from scanner.writers.xlsx.plan import Plan
from scanner.writers.xlsx.terms import Figure

COLUMNS = (
    Column("file", "File", 30, "wrap", "Read"),
    Column("sheet", "Sheet", 20, "wrap", "Read"),
    Column("used", "Used", 7, "text", "Read"),
    Column("hidden", "Hidden", 7, "text", "Read"),
    Column("reason", "Why", 40, "wrap", "Read"),
    *(Column(b, b.replace("_", " "), 10, "integer", "Rows") for b in BINS),
    Column("all", "all", 10, "integer", "Rows"),
    Column("header", "Heading rows", 10, "text", "How it was understood"),
    Column("structure", "Levels by", 16, "text", "How it was understood"),
    Column("currency", "Currency", 9, "text", "How it was understood"),
    Column("mark", "Decimal mark", 9, "text", "How it was understood"),
    Column("columns", "Columns", 70, "wrap", "How it was understood", "Field, heading in your file, column, how sure."),
    Column("unmapped", "Columns kept, not understood", 40, "wrap", "How it was understood"),
)


def write(book: Book, plan: Plan) -> None:
    """The whole sheet."""
    book.table(book.sheet("Rows accounted"), COLUMNS, _records(plan), freeze=2)


def _records(plan: Plan) -> Iterator[list[Cell]]:
    first, last = chr(ord("A") + 5), chr(ord("A") + 4 + len(BINS))
    row = FIRST_ROW
    for i in plan.exposure.bom.inputs:
        for s in i.sheets:
            yield [
                i.file, s.name, "yes" if s.used else "no", "yes" if s.hidden else "", s.reason,
                *(Decimal(s.rows.get(b, 0)) for b in BINS),
                Figure(f"=SUM({first}{row}:{last}{row})", Decimal(sum(s.rows.values()))),
                ", ".join(map(str, s.header_rows)), s.structure, s.currency, s.decimal_mark,
                "; ".join(f'{c.field} = "{c.heading or ""}" ({c.column}, {c.confidence:.0%})' for c in s.columns),
                "; ".join(f'"{c.heading or ""}" ({c.column})' for c in s.unmapped),
            ]  # fmt: skip
            row += 1
