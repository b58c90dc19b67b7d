"""Words beside a number that bound it: at most, 以上, max."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from msgspec import Struct

from scanner.match import tables

Kind = Literal["le", "ge", "lt", "gt", "about"]


class Words(Struct, frozen=True):
    """The table of scanner/data/units/bounds.yaml, ready to be looked for."""

    before: re.Pattern[str]
    ends: tuple[str, ...]
    """Ends of all words before a number: a cheap test for the many numbers that nothing bounds."""
    after: re.Pattern[str]
    starts: frozenset[str]
    """First characters of the words behind a unit, both cases."""


def before(text: str) -> tuple[Kind, int] | None:
    """The bound that the text ends with, and where its words begin."""
    words = _words()
    if not text.rstrip(" :=").rstrip(".").lower().endswith(words.ends) and not text.rstrip().endswith(_MARKS):
        return None
    m = words.before.search(text)
    return (m.lastgroup, m.start()) if m and m.lastgroup else None  # type: ignore[return-value]


def after(text: str, at: int) -> tuple[Kind, int] | None:
    """The bound whose words begin at the offset, a blank allowed, and where they end; 10 mm + is at least 10 mm."""
    words = _words()
    if text[at : at + 2].strip()[:1] not in words.starts:
        return None
    m = words.after.match(text, at)
    return (m.lastgroup, m.end()) if m and m.lastgroup else None  # type: ignore[return-value]


@cache
def codes() -> frozenset[str]:
    """Words that read like quantities and are none."""
    return frozenset(str(x) for x in tables.yaml("units/bounds.yaml")["codes"])


@cache
def _words() -> Words:
    data = tables.yaml("units/bounds.yaml")
    first = [w for words in data["before"].values() for w in words]
    last = [w for words in data["after"].values() for w in words]
    named = {
        side: {k: "|".join(_pattern(w) for w in sorted(v, key=len, reverse=True)) for k, v in data[side].items()}
        for side in ("before", "after")
    }
    return Words(
        before=re.compile(
            "(?:" + "|".join(f"(?P<{k}>{v})" for k, v in named["before"].items()) + r")[\s:=]*$", re.IGNORECASE
        ),
        ends=tuple(w.lower() for w in first),
        after=re.compile(
            r"\s?(?:" + "|".join(f"(?P<{k}>{v}{_PLUS if k == 'ge' else ''})" for k, v in named["after"].items()) + ")",
            re.IGNORECASE,
        ),
        starts=frozenset(c for w in last for c in (w[0].lower(), w[0].upper())) | {"+"},
    )


_MARKS = ("<", ">", "=")
_PLUS = r"|\+(?![\d/-])"


def _pattern(word: str) -> str:
    """Latin words stand free of other letters and may end in a point."""
    if not word[0].isalpha() or not word[0].isascii():
        return re.escape(word)
    return rf"(?<![A-Za-z]){re.escape(word)}\.?(?![A-Za-z])"
