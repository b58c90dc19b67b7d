"""What a regular expression can begin with: so that thousands of words are sorted by a dictionary, not by patterns."""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

_DIGITS = frozenset("0123456789")
_WORD = _DIGITS | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_ANY = _WORD | frozenset("-/.+()")


def heads(pattern: str, length: int) -> frozenset[str]:
    """The first characters, in capitals, of every text that a pattern can match; shorter where a text can be.

    Raises:
        ValueError: the pattern begins with something that this does not know.
    """
    return frozenset(h.upper() for h in _starts(list(parser.parse(pattern)), length))


def _starts(items: list[tuple[Any, Any]], n: int) -> set[str]:
    if n == 0 or not items:
        return {""}
    (what, value), rest = items[0], items[1:]
    if what in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return _starts(rest, n)
    if what is op.SUBPATTERN:
        return _starts([*value[3], *rest], n)
    if what is op.BRANCH:
        return set().union(*(_starts([*branch, *rest], n) for branch in value[1]))
    if what in (op.MAX_REPEAT, op.MIN_REPEAT):
        low, high, body = value
        return set().union(*(_starts([*list(body) * times, *rest], n) for times in range(low, min(high, low + n) + 1)))
    tails = _starts(rest, n - 1)
    return {c + tail for c in _characters(what, value) for tail in tails}


def _characters(what: Any, value: Any) -> frozenset[str]:
    if what is op.LITERAL:
        return frozenset(chr(value))
    if what is op.IN:
        return frozenset().union(*(_member(kind, x) for kind, x in value))
    raise ValueError(f"{what} at the beginning of a pattern")


def _member(kind: Any, value: Any) -> frozenset[str]:
    if kind is op.LITERAL:
        return frozenset(chr(value))
    if kind is op.RANGE:
        return frozenset(chr(n) for n in range(value[0], value[1] + 1))
    if kind is op.CATEGORY:
        return {op.CATEGORY_DIGIT: _DIGITS, op.CATEGORY_WORD: _WORD}.get(value, _ANY)
    raise ValueError(f"{kind} at the beginning of a pattern")
