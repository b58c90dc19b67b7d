"""Words cut short by a full stop: Axiallüft., Schrittmot., bürstenl."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from scanner.match.lexicon import CUE, Lexicon, Mention
from scanner.match.text import Text

_STOP = re.compile(r"\.(?<=[a-zа-яё]{5}\.)(?![a-zа-яё]{2})")
"""The stop behind five letters: a pattern that begins with a sign is found many times faster."""
_BEGINNING = re.compile(r"[a-zа-яё]+$")
_LONGEST = 40
"""Characters of the longest word looked at."""
_LETTERS = re.compile(r"[a-zа-яё]{6,}")


def beginnings(folded: str) -> Iterator[tuple[int, int]]:
    """Where words of five letters and more end in a full stop."""
    for stop in _STOP.finditer(folded):
        end = stop.start()
        at = max(0, end - _LONGEST)
        word = _BEGINNING.search(folded[at:end])
        if word is not None:
            yield at + word.start(), end


class Clipped:
    """Finds the word that a beginning stands for, where all known words with it mean the same."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[str, tuple[tuple[str, str, str], ...]] = {}

    def find(self, text: Text) -> Iterable[Mention]:
        """Mentions of the words that are cut short in a text."""
        for start, end in beginnings(text.folded):
            for target, role, lang in self.meant(text.folded[start:end]):
                yield Mention(target, role, start, end, lang)

    def places(self, folded: str) -> Iterator[int]:
        """Where in many texts at once such words begin."""
        return (start for start, end in beginnings(folded) if self.meant(folded[start:end]))

    def meant(self, beginning: str) -> tuple[tuple[str, str, str], ...]:
        """Target, role and language of what a beginning stands for; empty where that is open, or a word by itself."""
        known = self._known.get(beginning)
        if known is None:
            known = self._known[beginning] = self._look_up(beginning)
        return known

    @cached_property
    def _words(self) -> list[tuple[str, int]]:
        """The words of letters alone, sorted, with their numbers; without those that are several words in one."""
        every = self._lexicon.tables.words[0].split("\n")
        joined = {w.replace(" ", "") for w in every if " " in w}
        return sorted((w, n) for n, w in enumerate(every) if w not in joined and _LETTERS.fullmatch(w))

    def _look_up(self, beginning: str) -> tuple[tuple[str, str, str], ...]:
        at = bisect_left(self._words, (beginning, 0))
        meanings = []
        while at < len(self._words) and self._words[at][0].startswith(beginning):
            word, number = self._words[at]
            if found := self._of_concepts(number):
                if word == beginning:
                    return ()
                meanings.append(found)
            at += 1
        if not meanings:
            return ()
        shared = set.intersection(*({target for target, _, _ in found} for found in meanings))
        return tuple(dict.fromkeys(x for x in meanings[0] if x[0] in shared))

    def _of_concepts(self, number: int) -> list[tuple[str, str, str]]:
        """The concepts that a word names, whatever its case."""
        return [
            (target, role, lang)
            for target, role, lang, flags, exact in self._lexicon.meanings(number)
            if not exact and not flags & CUE and target[0] not in "=&+"
        ]
