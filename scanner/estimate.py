"""An uncertain quantity: what is documented, what is likely, what cannot be excluded."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

ZERO = Decimal(0)
ONE = Decimal(1)


DUST = Decimal("1e-30")
"""Part of a figure that is the rounding of a division to 50 digits, no difference."""


def _near(a: Decimal | None, b: Decimal | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= DUST * max(ONE, abs(a))


class Estimate(Struct, frozen=True, order=False, gc=False):
    """A non-negative triple with ``low <= likely <= high``.

    Sums and products are taken element by element, so bounds stay bounds.
    """

    low: Decimal
    """What is documented."""
    likely: Decimal | None
    """The best estimate; None when none can be given."""
    high: Decimal | None
    """What cannot be excluded; None when nothing bounds it."""

    def __post_init__(self) -> None:
        """Raises ValueError when the triple is out of order or negative."""
        low, likely, high = self.low, self.likely, self.high
        if low < 0:
            raise ValueError(f"an estimate is never negative: {self}")
        if high is not None and high < low:
            raise ValueError(f"high below low: {self}")
        if likely is not None and (likely < low or (high is not None and likely > high)):
            raise ValueError(f"likely outside its bounds: {self}")

    def says(self, other: Estimate) -> bool:
        """The same but for the rounding of divisions, which depends on the order in which they were made."""
        ends = zip((self.low, self.likely, self.high), (other.low, other.likely, other.high), strict=True)
        return all(_near(a, b) for a, b in ends)

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(
            self.low + other.low,
            None if self.likely is None or other.likely is None else self.likely + other.likely,
            None if self.high is None or other.high is None else self.high + other.high,
        )

    def __mul__(self, other: Estimate) -> Estimate:
        return Estimate(
            self.low * other.low,
            _times(self.likely, other.likely),
            _times(self.high, other.high),
        )

    def __truediv__(self, divisor: Decimal) -> Estimate:
        return Estimate(
            self.low / divisor if self.low else ZERO,  # 0 over many digits would keep their places: 0E+47
            None if self.likely is None else self.likely / divisor if self.likely else ZERO,
            None if self.high is None else self.high / divisor if self.high else ZERO,
        )

    @property
    def is_known(self) -> bool:
        """Low, likely and high are one number."""
        return self.low == self.likely == self.high

    @property
    def is_zero(self) -> bool:
        """Certainly nothing."""
        return self.high == 0


def _times(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    """A product in which nothing of something unknown is nothing."""
    if a == 0 or b == 0:
        return ZERO
    return None if a is None or b is None else a * b


def exactly(value: Decimal) -> Estimate:
    """A quantity that is known."""
    return Estimate(value, value, value)


NOTHING = exactly(ZERO)
ALL = exactly(ONE)
UNKNOWN = Estimate(ZERO, None, None)
UNKNOWN_SHARE = Estimate(ZERO, None, ONE)


def total(estimates: Iterable[Estimate]) -> Estimate:
    """The element-wise sum; NOTHING for no estimates."""
    low, likely, high = ZERO, ZERO, ZERO
    likely_known = high_known = True
    for e in estimates:
        low += e.low
        if e.likely is None:
            likely_known = False
        else:
            likely += e.likely
        if e.high is None:
            high_known = False
        else:
            high += e.high
    return Estimate(low, likely if likely_known else None, high if high_known else None)


def largest(estimates: Iterable[Estimate]) -> Estimate:
    """The element-wise maximum; NOTHING for none.

    Not known is larger than any number, but for a likely value that stays below another one whatever it is.
    Used where several controls meet on one line: their contributions never add up.
    """
    given = list(estimates)
    if len(given) == 1 and given[0].likely is not None:
        return given[0]
    low, likely, high, unlikely = ZERO, ZERO, ZERO, ZERO
    unlikely_known = high_known = True
    for e in given:
        low = max(low, e.low)
        if e.likely is not None:
            likely = max(likely, e.likely)
        elif e.high is not None:
            unlikely = max(unlikely, e.high)
        else:
            unlikely_known = False
        if e.high is None:
            high_known = False
        else:
            high = max(high, e.high)
    likely_known = unlikely_known and unlikely <= likely
    return Estimate(low, max(likely, low) if likely_known else None, high if high_known else None)
