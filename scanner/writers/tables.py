"""Plain tables (a catalog's sections) as CSV and Excel; every cell is text and no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from scanner.writers.inert import inert, starts_formula

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

Table = tuple[list[str], list[list[str]]]
"""Headings, and rows of text."""
CELL_MAX = 32_767
"""Characters that a cell of Excel holds."""


def as_csv(table: Table) -> str:
    """One table; cells that a spreadsheet would take for a formula get an apostrophe in front."""
    heads, rows = table
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_safe(x) for x in row] for row in rows)
    return out.getvalue()


def as_xlsx(tables: Mapping[str, Table]) -> bytes:
    """Several tables, one a sheet, with fixed headings and filters."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for name, (heads, rows) in tables.items():
        _sheet(book, name, heads, rows, bold, wrap)
    book.close()
    return out.getvalue()


def _sheet(book: Workbook, name: str, heads: list[str], rows: list[list[str]], bold: object, wrap: object) -> None:
    sheet = book.add_worksheet(name[:31])
    for column, head in enumerate(heads):
        longest = max((len(x[column]) for x in rows), default=0)
        sheet.set_column(column, column, min(max(longest, len(head)) + 2, 50))
        sheet.write_string(0, column, head, bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, inert(cell)[:CELL_MAX], wrap)
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _safe(text: str) -> str:
    shown = inert(text)
    return f"'{shown}" if starts_formula(shown) else shown
