"""HTML tables: what many systems save as .xls."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import PurePath

from scanner.errors import InputError
from scanner.ingest.document import Document, Row, Sheet
from scanner.ingest.encoding import decode
from scanner.ingest.limits import check


def read(content: bytes, source: str, digest: str) -> Document:
    """The tables of a page, one sheet each.

    Raises:
        InputError: no table.

    """
    text, encoding, notes = decode(content, source)
    parser = _Tables(source)
    parser.feed(text)
    tables = [t for t in parser.tables if t]
    if not tables:
        raise InputError("is a web page without a table", source=source)
    stem = PurePath(source).stem
    sheets = tuple(
        Sheet(name=stem if n == 0 else f"{stem} {n + 1}", rows=rows, text=True, merged=tuple(parser.merged[id(rows)]))
        for n, rows in enumerate(tables)
    )
    return Document(file=source, sha256=digest, format="html", sheets=sheets, encoding=encoding, notes=notes)


class _Tables(HTMLParser):
    """Cells of tables; a cell over several columns or rows fills the first, and is told as merged."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self._source = source
        self._cells = 0
        self.tables: list[list[Row]] = []
        self._cell: list[str] | None = None
        self._span = self._down = 1
        self._held: dict[int, int] = {}
        """Column → rows that a cell above still covers."""
        self.merged: dict[int, list[tuple[int, int, int, int]]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self.merged[id(self.tables[-1])] = []
            self._held = {}
        elif tag == "tr" and self.tables:
            self._close()
            self._next_row()
        elif tag in ("td", "th") and self.tables:
            self._close()
            self._cell = []
            self._span, self._down = (_times(dict(attrs).get(name)) for name in ("colspan", "rowspan"))
            columns = self._span + (len(self.tables[-1][-1]) if self.tables[-1] else 0)
            self._cells += self._span
            check("columns", columns, f"a table has {columns:,} columns", self._source)
            check("cells", self._cells, f"its tables have {self._cells:,} cells", self._source)
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _next_row(self) -> None:
        self.tables[-1].append([])
        self._held = {c: n - 1 for c, n in self._held.items() if n > 1}
        self._skip()

    def _skip(self) -> None:
        """Leave room for cells of rows above that reach down here."""
        row = self.tables[-1][-1]
        while len(row) in self._held:
            row.append("")
            self._cells += 1
        check("cells", self._cells, f"its tables have {self._cells:,} cells", self._source)

    def _close(self) -> None:
        if self._cell is None or not self.tables:
            return
        if not self.tables[-1]:
            self._next_row()
        table = self.tables[-1]
        row, at = table[-1], len(table[-1])
        row += [" ".join("".join(self._cell).split()), *[""] * (self._span - 1)]
        if self._span > 1 or self._down > 1:
            top = len(table) - 1
            self.merged[id(table)].append((top, at, top + self._down - 1, at + self._span - 1))
        if self._down > 1:
            self._held.update(dict.fromkeys(range(at, at + self._span), self._down))
        self._skip()
        self._cell = None


def _times(text: str | None) -> int:
    """How many columns or rows a cell covers; one where what is told is no number."""
    return max(1, int(text[:18])) if text and text.isascii() and text.isdigit() else 1
