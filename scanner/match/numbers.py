"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal


def number(text: str) -> Decimal | None:
    """The value of digits with marks: 1.5, 1,5, 1,000, 1.234,5; None when they make no number.

    A lone comma before exactly three digits groups thousands (1,000), unless a zero stands before it (0,125).
    A lone point is always a decimal point: data sheets are written with one far more often than not.
    """
    if text.isdecimal():
        return Decimal(text)
    commas, points = text.count(","), text.count(".")
    if commas and points:
        last = max(text.rfind(","), text.rfind("."))
        whole, part = text[:last], text[last + 1 :]
        if text[last] in whole:
            return None
        return Decimal(f"{whole.replace(',', '').replace('.', '')}.{part}")
    if commas == 1:
        whole, _, part = text.partition(",")
        grouped = len(part) == 3 and len(whole) <= 3 and whole != "0"
        return Decimal(whole + part) if grouped else Decimal(f"{whole}.{part}")
    if commas > 1 or points > 1:
        mark = "," if commas else "."
        groups = text.split(mark)
        if all(len(g) == 3 for g in groups[1:]) and len(groups[0]) <= 3:
            return Decimal("".join(groups))
        return None
    return Decimal(text)
