"""One table of a sheet, as found: where its heading and rows are and what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scanner.ingest.document import Profile, Row, Sheet
from scanner.lines.mapping import Mapping


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
    begin: int = 0
    part: int = 1
    """Of lists side by side: the first, the second ..."""
    offset: int = 0
    """Columns of the sheet left of the table, for tables that stand side by side."""
    ignored: frozenset[str] = frozenset()
    """Fields whose column is known and not used: prices of packs where line totals are right."""
    """First row that is counted with this table: its title block starts here."""

    def rows(self) -> Sequence[Row]:
        return self.sheet.rows[self.first : self.end]

    def column(self, name: str) -> int | None:
        return self.mapping.first(name) if name not in self.ignored else None


def letter(index: int) -> str:
    """0 → A, 26 → AA."""
    out = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        out = chr(65 + rest) + out
    return out
