"""Nouns that no concept knows, in the places where a noun takes over.

In 'motor reverse switch' and 'speaker select' the last noun is what the line names, in 'disjoncteur moteur'
the first, in 喇叭网 what follows without a gap, in 'Wolfram-Inertgas-Brenner' what the hyphen leads to. There
are more such nouns than a lexicon of goods holds, so they are read from their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from scanner.match.lexicon import Mention
from scanner.match.standing import is_material
from scanner.match.text import Text

_NEXT = re.compile(r"[ /]?\(?([a-z]{2,})(?![a-z]*\d)")
_BEFORE = re.compile(r"(?<![^\W_])([a-z]{3,}) (?:(?:de|di|do|da|du|del) |d')?$")
_WORDS = 3
"""How many words of one compound are looked at: motor speed control knob."""
_SHORT = 5
"""An ending alone makes no noun of a word shorter than this."""
_RUN = re.compile(r"[\u4e00-\u9fff\u30a0-\u30ff]+")
"""What is written without a gap in Chinese and Japanese; kana for particles end it."""
_HYPHENED = re.compile(r"-([A-ZÄÖÜ][a-zäöüß]{3,}|[a-zäöüß]{4,})(?![A-Za-z]*\d)")
_ROMANCE = frozenset(("fr", "es", "it", "pt"))
_EAST = frozenset(("zh", "ja"))


class NounFile(Struct, frozen=True, kw_only=True):
    """The table data/lexicon/nouns.yaml; each entry is a line of words."""

    nouns: tuple[str, ...]
    endings: tuple[str, ...]
    not_goods: tuple[str, ...]
    sets: tuple[str, ...]
    stops: tuple[str, ...]
    goes_with: tuple[str, ...]
    attributes: tuple[str, ...]
    signs: tuple[str, ...]


class Heads:
    """Finds nouns that take over from the thing beside them."""

    def __init__(self, file: NounFile) -> None:
        self._nouns = _words(file.nouns)
        self._endings = file.endings
        self._not_goods = _words(file.not_goods)
        self._sets = _words(file.sets)
        self._stops = _words(file.stops)
        self._attributes = frozenset(file.attributes)
        self._signs = frozenset(file.signs)
        self._goes_with = tuple(_words(file.goes_with))

    def find(self, text: Text, mentions: Sequence[Mention], bulk: frozenset[str]) -> Iterator[Mention]:
        """The nouns beside the things of a line, as mentions that take over.

        Materials (``bulk`` and substances) give way only to what is joined to them by a hyphen.
        """
        things: dict[tuple[int, int], tuple[Mention, set[str]]] = {}
        for m in mentions:
            if (m.role == "thing" or m.target in self._signs) and m.target[0] != "=":
                things.setdefault((m.start, m.end), (m, set()))[1].add(m.lang)
        if not things:
            return
        known = {m.start for m in mentions}
        links = {m.start for m in mentions if m.role == "link"}
        seen: set[int] = set()
        for m, langs in things.values():
            if m.target in bulk or is_material(m.target):
                yield from self._joined(text, m, mentions, seen)
                continue
            if not langs.isdisjoint(("en", "*")):
                yield from self._behind(text, m, known, links, seen)
            elif langs <= _ROMANCE:
                yield from self._before(text, m, known, seen)
            if not langs.isdisjoint(_EAST) and m.target not in self._attributes:
                yield from self._run(text, m, mentions, seen)

    def _behind(self, text: Text, m: Mention, known: set[int], links: set[int], seen: set[int]) -> Iterator[Mention]:
        """The noun that an English compound ends in."""
        at, limit = m.end, len(text.folded)
        for _ in range(_WORDS):
            word = _NEXT.match(text.folded, at, limit)
            if word is None or word.start(1) in links or word[1] in self._stops:
                return
            start, at = word.span(1)
            written = text.plain[start:at]
            if start not in known and start not in seen and self._takes_over(written, word[1]):
                seen.add(start)
                yield Mention("noun", "other", start, at, "en")

    def _takes_over(self, written: str, word: str) -> bool:
        """Whether a word names goods; by its ending only where it is written like no name of a maker."""
        if word in self._nouns:
            return True
        ends = len(word) >= _SHORT and word.endswith(self._endings)
        return ends and not written.istitle() and word not in self._not_goods

    def _before(self, text: Text, m: Mention, known: set[int], seen: set[int]) -> Iterator[Mention]:
        """The noun that a Romance compound begins with."""
        before = _BEFORE.search(text.folded, text.folded.rfind("\n", 0, m.start) + 1, m.start)
        if before is None or before.start(1) in known | seen or before[1] in self._sets:
            return
        seen.add(before.start(1))
        yield Mention("noun", "other", *before.span(1), "fr")

    def _run(self, text: Text, m: Mention, mentions: Sequence[Mention], seen: set[int]) -> Iterator[Mention]:
        """What is written on without a gap behind a Chinese or Japanese thing, where no word of it is known."""
        run = _RUN.match(text.folded, m.end)
        if run is None or run.start() in seen or run[0].startswith(self._goes_with):
            return
        if any(o.start < run.end() and o.end > run.start() and o.role not in ("form", "word") for o in mentions):
            return
        seen.add(run.start())
        yield Mention("noun", "other", *run.span(), m.lang)

    def _joined(self, text: Text, m: Mention, mentions: Sequence[Mention], seen: set[int]) -> Iterator[Mention]:
        """The German noun that a hyphen leads to from a material."""
        word = _HYPHENED.match(text.plain, m.end)
        while word is not None and word.start(1) not in seen:
            start, end = word.span(1)
            if any(o.start < end and o.end > start for o in mentions):
                return
            if word[1][0].isupper():
                seen.add(start)
                yield Mention("noun", "other", start, end, "de")
            word = _HYPHENED.match(text.plain, end)


def _words(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())
