"""What a file holds before anything is understood: sheets of cells with coordinates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from msgspec import Struct, field

from scanner.bom import Note, Substance

Cell = str | float | int | bool | date | datetime | time | timedelta | None
Row = list[Cell]


class Facts(Struct, kw_only=True):
    """What a spreadsheet knows of its cells besides their values; keys count from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    """(row, column) → number format, for formats that carry a currency or leading zeros."""
    indents: dict[tuple[int, int], int] = field(default_factory=dict)
    """(row, column) → indentation of the cell."""
    outline: dict[int, int] = field(default_factory=dict)
    """row → grouping level."""
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    """Formulas that were saved without their result."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """(first row, first column, last row, last column)."""
    external: bool = False
    """Formulas refer to other workbooks."""


NO_FACTS = Facts()


class Sheet(Struct, kw_only=True):
    """One sheet, or a whole csv: rows from the first, blank ones included."""

    name: str
    rows: list[Row]
    hidden: bool = False
    text: bool = False
    """Every cell is text (csv): numbers and dates are yet to be read."""
    fields: tuple[str | None, ...] | None = None
    """The field of each column, where the format says so (declarations, KiCad XML); the first row then is the heading."""
    substances: dict[int, tuple[Substance, ...]] = field(default_factory=dict)
    """Row → declared composition."""
    truncated: str | None = None
    """Why rows or columns were left out, when a limit was reached."""
    load_facts: Callable[[], Facts] | None = None

    def facts(self) -> Facts:
        """Formats, hidden rows and the like; read when first asked for."""
        if self.load_facts is None:
            return NO_FACTS
        found = self.load_facts()
        self.load_facts = lambda: found
        return found


class Document(Struct, kw_only=True):
    """One file as read."""

    file: str
    """The path as given."""
    sha256: str
    format: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[Note, ...] = ()
