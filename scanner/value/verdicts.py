"""The verdict on a share, taken on exact amounts: numerator against threshold × denominator, nothing divided."""

from __future__ import annotations

from decimal import Decimal

from scanner.estimate import Estimate
from scanner.findings import FractionVerdict

Verdict = tuple[FractionVerdict, Decimal | None]
"""The verdict, and what unpriced lines would together have to be worth to turn it."""


def judge(numerator: Estimate, value: Decimal | None, threshold: Decimal, diluted: Decimal | None) -> Verdict:
    """Where a share stands against the threshold.

    Args:
        numerator: of the share.
        value: the denominator; None = not known.
        threshold: 0 to 1; the rule says 'or more', so equality reaches it.
        diluted: the least certain share of any unpriced line that would enlarge the denominator without bound;
            None = no such line, the denominator holds.

    """
    if numerator.is_zero:
        return "below", None
    if not value:
        return "undetermined", None
    reach = threshold * value
    open_end = diluted is not None and diluted < threshold
    if numerator.low >= reach:
        if not open_end:
            return "exceeds", None
        return "likely exceeds", _turning(numerator.low, value, threshold, diluted)
    if numerator.likely is not None and numerator.likely >= reach:
        return "likely exceeds", _turning(numerator.likely, value, threshold, diluted) if open_end else None
    if numerator.high is None:
        return "undetermined", None
    if numerator.high >= reach:
        return "may exceed", _turning(numerator.high, value, threshold, diluted) if open_end else None
    return "below", None


def _turning(amount: Decimal, value: Decimal, threshold: Decimal, diluted: Decimal | None) -> Decimal:
    """The x at which (amount + diluted · x) / (value + x) is the threshold."""
    return (amount - threshold * value) / (threshold - (diluted or 0))
