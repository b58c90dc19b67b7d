"""The innermost loop of writing: one cell as XML.

XlsxWriter looks for some thirty functions newer than the file format in every formula, and escapes every attribute of
every cell; on 100,000 lines that is most of the time of a report. Our formulas use no such function and our attributes
need no escaping, so cells are put together here. Whatever is no number, text or formula goes the library's way.
"""

from __future__ import annotations

import re
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

LITERAL = re.compile(r"(_x[0-9a-fA-F]{4}_)")
"""Text that a spreadsheet would take for an escaped character."""
MARKUP = re.compile(r"[&<>]")


def xml_text(text: str) -> str:
    """Text as the content of an element of a worksheet; it is free of control characters already."""
    if MARKUP.search(text):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return LITERAL.sub(r"_x005F\1", text) if "_x" in text else text


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet that writes its common cells directly."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: list[str] = []
        self._styles: dict[int, str] = {}

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = cell.__class__.__name__
        if cell.format is None or kind not in ("Number", "String", "Formula"):
            super()._write_cell(row, col, cell)
            return
        while col >= len(self._columns):
            self._columns.append(xl_col_to_name(len(self._columns)))
        style = self._styles.get(id(cell.format))
        if style is None:
            style = self._styles[id(cell.format)] = f'" s="{cell.format._get_xf_index()}"'  # noqa: SLF001
        start = f'<c r="{self._columns[col]}{row + 1}{style}'
        if kind == "Number":
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
        elif kind == "String":
            text = xml_text(cell.string)
            space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
            self.fh.write(f'{start} t="inlineStr"><is><t{space}>{text}</t></is></c>')
        else:
            formula = xml_text(cell.formula) if MARKUP.search(cell.formula) else cell.formula
            if isinstance(cell.value, str):
                self.fh.write(f'{start} t="str"><f>{formula}</f><v>{xml_text(cell.value)}</v></c>')
            else:
                self.fh.write(f"{start}><f>{formula}</f><v>{cell.value:.16G}</v></c>")
