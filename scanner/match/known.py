"""Part numbers as mentions: cells by their table, other parts by the families that nothing else goes by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scanner.match.lexicon import Mention
from scanner.match.signals import CellSpan, PartSpan


def part_mentions(spans: Iterable[PartSpan], concepts: dict[str, str]) -> list[Mention]:
    """Parts of telling families as mentions of what they are."""
    return [
        Mention(concepts[s.family], "trait", s.start, s.end, "*")
        for s in spans
        if s.family in concepts and not s.needs_context
    ]


def cell_mentions(spans: Sequence[CellSpan]) -> list[Mention]:
    """Cells that are known for certain, as mentions of a rechargeable or a primary cell."""
    return [
        Mention("primary-cell" if s.cell.rechargeable == "no" else "known-cell", "trait", s.start, s.end, "*")
        for s in spans
        if s.certain and s.end > s.start
    ]
