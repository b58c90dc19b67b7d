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
        Sheet(name=stem if n == 0 else f"{stem} {n + 1}", rows=rows, text=True) for n, rows in enumerate(tables)
    )
    return Document(file=source, sha256=digest, format="html", sheets=sheets, encoding=encoding, notes=notes)


class _Tables(HTMLParser):
    """Cells of tables; a cell over several columns fills the first."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self._source = source
        self._cells = 0
        self.tables: list[list[Row]] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self._close()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self._close()
            self._cell = []
            span = dict(attrs).get("colspan") or "1"
            self._span = int(span[:18]) if span.isascii() and span.isdigit() else 1
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

    def _close(self) -> None:
        if self._cell is None or not self.tables:
            return
        if not self.tables[-1]:
            self.tables[-1].append([])
        self.tables[-1][-1] += [" ".join("".join(self._cell).split()), *[""] * (self._span - 1)]
        self._cell = None
