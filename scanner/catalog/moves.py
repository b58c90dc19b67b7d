"""What changes in the law from one day to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from scanner.catalog.load import Catalog
from scanner.catalog.status import statuses
from scanner.standing import MeasureStatus


class StatusMove(msgspec.Struct, frozen=True, kw_only=True):
    """A measure whose status is another on the second day."""

    id: str
    number: str
    title: str
    before: MeasureStatus | None
    """None = not issued on the first day."""
    after: MeasureStatus | None
    """None = not issued on the second day."""


def moves(before: Sequence[MeasureStatus], after: Sequence[MeasureStatus]) -> tuple[StatusMove, ...]:
    """The measures whose status, expectation, last day or limbs differ, in the order of the second list."""
    old, new = {x.id: x for x in before}, {x.id: x for x in after}
    found = []
    for name in dict.fromkeys([*new, *old]):
        a, b = old.get(name), new.get(name)
        known = b or a
        if known is not None and _standing(a) != _standing(b):
            found.append(StatusMove(id=name, number=known.number, title=known.title, before=a, after=b))
    return tuple(found)


def moves_between(catalog: Catalog, first: date, second: date) -> tuple[StatusMove, ...]:
    """What changes from one day to another under one catalog."""
    return moves(statuses(catalog, first), statuses(catalog, second))


def moves_across(old: Catalog, new: Catalog, day: date) -> tuple[StatusMove, ...]:
    """What two catalogs say differently about one day."""
    return moves(statuses(old, day), statuses(new, day))


def _standing(x: MeasureStatus | None) -> tuple[object, ...]:
    return () if x is None else (x.status, x.expected, x.until, sorted(x.limbs.items()))
