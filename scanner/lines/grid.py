"""The rows of a table that become lines, by column; and the notes made on the way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Any

from scanner.bom import Note, NoteCode, Severity
from scanner.ingest.document import Facts, Row
from scanner.lines.bins import Classified
from scanner.lines.table import Table, letter
from scanner.lines.text import shown

EMPTY = ("", None)


class Grid:
    """Rows k (0 = first below the heading) that are kept, read column by column: whole columns are quick to handle."""

    def __init__(self, table: Table, classified: Classified, file: int) -> None:
        self.table = table
        self.classified = classified
        self.file = file
        self.first = table.first
        self.rows: Sequence[Row] = table.rows()
        self.kept = [k for k, b in enumerate(classified.bins) if b in ("line_item", "excluded")]
        self.notes: list[Note] = []
        self._texts: dict[int, list[str]] = {}

    @cached_property
    def facts(self) -> Facts:
        return self.table.sheet.facts()

    @cached_property
    def _columns(self) -> list[tuple[Any, ...]]:
        rows = self.rows
        kept = rows if len(self.kept) == len(rows) else [rows[k] for k in self.kept]
        width = len(self.table.headings)
        columns = list(zip_longest(*kept, fillvalue="")) if kept else []
        return columns + [("",) * len(kept)] * (width - len(columns))

    def column(self, index: int) -> tuple[Any, ...]:
        """The cells of a column, one for each kept row."""
        columns = self._columns
        return columns[index] if index < len(columns) else ("",) * len(self.kept)

    def cells(self, name: str) -> tuple[Any, ...]:
        """The cells of a field; none where the table has no such column."""
        index = self.table.column(name)
        return self.column(index) if index is not None else ()

    def text_column(self, index: int) -> list[str]:
        """The cells of a column as text, trimmed."""
        found = self._texts.get(index)
        if found is None:
            cells = self.column(index)
            if set(map(type, cells)) == {str}:
                found = list(map(str.strip, cells))
            else:
                found = [c.strip() if isinstance(c, str) else shown(c) for c in cells]
            self._texts[index] = found
        return found

    def texts(self, name: str) -> list[str]:
        index = self.table.column(name)
        return self.text_column(index) if index is not None else []

    def cell(self, k: int, index: int | None) -> Any:
        """One cell of any row of the table."""
        if index is None:
            return ""
        row = self.rows[k]
        return row[index] if index < len(row) else ""

    def formats(self, index: int, *, money: bool) -> str | dict[int, str] | None:
        """Number formats of a column: those that show currencies, or those that show leading zeros."""
        return self.facts.formats(index + self.table.offset, money=money)

    def note(
        self, code: NoteCode, severity: Severity, message: str, k: int | None = None, column: int | None = None
    ) -> None:
        self.notes.append(
            Note(
                code=code,
                severity=severity,
                message=message,
                file=self.file,
                sheet=self.table.sheet.name,
                row=None if k is None else self.first + k + 1,
                column=None if column is None else letter(column + self.table.offset),
            )
        )
