"""Columns that a line keeps beside what is understood."""

from __future__ import annotations

from scanner.lines.grid import Grid


def joined(parts: list[list[str]]) -> list[str] | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else [" | ".join(x for x in row if x) for row in zip(*parts, strict=True)]


def others(grid: Grid) -> list[tuple[str, list[str]]]:
    """Columns that are kept and feed nothing; a heading that occurs twice carries its letter."""
    table = grid.table
    mapped = {c.index for c in table.mapping.columns}
    out: list[tuple[str, list[str]]] = []
    seen: set[str] = set()
    for i, heading in enumerate(table.headings):
        if i in mapped:
            continue
        column = grid.text_column(i)
        if not any(column):
            continue
        name = heading.strip() or f"column {table.where(i)}"
        if name in seen:
            name = f"{name} ({table.where(i)})"
        seen.add(name)
        out.append((name, column))
    return out
