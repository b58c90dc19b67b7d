"""Prices as a decision states them."""

from __future__ import annotations

from decimal import Decimal

SENSIBLE = (-12, 15)
"""Powers of ten of the first digit; a price beyond them is a slip, and arithmetic on it would overflow."""


def parse_price(text: str) -> tuple[Decimal, str] | None:
    """'12.50 EUR' as amount and ISO 4217 code; None for anything else."""
    import pycountry

    words = text.split()
    if len(words) != 2 or pycountry.currencies.get(alpha_3=words[1]) is None:
        return None
    try:
        amount = Decimal(words[0])
    except ArithmeticError:
        return None
    if not amount.is_finite() or amount < 0 or not SENSIBLE[0] <= amount.adjusted() <= SENSIBLE[1]:
        return None
    return amount, words[1]
