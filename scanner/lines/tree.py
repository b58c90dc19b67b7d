"""Which evidence of structure a table offers, strongest first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scanner.lines.grid import Grid
from scanner.lines.structure import Structure, by_indent, by_level, by_number, by_parent

_BLANKS = " \u00a0\u3000\t"
_DOTS = re.compile(r"^((?:[.·•‥…>–-] ?){1,15})(?=\s*[^\W\d_])")
"""'. Body', '.. Shaft', '- - Screw': signs for depth before a name."""


def structure_of(grid: Grid) -> Structure:
    """Levels, parents, numbers like 1.2.3, indentation, grouping; flat where none of them holds."""
    kept, table = grid.kept, grid.table
    if not kept:
        return Structure()
    if table.stairs is not None:
        depths = table.stairs.depths
        found = by_level([depths.get(grid.first + k) for k in kept], kept, "level columns")
        if found.parent:
            return found
    if table.column("level") is not None:
        found = by_level(grid.cells("level"), kept)
        if found.parent:
            return found
    if table.column("parent") is not None:
        names = grid.texts("part_number") or grid.texts("description")
        found = by_parent(
            dict(zip(kept, names, strict=False)), dict(zip(kept, grid.texts("parent"), strict=True)), kept
        )
        if found.parent:
            return found
    if table.column("item_number") is not None and _dotted(grid.cells("item_number")):
        found = by_number(grid.cells("item_number"), kept)
        if found.parent:
            return found
    for name in ("description", "part_number"):
        index = table.column(name)
        if index is None:
            continue
        cells = grid.column(index)
        if _indented(cells):
            found = by_indent([leading(c) for c in cells], kept, "leading spaces")
            if found.parent:
                return found
        dots = _dots(cells)
        if dots:
            found = by_indent(dots, kept, "leading dots")
            if found.parent:
                return found
        indents = grid.facts.indents(index + table.offset)
        if indents:
            found = by_indent([indents.get(grid.first + k, 0) for k in kept], kept, "cell indent")
            if found.parent:
                return found
    outline = grid.facts.outline
    if outline:
        found = by_indent([outline.get(grid.first + k, 0) for k in kept], kept, "grouping")
        if found.parent:
            return found
    return Structure()


def _indented(cells: Sequence[object]) -> bool:
    """Does some text begin with a blank? Asked of the whole column at once."""
    blob = "\n".join([c for c in cells if isinstance(c, str)])
    return blob[:1] in tuple(_BLANKS) or any(f"\n{blank}" in blob for blank in _BLANKS)


def _dots(cells: Sequence[object]) -> list[int] | None:
    """Signs before each name; None where few names have any, or all have the same."""
    blob = "\n".join([c if isinstance(c, str) else "" for c in cells])
    if not any(sign in blob for sign in ("\n.", "\n-", "\n>", "\n·", "\n•", "\n–")):
        return None
    found = [_DOTS.match(c) if isinstance(c, str) else None for c in cells]
    depths = [sum(1 for sign in m[1] if sign != " ") if m else 0 for m in found]
    marked = sum(1 for d in depths if d)
    return depths if marked > 1 and marked >= 0.2 * len(depths) and len(set(depths)) > 1 else None


def _dotted(cells: Sequence[object]) -> bool:
    if set(map(type, cells)) == {float}:
        return not all(map(float.is_integer, cells))  # type: ignore[arg-type]
    return any((isinstance(c, str) and "." in c) or (isinstance(c, float) and not c.is_integer()) for c in cells)


def leading(cell: object) -> int:
    """Leading blanks; a single one is a slip of the hand, a tab or wide blank counts as two."""
    if not isinstance(cell, str):
        return 0
    blank = cell[: len(cell) - len(cell.lstrip(_BLANKS))]
    width = len(blank) + blank.count("\t") + blank.count("\u3000")
    return width if width > 1 else 0
