"""Parts that are known by the family of their part number."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from scanner.match import patterns, tables
from scanner.match.signals import PartSpan

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-/.+()]{2,}|(?<![A-Za-z0-9])[A-Z]\d(?![A-Za-z0-9])")
_FILES = ("parts/actuators.yaml", "parts/materials.yaml")
_HEAD = 3
"""Characters by which families are looked up."""


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """A row of scanner/data/parts."""

    id: str
    article: str
    what: str
    pattern: str
    examples: tuple[str, ...]
    source: str
    confidence: str
    maker: str | None = None
    context: tuple[str, ...] = ()
    """Words of which one must stand in the text; empty = the number is unmistakable."""


def find(text: str) -> list[PartSpan]:
    """A part number of a known family tells what the part is."""
    index = _index()
    spans = []
    for m in _TOKEN.finditer(text):
        token = m[0]
        candidates = index.get(token[:_HEAD].upper())
        if candidates is None:
            continue
        for family, pattern in candidates:
            if pattern.match(token) and any(c.isdigit() for c in token):
                low = text.lower()
                alone = bool(family.context) and not any(w in low for w in family.context)
                token = token.rstrip(".-/+(") if not token.endswith("+") else token
                spans.append(
                    PartSpan(m.start(), m.start() + len(token), token, family.id, family.article, family.what, alone)
                )
                break
    return spans


@cache
def families() -> tuple[Family, ...]:
    """All rows of scanner/data/parts, in the order of the files."""
    return tuple(msgspec.convert(row, Family) for name in _FILES for row in tables.yaml(name))


@cache
def _index() -> dict[str, tuple[tuple[Family, re.Pattern[str]], ...]]:
    """Families by the first characters that a part number of theirs can have."""
    out: dict[str, tuple[tuple[Family, re.Pattern[str]], ...]] = {}
    for family in families():
        pattern = re.compile(rf"(?:{family.pattern})(?![A-Za-z\d])", re.IGNORECASE)
        for head in patterns.heads(family.pattern, _HEAD):
            out[head] = (*out.get(head, ()), (family, pattern))
    return out
