"""What changes in the law from one day to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from scanner.catalog.load import Catalog
from scanner.catalog.status import WORDS, statuses
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


def in_words(move: StatusMove) -> tuple[str, str]:
    """How it stands on either side, ``suspended until 2026-11-27``, with the limbs that moved by themselves."""
    return _said(move.before, move.after), _said(move.after, move.before)


def _said(x: MeasureStatus | None, other: MeasureStatus | None) -> str:
    if x is None:
        return WORDS["not_issued"]
    expected = f"; expected: {x.expected.replace('_', ' ')}" if x.expected else ""
    until = f" until {x.until}" if x.until else ""
    theirs = other.limbs if other else {}
    limbs = [
        f"; {limb}: {x.limbs.get(limb, x.status).replace('_', ' ')}"
        for limb in dict.fromkeys([*x.limbs, *theirs])
        if x.limbs.get(limb) != theirs.get(limb)
    ]
    return f"{WORDS[x.status]}{expected}{until}{''.join(limbs)}"


def _standing(x: MeasureStatus | None) -> tuple[object, ...]:
    return () if x is None else (x.status, x.expected, x.until, sorted(x.limbs.items()))
