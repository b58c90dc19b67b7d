"""Origin in running text: 'Made in P.R.C.', 产地：宁波, 日本製. A place name alone is no statement of origin."""

from __future__ import annotations

import re
from functools import cached_property

from scanner.origin.cells import CellReader, Stated
from scanner.origin.lexicon import fold

REACH = 48
"""Letters after a marker within which its country must end."""
STOPS = re.compile(r"[;；。|\n\t)）\]]|\. |, (?=[a-z]{3})")
SEPARATOR = r"\s*(?:[:：=]|\s-\s|\bis\b)\s*"


class HintReader:
    """Finds statements of origin in descriptions; each distinct text once."""

    def __init__(self, cells: CellReader) -> None:
        self.cells = cells
        self._seen: dict[str, Stated | None] = {}

    def read(self, text: str) -> Stated | None:
        """The first statement of origin in a text."""
        if text not in self._seen:
            self._seen[text] = self._read(text)
        return self._seen[text]

    @cached_property
    def _automaton(self) -> object:
        from ahocorasick_rs import AhoCorasick

        words = self.cells.lexicon.words
        return AhoCorasick([fold(x) for x in (*words.markers, *words.labels, *words.endings)])

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        words = self.cells.lexicon.words
        markers = _any(words.markers) + r"\s*[:：]?\s*(?:the\s+)?"
        before = rf"(?P<not>(?:{'|'.join(map(re.escape, words.before_not))})[\s-]*)?"
        edge = r"(?<![^\W_])"
        ahead = re.compile(rf"{edge}{before}(?:{edge}{markers}|{edge}{_any(words.labels)}{SEPARATOR})")
        return ahead, re.compile(_any(words.endings))

    def _read(self, text: str) -> Stated | None:
        folded = fold(text)
        if not self._automaton.find_matches_as_indexes(folded):  # type: ignore[attr-defined]
            return None
        ahead, behind = self._patterns
        for match in ahead.finditer(folded):
            found = self._after(text, match.end())
            if found is not None:
                if not match["not"]:
                    return found
                if found.countries == ("CN",):
                    return Stated((), match.start(), found.end, denies_china=True)
        for match in behind.finditer(folded):
            found = self._before(text, match.start())
            if found is not None:
                return found
        return None

    def _after(self, text: str, at: int) -> Stated | None:
        """A country that begins right where a marker ends."""
        stretch = text[at : at + REACH]
        stop = STOPS.search(stretch)
        stretch = stretch[: stop.start()] if stop else stretch
        found = self.cells.read(stretch)
        if found is None or not found.clear or found.start > 2:
            return None
        return Stated(found.countries, found.start + at, found.end + at, found.denies_china)

    def _before(self, text: str, at: int) -> Stated | None:
        """A country that ends right where an ending begins: 日本製."""
        hits = [h for h in self.cells.lexicon.find(text[:at]) if h.end == at and not h.term.term.isascii()]
        if not hits:
            return None
        found = self.cells.read(text[hits[-1].start : at])
        return None if found is None or not found.countries else Stated(found.countries, hits[-1].start, at)


def _any(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(re.escape(fold(x)) for x in sorted(words, key=len, reverse=True)) + ")"
