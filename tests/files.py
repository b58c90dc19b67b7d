"""Small files of every format, made in memory from rows."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from scanner import lines
from scanner.bom import Bom
from scanner.ingest import read_bytes
from scanner.options import ReadOptions

Rows = Sequence[Sequence[Any]]


def as_csv(rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["" if c is None else c for c in r] for r in rows])
    return out.getvalue().encode(encoding)


def as_xlsx(sheets: dict[str, Rows], change: Callable[[Any, dict[str, Any]], None] | None = None) -> bytes:
    """A workbook; ``change`` gets it with its sheets by name, to add formats and the like."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    made = {}
    for name, rows in sheets.items():
        sheet = made[name] = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell is not None and cell != "":
                    sheet.write(r, c, cell)
    if change is not None:
        change(book, made)
    book.close()
    return out.getvalue()


def as_ods(rows: Rows, name: str = "BOM", hidden: Sequence[int] = ()) -> bytes:
    """A sheet as OpenDocument; ``hidden`` rows count from 0."""
    body = []
    for r, row in enumerate(rows):
        state = ' table:visibility="collapse"' if r in hidden else ""
        body.append(f"<table:table-row{state}>{''.join(map(_ods_cell, row))}</table:table-row>")
    spaces = " ".join(f'xmlns:{x}="urn:oasis:names:tc:opendocument:xmlns:{x}:1.0"' for x in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{escape(name)}">{"".join(body)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return out.getvalue()


def _ods_cell(cell: Any) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    text = f"<text:p>{escape(str(cell))}</text:p>"
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}">{text}</table:table-cell>'
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def read(content: bytes, name: str = "BOM.csv", **options: Any) -> Bom:
    """Content through reading and line building."""
    return lines.build(read_bytes(content, name), ReadOptions(**options))


def read_rows(rows: Rows, **options: Any) -> Bom:
    """Rows as a workbook with one sheet named BOM, read."""
    return read(as_xlsx({"BOM": rows}), "BOM.xlsx", **options)
