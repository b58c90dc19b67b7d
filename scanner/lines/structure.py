"""Which line stands in which: by levels, numbers like 1.2.3, parent columns, indentation or grouping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field


class Structure(Struct):
    """Rows → depth and parent row; ``how`` says by what."""

    how: str = "flat"
    depth: dict[int, int] = field(default_factory=dict)
    parent: dict[int, int] = field(default_factory=dict)
    irregular: list[tuple[int, str]] = field(default_factory=list)
    """(row, what is odd): jumps, missing parents, cycles."""


def depth_of(cell: object) -> int | None:
    """'..2' → 2, '.1' → 1, 2.0 → 2, '--x'; None where no depth is told."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() else None
    text = str(cell).strip()
    body = text.lstrip(".-+*>_• ").rstrip(". ")
    if body.isascii() and body.isdigit() and len(body) < 10:
        return int(body)
    if not body and text:
        return len(text.replace(" ", ""))
    return None


def number_of(cell: object) -> tuple[str, ...] | None:
    """'1.2.10' → ('1', '2', '10'); 1.1 → ('1', '1')."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, float):
        text = str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    elif isinstance(cell, int):
        text = str(cell)
    else:
        text = str(cell).strip().rstrip(".")
    parts = text.replace("-", ".").split(".") if text and text[0].isdigit() else []
    if parts and all(p.isalnum() and len(p) <= 6 for p in parts):
        return tuple(p.lstrip("0") or "0" for p in parts)
    return None


def by_level(cells: Sequence[object], rows: Sequence[int], how: str = "level column") -> Structure:
    """A column of levels; '1.2.3' in it counts as a number of the tree."""
    dotted = sum(1 for c in cells if isinstance(c, str) and c.strip().strip(".").count(".") >= 1)
    if dotted and dotted >= 0.3 * len(cells):
        return by_number(cells, rows, "dotted numbers")
    out = Structure(how=how)
    stack: list[tuple[int, int]] = []
    for row, cell in zip(rows, cells, strict=True):
        found = depth_of(cell)
        if found is None:
            out.irregular.append((row, f"no level can be read from {cell!r}"))
            if not stack:
                continue
            found = stack[-1][0]
        out.depth[row] = found
        while stack and stack[-1][0] >= found:
            stack.pop()
        if stack:
            if found > stack[-1][0] + 1:
                out.irregular.append((row, f"level jumps from {stack[-1][0]} to {found}"))
            out.parent[row] = stack[-1][1]
        stack.append((found, row))
    if len(set(out.depth.values())) < 2:
        return Structure()
    return out


def by_number(cells: Sequence[object], rows: Sequence[int], how: str = "dotted numbers") -> Structure:
    """Numbers like 1.2.3: 1.2 is the parent, wherever it stands. Flat where no number has its parent in the list."""
    out = Structure(how=how)
    numbers = {row: found for row, cell in zip(rows, cells, strict=True) if (found := number_of(cell)) is not None}
    first: dict[tuple[str, ...], int] = {}
    for row, found in numbers.items():
        first.setdefault(found, row)
    deep = [row for row, found in numbers.items() if len(found) > 1]
    if not deep:
        return Structure()
    for row, found in numbers.items():
        out.depth[row] = len(found)
        for size in range(len(found) - 1, 0, -1):
            above = first.get(found[:size])
            if above is not None and above != row:
                out.parent[row] = above
                if size < len(found) - 1:
                    out.irregular.append((row, f"{'.'.join(found[: len(found) - 1])} is not in the list"))
                break
    held = sum(1 for row in deep if row in out.parent)
    return out if held >= 0.5 * len(deep) and held >= 1 else Structure()


def by_parent(parts: Mapping[int, str], parents: Mapping[int, str], rows: Sequence[int]) -> Structure:
    """A column that names the parent of each line."""
    out = Structure(how="parent column")
    first: dict[str, int] = {}
    for row in rows:
        if part := parts.get(row):
            first.setdefault(part, row)
    for row in rows:
        above = first.get(parents.get(row, ""))
        if above is not None and above != row:
            out.parent[row] = above
    depths = out.depth
    for row in rows:
        path: dict[int, None] = {}
        at: int | None = row
        while at is not None and at not in depths and at not in path:
            path[at] = None
            at = out.parent.get(at)
        if at is not None and at in path:
            out.irregular.append((row, "stands in itself by way of its parents"))
            del out.parent[row]
            depths[row] = 0
            continue
        depth = -1 if at is None else depths[at]
        for one in reversed(path):
            depth += 1
            depths[one] = depth
    return out if out.parent else Structure()


def by_indent(indents: Sequence[int], rows: Sequence[int], how: str) -> Structure:
    """Indentation: deeper than the line above is its child."""
    widths = sorted(set(indents))
    steps = {width: level for level, width in enumerate(widths)}
    if len(steps) < 2 or len(steps) > 12 or not indents or indents[0] != widths[0]:
        return Structure()
    return by_level([steps[i] for i in indents], rows, how)
