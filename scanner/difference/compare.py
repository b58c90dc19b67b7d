"""Two results → their difference."""

from __future__ import annotations

from scanner import policy
from scanner.catalog.load import Catalog
from scanner.catalog.moves import in_words, moves
from scanner.difference import Difference
from scanner.difference.pairs import changes, pair
from scanner.difference.steps import share_changes
from scanner.findings import Change, Exposure
from scanner.standing import STATED_USE


def compare(first: Exposure, second: Exposure, names: tuple[str, str], catalog: Catalog) -> Difference:
    """What the second result says otherwise than the first."""
    pairs = pair(first.lines, second.lines)
    lines = tuple(changes(first.lines, second.lines, pairs))
    shares, why = share_changes(first, second, pairs, catalog)
    law = [f"{x.id}: {' → '.join(in_words(x))}" for x in moves(first.measures, second.measures)]
    if first.catalog.version != second.catalog.version or first.catalog.sha256 != second.catalog.sha256:
        law.insert(0, f"catalog: {first.catalog.version} → {second.catalog.version}")
    touched = {x.after for x in lines}
    return Difference(
        first=names[0],
        second=names[1],
        lines=lines,
        shares=shares,
        law=tuple(law),
        policy=(*_stated(first, second), *policy.moves(first, second)),
        same_lines=sum(x.line.id not in touched for x in second.lines),
        unexplained=why,
    )


def _stated(first: Exposure, second: Exposure) -> list[Change]:
    """Words on end use, end user and route that are others: from them, not from the law, the policy moved."""
    return [
        Change(what=f"stated: {words}", before=before or "not stated", after=after or "not stated")
        for name, words in STATED_USE.items()
        if (before := first.options.get(name)) != (after := second.options.get(name))
    ]
