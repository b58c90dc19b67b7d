"""What the trade's words mean (concepts), and what follows when they meet (rules): data, read by the matcher.

The rule language is small: ``about`` says what the line must name, ``all``, ``any`` and ``none``
which concepts must or must not occur anywhere in it, ``near`` which must stand close together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from scanner.findings import Verdict

Role = Literal["thing", "trait", "other", "part", "form", "word", "link", "mask"]
"""What a concept does in a line.

thing: a noun that can be affected (motor, magnet); trait: says what kind, and suggests the thing
(brushless, NEMA 17); other: a noun that, where it stands, is what the line names (bracket, cable);
part: such a noun only at the end of a phrase (gear: motor gear, not gear motor); form: a shape or
chemical form (oxide, target, rod); word: any other context; link: for, with, without; mask: an idiom that only
hides the words within it (battery grade).
"""

LANGUAGES = ("en", "zh", "de", "ja", "fr", "es", "it", "nl", "pl", "pt", "ru", "ko", "sv", "vi")


class Concept(Struct, frozen=True, kw_only=True):
    """A notion with its words in several languages."""

    id: str
    role: Role = "word"
    words: dict[str, tuple[str, ...]] = {}
    """Language → words. ``*`` = the same everywhere. A leading ~ lets a compound end in the word (~motor)."""
    exact: tuple[str, ...] = ()
    """Abbreviations that count only in this case."""
    pattern: str | None = None
    """A regular expression over the folded text, where words do not do."""
    cue: tuple[str, ...] = ()
    """Pieces of text one of which must occur before the pattern is tried."""
    implies: tuple[str, ...] = ()
    """Concepts that are present wherever this one is."""
    quiet: bool = False
    """A thing so common that it alone makes no line worth reading: a relay, an LED, a laser pointer."""
    typos: bool = False
    """One wrong letter in a long word still counts."""
    note: str | None = None


class Near(Struct, frozen=True, kw_only=True):
    """Concepts that must occur within a number of characters of one another."""

    concepts: tuple[str, ...]
    within: int


class Rule(Struct, frozen=True, kw_only=True):
    """If these concepts meet in a line, these controls are proposed with this verdict."""

    id: str
    family: str
    """The first rule of a family that holds is the one that counts."""
    about: tuple[str, ...] = ()
    """What the line must name; one of them. Empty = no matter."""
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    verdict: Verdict
    controls: tuple[str, ...] = ()
    article: str | None = None
    """Stem of the rows of articles/ that say what it holds."""
    is_item: bool | None = None
    """The line is the controlled item itself; None = it is unless it contains it or has an article."""
    means: str
    """What an expert reads from it, in one clause."""
    settled_by: str | None = None
    source: str = "engineering-judgement"
    confidence: Literal["high", "medium", "low"] = "medium"

    @property
    def concepts(self) -> frozenset[str]:
        """Every concept that the rule speaks of."""
        near = (c for n in self.near for c in n.concepts)
        return frozenset((*self.about, *self.all, *self.any, *self.none, *near))


class RuleIndex:
    """Rules by the concepts without which they cannot hold."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._by_concept: dict[str, list[int]] = {}
        self._always: list[int] = []
        for number, rule in enumerate(rules):
            needed = rule.about or rule.all[:1] or rule.any
            for concept in needed:
                self._by_concept.setdefault(concept, []).append(number)
            if not needed:
                self._always.append(number)

    def candidates(self, present: Iterable[str]) -> list[Rule]:
        """The rules that the concepts of a line may meet, in order."""
        numbers = {n for c in present for n in self._by_concept.get(c, ())}
        return [self._rules[n] for n in sorted(numbers.union(self._always))]


def holds(rule: Rule, present: Mapping[str, tuple[tuple[int, int], ...]], named: frozenset[str]) -> bool:
    """Whether a line meets a rule.

    Args:
        rule: the rule.
        present: concept → where it stands (start, end).
        named: the concepts that the line names, not merely mentions.

    """
    return (
        (not rule.about or any(c in named for c in rule.about))
        and all(c in present for c in rule.all)
        and (not rule.any or any(c in present for c in rule.any))
        and not any(c in present for c in rule.none)
        and all(_close(near, present) for near in rule.near)
    )


def _close(near: Near, present: Mapping[str, tuple[tuple[int, int], ...]]) -> bool:
    """Whether one mention of each concept fits into a stretch; tried from each mention of the first."""
    if not all(c in present for c in near.concepts):
        return False
    first, *rest = near.concepts
    return any(
        all(any(max(b, e) - min(a, s) <= near.within + (b - a) + (e - s) for s, e in present[c]) for c in rest)
        for a, b in present[first]
    )
