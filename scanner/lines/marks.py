"""Words anywhere in a row that change what it is: not fitted, alternate, free issue, one-off, labour."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from scanner.lines.lexicon import lexicon
from scanner.lines.text import is_cjk, plain

KINDS = ("not-fitted", "alternate", "free-issue", "one-off", "labour")
LABELS = ("total", "tax", "freight", "labour", "one-off", "charge")


@lru_cache(maxsize=1)
def _automaton() -> tuple[Any, list[tuple[str, str]]]:
    import ahocorasick_rs

    rows = lexicon().rows
    phrases = [(phrase, kind) for kind in KINDS for phrase in rows[kind].word]
    known = {phrase for phrase, _ in phrases}
    beginnings = {phrase for kind in LABELS for phrase in (*rows[kind].cell, *rows[kind].start) if phrase}
    phrases += [(phrase, "") for phrase in sorted(beginnings - known)]
    matcher = ahocorasick_rs.AhoCorasick([p for p, _ in phrases], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return matcher, phrases


def find(texts: Sequence[str]) -> tuple[dict[int, dict[str, str]], set[int]]:
    """(index of a text → {kind: the words that say so}, indexes of texts that begin like a total, tax or freight)."""
    matcher, phrases = _automaton()
    lowered = [t.lower() if t.isascii() else plain(t) for t in texts]
    blob = "\n".join(lowered)
    out: dict[int, dict[str, str]] = {}
    labelled: set[int] = set()
    hits = matcher.find_matches_as_indexes(blob)
    if not hits:
        return out, labelled
    begin, index, end = 0, 0, len(lowered[0])
    for which, start, stop in hits:
        while start > end:
            index += 1
            begin = end + 1
            end = begin + len(lowered[index])
        phrase, kind = phrases[which]
        if start == begin or not blob[begin:start].strip():
            labelled.add(index)
        if kind and _whole(blob, start, stop, phrase):
            out.setdefault(index, {}).setdefault(kind, phrase)
    return out, labelled


def _whole(blob: str, start: int, stop: int, phrase: str) -> bool:
    """The words stand alone: 'nre' is not part of 'Schienrest'."""
    if is_cjk(phrase):
        return True
    before = blob[start - 1] if start else " "
    after = blob[stop] if stop < len(blob) else " "
    return not before.isalnum() and not after.isalnum()
