"""One table of a sheet, as found: where its heading and rows are and what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scanner.ingest.document import Profile, Row, Sheet
from scanner.lines.mapping import Mapping
from scanner.lines.stairs import Stairs


class Relaid(Struct, frozen=True):
    """Where the cells of a table stand that was made of records or of columns."""

    rows: tuple[tuple[int, str], ...]
    """For each row of the made table: a row of the sheet, counted from 1, and the letter of its column. Where headings
    run down a column each part has one row in common with all others: the number of its column takes that place."""
    cells: tuple[int, ...] = ()
    """For each column of the made table: its row in the sheet, where headings run down; none for records."""


class Table(Struct, kw_only=True):
    """Rows count from 0 within the sheet."""

    sheet: Sheet
    header_rows: tuple[int, ...]
    """Every row that carries headings, repeated ones included."""
    first: int
    """First row after the heading."""
    end: int
    """Row after the last."""
    headings: list[str]
    mapping: Mapping
    score: float = 0.0
    profile: Profile | None = None
    """The saved mapping that was applied."""
    layout: str | None = None
    relaid: Relaid | None = None
    stairs: Stairs | None = None
    """Columns of which each stands for a level."""
    begin: int = 0
    """First row that is counted with this table: its title block starts here."""
    part: int = 1
    """Of lists side by side: the first, the second ..."""
    offset: int = 0
    """Columns of the sheet left of the table, for tables that stand side by side."""
    ignored: frozenset[str] = frozenset()
    """Fields whose column is known and not used: prices of packs where line totals are right."""

    def rows(self) -> Sequence[Row]:
        return self.sheet.rows[self.first : self.end]

    def column(self, name: str) -> int | None:
        return self.mapping.first(name) if name not in self.ignored else None

    def place(self, k: int | None, column: int | None = None) -> tuple[int | None, str | None]:
        """(row from 1, letter of the column) in the sheet of a cell, of a row (no column), of a column (no row)."""
        if self.relaid is None:
            row = None if k is None else self.first + k + 1
            return row, None if column is None else letter(column + self.offset)
        if k is None:
            return (self.relaid.cells[column] if column is not None and self.relaid.cells else None), None
        row, beside = self.relaid.rows[self.first + k]
        return (self.relaid.cells[column] if column is not None and self.relaid.cells else row), beside

    def where(self, column: int) -> str:
        """The letter of a column; the number of a row where headings run down."""
        if self.relaid is not None and self.relaid.cells:
            return str(self.relaid.cells[column])
        return letter(column + self.offset)

    def name(self, k: int) -> str:
        """What the id of a line says after the name of the sheet: its row, and which of several lists it is of."""
        row, _ = self.place(k)
        return f"{row}#{self.part}" if self.part > 1 else str(row)


def letter(index: int) -> str:
    """0 → A, 26 → AA."""
    out = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        out = chr(65 + rest) + out
    return out
