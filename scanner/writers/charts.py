"""Where things stand on a chart. The templates draw; positions are shares of the width, as SVG takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import log10

from msgspec import Struct

from scanner.estimate import Estimate
from scanner.standing import MeasureStatus, StatusSpan

LEAST, MOST = -5, 0
"""Powers of ten that the logarithmic axis spans: 0.001 % to 100 %."""
ZERO_ROOM, OPEN_ROOM = 7.0, 5.0
"""Percent of the width kept at the left for nothing at all, at the right for no upper bound."""


class Range(Struct, frozen=True, kw_only=True, gc=False):
    """A low-likely-high bar, in percent of the width."""

    x: str
    width: str
    likely: str | None
    """None when no best estimate is known."""
    open: bool
    """No upper bound: drawn as an arrow."""
    point: bool
    """Low, likely and high are one."""


def log_x(share: Decimal) -> float:
    """Place of a share of one on the logarithmic axis, in percent of the width."""
    if share <= 0:
        return 0.0
    power = (log10(share) - LEAST) / (MOST - LEAST)
    return ZERO_ROOM + max(0.0, min(1.0, power)) * (100 - ZERO_ROOM - OPEN_ROOM)


def log_range(share: Estimate) -> Range:
    """A share's bar on the logarithmic axis."""
    high = 100.0 if share.high is None else log_x(share.high)
    likely = None if share.likely is None else log_x(share.likely)
    return _range(log_x(share.low), likely, high, open_=share.high is None, point=share.is_known)


def log_ticks() -> list[tuple[str, Decimal]]:
    """Positions and shares of the axis: each power of ten."""
    return [(at(log_x(s)), s) for s in (Decimal(1).scaleb(p) for p in range(LEAST, MOST + 1))]


def linear_ranges(amounts: Sequence[Estimate]) -> list[Range]:
    """Bars from zero on one linear axis, whose end is the largest number that is known."""
    known = [v for a in amounts for v in (a.low, a.likely, a.high) if v is not None]
    end = max(known, default=Decimal(0)) or Decimal(1)
    room = Decimal(100 - OPEN_ROOM)
    out = []
    for a in amounts:
        low, likely = float(a.low / end * room), None if a.likely is None else float(a.likely / end * room)
        high = 100.0 if a.high is None else float(a.high / end * room)
        out.append(_range(low, likely, high, open_=a.high is None, point=a.is_known))
    return out


def _range(low: float, likely: float | None, high: float, *, open_: bool, point: bool) -> Range:
    return Range(
        x=at(low),
        width=at(max(high - low, 0.4)),
        likely=None if likely is None else at(likely),
        open=open_,
        point=point,
    )


def at(x: float) -> str:
    """A length in percent of the width, as SVG takes it."""
    return f"{x:.2f}%"


class Span(Struct, frozen=True, kw_only=True):
    """A stretch of a measure's timeline, placed."""

    x: str
    width: str
    status: str
    starts: date
    until: date | None
    limbs: tuple[str, ...]
    entry: StatusSpan


class Timeline(Struct, frozen=True, kw_only=True):
    """All measures on one axis of days."""

    rows: list[tuple[MeasureStatus, tuple[str, ...], list[Span]]]
    """Measure, the limbs that the row speaks of (empty = all of it), its spans."""
    years: list[tuple[str, int]]
    today: str
    """Place of the as-of date."""


def timeline(measures: Iterable[MeasureStatus], as_of: date) -> Timeline | None:
    """The measures' spans on one axis; None where no measure has one.

    A span ends where its ``until`` says, or where the next span of the same limbs begins, or at the
    axis's end, which lies past the as-of date and every date named.
    """
    shown = [m for m in measures if m.timeline]
    if not shown:
        return None
    days = [d for m in shown for s in m.timeline for d in (s.starts, s.until) if d is not None] + [as_of]
    first, last = min(days) - timedelta(days=20), max(days) + timedelta(days=60)
    length = (last - first).days

    def place(day: date) -> float:
        return (day - first).days / length * 100

    rows = []
    for m, limbs in [(one, track) for one in shown for track in _tracks(one)]:
        mine = [s for s in m.timeline if not s.limbs or not limbs or set(s.limbs) & set(limbs)]
        spans = []
        for i, s in enumerate(mine):
            following = [t.starts for t in mine[i + 1 :] if t.starts > s.starts]
            ends = min(x for x in (s.until and s.until + timedelta(days=1), *following, last) if x is not None)
            x = place(s.starts)
            spans.append(
                Span(
                    x=at(x), width=at(max(place(ends) - x, 0.5)), status=s.status, starts=s.starts,
                    until=s.until, limbs=s.limbs, entry=s,
                )
            )  # fmt: skip
        rows.append((m, limbs, spans))
    years = [(at(place(date(y, 1, 1))), y) for y in range(first.year + 1, last.year + 1)]
    return Timeline(rows=rows, years=years, today=at(place(as_of)))


def _tracks(m: MeasureStatus) -> list[tuple[str, ...]]:
    """Sets of limbs that have spans of their own; one empty set where the measure moves as a whole."""
    return list(dict.fromkeys(s.limbs for s in m.timeline if s.limbs)) or [()]
