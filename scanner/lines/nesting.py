"""How deep a bill nests, and what goes down from level to level."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.errors import InputError
from scanner.lines.bins import Classified


def check_nesting(parents: Mapping[int, int], most: int) -> None:
    """Refuse a bill that nests more deeply than is read.

    Args:
        parents: row → the row that it stands in.
        most: levels.

    Raises:
        InputError: it does; the message names the limit and how to raise it.

    """
    depths: dict[int, int] = {}
    for row in parents:
        path: list[int] = []
        at = row
        while at in parents and at not in depths and len(path) <= most:
            path.append(at)
            at = parents[at]
        depth = depths.get(at, 0)
        for one in reversed(path):
            depth += 1
            depths[one] = depth
        if depth > most:
            raise InputError(
                f"nests {depth:,} levels or more, over the limit nesting of {most:,}",
                hint="raise it with --limit nesting=N if the file is what it should be",
            )


def exclude_beneath(classified: Classified, parents: Mapping[int, int], first: int) -> None:
    """What stands in a row that is not fitted is not fitted either.

    Args:
        classified: the bins of the rows.
        parents: row → the row that it stands in; nested no deeper than is read.
        first: index of the first row in its sheet, for the reason.

    """
    unfitted = {k for k, (why, _) in classified.exclusions.items() if why == "not-fitted"}
    for row in parents if unfitted else ():
        at = row
        while at in parents and at not in unfitted:
            at = parents[at]
        if at in unfitted and row not in classified.exclusions and classified.bins[row] == "line_item":
            classified.exclusions[row] = ("not-fitted", f"it stands in row {first + at + 1}, which is not fitted")
            classified.bins[row] = "excluded"
