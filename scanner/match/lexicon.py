"""Finds the catalog's words in texts: one automaton for what can propose something, one for what only qualifies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from scanner.match.text import Text

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

OPEN, CUE, CONTEXT, STRICT = 1, 2, 4, 8
"""Flags of an entry: a compound may end in it; it only calls for a pattern; it alone
proposes nothing; it stands between blanks or marks."""
_ENDINGS = {
    "de": frozenset(("s", "es", "n", "en", "e", "er", "ern")),
    "nl": frozenset(("s", "en", "n")),
    "fr": frozenset(("s", "x", "e", "es")),
    "it": frozenset(("i", "e")),
    "pl": frozenset(("y", "i", "e", "a", "u", "ow", "em")),
    "ru": frozenset(("ы", "и", "а", "ов", "ей", "я", "ь", "у", "ом", "й", "ая", "ый", "ые")),
    "sv": frozenset(("er", "ar", "en", "et", "n", "or")),
}
"""Inflections that still leave a word itself, by language; a plural s or es is allowed in any."""
_PLURAL = frozenset(("s", "es"))
FEW = 2_000
"""Characters that are searched without an automaton, for making one takes as long as that."""
_EAST = "\u2e80"
"""From here on scripts write without blanks."""
_WORD = re.compile(r"[a-zа-яё]+")
_PART_NUMBER = re.compile(r"\d{3,}[a-z]")
_SHORT = 4
"""A word of no more letters, with three figures and more letters glued to it, is part of a number."""


class Mention(Struct, frozen=True, gc=False):
    """A concept, a control's term or a substance's name where it stands in a line's text."""

    target: str
    """``motor``: a concept; ``=ID``, of a material ``&ID``: a term of a control; ``+N``: a row of substances/."""
    role: str
    start: int
    end: int
    lang: str


Meaning = tuple[str, str, str, int, str]
"""What a word stands for: target, role, language, flags, exact writing ("" = any)."""


class Tables(Struct, frozen=True):
    """The lexicon as plain data, made so that little of it has to be read for one text."""

    words: tuple[str, str]
    """Folded words of what can propose something and of what only qualifies, one a line."""
    meanings: tuple[str, str]
    """For each of these words its meanings, one line of JSON: of twenty thousand words a text calls for a handful."""
    patterns: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    """Target, role, regular expression, cues."""
    implies: dict[str, tuple[str, ...]]
    near_words: dict[str, str]
    """A long word with one letter left out → the word as it should be."""


def tables_of(
    entries: Iterable[tuple[str, Meaning]],
    patterns: Iterable[tuple[str, str, str, tuple[str, ...]]],
    implies: dict[str, tuple[str, ...]],
    near_words: dict[str, str],
) -> Tables:
    """Tables from folded words and what each stands for; a word may have several meanings."""
    by_word: tuple[dict[str, list[Meaning]], dict[str, list[Meaning]]] = ({}, {})
    for word, meaning in entries:
        by_word[1 if meaning[3] & CONTEXT else 0].setdefault(word, []).append(meaning)
    first, second = ("\n".join(x) for x in by_word)
    encode = msgspec.json.Encoder().encode
    meant = ["\n".join(encode(m).decode() for m in x.values()) for x in by_word]
    return Tables((first, second), (meant[0], meant[1]), tuple(patterns), implies, near_words)


