"""Which line an alternate could stand in for: the one it names, else the nearest fitted line above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scanner.bom import Exclusion
from scanner.lines.text import plain


def stands_in_for(
    kept: Sequence[int],
    exclusions: Mapping[int, tuple[Exclusion, str]],
    named: Mapping[int, str],
    numbers: Sequence[Sequence[str]],
) -> dict[int, int]:
    """Row of an alternate → row of its line.

    Args:
        kept: rows of the table that became lines, in order.
        exclusions: rows that count nothing, with why.
        named: alternate → the number that it says it stands in for; empty where it says none.
        numbers: columns of item and part numbers, each beside ``kept``.

    """
    alternates = [k for k in kept if k in exclusions and exclusions[k][0] == "alternate"]
    if not alternates:
        return {}
    by_number: dict[str, int] = {}
    for column in numbers:
        for k, cell in zip(kept, column, strict=True):
            if cell and k not in exclusions:
                by_number.setdefault(plain(cell), k)
    found: dict[int, int] = {}
    last: int | None = None
    for k in kept:
        if k not in exclusions:
            last = k
        elif exclusions[k][0] == "alternate":
            target = by_number.get(plain(named.get(k, "")), last)
            if target is not None:
                found[k] = target
    return found
