"""One column a level, with a mark or the name in the column of a line's level: 'Level 1 | Level 2 | Level 3'."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from scanner.ingest.document import Row
from scanner.lines.columns import heading_scores
from scanner.lines.lexicon import lexicon
from scanner.lines.mapping import Mapped, Mapping
from scanner.lines.text import plain, shown

_NUMBERED = re.compile(r"^(?P<name>\D*?)[\s._-]*(?P<number>\d{1,2})\.?$")


class Stairs(Struct, frozen=True):
    """The columns of the levels, and row of the sheet → level, counted from 0."""

    columns: tuple[int, ...]
    depths: dict[int, int]


def find_stairs(headings: Sequence[str], rows: Sequence[Row], first: int, end: int) -> Stairs | None:
    """Neighbouring columns named by ascending levels, of which each row fills one; None where there are none."""
    columns = _columns(headings)
    if len(columns) < 2:
        return None
    depths: dict[int, int] = {}
    filled = 0
    for r in range(first, min(end, len(rows))):
        row = rows[r]
        here = [n for n, i in enumerate(columns) if i < len(row) and shown(row[i])]
        filled += bool(here)
        if len(here) == 1:
            depths[r] = here[0]
    share = lexicon().settings["layout"]["stairs_share"]
    if len(depths) < max(2, share * filled) or len(set(depths.values())) < 2:
        return None
    return Stairs(tuple(columns), depths)


def _columns(headings: Sequence[str]) -> list[int]:
    run: list[int] = []
    before: tuple[str, int] | None = None
    for i, heading in enumerate(headings):
        found = _NUMBERED.match(plain(heading))
        name, number = (found["name"].strip(), int(found["number"])) if found else ("", -1)
        named = heading_scores(name).get("level", 0.0) >= 0.5 or name == "l"
        if named and before == (name, number - 1):
            run.append(i)
        elif len(run) > 1:
            break
        else:
            run = [i] if named else []
        before = (name, number) if named else None
    return run if len(run) > 1 else []


def climb(stairs: Stairs, rows: Sequence[Row], headings: Sequence[str], mapping: Mapping) -> Mapping:
    """Bring names together in the first column of the stairs, take marks away, and map what the names are."""
    marks = lexicon().rows["not-fitted"].more["yes"] | lexicon().rows["mark"].cell
    target = stairs.columns[0]
    named = 0
    for r, depth in stairs.depths.items():
        row = rows[r]
        at = stairs.columns[depth]
        cell = row[at]
        row[at] = ""
        if plain(shown(cell)) not in marks:
            row[target] = cell
            named += 1
    kept = Mapping(tuple(c for c in mapping.columns if c.index not in stairs.columns), mapping.close)
    if named < lexicon().settings["layout"]["stairs_share"] * len(stairs.depths):
        return kept
    name = next((n for n in ("description", "part_number") if kept.first(n) is None), None)
    return kept if name is None else kept.with_column(Mapped(name, target, headings[target], 0.8, "content"))
