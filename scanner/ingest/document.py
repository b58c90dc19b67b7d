"""What a file holds before anything is understood: sheets of cells with coordinates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from msgspec import Struct, field

from scanner.bom import Note, Substance

Cell = str | float | int | bool | date | datetime | time | timedelta | None
Row = list[Cell]


class Facts:
    """What a spreadsheet knows of its cells besides their values; rows and columns count from 0.

    This one knows nothing; formats that keep more have their own (``ooxml``, ``odf``).
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    outline: dict[int, int] = {}
    """row → grouping level, where rows are grouped."""
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    """Formulas that were saved without their result."""

    unread: str = ""
    """Why formats, hidden rows and the like could not be read, in words; empty where they were, or are none."""
    errors: dict[tuple[int, int], str] = {}
    """(row, column) → the error that a cell shows, as '#REF!'; its value is read as blank."""

    def formats(self, column: int, *, money: bool) -> str | dict[int, str] | None:  # noqa: ARG002 - for those who know
        """Number formats of a column that show a currency, or leading zeros: one for all rows, or row → format."""
        return None

    def indents(self, column: int) -> dict[int, int]:  # noqa: ARG002 - for those who know
        """Row → indentation of the cells of a column."""
        return {}


NO_FACTS = Facts()


class Unread(Facts):
    """The facts of a sheet whose formats could not be read."""

    def __init__(self, why: str) -> None:
        self.unread = why


class Sheet(Struct, kw_only=True):
    """One sheet, or a whole csv: rows from the first, blank ones included."""

    name: str
    rows: list[Row]
    hidden: bool = False
    text: bool = False
    """Every cell is text (csv): numbers and dates are yet to be read."""
    fields: tuple[str | None, ...] | None = None
    """The field of each column, where the format says so (declarations, KiCad XML); the first row is the heading."""
    substances: dict[int, tuple[Substance, ...]] = field(default_factory=dict)
    """Row → declared composition."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """(first row, first column, last row, last column)."""
    load_facts: Callable[[], Facts] | None = None

    def facts(self) -> Facts:
        """Formats, hidden rows and the like; read when first asked for."""
        if self.load_facts is None:
            return NO_FACTS
        found = self.load_facts()
        self.load_facts = lambda: found
        return found


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the columns of one layout mean."""

    bomscan_profile: int
    name: str
    layout: tuple[str, ...]
    """The headings of the table, from left to right, blank ones left out."""
    mapping: dict[str, str]
    """field → heading or letter; an empty text takes a field away."""
    currency: str | None = None
    """Currency of prices that name none."""


class Profiles(Struct, frozen=True):
    """The profiles that may apply to a file."""

    found: tuple[Profile, ...] = ()
    forced: Profile | None = None
    """The one that the user named; it must fit."""


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
    profiles: Profiles = Profiles()
    """Saved mappings that may apply."""
