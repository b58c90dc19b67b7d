"""Quantity times unit price equals line total: what columns of numbers are, told by arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import isfinite

from scanner.lines.lexicon import lexicon
from scanner.lines.numbers import from_float, parse


def as_number(cell: object) -> Decimal | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return from_float(float(cell)) if isfinite(cell) else None
    if isinstance(cell, str) and cell:
        return parse(cell, ".", "price").amount
    return None


def agrees(product: Decimal, total: Decimal) -> bool:
    """Equal up to rounding to cents."""
    return abs(product - total) <= max(Decimal("0.011"), abs(total) * Decimal("0.002"))


def share_of_totals(
    quantities: Sequence[object], prices: Sequence[object], totals: Sequence[object]
) -> tuple[float, int]:
    """(share of rows in which quantity × price = total, rows that tell): rows with quantity 1 or zeros do not."""
    right = told = 0
    for a, b, c in zip(quantities, prices, totals, strict=False):
        q, p, t = as_number(a), as_number(b), as_number(c)
        if q is None or p is None or t is None or not q or not p or not t:
            continue
        told += 1
        right += agrees(q * p, t)
    return (right / told if told else 0.0), told


def find_totals(quantities: Sequence[object], prices: Sequence[object], totals: Sequence[object]) -> bool:
    settings = lexicon().settings["values"]
    share, told = share_of_totals(quantities, prices, totals)
    return told >= settings["relation_rows"] and share >= settings["relation_share"]
