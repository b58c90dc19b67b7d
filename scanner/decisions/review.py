"""What became of decisions: which act on a day, which speak of nothing, which speak of too much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from scanner.bom import Bom
from scanner.decisions.model import Decision
from scanner.decisions.select import Lines

Fault = Literal["expired", "unused", "too broad", "evidence altered", "evidence missing", "unknown name"]


class Finding(Struct, frozen=True, kw_only=True):
    """A decision that somebody should look at again."""

    decision: str
    fault: Fault
    says: str


def is_expired(x: Decision, day: date) -> bool:
    """The day is past its last one."""
    return x.expires is not None and x.expires < day


def state(x: Decision, day: date) -> str:
    """How a decision stands on a day, in few words."""
    if is_expired(x, day):
        return "expired"
    if x.on > day:
        return f"made on {x.on}, after that day"
    left = f", {(x.expires - day).days} days left" if x.expires else ""
    return ("under investigation" if x.state == "under_investigation" else "acts") + left


def review(decisions: Iterable[Decision], boms: Iterable[Bom], day: date, at_most: int) -> Iterator[Finding]:
    """Decisions that are expired, speak of no line of any of the bills, or of more than ``at_most`` lines of them.

    Without a bill only what is expired can be told.
    """
    indices = [Lines(x) for x in boms]
    for x in decisions:
        if is_expired(x, day):
            yield Finding(decision=x.id, fault="expired", says=f"its last day was {x.expires}")
        if not indices:
            continue
        lines = sum(len(index.of(x.match)) for index in indices)
        if not lines:
            yield Finding(decision=x.id, fault="unused", says="speaks of no line: it changed, or is not in these files")
        elif lines > at_most:
            yield Finding(
                decision=x.id, fault="too broad", says=f"speaks of {lines} lines, more than {at_most}: name more keys"
            )


def idle(decisions: Iterable[Decision], acted: Iterable[str], day: date) -> list[Finding]:
    """Decisions that acted on no line of a whole run, with the reason.

    Args:
        decisions: all that were given.
        acted: ids of those that acted somewhere.
        day: whose law counts.

    """
    known = frozenset(acted)
    return [
        Finding(decision=x.id, fault="expired", says=f"its last day was {x.expires}")
        if is_expired(x, day)
        else Finding(decision=x.id, fault="unused", says="speaks of no line: it changed, or is not in these files")
        for x in decisions
        if x.id not in known
    ]
