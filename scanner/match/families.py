"""Parts that are known by the family of their part number."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache

import msgspec

from scanner.catalog import compiled
from scanner.catalog.load import DATA
from scanner.match import patterns, tables
from scanner.match.signals import PartSpan

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-/.+()]{2,}|(?<![A-Za-z0-9])[A-Z]\d(?![A-Za-z0-9])")
_FILES = ("parts/motors.yaml", "parts/actuators.yaml", "parts/materials.yaml")
_HEAD = 3
"""Characters by which families are looked up."""
_TELLING = (5, 4)
"""Characters by which a text is told to hold a part number: as many as make no more than ``_FEW`` beginnings."""
_FEW = 2000


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
    spans = []
    for m in _TOKEN.finditer(text):
        token = m[0]
        family = _family_of(token)
        if family is not None:
            low = text.lower()
            alone = bool(family.context) and not any(w in low for w in family.context)
            token = token.rstrip(".-/+(") if not token.endswith("+") else token
            spans.append(
                PartSpan(m.start(), m.start() + len(token), token, family.id, family.article, family.what, alone)
            )
    return spans


def stands_at(text: str, start: int, ids: Container[str]) -> bool:
    """Whether a part number of one of some families begins at a place where a word begins."""
    token = _TOKEN.match(text, start)
    family = None if token is None else _family_of(token[0])
    return family is not None and family.id in ids


def _family_of(token: str) -> Family | None:
    """The first family that a word is a part number of."""
    candidates = _index().get(token[:_HEAD].upper(), ())
    if candidates and any(c.isdigit() for c in token):
        return next((family for family in candidates if _compiled(family).match(token)), None)
    return None


@cache
def families() -> tuple[Family, ...]:
    """All rows of scanner/data/parts, in the order of the files."""
    return tuple(msgspec.convert(row, Family) for name in _FILES for row in tables.yaml(name))


@cache
def _compiled(family: Family) -> re.Pattern[str]:
    """Compiled when a number first begins like one of the family's."""
    return re.compile(rf"(?:{family.pattern})(?![A-Za-z\d])", re.IGNORECASE)


@cache
def _index() -> dict[str, tuple[Family, ...]]:
    """Families by the first characters that a part number of theirs can have."""
    out: dict[str, tuple[Family, ...]] = {}
    every = families()
    for head, members in compiled.kept("families", dict[str, list[int]], heads_of_families, DATA).items():
        out[head] = tuple(every[n] for n in members)
    return out


def telling_heads(ids: Container[str]) -> tuple[str, ...]:
    """Beginnings of the part numbers of some families, in capitals; long ones, for short ones are met by chance."""
    found: set[str] = set()
    for family in families():
        if family.id in ids:
            every = [patterns.heads(family.pattern, n) for n in _TELLING]
            found |= next((h for h in every if len(h) <= _FEW), every[-1])
    return tuple(sorted(found))


def heads_of_families() -> dict[str, list[int]]:
    """First characters → places in ``families()``; kept with the compiled catalog, for patterns are slow to read."""
    out: dict[str, list[int]] = {}
    for n, family in enumerate(families()):
        for head in sorted(patterns.heads(family.pattern, _HEAD)):
            out.setdefault(head, []).append(n)
    return out
