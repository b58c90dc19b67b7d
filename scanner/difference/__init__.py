"""What changed between two results, line by line, and how much of each share's move has which reason.

Five reasons, always taken in this order: the bill of materials (lines, quantities, texts), prices, origins,
answers (declarations), and the law (the date, the catalog). Each step is one valuation by the same engine as
a scan, with everything up to that reason as in the second result and everything after it as in the first; so
the steps add up to the whole move, and the order is part of what a figure means.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from scanner.estimate import Estimate
from scanner.findings import Change, Verdict

Reason = Literal["bom", "price", "origin", "answer", "law"]
REASONS: tuple[Reason, ...] = ("bom", "price", "origin", "answer", "law")
WORDS: dict[Reason, str] = {
    "bom": "the bill of materials",
    "price": "prices",
    "origin": "origins",
    "answer": "answers and declarations",
    "law": "the law: date or catalog",
}


class LineChange(Struct, frozen=True, kw_only=True):
    """A line that was added, removed, or says something else."""

    change: Literal["added", "removed", "changed"]
    before: str | None
    """Id in the first result; None where it was added."""
    after: str | None
    part: str
    reasons: tuple[Reason, ...]
    said: tuple[str, ...]
    """What differs, in words: ``quantity: 2 → 4``."""
    verdict_before: Verdict | None
    verdict_after: Verdict | None


class ShareChange(Struct, frozen=True, kw_only=True):
    """A share that moved."""

    what: str
    before: Estimate | None
    after: Estimate | None
    verdict_before: str | None
    verdict_after: str | None
    by_reason: dict[Reason, tuple[Decimal | None, Decimal | None, Decimal | None]]
    """Reason → how far low, likely and high moved with it; None where one end is not known.
    Empty where the steps could not be computed again, and ``unexplained`` of the difference says why."""
    came_with: Reason | None = None
    """Of a share that only one result has: with which reason it came or went."""


class Difference(Struct, frozen=True, kw_only=True):
    """Two results compared."""

    first: str
    second: str
    lines: tuple[LineChange, ...]
    shares: tuple[ShareChange, ...]
    law: tuple[str, ...]
    """What the law says otherwise, in words."""
    policy: tuple[Change, ...]
    """What follows otherwise for end use, end user and route; first what was stated otherwise of them."""
    same_lines: int
    """Lines that say the same in both."""
    unexplained: str | None = None

    @property
    def verdict_changed(self) -> bool:
        """A line's or a share's verdict is another."""
        lines = any(x.verdict_before != x.verdict_after for x in self.lines)
        return lines or any(x.verdict_before != x.verdict_after for x in self.shares)

    def __bool__(self) -> bool:
        return bool(self.lines or self.shares or self.law or self.policy)
