"""Layouts that are no plain table: records of 'Key: value' cells, lists side by side, headings down a column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from scanner.ingest.document import Row, Sheet
from scanner.lines.columns import heading_scores
from scanner.lines.text import shown, words

_PAIR = re.compile(r"^\s*([^:：\d][^:：]{0,40}?)\s*[:：]\s*(.*\S)?\s*$", re.DOTALL)
LEAST_RECORDS = 2


def records(sheet: Sheet) -> tuple[Sheet, list[str]] | None:
    """(a sheet of the same rows with a column a key, its headings) of a sheet whose rows are 'Key: value' cells.

    What is no such cell stays in a last column without heading, so that every row keeps its text.
    """
    split: list[dict[str, str]] = []
    keys: Counter[str] = Counter()
    for row in sheet.rows:
        pairs: dict[str, str] = {}
        for cell in row:
            found = _PAIR.match(cell) if isinstance(cell, str) and cell else None
            if found and not (found[2] or "").startswith("//"):
                pairs.setdefault(_key(found[1]), (found[2] or "").strip())
        split.append(pairs if len(pairs) >= 2 else {})
        keys.update(split[-1].keys())
    headings = [k for k, n in keys.items() if n >= LEAST_RECORDS or heading_scores(k)]
    named = {max(s, key=s.__getitem__) for k in headings if (s := heading_scores(k))}
    if sum(1 for p in split if p) < LEAST_RECORDS or len(named) < 2:
        return None
    rows: list[Row] = []
    for row, pairs in zip(sheet.rows, split, strict=True):
        if pairs:
            rest = [f"{k}: {v}" for k, v in pairs.items() if k not in headings]
            rows.append([*(pairs.get(k, "") for k in headings), " ".join(rest)])
        else:
            rows.append([*([""] * len(headings)), " ".join(shown(c) for c in row if c not in ("", None))])
    return msgspec.structs.replace(sheet, rows=rows), [*headings, ""]


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def blocks(headings: Sequence[str]) -> list[tuple[int, int]]:
    """Column ranges of lists that stand side by side: the whole heading occurs again further right."""
    filled = [i for i, h in enumerate(headings) if h.strip()]
    if len(filled) < 4:
        return []
    first = filled[0]
    starts = [i for i in filled if words(headings[i]) == words(headings[first])]
    if len(starts) < 2:
        return []
    width = starts[1] - starts[0]
    block = [words(h) for h in headings[first : starts[1]]]
    fields = {max(s, key=s.__getitem__) for h in headings[first : starts[1]] if (s := heading_scores(h))}
    if len(fields) < 2 or not fields & {"quantity", "unit_price", "extended_price"}:
        return []
    out = [(0, starts[1])]
    for n, start in enumerate(starts[1:], 1):
        again = [words(h) for h in headings[start : start + width]]
        same = sum(1 for a, b in zip(block, again, strict=False) if a and a == b)
        if same < 0.7 * sum(1 for a in block if a):
            return []
        out.append((start, starts[n + 1] if n + 1 < len(starts) else len(headings)))
    return out


def cut(sheet: Sheet, begin: int, end: int) -> Sheet:
    """The columns of a sheet from one to before another."""
    return msgspec.structs.replace(sheet, rows=[r[begin:end] for r in sheet.rows])


def is_transposed(sheet: Sheet) -> bool:
    """Do headings run down the first column, with one item a column?"""
    if len(sheet.rows) > 200:
        return False
    down = [shown(r[0]) for r in sheet.rows if r and isinstance(r[0], str) and r[0].strip()]
    fields = {
        max(s, key=s.__getitem__) for h in down if len(h) < 40 and (s := heading_scores(h)) and max(s.values()) >= 0.5
    }
    return len(fields) >= 3 and len(fields) >= 0.3 * len(down) and max((len(r) for r in sheet.rows), default=0) >= 3
