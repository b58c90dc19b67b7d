"""The cells of a csv, ods, xls or xlsb as a new workbook."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import xlsxwriter

from scanner.ingest.document import Document
from scanner.writers.inert import inert
from scanner.writers.xlsx.book import clipped
from scanner.writers.xlsx.fast import Sheet

WIDEST, NARROWEST, SAMPLED = 60, 8, 200
"""Column widths, and the rows they are taken from."""


def workbook(document: Document, made: dt.date) -> tuple[bytes, dict[str, str]]:
    """The workbook, and for each sheet the name that it has there (31 characters at most, some not allowed)."""
    out = io.BytesIO()
    inert_text = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(out, {"constant_memory": True, **inert_text})
    book.set_properties({"created": dt.datetime.combine(made, dt.time())})
    formats = {
        str: book.add_format(),
        dt.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
        dt.time: book.add_format({"num_format": "hh:mm:ss"}),
        dt.timedelta: book.add_format({"num_format": "[h]:mm:ss"}),
    }
    names: dict[str, str] = {}
    for given in document.sheets:
        names[given.name] = _name(given.name, set(names.values()))
        sheet = book.add_worksheet(names[given.name], worksheet_class=Sheet)
        if given.hidden and len(document.sheets) > 1:
            sheet.hide()
        for column, width in enumerate(_widths(given.rows)):
            sheet.set_column(column, column, width)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for r, row in enumerate(given.rows):
            for c, value in enumerate(row):
                _write(sheet, r, c, value, formats)
    book.close()
    return out.getvalue(), names


def _write(sheet: Any, r: int, c: int, value: Any, formats: dict[type, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(r, c, clipped(value), formats[str])
    elif isinstance(value, bool):
        sheet.write_boolean(r, c, value)
    elif isinstance(value, int | float):
        sheet.write_number(r, c, value)
    else:
        sheet.write_datetime(r, c, value, formats[type(value)])


def _name(name: str, taken: set[str]) -> str:
    base = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", inert(name)).strip("'")[:31] or "Sheet"
    made, n = base, 1
    while made.lower() in {t.lower() for t in taken}:
        n += 1
        made = f"{base[: 28 - len(str(n))]} ({n})"
    return made


def _widths(rows: list[list[Any]]) -> list[int]:
    widths: list[int] = []
    for row in rows[:SAMPLED]:
        widths += [NARROWEST] * (len(row) - len(widths))
        for c, value in enumerate(row):
            if value is not None:
                widths[c] = min(WIDEST, max(widths[c], len(str(value)) + 2))
    return widths
