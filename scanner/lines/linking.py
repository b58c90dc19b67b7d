"""One sheet per assembly: a sheet belongs beneath the line that carries its name or number."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from scanner.bom import BomLine, Note
from scanner.lines.table import Table
from scanner.lines.text import plain, shown
from scanner.lines.titles import numbers


def link(
    tables: Sequence[tuple[Table, Sequence[BomLine]]], file: int
) -> tuple[Sequence[Sequence[BomLine]], list[Note]]:
    """The lines of each table with parents across sheets, and a note for each link."""
    notes: list[Note] = []
    if len(tables) < 2:
        return [lines for _, lines in tables], notes
    lists = [list(lines) for _, lines in tables]
    for n, (table, _) in enumerate(tables):
        found = _holder(_titles(table), n, tables, lists)
        if found is None or not lists[n]:
            continue
        m, position = found
        holder = lists[m][position]
        if _within(holder, {x.id for x in lists[n]}, lists):
            continue
        depth = (holder.level if holder.level is not None else 0) + 1
        tops = [x.level for x in lists[n] if x.parent is None and x.level is not None]
        base = min(tops, default=0)
        lists[n] = [
            msgspec.structs.replace(
                x,
                parent=x.parent if x.parent is not None else holder.id,
                level=depth + (x.level - base if x.level is not None else 0),
            )
            for x in lists[n]
        ]
        if holder.bin == "line_item":
            lists[m][position] = msgspec.structs.replace(holder, bin="assembly")
        notes.append(
            Note(
                code="sheets-linked",
                severity="info",
                message=f"sheet '{table.sheet.name}' holds the parts of {holder.id} "
                f"'{holder.part_number or holder.description}'",
                file=file,
                sheet=table.sheet.name,
            )
        )
    if not notes:
        names = ", ".join(f"'{t.sheet.name}'" for t, _ in tables)
        notes.append(
            Note(
                code="sheets-linked",
                severity="info",
                message=f"{names} are added up: no line of one names another",
                file=file,
            )
        )
    return lists, notes


def _titles(table: Table) -> list[str]:
    """Names of what a sheet lists: its own, and the first texts above its heading."""
    out = [plain(table.sheet.name)]
    for row in table.sheet.rows[table.begin : min(table.first, table.begin + 6)]:
        out += [plain(shown(c)) for c in row[:4] if isinstance(c, str) and 2 < len(c) < 80]
    return out


def _holder(
    titles: Sequence[str], n: int, tables: Sequence[tuple[Table, Sequence[BomLine]]], lists: Sequence[Sequence[BomLine]]
) -> tuple[int, int] | None:
    wanted = set(titles)
    numbered = {number for title in titles for number in numbers(title)}
    by_number: tuple[int, int] | None = None
    for m, (_, _) in enumerate(tables):
        if m == n:
            continue
        for position, line in enumerate(lists[m]):
            if line.bin not in ("line_item", "assembly"):
                continue
            number = plain(line.part_number) if line.part_number else ""
            if number and number in wanted:
                return m, position
            if line.description and plain(line.description) == titles[0]:
                return m, position
            if number in numbered and by_number is None:
                by_number = m, position
    if by_number is not None:
        return by_number
    name = f" {titles[0]} "
    for m in range(len(tables)):
        if m == n or len(lists[m]) > 4 * len(tables):
            continue
        inside = [p for p, x in enumerate(lists[m]) if x.description and f" {plain(x.description)} " in name]
        named = sum(
            1
            for x in lists[m]
            if x.description
            and any(
                f" {plain(x.description)} " in f" {plain(t.sheet.name)} " for k, (t, _) in enumerate(tables) if k != m
            )
        )
        if len(inside) == 1 and named >= 0.75 * len(lists[m]):
            return m, inside[0]
    return None


def _within(holder: BomLine, ids: set[str], lists: Sequence[Sequence[BomLine]]) -> bool:
    """Would the link close a circle?"""
    by_id = {x.id: x for lines in lists for x in lines}
    above: BomLine | None = holder
    for _ in range(64):
        if above is None or above.parent is None:
            return False
        if above.parent in ids:
            return True
        above = by_id.get(above.parent)
    return True
