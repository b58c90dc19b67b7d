"""Which column feeds which field: the sure ones first, each column and field once."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scanner.ingest.document import Row
from scanner.lines.columns import heading_scores
from scanner.lines.evidence import EMPTY, Profile, fit, profile
from scanner.lines.lexicon import lexicon
from scanner.lines.relation import find_totals
from scanner.lines.text import words


class Mapped(Struct, frozen=True):
    """One column that feeds a field."""

    field: str
    index: int
    heading: str
    confidence: float
    basis: str


class Mapping(Struct, frozen=True):
    columns: tuple[Mapped, ...]
    close: tuple[tuple[str, int, int], ...] = ()
    """(field, column taken, column that was nearly as good)."""

    def first(self, name: str) -> int | None:
        return next((c.index for c in self.columns if c.field == name), None)

    def every(self, name: str) -> list[int]:
        return [c.index for c in self.columns if c.field == name]


def map_columns(headings: Sequence[str], sample: Sequence[Row]) -> Mapping:
    """Assign fields to columns by heading and by the data beneath."""
    settings = lexicon().settings["columns"]
    width = len(headings)
    columns = [[row[i] if i < len(row) else None for row in sample] for i in range(width)]
    profiles = [profile(c) for c in columns]
    scores = [_scored(h, p) for h, p in zip(headings, profiles, strict=True)]
    _context(headings, scores, profiles)
    taken: dict[int, Mapped] = {}
    given: dict[str, int] = {}
    close: list[tuple[str, int, int]] = []
    pairs = sorted(
        ((score, -i, name) for i, found in enumerate(scores) for name, score in found.items() if name not in ("notes", "other")),
        reverse=True,
    )
    for score, negative, name in pairs:
        index = -negative
        if score < settings["accept"] or index in taken:
            continue
        if _reserved(scores[index], score):
            continue
        if name in given:
            rival = taken[given[name]]
            if rival.confidence - score < settings["close"] and profiles[index].filled:
                close.append((name, given[name], index))
            continue
        taken[index] = Mapped(name, index, headings[index], min(1.0, round(score, 2)), "heading")
        given[name] = index
    _by_content(headings, columns, profiles, taken, given)
    for i, found in enumerate(scores):
        score = found.get("notes", 0.0)
        if i not in taken and score >= settings["accept"] and found.get("other", 0.0) <= score:
            taken[i] = Mapped("notes", i, headings[i], min(1.0, round(score, 2)), "heading")
    return Mapping(tuple(taken[i] for i in sorted(taken)), tuple(close))


def _reserved(found: dict[str, float], score: float) -> bool:
    """A column that is better known as something we do not use stays unmapped."""
    return found.get("other", 0.0) > score


def _scored(heading: str, p: Profile) -> dict[str, float]:
    return {name: score * fit(name, p) for name, score in heading_scores(heading).items()}


_PART_FIELDS = ("part_number", "manufacturer_part_number", "supplier_part_number")


def _context(headings: Sequence[str], scores: list[dict[str, float]], profiles: Sequence[Profile]) -> None:
    """Neighbours decide what a 'Part number' is: right of the maker it is the maker's."""
    best = [max(found, key=found.__getitem__, default="") for found in scores]
    taken_mpn = any(b == "manufacturer_part_number" and scores[i][b] > 0.7 for i, b in enumerate(best))
    taken_spn = any(b == "supplier_part_number" and scores[i][b] > 0.7 for i, b in enumerate(best))
    for i, found in enumerate(scores):
        if i == 0 or "part_number" not in found or best[i] not in _PART_FIELDS:
            continue
        left = best[i - 1]
        if left == "manufacturer" and not taken_mpn and "manufacturer_part_number" in found:
            found["manufacturer_part_number"] = found["part_number"] + 0.05
        elif left == "supplier" and not taken_spn and "supplier_part_number" in found:
            found["supplier_part_number"] = found["part_number"] + 0.05


def _by_content(
    headings: Sequence[str],
    columns: Sequence[Sequence[object]],
    profiles: Sequence[Profile],
    taken: dict[int, Mapped],
    given: dict[str, int],
) -> None:
    """Fields that no heading named, from the data: a text column without heading, a product of two others."""

    def take(name: str, index: int, confidence: float) -> None:
        taken[index] = Mapped(name, index, headings[index], confidence, "content")
        given[name] = index

    if "description" not in given:
        texts = [
            (p.worded * p.filled, -i)
            for i, p in enumerate(profiles)
            if i not in taken and p.text > 0.5 and p.url < 0.5 and not words(headings[i])
        ]
        if texts and max(texts)[0] > 0:
            take("description", -max(texts)[1], 0.6)
    if "reference_designators" not in given:
        for i, p in enumerate(profiles):
            if i not in taken and p.designator > 0.7 and p.filled > 2 and not words(headings[i]):
                take("reference_designators", i, 0.6)
                break
    if "level" not in given:
        for i, p in enumerate(profiles[:4]):
            if i not in taken and not words(headings[i]) and p.level > 0.9 and p.filled > 2 and _has_depth(columns[i]):
                take("level", i, 0.6)
                break
    if "quantity" in given and "unit_price" in given and "extended_price" not in given:
        q, u = columns[given["quantity"]], columns[given["unit_price"]]
        for i, p in enumerate(profiles):
            if i not in taken and p.number > 0.5 and not words(headings[i]) and find_totals(q, u, columns[i]):
                take("extended_price", i, 0.75)
                break


def _has_depth(cells: Sequence[object]) -> bool:
    return any(isinstance(c, str) and "." in c.strip(".") for c in cells)


__all__ = ["EMPTY", "Mapped", "Mapping", "map_columns"]
