"""The workbook and its look: formats, sheets with a heading row, what is printed how."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from types import TracebackType
from typing import Any, NamedTuple

import xlsxwriter

from scanner.errors import OutputError
from scanner.writers.inert import inert
from scanner.writers.xlsx.fast import Sheet
from scanner.writers.xlsx.terms import Figure

ROWS = 1_048_576
"""Rows that a sheet of this format holds."""
LINE, TALLEST = 13.5, 8
"""Height of a line in points, and how many of them a row shows at most."""
CELL = 32_767
"""Characters that a cell holds."""
STEPS = ("low", "likely", "high")
BAND, HEAD, FIRST = 0, 1, 2
"""Rows of a table's group headings, its headings and its first record, counted from 0."""

INK = "#1F2933"
COLOURS = {
    "listed": ("#F8D0CC", "#7A1710"), "contains": ("#FBE0C4", "#6E3A05"), "possible": ("#FFF1BF", "#5C4A00"),
    "below_threshold": ("#E3ECF5", "#23415F"), "none": ("#FFFFFF", "#6B7680"),
    "exceeds": ("#F8D0CC", "#7A1710"), "likely exceeds": ("#FBE0C4", "#6E3A05"), "may exceed": ("#FFF1BF", "#5C4A00"),
    "undetermined": ("#E7E3F4", "#3D2F73"), "below": ("#E3ECF5", "#23415F"),
    "error": ("#F8D0CC", "#7A1710"), "warning": ("#FFF1BF", "#5C4A00"), "info": ("#FFFFFF", "#6B7680"),
}  # fmt: skip
"""Verdict → fill and ink; the word always stands in the cell as well."""

YOURS = {"bg_color": "#FFFCE6", "font_color": "#1A3E8C"}
"""Cells that a reader may change."""
STYLES: dict[str, dict[str, Any]] = {
    "text": {},
    "wrap": {"text_wrap": True},
    "amount": {"align": "right", "num_format": "#,##0.00######"},
    "number": {"align": "right", "num_format": "#,##0.############"},
    "share": {"align": "right", "num_format": "0.0#########"},
    "percent": {"align": "right", "num_format": "0.00######%"},
    "integer": {"align": "right", "num_format": "0"},
    "input_number": {"align": "right", "num_format": "#,##0.############", **YOURS},
    "input_share": {"align": "right", "num_format": "0.0#########", **YOURS},
    "input_percent": {"align": "right", "num_format": "0.00######%", **YOURS},
    "input_text": {"text_wrap": True, **YOURS},
    "constant": {"align": "right", "num_format": "#,##0.00######", "italic": True, "font_color": "#6B7680"},
    "constant_percent": {"align": "right", "num_format": "0.00######%", "italic": True, "font_color": "#6B7680"},
    "grey": {"font_color": "#6B7680"},
    "head": {
        "bold": True, "text_wrap": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "valign": "vcenter",
        "border": 1, "border_color": "#FFFFFF",
    },
    "head_right": {
        "align": "right", "bold": True, "text_wrap": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF",
        "valign": "vcenter", "border": 1, "border_color": "#FFFFFF",
    },
    "band": {"bold": True, "bg_color": "#DCE9EC", "font_color": "#1F4E5F", "left": 1, "left_color": "#FFFFFF"},
    "title": {"bold": True, "font_size": 18, "font_color": "#1F4E5F"},
    "section": {"bold": True, "font_size": 12, "font_color": "#1F4E5F", "bottom": 1, "bottom_color": "#1F4E5F"},
    "label": {"font_color": "#6B7680"},
    "strong": {"bold": True, "font_size": 14},
}  # fmt: skip


class Column(NamedTuple):
    """A column of a table."""

    key: str
    title: str
    width: float
    style: str = "text"
    band: str = ""
    note: str = ""
    """Shown when the pointer rests on the heading."""


def spread(prefix: str, width: float, style: str, band: str, note: str = "") -> list[Column]:
    """Three columns of a triple: low, likely, high."""
    return [Column(f"{prefix}_{step}", step, width, style, band, note) for step in STEPS]


Value = str | int | Decimal | Figure | None
Cell = Value | tuple[Value, str]
"""A value, or a value with a style of its own."""


