"""The bins of a table's rows, and what else their words say."""

from __future__ import annotations

from msgspec import Struct, field

from scanner.bom import Bin, Exclusion


class Classified(Struct):
    """Bin of each row of a table, and what else its words say. Rows count from the first below the heading."""

    bins: list[Bin]
    exclusions: dict[int, tuple[Exclusion, str]] = field(default_factory=dict)
    phantom: set[int] = field(default_factory=set)
    free_issue: set[int] = field(default_factory=set)
    alternate_of: dict[int, str] = field(default_factory=dict)
    """Row → item number of the line that it may stand in for ('' = the line above)."""
    parked: list[int] = field(default_factory=list)
    """Rows below the table's end that are no part of the sum."""
    totals: list[int] = field(default_factory=list)
    total_wins: set[int] = field(default_factory=set)
    """Rows whose line total is right and whose unit price is not: so the file's own total adds up."""
    left_out: set[int] = field(default_factory=set)
    """Rows with a unit price that the file's own total leaves out: they have no line total, and count as unpriced."""
