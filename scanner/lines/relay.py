"""Tables that do not lie as tables do: headings down a column with one part a column, or one field a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from scanner.ingest.document import Cell, Facts, Row, Sheet
from scanner.lines.columns import heading_scores
from scanner.lines.lexicon import lexicon
from scanner.lines.rows import is_blank
from scanner.lines.table import Relaid, letter
from scanner.lines.text import shown

Made = tuple[Sheet, list[str], Relaid]
"""A sheet of parts one below the other, its headings, and where its cells stand."""
_PAIR = re.compile(r"^\s*([^:：\d][^:：]{0,40}?)\s*[:：]\s*(.*\S)?\s*$", re.DOTALL)
_NAMES = frozenset({"description", "part_number", "manufacturer_part_number"})
_WORTH = frozenset({"quantity", "unit_price", "extended_price"})
_QUIET = frozenset({"notes", "other"})


def _field(cell: object, least: float) -> str | None:
    """The field that a cell names as a heading does, if any."""
    if not isinstance(cell, str) or not cell.strip() or len(cell) > lexicon().settings["layout"]["heading_length"]:
        return None
    scores = heading_scores(cell)
    best = max(scores, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= least else None


def turned(sheet: Sheet) -> Made | None:
    """A sheet with headings down a column and one part a column; None where that is not plain.

    It is not where headings repeat down the column (blocks of alternatives) or stand in other columns as well.
    """
    settings = lexicon().settings["layout"]
    if len(sheet.rows) > settings["transposed_rows"]:
        return None
    for column in range(int(settings["heading_columns"])):
        made = _turned(sheet, column)
        if made is not None:
            return made
    return None


def _turned(sheet: Sheet, column: int) -> Made | None:
    settings = lexicon().settings["layout"]
    down = [r[column] if column < len(r) else "" for r in sheet.rows]
    named = {i: f for i, cell in enumerate(down) if (f := _field(cell, settings["heading_score"]))}
    fields = [f for f in named.values() if f not in _QUIET]
    if len(fields) < settings["heading_fields"] or not _NAMES & set(fields) or not _WORTH & set(fields):
        return None
    first, last = min(named), max(named)
    while last + 1 < len(down) and isinstance(down[last + 1], str) and str(down[last + 1]).strip():
        last += 1
    used = [i for i in range(first, last + 1) if shown(down[i])]
    if len(named) < settings["heading_share"] * len(used):
        return None
    width = max(map(len, sheet.rows))
    parts = [j for j in range(column + 1, width) if any(_filled(sheet.rows[i], j) for i in named)]
    headings = [shown(down[i]) for i in used]
    elsewhere = {i for i in used for j in parts if _field(_at(sheet.rows[i], j), settings["sure_heading"])}
    most = Counter(fields).most_common(1)[0][1]
    if len(parts) < settings["least_parts"] or len(set(headings)) < len(headings) or most > 1 or len(elsewhere) > 1:
        return None
    rows: list[Row] = []
    places: list[tuple[int, str]] = []
    for i, row in enumerate(sheet.rows):
        if i not in used and not is_blank(row):
            rows.append([*([""] * len(used)), " ".join(t for c in row if (t := shown(c)))])
            places.append((i + 1, letter(column)))
    before = len(rows)
    for j in parts:
        rows.append([*(_at(sheet.rows[i], j) for i in used), ""])
        places.append((j + 1, letter(j)))
    relaid = Relaid(rows=tuple(places), cells=(*(i + 1 for i in used), used[0] + 1))
    facts = sheet.load_facts and (lambda: _Turned(sheet.facts(), parts, used, before))
    made = msgspec.structs.replace(sheet, rows=rows, load_facts=facts or None, merged=())
    return made, [*headings, ""], relaid


class _Turned(Facts):
    """What a sheet knows of its cells, seen from a table whose rows are its columns."""

    def __init__(self, facts: Facts, parts: Sequence[int], used: Sequence[int], before: int) -> None:
        self._facts, self._parts, self._used, self._before = facts, parts, used, before

    @property
    def hidden_rows(self) -> frozenset[int]:  # type: ignore[override]
        hidden = self._facts.hidden_columns
        return frozenset(self._before + n for n, j in enumerate(self._parts) if j in hidden)

    def formats(self, column: int, *, money: bool) -> dict[int, str] | None:
        if column >= len(self._used):
            return None
        out = {}
        for n, j in enumerate(self._parts):
            found = self._facts.formats(j, money=money)
            shape = found.get(self._used[column]) if isinstance(found, dict) else found
            if shape:
                out[self._before + n] = shape
        return out or None


def stacked(sheet: Sheet) -> Made | None:
    """A sheet with one field a row, 'Quantity | 2' or 'Quantity: 2', part after part; None where it has none."""
    settings = lexicon().settings["layout"]
    if not 0 < len(sheet.rows) <= settings["stacked_rows"]:
        return None
    pairs = [_pair(row) for row in sheet.rows]
    keys = Counter(p[0] for p in pairs if p)
    filled = sum(1 for row in sheet.rows if not is_blank(row))
    told = keys.total()
    if not told or told < settings["pair_share"] * filled or 2 * len(keys) > told:
        return None
    headings = list(dict.fromkeys(p[0] for p in pairs if p))
    fields = [f for h in headings if (f := _field(h, settings["heading_score"])) and f not in _QUIET]
    if len(set(fields)) < settings["pair_fields"] or not _NAMES & set(fields):
        return None
    index = {h: i for i, h in enumerate(headings)}
    rows: list[Row] = []
    places: list[tuple[int, str]] = []
    open_record: Row | None = None
    for i, (row, pair) in enumerate(zip(sheet.rows, pairs, strict=True)):
        if pair is None:
            if not is_blank(row):
                rows.append([*([""] * len(headings)), " ".join(t for c in row if (t := shown(c)))])
                places.append((i + 1, "A"))
                open_record = None
            continue
        key, value, column = pair
        if open_record is None or open_record[index[key]] != "" or key == headings[0]:
            open_record = [""] * (len(headings) + 1)
            rows.append(open_record)
            places.append((i + 1, letter(column)))
        open_record[index[key]] = value
    if sum(1 for r in rows if r[-1] == "") < settings["least_parts"]:
        return None
    made = msgspec.structs.replace(sheet, rows=rows, load_facts=None, merged=())
    return made, [*headings, ""], Relaid(rows=tuple(places))


def _pair(row: Row) -> tuple[str, Cell, int] | None:
    """(key, value, column of the value) of a row that holds nothing else."""
    cells = [(i, c) for i, c in enumerate(row) if c not in ("", None) and (not isinstance(c, str) or c.strip())]
    if not cells:
        return None
    at, first = cells[0]
    if not isinstance(first, str):
        return None
    if len(cells) == 1 and (found := _PAIR.match(first)):
        return " ".join(found[1].split()), (found[2] or "").strip(), at
    if len(cells) > 2 and not first.rstrip().endswith((":", "：")):
        return None
    settings = lexicon().settings["layout"]
    key = " ".join(first.rstrip(" :：").split())
    if not key or key[:1].isdigit() or len(key) > settings["heading_length"]:
        return None
    if len(cells) == 1:
        return (key, "", at) if _field(key, settings["sure_heading"]) else None
    value = cells[1][1] if len(cells) == 2 else " ".join(shown(c) for _, c in cells[1:])
    return key, value, cells[1][0]


def _at(row: Row, index: int) -> Cell:
    return row[index] if index < len(row) else ""


def _filled(row: Row, index: int) -> bool:
    cell = _at(row, index)
    return cell not in ("", None) and (not isinstance(cell, str) or bool(cell.strip()))