class Lexicon:
    """Finds mentions in texts."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.implies = closed(tables.implies)
        """Concept → all that it implies, at whatever remove, nearest first."""
        self._encoded = [x.split("\n") for x in tables.meanings]
        self._meanings: list[list[list[Meaning] | None]] = [[None] * len(x) for x in self._encoded]
        """Decoded when first met."""
        self._decode = msgspec.json.Decoder(list[Meaning]).decode
        self._made: dict[int, AhoCorasick] = {}
        self._numbers: dict[int, dict[str, int]] = {}
        self._searched = 0
        self._roles = {t: (role, p) for t, role, p, _ in tables.patterns}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._near: dict[str, str | None] = {}

    def _hits(self, which: int, folded: str) -> list[tuple[int, int, int]]:
        """Number, begin and end of every word of what proposes (0) or of what qualifies (1), by end, longest first."""
        automaton = self._made.get(which)
        if automaton is None:
            self._searched += len(folded)
            if self._searched <= FEW:
                return self._spelt(which, folded)
            from ahocorasick_rs import AhoCorasick

            automaton = self._made[which] = AhoCorasick(self.tables.words[which].split("\n"))
        return automaton.find_matches_as_indexes(folded, overlapping=True)

    def _spelt(self, which: int, folded: str) -> list[tuple[int, int, int]]:
        """The same without an automaton, whose making costs more than the search of a few texts."""
        numbers = self._numbers.get(which)
        if numbers is None:
            words = self.tables.words[which].split("\n")
            numbers = self._numbers[which] = dict(zip(words, range(len(words)), strict=True))
        longest = max(map(len, numbers))
        return [
            (number, start, end)
            for end in range(1, len(folded) + 1)
            for start in range(max(0, end - longest), end)
            if (number := numbers.get(folded[start:end])) is not None
        ]

    def _meaning(self, which: int, number: int) -> list[Meaning]:
        made = self._meanings[which][number] = self._decode(self._encoded[which][number])
        return made

    def meanings(self, number: int) -> list[Meaning]:
        """What a word of those that can propose something stands for."""
        return self._meanings[0][number] or self._meaning(0, number)

    def _pattern(self, target: str) -> re.Pattern[str]:
        found = self._patterns.get(target)
        if found is None:
            found = self._patterns[target] = re.compile(self._roles[target][1])
        return found

    def triggers(self, text: Text) -> list[Mention]:
        """Mentions that can propose something; empty for nearly all lines."""
        found: list[Mention] = []
        self._search(0, text, found)
        if self.tables.near_words:
            self._typos(text, found)
        return found

    def trigger_places(self, folded: str, plain: str) -> tuple[list[int], list[tuple[int, str]]]:
        """Where mentions that can propose something begin, in many texts at once; and where a pattern is called for."""
        meanings = self._meanings[0]
        found: list[int] = []
        cues: list[tuple[int, str]] = []
        for word, start, end in self._hits(0, folded):
            for target, _, lang, flags, exact in meanings[word] or self._meaning(0, word):
                if flags & CUE:
                    cues.append((start, target[1:]))
                elif _stands_free(folded, start, end, flags, lang) and (not exact or plain[start:end] == exact):
                    found.append(start)
                    break
        return found, cues

    def follows_cue(self, target: str, folded: str) -> bool:
        """Whether the pattern of a concept matches in a text."""
        return self._pattern(target).search(folded) is not None

    def context(self, text: Text) -> list[Mention]:
        """Mentions that only qualify others."""
        found: list[Mention] = []
        self._search(1, text, found)
        return found

    def _search(self, which: int, text: Text, found: list[Mention]) -> None:
        folded, meanings = text.folded, self._meanings[which]
        cued: dict[str, None] = {}  # in the order of the text, whatever the hash seed
        for word, start, end in self._hits(which, folded):
            for target, role, lang, flags, exact in meanings[word] or self._meaning(which, word):
                if flags & CUE:
                    cued[target[1:]] = None
                    continue
                if not _stands_free(folded, start, end, flags, lang):
                    continue
                if exact and text.plain[start:end] != exact:
                    continue
                found.append(Mention(target, role, start, end, lang))
        for target in cued:
            role = self._roles[target][0]
            found.extend(Mention(target, role, *m.span(), "*") for m in self._pattern(target).finditer(folded))

    def _typos(self, text: Text, found: list[Mention]) -> None:
        """Long words of which one letter is missing, doubled or wrong."""
        for match in _WORD.finditer(text.folded):
            word = match[0]
            if len(word) < 7:
                continue
            meant = self._near.get(word, word)
            if meant == word:
                meant = self._near[word] = self.meant(word)
            if meant is not None:
                corrected = Text(meant, meant, ())
                inner: list[Mention] = []
                self._search(0, corrected, inner)
                found.extend(
                    Mention(m.target, m.role, *match.span(), m.lang)
                    for m in inner
                    if m.end - m.start == len(meant) and not any(f.start <= match.start() < f.end for f in found)
                )

    def meant(self, word: str) -> str | None:
        """The known word that this is one letter away from; None when it is none, or a known word itself."""
        near = self.tables.near_words
        if near.get(word) == word:
            return None
        candidates = {near[w] for w in (word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))) if w in near}
        close = sorted(c for c in candidates if abs(len(c) - len(word)) <= 1 and not word.startswith(c))
        return close[0] if close else None


def closed(implies: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What each concept implies, and what that implies in turn; nearest first, each once."""
    out = {}
    for concept in implies:
        every = [concept]
        for x in every:
            every.extend(i for i in implies.get(x, ()) if i not in every)
        out[concept] = tuple(every[1:])
    return out


def _western(character: str) -> bool:
    return character.isalnum() and character < _EAST


def _stands_free(folded: str, start: int, end: int, flags: int, lang: str) -> bool:
    """Whether a stretch is a word, or may be one by an ending or as the end of a compound."""
    first, last = folded[start], folded[end - 1]
    if flags & STRICT:
        return not (start and _western(folded[start - 1])) and not (end < len(folded) and _western(folded[end]))
    if flags & OPEN and start and folded[start - 1].isalpha() and not folded[max(0, start - 3) : start].isalpha():
        return False
    if start and not flags & OPEN and first < _EAST:
        before = folded[start - 1]
        if first.isalpha():
            if before.isalpha() and before < _EAST:
                return False
        elif first.isdigit() and (before.isdigit() or (before in ".," and start > 1 and folded[start - 2].isdigit())):
            return False
    if end < len(folded) and last < _EAST:
        after = folded[end]
        if last.isalpha():
            if after.isalpha() and after < _EAST:
                stop = end + 1
                while stop < len(folded) and folded[stop].isalpha():
                    stop += 1
                ending = folded[end:stop]
                return end - start >= 4 and (ending in _PLURAL or ending in _ENDINGS.get(lang, _PLURAL))
            if after.isdigit() and end - start <= _SHORT and _PART_NUMBER.match(folded, end):
                return False  # FAN7888MX is no fan
        elif last.isdigit() and (
            after.isdigit() or (after in ".," and end + 1 < len(folded) and folded[end + 1].isdigit())
        ):
            return False
    return True
