"""Which line stands in which: levels and parents."""

from __future__ import annotations

from collections.abc import Sequence


def depth_of(cell: object) -> int | None:
    """'..2' → 2, '1.2.3' → 3, 2.0 → 2."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return int(cell)
    text = str(cell).strip()
    body = text.lstrip(".-+*> ")
    if not body or not body[0].isdigit():
        return None
    if body.isdigit():
        return int(body)
    return body.rstrip(".").count(".") + 1


def parents(levels: Sequence[object] | None, rows: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """(row → depth, row → parent row) from level cells."""
    depth: dict[int, int] = {}
    parent: dict[int, int] = {}
    if levels is None:
        return depth, parent
    stack: list[tuple[int, int]] = []
    for row, cell in zip(rows, levels, strict=True):
        found = depth_of(cell)
        if found is None:
            continue
        depth[row] = found
        while stack and stack[-1][0] >= found:
            stack.pop()
        if stack:
            parent[row] = stack[-1][1]
        stack.append((found, row))
    return depth, parent
