"""Tables of a comparison or a difference in another language: fixed words, never what a file says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from scanner.writers.comparison.tables import Table
from scanner.writers.speech import Speech

WORDS = "comparison/words.yaml"
MOVE = " → "


@cache
def speech(code: str) -> Speech:
    """The language of comparisons."""
    return Speech(code, WORDS)


def in_language(given: Sequence[Table], code: str) -> list[Table]:
    """The tables with their fixed words in a language; English as they are."""
    return list(given) if code == "en" else [_table(t, speech(code)) for t in given]


def _table(t: Table, s: Speech) -> Table:
    own = len(t.heads) - t.named
    heads = tuple(s.filled(h) if i < own else h for i, h in enumerate(t.heads))
    rows = tuple(
        (tuple(c if i in t.data else cell(c, s) for i, c in enumerate(cells)), differs) for cells, differs in t.rows
    )
    return t._replace(title=s.filled(t.title), heads=heads, rows=rows)


def cell(text: str, s: Speech) -> str:
    """A cell, clause by clause; one without a known clause stays as it is."""
    if (whole := s(text)) != text:
        return whole
    clauses = text.split("; ")
    said = [_clause(c, s) for c in clauses]
    return s.joined(said) if said != clauses else text


def _clause(text: str, s: Speech) -> str:
    """A known text, a move from one to another, or a list of words."""
    if (whole := s.filled(text)) != text:
        return whole
    moved = MOVE.join(map(s.filled, text.split(MOVE)))
    if moved != text or ", " not in text:
        return moved
    parts = text.split(", ")
    words = [s(p) for p in parts]
    return s.joined(words, ", ") if all(w != p for w, p in zip(words, parts, strict=True)) else text
