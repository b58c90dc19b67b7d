"""What an xls sheet keeps beside its values: number formats, indents, errors, what is hidden or grouped."""

from __future__ import annotations

import io
import struct
from functools import cached_property
from typing import Any

from scanner.ingest.document import NO_FACTS, Facts, Unread
from scanner.ingest.ooxml import is_telling, is_zeros

_BLANK = ""
LARGEST = 8 << 20
"""Bytes of a workbook whose formats are read; a larger one is read without them, as its values alone take long."""


class Workbook:
    """An xls workbook with its formats, read when first asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @cached_property
    def _book(self) -> Any:
        """The workbook as the library reads it, or why it does not, in words."""
        import xlrd

        if len(self._content) > LARGEST:
            return f"a workbook of more than {LARGEST >> 20} MB is read without them"
        try:
            return xlrd.open_workbook(
                file_contents=self._content, formatting_info=True, logfile=io.StringIO(), ragged_rows=True
            )
        except (xlrd.XLRDError, struct.error, LookupError, ValueError, AssertionError, NotImplementedError) as error:
            return f"its table of styles is damaged ({type(error).__name__})"

    def facts(self, name: str) -> Facts:
        """The facts of a sheet."""
        book = self._book
        if isinstance(book, str):
            return Unread(book)
        return XlsFacts(book, book.sheet_by_name(name)) if name in book.sheet_names() else NO_FACTS


class XlsFacts(Facts):
    """Facts of one sheet of an xls workbook."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book, self._sheet = book, sheet

    @cached_property
    def hidden_rows(self) -> frozenset[int]:  # type: ignore[override]
        return frozenset(r for r, info in self._sheet.rowinfo_map.items() if info.hidden)

    @cached_property
    def hidden_columns(self) -> frozenset[int]:  # type: ignore[override]
        return frozenset(c for c, info in self._sheet.colinfo_map.items() if info.hidden)

    @cached_property
    def outline(self) -> dict[int, int]:  # type: ignore[override]
        return {r: info.outline_level for r, info in self._sheet.rowinfo_map.items() if info.outline_level}

    @cached_property
    def errors(self) -> dict[tuple[int, int], str]:  # type: ignore[override]
        import xlrd

        out = {}
        for r in range(self._sheet.nrows):
            for c, kind in enumerate(self._sheet.row_types(r)):
                if kind == xlrd.XL_CELL_ERROR:
                    out[r, c] = xlrd.error_text_from_code.get(self._sheet.cell_value(r, c), "#ERROR!")
        return out

    def _styled(self, column: int) -> list[tuple[int, Any]]:
        """(row, style) of the filled cells of a column."""
        sheet = self._sheet
        styles = self._book.xf_list
        return [
            (r, styles[sheet.cell_xf_index(r, column)])
            for r in range(sheet.nrows)
            if column < sheet.row_len(r) and sheet.cell_value(r, column) != _BLANK
        ]

    def formats(self, column: int, *, money: bool) -> dict[int, str] | None:
        out = {}
        for r, style in self._styled(column):
            found = self._book.format_map.get(style.format_key)
            code = found.format_str if found is not None else ""
            if code and is_telling(code) and is_zeros(code) != money:
                out[r] = code
        return out or None

    def indents(self, column: int) -> dict[int, int]:
        return {r: level for r, style in self._styled(column) if (level := style.alignment.indent_level)}
