"""How units are written, and what one of them is in another of its dimension."""

from __future__ import annotations

import re
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
    spaced: frozenset[str]
    """First words of the spellings that hold a space, in lower case: v of 'v dc'."""


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
        spaced=frozenset(s.partition(" ")[0].lower() for s in spellings if " " in s),
        heads=frozenset(c for s in spellings for c in (s[0].lower(), s[0].upper(), s[0])),
    )


def convert(value: Decimal, unit: str, into: str) -> Decimal | None:
    """The value in another unit; None when the two measure different things or one is unknown."""
    if unit == into:
        return value
    table = units().by_name
    a, b = table.get(unit), table.get(into)
    if a is None or b is None or a.dimension != b.dimension:
        return None
    return value if a.factor == b.factor else _tidy(value * a.factor / b.factor)


def _tidy(value: Decimal) -> Decimal:
    """Without the digits that only a rounded factor put there."""
    return value if value.is_zero() else +round(value, 15 - value.adjusted()).normalize()


_RUN = re.compile(r"[A-Za-zμΩ°º%\"″”']+")
_WINDOW = re.compile(r"[A-Za-zμΩ°%/·*^.\-\d ]{2,12}")
_CONTINUES = frozenset("/·*^.-0123456789")
_NUMBER_THEN_UNIT = re.compile(r"\d+(?:[.,]\d+)*[A-Za-zμΩ°%]")


def unit_at(text: str, at: int) -> tuple[Unit | None, int]:
    """The unit that begins at the offset, one space allowed, and where it ends; the longest spelling wins."""
    n = len(text)
    begin = at
    if at < n and text[at] == " ":
        at += 1
    if at >= n:
        return None, begin
    table = units()
    head = text[at]
    if head not in table.heads:
        return None, begin
    if head >= "\u2e80":
        return _without_word_edges(text, at, begin, table)
    run = _RUN.match(text, at)
    stop = run.end() if run else at
    after = text[stop : stop + 1]
    if after in _CONTINUES or run is None or (after == " " and run[0].lower() in table.spaced):
        window = _WINDOW.match(text, at)
        for end in range(window.end() if window else at, stop, -1):
            if end < n and text[end].isascii() and text[end].isalnum() and text[end - 1].isalnum():
                continue
            word = text[at:end]
            unit = table.exact.get(word) or table.folded.get(word.lower())
            if unit is not None:
                return unit, end
    if run is None:
        return None, begin
    word = run[0]
    unit = table.exact.get(word) or table.folded.get(word.lower())
    if unit is None:
        if word[0] not in '%"″”':
            return None, begin
        unit = table.exact.get(word[0]) or table.folded.get(word[0])
        return (unit, at + 1) if unit else (None, begin)
    if after.isdigit() and not _NUMBER_THEN_UNIT.match(text, stop):
        return None, begin  # 2N7002 is a code; 5V60A are two quantities
    return unit, stop


def _without_word_edges(text: str, at: int, begin: int, table: Units) -> tuple[Unit | None, int]:
    """Chinese and Japanese have no spaces: 5000克拉 is carats, 2.40 克容量 is no gram."""
    if text.startswith("克容量", at):
        return None, begin
    for size in range(min(table.longest_cjk, len(text) - at), 0, -1):
        unit = table.folded.get(text[at : at + size].lower())
        if unit is not None:
            return unit, at + size
    return None, begin
