"""How units are written, and what one of them is in another of its dimension."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from msgspec import Struct

from scanner.match import tables


class Unit(Struct, frozen=True, gc=False):
    """A unit of the table."""

    name: str
    """As pint reads it."""
    dimension: str
    factor: Decimal
    """One of it, in the dimension's base unit."""


class Units(Struct, frozen=True):
    """The unit table, indexed for reading."""

    by_name: dict[str, Unit]
    exact: dict[str, Unit]
    """Spellings in which case counts."""
    folded: dict[str, Unit]
    """Spellings in lower case."""
    longest_cjk: int
    """Length of the longest spelling that begins with a letter that is not Latin or Greek."""
    heads: frozenset[str]
    """First characters of all spellings, both cases."""


@cache
def units() -> Units:
    """The table of scanner/data/units."""
    by_name: dict[str, Unit] = {}
    exact: dict[str, Unit] = {}
    folded: dict[str, Unit] = {}
    for dimension, table in tables.yaml("units/units.yaml").items():
        for name, row in table["units"].items():
            unit = Unit(name, dimension, Decimal(row["factor"]))
            by_name[name] = unit
            exact.update(dict.fromkeys(row.get("exact") or (), unit))
            folded.update((spelling.lower(), unit) for spelling in row.get("written") or ())
    spellings = [*exact, *folded]
    return Units(
        by_name=by_name,
        exact=exact,
        folded=folded,
        longest_cjk=max(len(s) for s in spellings if s[0] >= "\u2e80"),
        heads=frozenset(c for s in spellings for c in (s[0].lower(), s[0].upper(), s[0])),
    )


def convert(value: Decimal, unit: str, into: str) -> Decimal | None:
    """The value in another unit; None when the two measure different things or one is unknown."""
    if unit == into:
        return value
    table = units().by_name
    a, b = table.get(unit), table.get(into) or table.get(_ALIASES.get(into, ""))
    if a is None or b is None or a.dimension != b.dimension:
        return None
    return value if a.factor == b.factor else _tidy(value * a.factor / b.factor)


def _tidy(value: Decimal) -> Decimal:
    """Without the digits that only a rounded factor put there."""
    return value if value.is_zero() else +round(value, 15 - value.adjusted()).normalize()


_ALIASES = {"A": "A", "": ""}
