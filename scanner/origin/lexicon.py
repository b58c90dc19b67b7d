"""The ways in which countries are written, found in text: longest first, traps and denials before countries."""

from __future__ import annotations

import unicodedata
from functools import cached_property, lru_cache

import msgspec

from scanner.catalog.load import Catalog
from scanner.catalog.model import OriginTerm

CODES = ("iso2", "iso3", "us_state_code", "abbreviation")
"""Kinds of term that mean a country only where one is expected."""
PREFERENCE = {"iso2": 0, "iso3": 1, "country": 1, "alias": 1, "us_state": 2, "us_state_code": 4, "trap": 5}
"""Of equal spellings in an origin cell, which is meant."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """data/origin/words.yaml."""

    markers: tuple[str, ...]
    labels: tuple[str, ...]
    endings: tuple[str, ...]
    before_not: tuple[str, ...]
    no_proof: tuple[str, ...]
    unclear: tuple[str, ...]
    open_lists: tuple[str, ...]
    doubts: tuple[str, ...]


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A term where it stands in a text."""

    start: int
    end: int
    term: OriginTerm


def fold(text: str) -> str:
    """Upper and lower case, full and half width made one; as long as the text, so that offsets stay."""
    if text.isascii():
        return text.lower()
    return "".join(_folded(c) for c in text)


def _folded(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char).lower()
    return plain if len(plain) == 1 else char


def bare(text: str) -> str:
    """Letters and figures of a name without accents, marks and gaps: ``P.R. China`` and ``PR China`` are one."""
    plain = unicodedata.normalize("NFKD", fold(text))
    return "".join(c for c in plain if c.isalnum())


@lru_cache(maxsize=4)
def lexicon_of(catalog: Catalog) -> Lexicon:
    """The lexicon of a catalog, made once for all the files that are scanned with it."""
    return Lexicon(catalog)


class Lexicon:
    """Terms of territories/origin_terms.csv, ready to be found."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def words(self) -> Words:
        return self._catalog.document("origin/words.yaml", Words)

    @cached_property
    def in_cells(self) -> dict[str, OriginTerm]:
        """Folded spelling → what it means in a cell that states an origin."""
        found: dict[str, OriginTerm] = {}
        for term in self._catalog.origin_terms:
            key = fold(term.term)
            held = found.get(key)
            if held is None or PREFERENCE.get(term.kind, 3) < PREFERENCE.get(held.kind, 3):
                found[key] = term
        return found

    @cached_property
    def in_bare_cells(self) -> dict[str, OriginTerm]:
        """The same without marks and gaps; a denial's mark may be what makes it one ('ex-China'), so none is here."""
        found: dict[str, OriginTerm] = {}
        for spelling, term in self.in_cells.items():
            key = bare(spelling)
            if len(key) > 1 and term.kind not in ("negative", "trap", "unknown"):
                held = found.get(key)
                if held is None or PREFERENCE.get(term.kind, 3) < PREFERENCE.get(held.kind, 3):
                    found[key] = term
        return found

    @cached_property
    def _automaton(self) -> tuple[object, list[OriginTerm]]:
        from ahocorasick_rs import AhoCorasick

        spellings = list(self.in_cells)
        return AhoCorasick(spellings), [self.in_cells[s] for s in spellings]

    def find(self, text: str) -> list[Hit]:
        """Terms that stand as words, the longest of those that overlap; codes only in capitals."""
        automaton, terms = self._automaton
        folded = fold(text)
        hits = [
            Hit(start, end, terms[index])
            for index, start, end in automaton.find_matches_as_indexes(folded, overlapping=True)  # type: ignore[attr-defined]
            if _is_word(folded, start, end) and (terms[index].kind not in CODES or _is_code(text, start, end))
        ]
        hits.sort(key=lambda h: (h.start - h.end, h.start))
        kept: list[Hit] = []
        for hit in hits:
            if all(hit.end <= k.start or hit.start >= k.end for k in kept):
                kept.append(hit)
        return sorted(kept, key=lambda h: h.start)


def _is_word(text: str, start: int, end: int) -> bool:
    """Letters of one script on both sides of an edge make a longer word; Chinese and Japanese have no gaps."""
    return not (
        (start and _joins(text[start - 1], text[start])) or (end < len(text) and _joins(text[end - 1], text[end]))
    )


def _joins(a: str, b: str) -> bool:
    return _wordy(a) and _wordy(b)


def _wordy(char: str) -> bool:
    return char.isalnum() and not (
        "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" or "\u0e00" <= char <= "\u0e7f"
    )


def _is_code(text: str, start: int, end: int) -> bool:
    """Capitals, not part of a customs or part number: CN 8505 11 is a heading of the Combined Nomenclature."""
    code = text[start:end]
    if code != code.upper():
        return False
    rest = text[end:].lstrip(" \t.-")
    return not (rest[:4].isdigit() and len(rest[:4]) == 4)
