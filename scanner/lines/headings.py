"""Headings of two rows, and what merged cells say of the rows and columns that they cover."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.ingest.document import Row, Sheet
from scanner.lines.columns import heading_scores
from scanner.lines.header import Header
from scanner.lines.lexicon import lexicon
from scanner.lines.mapping import Mapping
from scanner.lines.numbers import currency_of, unit_of
from scanner.lines.text import shown

Merged = Sequence[tuple[int, int, int, int]]
FILLED_DOWN = frozenset(
    ("country_of_origin", "manufacturer", "supplier", "material", "currency", "parent", "level", "hs_code", "unit",
     "price_per", "lifecycle", "fitted", "alternate", "procurement")
)  # fmt: skip
"""Fields that a merged cell gives to each of its rows. A merged price or quantity is one for all of them together."""


def completed(sheet: Sheet, header: Header) -> tuple[Header, int]:
    """A heading with the row above or below that belongs to it, and the first row after it."""
    rows = sheet.rows
    index = header.rows[0]
    headings = list(header.headings)
    used = [index]
    if index > 0 and _labels_above(rows, index, headings, sheet.merged):
        used.insert(0, index - 1)
    first = index + 1
    if first < len(rows) and (_units_below(rows[first], headings) or _parts_below(rows, first, headings, sheet.merged)):
        used.append(first)
        first += 1
    return Header(tuple(used), tuple(headings), header.score, header.fields), first


def _best(heading: str) -> float:
    return max(heading_scores(heading).values(), default=0.0)


def _texts(row: Row) -> list[tuple[int, str]] | None:
    """The texts of a row that holds nothing else."""
    if any(isinstance(c, int | float) for c in row):
        return None
    return [(i, shown(c)) for i, c in enumerate(row) if isinstance(c, str) and c.strip()]


def _spans(row: Row, index: int, below: Row, merged: Merged) -> dict[int, str]:
    """Column → the label above it: of its own column, of the merged cell that covers it, or left of it."""
    out: dict[int, str] = {}
    wide = {c: (a, b) for top, a, bottom, b in merged if top == index == bottom and b > a for c in range(a, b + 1)}
    last = ""
    for i in range(max(len(row), len(below))):
        own = shown(row[i]) if i < len(row) else ""
        if own:
            last = own
        elif i in wide:
            own = shown(row[wide[i][0]])
        elif not wide and i < len(below) and shown(below[i]):
            own = last  # without merged cells, as in csv: the label left of it
        out[i] = own
    return out


def _labels_above(rows: Sequence[Row], index: int, headings: list[str], merged: Merged) -> bool:
    """Group labels in the row above: they name what is bare below, and complete what is weak."""
    labels = _texts(rows[index - 1])
    settings = lexicon().settings["header"]
    if labels is None or len(labels) < 2 or any(len(t) > settings["label_length"] for _, t in labels):
        return False
    if sum(1 for _, t in labels if heading_scores(t)) < settings["label_share"] * len(labels):
        return False
    spans = _spans(rows[index - 1], index - 1, rows[index], merged)
    for i, heading in enumerate(headings):
        label = spans.get(i, "")
        if not heading:
            own = rows[index - 1][i] if i < len(rows[index - 1]) else ""
            headings[i] = shown(own)
        elif label and _best(f"{label} {heading}") >= 1.0:
            headings[i] = f"{label} {heading}"
    return True


def _units_below(row: Row, headings: list[str]) -> bool:
    """Units and remarks in the row below: '[mm]', 'EUR'."""
    texts = _texts(row)
    if not texts or not all(_is_unit_remark(t) for _, t in texts):
        return False
    for i, t in texts:
        if i < len(headings):
            headings[i] = f"{headings[i]} {t}".strip()
    return True


def _parts_below(rows: Sequence[Row], at: int, headings: list[str], merged: Merged) -> bool:
    """A second row of headings beneath labels that span several columns: 'Price' over 'EUR' and 'per'."""
    texts = _texts(rows[at])
    settings = lexicon().settings["header"]
    if not texts or any(len(t) > settings["label_length"] or t[:1].isdigit() for _, t in texts):
        return False
    known = sum(1 for _, t in texts if heading_scores(t) or _is_unit_remark(t))
    if known < settings["below_share"] * len(texts):
        return False
    covered = {c for top, a, bottom, b in merged if top == bottom == at - 1 and b > a for c in range(a, b + 1)}
    bare = [i for i, _ in texts if i >= len(headings) or not headings[i]]
    if not bare or not (set(bare) <= covered if covered else len(texts) > 1):
        return False
    spans = _spans(rows[at - 1], at - 1, rows[at], merged)
    headings += [""] * (texts[-1][0] + 1 - len(headings))
    for i, text in texts:
        label = spans.get(i, "")
        both = f"{label} {text}".strip()
        headings[i] = text if _best(text) >= 1.0 > _best(both) else both
    return True


def _is_unit_remark(text: str) -> bool:
    inner = text.strip().strip("[]()")
    return text.strip()[:1] in "[(" or (
        len(inner) <= 6 and not inner.isdigit() and (unit_of(inner) is not None or currency_of(inner) != (None, None))
    )


def spread(sheet: Sheet, first: int, end: int, headings: Sequence[str], mapping: Mapping) -> None:
    """Give what merged cells say to the rows that they cover, and put back what they pushed to the right."""
    fields = {c.index: c.field for c in mapping.columns}
    rows = sheet.rows
    for top, left, bottom, right in sheet.merged:
        if not first <= top or bottom >= min(end, len(rows)):
            continue
        if bottom > top and fields.get(left) in FILLED_DOWN:
            value = rows[top][left] if left < len(rows[top]) else ""
            for r in range(top + 1, bottom + 1):
                row = rows[r]
                if left < len(row) and row[left] in ("", None) and any(c not in ("", None) for c in row):
                    row[left] = value
        elif bottom == top and right > left and any(fields.get(c) for c in range(left + 1, right + 1)):
            _pull_back(rows[top], left, right, headings)


def _pull_back(row: Row, left: int, right: int, headings: Sequence[str]) -> None:
    """A merged name covers the column of the quantity: the quantity stands right of it, where no heading is."""
    step = right - left
    pushed = [i for i in range(right + 1, len(row)) if row[i] not in ("", None)]
    bare = [i for i in pushed if i >= len(headings) or not headings[i].strip()]
    if bare and all(row[i] in ("", None) for i in range(left + 1, right + 1)) and pushed[-1] in bare:
        for i in pushed:
            row[i - step], row[i] = row[i], ""
