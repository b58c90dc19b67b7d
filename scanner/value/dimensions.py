"""Mass of one piece from what its text says: a mass, or a shape's dimensions × a density.

Asked only for rows that have no price and no mass of their own; it enters likely figures, never a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from scanner.bom import Quantity
from scanner.value.units import kilograms, table

PI = Decimal("3.14159265358979323846")
NUMBER = r"(\d+(?:[.,]\d+)?)"
LENGTH = r"(?:\s?(mm|cm|µm|μm|um|m|inch|in|\")(?![a-wyz\d²³/]))?"
BY = r"\s?[x×*✕]\s?"
ROUND = r"(?:Ø|ø|⌀|∅|φ|Φ|\b(?:dia(?:m(?:eter)?)?\.?|Durchmesser|diamètre|d)(?=[\s=:\d]))\s?[=:]?\s?"
OUTER = rf"(?:{ROUND}|\b(?:O\.?D\.?|AD)\s?[=:]?\s?)"
INNER = r"(?:Ø|ø|⌀|I\.?D\.?\s?[=:]?\s?)?\s?"
ENDS = r"(?![\d.,]*\d)(?!\s?[µμ\"a-z]*\s?[x×*✕]\s?\d)"
STARTS = r"(?<![\d.,x×*/])(?<![x×*] )"
MASS = re.compile(rf"(?<![\d.,/x×*-])(?<![x×*] ){NUMBER}\s?(kg|mg|µg|g|lb|oz)(?![\w²³/·*⋅-])(?!\s?[x×*]\s?\d)")
GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
"""One thousand, or one with three decimals: not to be told apart."""


class Lengths:
    """Numbers with units; one that has none takes that of the last number that has one, else millimetres."""

    def __init__(self, numbers: Iterable[str], units: Iterable[str | None]) -> None:
        given = list(units)
        last = next((u for u in reversed(given) if u), "mm")
        self.metres = [_metres(n, u or last) for n, u in zip(numbers, given, strict=True)]


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns, the telling ones first. Each ends in pairs of number and unit."""
    one = NUMBER + LENGTH
    ring = rf"{OUTER}{one}\s?(?:/|{BY})\s?{INNER}{one}{BY}{one}{ENDS}"
    disc = rf"{OUTER}{one}\s?(?:{BY}|,\s?)\s?(?:L|H|T|thickness|length|thick|long)?\s?[=:]?\s?{one}{ENDS}"
    block = rf"{STARTS}{one}{BY}{one}{BY}{one}{ENDS}"
    thick = rf"(?:t\s?=\s?|thickness\s?[=:]?\s?|Dicke\s?[=:]?\s?)?{one}(?:\s(?:thick|foil|sheet|Folie|Blech))?"
    sheet = rf"{STARTS}{one}{BY}{one}{ENDS}[,;]?\s{thick}"
    return (
        (re.compile(ring, re.IGNORECASE), "ring"),
        (re.compile(block, re.IGNORECASE), "block"),
        (re.compile(disc, re.IGNORECASE), "disc"),
        (re.compile(sheet, re.IGNORECASE), "sheet"),
    )


def mass_in(text: str) -> Decimal | None:
    """The one mass in kg that a text names; None for none, several, or a number that could be read in two ways."""
    found = {(m[1], m[2]) for m in MASS.finditer(text)}
    if len(found) != 1:
        return None
    number, unit = next(iter(found))
    return None if GROUPED.fullmatch(number) else kilograms(Quantity(_number(number), unit))


def volume_in(text: str) -> Decimal | None:
    """Volume in m³ of the block, sheet, rod, disc or ring whose dimensions a text names; None for none or several."""
    for pattern, shape in _shapes():
        found = list(pattern.finditer(text))
        if len(found) == 1:
            parts = found[0].groups()
            lengths = Lengths(parts[::2], parts[1::2]).metres
            return _volume(shape, lengths)
        if found:
            return None
    return None


def _volume(shape: str, lengths: list[Decimal]) -> Decimal | None:
    if shape == "ring":
        outer, inner, height = lengths
        return PI / 4 * (outer * outer - inner * inner) * height if outer > inner else None
    if shape == "disc":
        across, height = lengths
        return PI / 4 * across * across * height
    a, b, c = lengths
    return a * b * c


def _metres(number: str, unit: str) -> Decimal:
    name = {'"': "inch", "in": "inch", "µm": "um", "μm": "um"}.get(unit.lower(), unit.lower())
    return _number(number) * table()[name][1]


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
