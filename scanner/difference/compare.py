"""Two results → their difference."""

from __future__ import annotations

from scanner.catalog.load import Catalog
from scanner.catalog.moves import moves
from scanner.catalog.status import WORDS
from scanner.difference import Difference
from scanner.difference.pairs import changes, pair
from scanner.difference.steps import share_changes
from scanner.findings import Exposure
from scanner.standing import MeasureStatus


def compare(first: Exposure, second: Exposure, names: tuple[str, str], catalog: Catalog) -> Difference:
    """What the second result says otherwise than the first."""
    pairs = pair(first.lines, second.lines)
    lines = tuple(changes(first.lines, second.lines, pairs))
    shares, why = share_changes(first, second, pairs, catalog)
    law = [f"{x.id}: {_words(x.before)} → {_words(x.after)}" for x in moves(first.measures, second.measures)]
    if first.catalog.version != second.catalog.version or first.catalog.sha256 != second.catalog.sha256:
        law.insert(0, f"catalog: {first.catalog.version} → {second.catalog.version}")
    touched = {x.after for x in lines}
    return Difference(
        first=names[0],
        second=names[1],
        lines=lines,
        shares=shares,
        law=tuple(law),
        same_lines=sum(x.line.id not in touched for x in second.lines),
        unexplained=why,
    )


def _words(x: MeasureStatus | None) -> str:
    if x is None:
        return WORDS["not_issued"]
    until = f" until {x.until}" if x.until else ""
    return f"{WORDS[x.status]}{until}"
