"""What the law says on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scanner.catalog.load import Catalog
from scanner.findings import Match, MeasureStatus


def statuses(catalog: Catalog, as_of: date, matches: Sequence[tuple[Match, ...]] = ()) -> tuple[MeasureStatus, ...]:
    """The status of every measure that is issued, with the controls matched."""
    return ()
