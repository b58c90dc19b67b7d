"""Where the headings are: rows whose cells are known headings, with data of the right kind beneath."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scanner.ingest.document import Row
from scanner.lines.columns import heading_scores
from scanner.lines.lexicon import lexicon
from scanner.lines.text import shown

_QUIET = frozenset({"notes", "other"})


class Header(Struct, frozen=True):
    """One heading, which may span two rows; rows count from 0."""

    rows: tuple[int, ...]
    headings: tuple[str, ...]
    score: float
    fields: frozenset[str]


def score_row(row: Row) -> tuple[float, frozenset[str]]:
    """How much a row reads like headings, and which fields it names."""
    settings = lexicon().settings["header"]
    found: dict[str, float] = {}
    filled = numbers = quiet = 0
    for cell in row:
        if cell == "" or cell is None:
            continue
        filled += 1
        if not isinstance(cell, str):
            numbers += 1
            continue
        if len(cell) > settings["max_length"]:
            continue
        scores = heading_scores(cell)
        if not scores:
            numbers += cell[:1].isdigit()
            continue
        name = max(scores, key=scores.__getitem__)
        if name in _QUIET:
            quiet += 1
            continue
        found[name] = max(found.get(name, 0.0), scores[name])
    if not found:
        return 0.0, frozenset()
    total = sum(found.values()) + 0.25 * min(quiet, 4)
    matched = (len(found) + quiet) / filled
    return total * (0.35 + 0.65 * min(1.0, matched)) - 0.8 * numbers, frozenset(found)


def is_header(score: float, fields: frozenset[str]) -> bool:
    return len(fields) >= lexicon().settings["header"]["min_fields"] and score >= 1.0


def is_again(row: Row) -> bool:
    """Does a row below a heading read like another one? Stricter: names of parts hold such words too."""
    sure: set[str] = set()
    filled = known = 0
    for cell in row:
        if cell == "" or cell is None:
            continue
        filled += 1
        if not isinstance(cell, str) or len(cell) > 48:
            return False
        scores = heading_scores(cell)
        if scores:
            known += 1
            sure.update(n for n, s in scores.items() if s >= 0.75 or (s >= 0.5 and len(cell) < 16))
    return filled >= 2 and known >= 0.7 * filled and len(sure - _QUIET) >= 2


def find_header(rows: Sequence[Row], start: int, stop: int) -> Header | None:
    """The best heading among some rows: the first that is nearly as good as the best."""
    scored = []
    for i in range(start, min(stop, len(rows))):
        score, fields = score_row(rows[i])
        if is_header(score, fields):
            scored.append((i, score, fields))
    if not scored:
        return None
    best = max(s for _, s, _ in scored)
    index, score, fields = next(x for x in scored if x[1] >= 0.8 * best)
    # group labels stand right above what they group, and say less
    index, score, fields = next((x for x in scored if x[0] == index + 1 and x[1] > score), (index, score, fields))
    return Header((index,), tuple(shown(c) for c in rows[index]), score, fields)
