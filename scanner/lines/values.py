"""Columns of cells → amounts, each distinct cell once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any, Literal

from msgspec import Struct

from scanner.lines.lexicon import lexicon
from scanner.lines.numbers import Amount, Mark, decide_mark, from_float, is_date, parse

DATE = Amount(problem="date")
MISSING = Amount(problem="missing")
FLAG = Amount(problem="text")


class Amounts(Struct):
    """A column of amounts and how its decimal mark was decided."""

    cells: list[Amount]
    mark: Mark
    distinct: tuple[Amount, ...]
    shown: list[str]
    """The figures in plain digits; '' where there is none or 0."""
    plain: bool = False
    """Nothing but numbers: no units, currencies or words."""
    ambiguous: bool = False
    """Some cell reads either way and no other cell of the column tells which."""

    @property
    def names_money(self) -> bool:
        """Does some cell name its currency?"""
        return not self.plain and any(a.currency or a.symbol for a in self.distinct)


def amounts(cells: Sequence[Any], kind: Literal["price", "quantity"], fallback: Mark) -> Amounts:
    """Parse a column."""
    distinct = set(cells)
    if set(map(type, distinct)) == {float}:
        return _floats(cells, distinct, fallback)
    decided, undecided = decide_mark(distinct)
    mark = decided or fallback
    known = {cell: _sane(_amount(cell, mark, kind)) for cell in distinct}
    figures = {cell: format(a.amount, "f") if a.amount else "" for cell, a in known.items()}
    return Amounts(
        cells=list(map(known.__getitem__, cells)),
        mark=mark,
        distinct=tuple(known.values()),
        shown=list(map(figures.__getitem__, cells)),
        ambiguous=undecided and decided is None,
    )


def _floats(cells: Sequence[Any], distinct: set[float], mark: Mark) -> Amounts:
    """A column of nothing but numbers, the usual one in a workbook."""
    known = {cell: _sane(_figure(cell)) for cell in distinct}
    figures = {cell: format(a.amount, "f") if cell and a.amount is not None else "" for cell, a in known.items()}
    return Amounts(
        cells=list(map(known.__getitem__, cells)),
        mark=mark,
        distinct=tuple(known.values()),
        shown=list(map(figures.__getitem__, cells)),
        plain=True,
    )


def _figure(cell: float) -> Amount:
    """A number of a spreadsheet; infinity and what is no number are errors of its cell."""
    return Amount(amount=from_float(cell)) if isfinite(cell) else Amount(problem="error")


def _sane(amount: Amount) -> Amount:
    """An amount that no part costs and no bill needs is an error of its cell."""
    figure = amount.amount
    return amount if figure is None or abs(figure) < _largest() else Amount(problem="error")


@lru_cache(maxsize=1)
def _largest() -> Decimal:
    return Decimal(int(lexicon().settings["figures"]["largest"]))


def _amount(cell: object, mark: Mark, kind: Literal["price", "quantity"]) -> Amount:
    if isinstance(cell, str):
        return parse(cell, mark, kind) if cell else MISSING
    if isinstance(cell, bool):
        return FLAG
    if isinstance(cell, float):
        return _figure(cell)
    if isinstance(cell, int):
        return Amount(amount=Decimal(cell))
    return DATE if is_date(cell) else MISSING
