"""Columns of cells → amounts, each distinct cell once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from scanner.lines.numbers import ERRORS, Amount, Mark, decide_mark, from_float, is_date, is_open, parse

DATE = Amount(problem="date")
MISSING = Amount(problem="missing")
FLAG = Amount(problem="text")


class Amounts(Struct):
    """A column of amounts and how its decimal mark was decided."""

    cells: list[Amount]
    mark: Mark
    ambiguous: bool = False
    """Some cell reads either way and no other cell of the column tells which."""


def amounts(cells: Sequence[object], kind: Literal["price", "quantity"], fallback: Mark) -> Amounts:
    """Parse a column."""
    decided, undecided = decide_mark(set(c for c in cells if isinstance(c, str)))
    mark = decided or fallback
    cache: dict[object, Amount] = {}
    out: list[Amount] = []
    append = out.append
    get = cache.get
    for cell in cells:
        found = get(cell)
        if found is None:
            found = cache[cell] = _amount(cell, mark, kind)
        append(found)
    return Amounts(out, mark, undecided and decided is None)


def _amount(cell: object, mark: Mark, kind: Literal["price", "quantity"]) -> Amount:
    if isinstance(cell, str):
        return parse(cell, mark, kind) if cell else MISSING
    if isinstance(cell, bool):
        return FLAG
    if isinstance(cell, float):
        return Amount(amount=from_float(cell))
    if isinstance(cell, int):
        return Amount(amount=Decimal(cell))
    return DATE if is_date(cell) else MISSING


__all__ = ["ERRORS", "Amounts", "amounts", "is_open"]
