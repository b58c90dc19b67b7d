"""Figures that are both a formula and its value, so that each formula is checked before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from scanner.display import NO_BOUND, NOT_KNOWN
from scanner.estimate import Estimate

MARKS = (NOT_KNOWN, NOT_KNOWN, NO_BOUND)
"""What a cell shows for a low, likely, high that is not a number."""
ARGUMENTS = 200
"""Cells and ranges that one formula names at most (Excel allows 255)."""
FORMULA = 8_000
"""Characters of a formula at most (Excel allows 8,192)."""
CLOSE = Decimal("1e-12")
ZERO = Decimal(0)


class Term(NamedTuple):
    """A reference or an expression, with the value that we know it has; None = not known, the cell shows a mark."""

    text: str
    value: Decimal | None


Triple = tuple[Term, Term, Term]
"""Low, likely, high."""


class Figure(NamedTuple):
    """What one cell gets: a formula with its value, or a constant with the reason why it is one."""

    formula: str | None
    value: Decimal | str | None
    remark: str | None = None
    mark: str = NOT_KNOWN
    """What the cell shows where the value is None."""


def known(value: Decimal) -> Term:
    """A plain number in a formula."""
    return Term(format(value, "f"), value)


def product(terms: Sequence[Term], mark: str) -> Term:
    """The product, in which nothing of something unknown is nothing."""
    value: Decimal | None = Decimal(1)
    if any(t.value == 0 for t in terms):
        value = ZERO
    else:
        for t in terms:
            value = None if value is None or t.value is None else value * t.value
    cells = ",".join(t.text for t in terms)
    nought = ",".join(f"{t.text}=0" for t in terms)
    times = "*".join(t.text for t in terms)
    return Term(f'IF(COUNT({cells})={len(terms)},{times},IF(OR({nought}),0,"{mark}"))', value)


def largest(rows: Sequence[Triple], k: int) -> Term:
    """The largest low (0), likely (1) or high (2) of several, as ``estimate.largest`` takes it.

    Not known is larger than any number, but for a likely value that stays below another one whatever it is.
    """
    cells = [row[k] for row in rows]
    if len(cells) == 1:
        return cells[0]
    names = ",".join(t.text for t in cells)
    known_ones = [t.value for t in cells if t.value is not None]
    most = max(known_ones, default=ZERO)
    if k != 1:
        text = f"MAX({names})" if k == 0 else f'IF(COUNT({names})<{len(cells)},"{MARKS[k]}",MAX({names}))'
        return Term(text, most if len(known_ones) == len(cells) else None)
    bounds = ",".join(f"IF(ISNUMBER({a.text}),0,N({b.text})+ISTEXT({b.text})*1E+99)" for _, a, b in rows)
    text = f'IF(MAX({bounds})<=MAX({names}),MAX({names},{",".join(low.text for low, _, _ in rows)}),"{MARKS[1]}")'
    open_ends = [b.value for _, a, b in rows if a.value is None]
    if any(b is None or b > most for b in open_ends):
        return Term(text, None)
    return Term(text, max(most, *(low.value or ZERO for low, _, _ in rows)))


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None where a part is not known."""
    out = ZERO
    for value in values:
        if value is None:
            return None
        out += value
    return out


def agrees(ours: Decimal | None, term: Term) -> bool:
    """The formula gives our figure, but for the last digits of a quotient that does not end."""
    if ours is None or term.value is None:
        return ours is None and term.value is None
    return abs(ours - term.value) <= CLOSE * max(abs(ours), abs(term.value))


def figure(ours: Decimal | None, candidates: Iterable[Term], remark: str, mark: str = NOT_KNOWN) -> Figure:
    """The first formula that gives our figure, else the figure as a constant with the remark."""
    for term in candidates:
        if agrees(ours, term) and len(term.text) <= FORMULA:
            return Figure(f"={term.text}", ours, None, mark)
    return Figure(None, ours, remark, mark)


def triple(estimate: Estimate) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    return estimate.low, estimate.likely, estimate.high


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as first-last pairs of what is contiguous."""
    out: list[tuple[int, int]] = []
    for n in numbers:
        if out and out[-1][1] == n - 1:
            out[-1] = (out[-1][0], n)
        else:
            out.append((n, n))
    return out


def ranges(column: str, rows: Sequence[int], sheet: str = "") -> str | None:
    """The rows of a column as arguments of SUM; None where a formula could not hold them."""
    parts = runs(rows)
    if len(parts) > ARGUMENTS:
        return None
    return ",".join(f"{sheet}${column}${a}:${column}${b}" if a != b else f"{sheet}${column}${a}" for a, b in parts)