class Book:
    """A workbook under construction."""

    def __init__(self, out: BytesIO, *, title: str, made: date, footer: str) -> None:
        """``made`` stands as the day of making, so that the same result gives the same bytes."""
        inert_text = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        self.workbook = xlsxwriter.Workbook(out, {"constant_memory": True, **inert_text})
        day = datetime.combine(made, time())
        self.workbook.set_properties({"title": inert(title)[:255], "created": day, "comments": "Made by bomscan"})
        self.workbook.set_calc_mode("auto")
        self.footer = "&L" + inert(footer).replace("&", "&&").replace("\n", " ")[:100]
        self._formats: dict[str, Any] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.workbook.close()

    def style(self, name: str) -> Any:
        """A format by name: one of ``STYLES``, ``verdict:`` and a word of ``COLOURS``, or ``near:`` and a threshold."""
        found = self._formats.get(name)
        if found is None:
            base = {"valign": "top", "font_name": "Calibri", "font_size": 10, "font_color": INK}
            found = self._formats[name] = self.workbook.add_format({**base, **_look(name)})
        return found

    def sheet(self, name: str, *, portrait: bool = False, tab: str | None = None, wide: int = 1) -> Any:
        """A worksheet that prints on as many pages as it needs, ``wide`` of them side by side."""
        sheet = self.workbook.add_worksheet(name, worksheet_class=Sheet)
        if not portrait:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(wide, 0)
        if wide > 1:
            sheet.print_across()
        sheet.set_footer(f"{self.footer}&C&A&RPage &P of &N")
        sheet.hide_gridlines(1)
        if tab:
            sheet.set_tab_color(tab)
        return sheet

    def put(self, sheet: Any, row: int, column: int, value: Value, style: str = "text") -> None:
        """One cell. Text is written as text whatever it looks like."""
        if value is None or value == "":
            if style.startswith("input"):
                sheet.write_blank(row, column, None, self.style(style))
        elif isinstance(value, str):
            sheet.write_string(row, column, clipped(value), self.style(style))
        elif isinstance(value, Figure):
            self._figure(sheet, row, column, value, style)
        else:
            sheet.write_number(row, column, float(value), self.style(style))

    def _figure(self, sheet: Any, row: int, column: int, figure: Figure, style: str) -> None:
        value = figure.value
        shown: Any = figure.mark if value is None else value if isinstance(value, str) else float(value)
        if figure.formula:
            sheet.write_formula(row, column, figure.formula, self.style(style), shown)
        elif isinstance(shown, str):
            sheet.write_string(row, column, shown, self.style("constant"))
        else:
            sheet.write_number(row, column, shown, self.style("constant_percent" if "percent" in style else "constant"))

    def table(
        self,
        sheet: Any,
        columns: Sequence[Column],
        records: Iterable[Sequence[Cell]],
        *,
        freeze: int = 1,
    ) -> int:
        """A table with group headings, headings, filter and frozen panes; returns the number of its records.

        A value may come with a style of its own.
        """
        self.heads(sheet, columns, freeze=freeze)
        styles = [c.style for c in columns]
        wrapped = [(i, c.width) for i, c in enumerate(columns) if "wrap" in c.style]
        count = 0
        for record in records:
            row = FIRST + count
            height = max((lines_of(record[i], width) for i, width in wrapped), default=1)
            if height > 1:
                sheet.set_row(row, LINE * min(height, TALLEST))
            for i, value in enumerate(record):
                if isinstance(value, tuple) and not isinstance(value, Figure):
                    self.put(sheet, row, i, value[0], value[1])
                else:
                    self.put(sheet, row, i, value, styles[i])
            count += 1
        sheet.autofilter(HEAD, 0, HEAD + max(count, 1), len(columns) - 1)
        return count

    def heads(self, sheet: Any, columns: Sequence[Column], *, freeze: int) -> None:
        """Headings in two rows, widths, frozen panes, and the rows repeated on every printed page."""
        for i, column in enumerate(columns):
            sheet.set_column(i, i, column.width)
            if column.note:
                sheet.write_comment(HEAD, i, inert(column.note), {"author": "bomscan", "x_scale": 2.2, "y_scale": 1.2})
        sheet.set_row(BAND, 16)
        before = None
        for i, column in enumerate(columns):
            self.put(sheet, BAND, i, column.band if column.band != before else " ", "band")
            before = column.band
        sheet.set_row(HEAD, 44)
        for i, column in enumerate(columns):
            right = column.style.removeprefix("input_") in ("amount", "number", "share", "percent", "integer")
            self.put(sheet, HEAD, i, column.title, "head_right" if right else "head")
        sheet.freeze_panes(FIRST, freeze)
        sheet.repeat_rows(BAND, HEAD)
        if freeze > 1:
            sheet.repeat_columns(1, freeze - 1)

    def verdicts(self, sheet: Any, first: int, last: int, column: int, words: Iterable[str]) -> None:
        """Colours for a column whose verdicts are formulas."""
        for word in words:
            sheet.conditional_format(
                first, column, max(first, last), column,
                {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.style(f"verdict:{word}")},
            )  # fmt: skip


def _look(name: str) -> dict[str, Any]:
    kind, _, word = name.partition(":")
    if kind == "near":  # below the threshold no digit is rounded away that could lift a share to it
        return {"align": "right", "num_format": f"[<{word}]0.00######%;0.00##%"}
    if kind == "verdict":
        return {"bold": True, "indent": 1, "bg_color": COLOURS[word][0], "font_color": COLOURS[word][1]}
    return STYLES[kind]


def lines_of(value: Cell, width: float) -> int:
    """Lines that a text takes in a column of that width; wide characters count twice."""
    if not isinstance(value, str) or len(value) * 2 <= width:
        return 1
    size = len(value) if value.isascii() else sum(2 if ord(c) > 0x2E7F else 1 for c in value)
    return 1 if size <= width * 1.1 and "\n" not in value else math.ceil(size / (width * 1.15)) + value.count("\n")


def clipped(text: str) -> str:
    """Text as a cell can hold it."""
    text = inert(text)
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


def fits(rows: int, what: str) -> None:
    """Raises OutputError where a sheet would need more rows than the format has."""
    if rows + FIRST > ROWS:
        raise OutputError(f"{rows:,} {what} are more than an Excel sheet holds", hint="write .csv or .json instead")
