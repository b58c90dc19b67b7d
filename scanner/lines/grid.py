"""The rows of a table that become lines, by column; and the notes made on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Any

from scanner.bom import SEARCHED, Note, NoteCode, Severity
from scanner.errors import InputError
from scanner.ingest.document import Facts, Row
from scanner.lines.bins import Classified
from scanner.lines.lexicon import lexicon
from scanner.lines.table import Table
from scanner.lines.text import all_shown

EMPTY = ("", None)


class Grid:
    """Rows k (0 = first below the heading) that are kept, read column by column: whole columns are quick to handle."""

    def __init__(
        self, table: Table, classified: Classified, file: int, limits: Mapping[str, float] | None = None
    ) -> None:
        self.table = table
        self.classified = classified
        self.file = file
        self.first = table.first
        self.rows: Sequence[Row] = table.rows()
        self.kept = [k for k, b in enumerate(classified.bins) if b in ("line_item", "excluded")]
        self.notes: list[Note] = []
        self._limits = limits or lexicon().settings["limits"]
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
            found = all_shown(cells)
            if max(map(len, found), default=0) > SEARCHED:
                self._tell_long(found, index)
            self._texts[index] = found
        return found

    def _tell_long(self, found: list[str], index: int) -> None:
        """A note for each text that is longer than is searched.

        Raises:
            InputError: longer than any cell of a spreadsheet.

        """
        all_of_it = int(self._limits["cell_characters"])
        for k, text in zip(self.kept, found, strict=True):
            if len(text) > all_of_it:
                row, beside = self.table.place(k, index)
                place = f"row {row}, column {beside}"
                raise InputError(
                    f"a cell ({place}) holds {len(text):,} characters, over the limit cell_characters of {all_of_it:,}",
                    hint="raise it with --limit cell_characters=N if the file is what it should be",
                )
            if len(text) > SEARCHED:
                says = f"only the first {SEARCHED:,} of {len(text):,} characters are searched for materials"
                self.note("limit-reached", "warning", says, k, index)

    def texts(self, name: str) -> list[str]:
        index = self.table.column(name)
        return self.text_column(index) if index is not None else []

    def cell(self, k: int, index: int | None) -> Any:
        """One cell of any row of the table."""
        if index is None:
            return ""
        row = self.rows[k]
        return row[index] if index < len(row) else ""

    def error(self, k: int, index: int | None) -> str | None:
        """The error that a cell shows instead of a value, where the format tells."""
        if index is None or self.table.relaid is not None:
            return None
        return self.facts.errors.get((self.first + k, index + self.table.offset))

    def formats(self, index: int, *, money: bool) -> str | dict[int, str] | None:
        """Number formats of a column: those that show currencies, or those that show leading zeros."""
        return self.facts.formats(index + self.table.offset, money=money)

    def note(
        self, code: NoteCode, severity: Severity, message: str, k: int | None = None, column: int | None = None
    ) -> None:
        row, beside = self.table.place(k, column)
        self.notes.append(
            Note(
                code=code,
                severity=severity,
                message=message,
                file=self.file,
                sheet=self.table.sheet.name,
                row=row,
                column=beside,
            )
        )
