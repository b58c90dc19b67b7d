"""How figures are put on a page: never rounded across a threshold, money always with its currency.

Writers format with these functions and compute nothing themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from scanner.estimate import Estimate

NOT_KNOWN = "not known"
NO_BOUND = "no upper bound"
WHOLE = "up to the whole"
"""What no upper bound comes to for a share."""
NO_CURRENCY = "XXX"
"""ISO 4217's own code for 'no currency': a file that names none."""
DIGITS = 3
"""Significant digits of a share or of an amount below one cent."""


def percent(share: Decimal | None, threshold: Decimal | None = None, digits: int = DIGITS) -> str:
    """A share as percent, with as many digits as keep it on its own side of the threshold.

    ``share`` and ``threshold`` are fractions of one: 0.000996 beside 0.001 gives ``0.0996 %``. A share that
    is not exactly 0, 100 % or the threshold never prints as such. None gives ``not known``.
    """
    if share is None:
        return NOT_KNOWN
    landmarks = [Decimal(0), Decimal(100)] if threshold is None else [Decimal(0), Decimal(100), threshold * 100]
    return f"{_plain(_faithful(share * 100, landmarks, digits))} %"


def money(amount: Decimal | None, currency: str) -> str:
    """An amount with thousands marks, its currency's usual decimals and its code: ``1,234.50 EUR``.

    Less than one minor unit keeps three significant digits, so that something never prints as nothing.
    An amount in the unnamed currency XXX prints without a code. None gives ``not known``.
    """
    if amount is None:
        return NOT_KNOWN
    places = minor_digits(currency)
    unit = Decimal(1).scaleb(-places)
    rounded = amount.quantize(unit, ROUND_HALF_EVEN)
    text = f"{rounded:,f}" if rounded or not amount else f"{_plain(significant(amount, DIGITS))}"
    return text if currency == NO_CURRENCY else f"{text} {currency}"


def triple_text(estimate: Estimate | None, show: Callable[[Decimal], str], unbounded: str = NO_BOUND) -> str:
    """A triple in words: one figure where it is known, else its range and the likely value.

    ``0.2 % to 5 %, likely 1.3 %`` · ``at least 8 EUR, no upper bound, likely not known``.
    ``show`` puts one figure into text, for instance ``percent`` with the threshold filled in.
    """
    if estimate is None:
        return NOT_KNOWN
    if estimate.is_known:
        return show(estimate.low)
    span = f"at least {show(estimate.low)}, {unbounded}" if estimate.high is None else _span(estimate, show)
    return f"{span}, likely {NOT_KNOWN if estimate.likely is None else show(estimate.likely)}"


def share_text(estimate: Estimate | None, threshold: Decimal | None = None) -> str:
    """A share's triple in words, no figure rounded across the threshold."""
    return triple_text(estimate, lambda x: percent(x, threshold), WHOLE)


def money_text(estimate: Estimate | None, currency: str) -> str:
    """An amount's triple in words."""
    return triple_text(estimate, lambda x: money(x, currency))


def significant(value: Decimal, digits: int) -> Decimal:
    """The value rounded half-even to significant digits."""
    if not value:
        return Decimal(0)
    return value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1), ROUND_HALF_EVEN)


@lru_cache(maxsize=64)
def minor_digits(currency: str) -> int:
    """Decimals that amounts in a currency are usually written with; 2 where it is not known."""
    if currency == NO_CURRENCY:
        return 2
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def _span(estimate: Estimate, show: Callable[[Decimal], str]) -> str:
    assert estimate.high is not None
    low, high = show(estimate.low), show(estimate.high)
    return low if low == high else f"{low} to {high}"


def _faithful(value: Decimal, landmarks: list[Decimal], digits: int) -> Decimal:
    """The fewest digits, at least ``digits``, that keep the value's order with every landmark."""
    while True:
        rounded = significant(value, digits)
        if rounded == value or all(rounded.compare(mark) == value.compare(mark) for mark in landmarks):
            return rounded
        digits += 1


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
