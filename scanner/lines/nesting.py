"""How deep a bill nests: what is worked out from level to level takes its time for every level."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.errors import InputError


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
