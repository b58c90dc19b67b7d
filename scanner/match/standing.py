"""What a line names, as against what it only mentions.

'Motor mount', 'mount for motor', 'BRACKET, MOTOR', 'Motorhalterung', 'soporte de motor' and 电机支架
all name a bracket. The noun that a phrase is built on is found from word order: it comes last in
English, German, Chinese and Japanese compounds, first in Romance and Slavic ones and in the
inverted style of parts lists, and never after a word for *for*. So no list of all the things that
go with a motor is needed, only one of nouns that take over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from scanner.match.lexicon import Mention
from scanner.match.text import Text

Standing = Literal["name", "part", "content", "modifier", "target", "negated", "context"]
"""content: a material that the thing named after it is made of or holds (erbium amplifier)."""

_HARD = re.compile(r"[;|\n()\[\]{}（）【】；。]|(?<=[a-z])\. | [-–—] | / ")
_SOFT = re.compile(r"[，、：]|,(?!\d)|:(?=\s)|(?<=[\u4e00-\u9fff])[-－](?=[\u4e00-\u9fff])")
_HEAD_FIRST = frozenset(("fr", "es", "it", "pt", "pl", "ru", "vi"))
_HEAD_FIRST_OR_ANY = _HEAD_FIRST | {"*"}
_MEASURED = re.compile(r"\d ?(?:m|cm|mm|ft|in|\")[ -]?$")
_CAPITALS = re.compile(r"[A-Z]")
_SHOUTED = 6
"""Capitals that make a text one of those terse ones in capitals throughout, which put the noun first."""
_FIRST = frozenset(("wiring", "fastener"))
"""Nouns that name the line wherever they open it: cable servo, screw motor."""
_GAP = 14
"""Characters between a negation and what it negates: 'without the', 'ohne die'."""


class Named(Struct, frozen=True, gc=False):
    """A mention and how it stands in the line."""

    mention: Mention
    standing: Standing


class Kinds(Struct, frozen=True):
    """Concepts that the order of words depends on."""

    shapes: frozenset[str] = frozenset()
    """Nouns of shape, which take over from any thing but a material: plate, tube, 板."""
    bulk: frozenset[str] = frozenset()
    """Materials that are no substance of chemistry by their id: graphite, samarium cobalt."""

    @classmethod
    def of(cls, implies: Mapping[str, tuple[str, ...]]) -> Kinds:
        """From what each concept of a lexicon implies."""
        return cls(*(frozenset(c for c, also in implies.items() if mark in also) for mark in ("shape", "bulk")))


def assign(text: Text, mentions: Sequence[Mention], kinds: Kinds) -> list[Named]:
    """How each mention stands in its line."""
    hard = _breaks(_HARD, text.plain)
    soft = _breaks(_SOFT, text.plain)
    kept = _longest(mentions, kinds.shapes)
    links = [m for m in kept if m.role == "link"]
    takers = [m for m in kept if m.role in ("other", "part")]
    heads = [m for m in kept if m.role in ("thing", "trait")]
    goods = [m for m in heads if m.role == "thing" and not is_material(m.target)]
    shouting = len(_CAPITALS.findall(text.plain)) >= _SHOUTED and text.plain.upper() == text.plain
    out = [Named(m, "context") for m in kept if m.role not in ("thing", "trait")]
    standings: list[tuple[Mention, Standing]] = []
    for m in heads:
        clause = bisect_right(hard, m.start)
        near_links = [k for k in links if bisect_right(hard, k.start) == clause]
        near_takers = [t for t in takers if bisect_right(hard, t.start) == clause and not _within(m, t)]
        if is_material(m.target) or m.target in kinds.bulk:
            forms = {(f.start, f.end) for f in kept if f.role == "form"}
            near_takers = [t for t in near_takers if (t.start, t.end) not in forms]  # 基板: a board, of GaAs a wafer
            near_takers = _without_shapes(m.start, near_takers, kinds.shapes, soft)
        near_things = [t for t in goods if bisect_right(hard, t.start) == clause and not _covers(m, t)]
        standings.append((m, _standing(text, m, near_links, near_takers, near_things, soft, shouting, kinds)))
    taken = _head_clause_taken(hard, standings, takers)
    of_shapes = _without_shapes(len(text.plain), takers, kinds.shapes, soft)
    taken_from_materials = taken if len(of_shapes) == len(takers) else _head_clause_taken(hard, standings, of_shapes)
    standings = [(m, _inherited(m, s, standings, hard)) for m, s in standings]
    lowered = {(m.target, m.start, m.end) for m, s in standings if s == "modifier"}
    for m, standing in standings:
        if standing in ("name", "part") and (m.target, m.start, m.end) in lowered:
            standing = "modifier"
        last = taken
        if is_material(m.target) or m.target in kinds.bulk:
            last = None if text.part_at(m.start).field == "material" else taken_from_materials
        if standing == "part" and _held(m, links):
            last = None
        if standing in ("name", "part") and last is not None and bisect_right(hard, m.start) > last:
            standing = "context"
        out.append(Named(m, standing))
    return out


def is_material(target: str) -> bool:
    """Whether a mention is of a substance, not of a thing: an element, a formula, a substance's name."""
    return target[0] in "+#&" or target.startswith("el-")


def _held(m: Mention, links: Sequence[Mention]) -> bool:
    """Whether the last link before a mention says that it is inside: contains, enthält, 内含."""
    before = [k for k in links if k.end <= m.start and k.target != "of"]
    return bool(before) and max(before, key=lambda k: k.start).target == "holds"


def _breaks(pattern: re.Pattern[str], plain: str) -> list[int]:
    return [m.end() for m in pattern.finditer(plain)]


def _covers(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end


def _within(m: Mention, t: Mention) -> bool:
    """Whether one of two lies within the other; a noun that sticks out behind still takes over (AC servo drive)."""
    return (t.start >= m.start and t.end <= m.end) or (m.start >= t.start and m.end <= t.end)


def _without_shapes(at: int, takers: Sequence[Mention], shapes: frozenset[str], soft: list[int]) -> list[Mention]:
    """The nouns that may take over from a material at a place: no plate, nor a mounting plate named before it."""
    forms = [t for t in takers if t.target in shapes]
    return [
        t
        for t in takers
        if t.target not in shapes
        and not any(
            t.start <= s.start and t.end <= s.end <= at and bisect_right(soft, t.start) == bisect_right(soft, s.start)
            for s in forms
        )
    ]


def _longest(mentions: Sequence[Mention], shapes: frozenset[str]) -> list[Mention]:
    """Mentions that do not lie within a longer word: 'magnet wire' is no magnet.

    Terms of controls, names of substances and formulas hide nothing; formulas are hidden only by nouns that take over;
    a noun of shape counts at the end of a longer noun too: 安装板.
    """
    concepts = [m for m in mentions if m.target[0] not in "=+#&"]
    kept = []
    for m in mentions:
        for other in concepts:
            if other.role == "form" and m.role != "form":
                continue
            if m.target in shapes and other.role == "other" and other.end == m.end:
                continue
            if other.end - other.start <= m.end - m.start or other.start > m.start or other.end < m.end:
                continue
            if m.target[0] == "#" and other.role not in ("other", "part"):
                continue
            if m.target[0] in "=+&" and other.role in ("word", "form", "link"):
                continue
            if m.role == "form" and other.role not in ("other", "part", "form"):
                continue
            if other.role in ("word", "link") and m.role in ("thing", "trait", "other", "part", "form"):
                continue
            if m.role == "word" and other.role in ("thing", "trait", "word"):
                continue
            break
        else:
            kept.append(m)
    return kept


def _standing(
    text: Text,
    m: Mention,
    links: Sequence[Mention],
    takers: Sequence[Mention],
    things: Sequence[Mention],
    soft: list[int],
    shouting: bool,
    kinds: Kinds,
) -> Standing:
    phrase = bisect_right(soft, m.start)
    before = [k for k in links if k.end <= m.start]
    after = [k for k in links if k.start >= m.end]
    for k in before:
        gap = text.plain[k.end : m.start]
        if (
            k.target == "without"
            and len(gap) <= _GAP
            and not any(c in gap for c in ",;")
            and not (gap.strip() and k.end - k.start <= 2)
        ):
            return "negated"
    for k in after:
        if k.target == "without-after" and k.start - m.end <= 2:
            return "negated"
        if k.target == "without-after" and " " in text.folded[k.start : k.end] and k.start - m.end <= _GAP:
            return "negated"
        if (
            k.target == "for-after"
            and k.start - m.end <= 1
            and k.end < len(text.plain)
            and text.plain[k.end] not in "\n,;| "
        ):
            return "target"
    linked: Mention | None = None
    for k in before:
        if bisect_right(soft, k.start) != phrase or k.target in ("without", "without-after", "for-after"):
            continue
        if k.target == "of" and not any(t.end <= k.start for t in takers):
            continue
        linked = k
    if linked is not None and linked.target in ("for", "of"):
        return "target"
    if (is_material(m.target) or m.target in kinds.bulk) and any(
        t.target[0] == "=" and t.end <= m.start for t in things
    ):
        return "target"  # a furnace, then what it is for
    if is_material(m.target) and any(
        t.start >= m.end
        and bisect_right(soft, t.start) == phrase
        and not any(m.end <= k.start < t.start for k in after)
        for t in things
    ):
        return "content"
    start = linked.end if linked is not None else -1
    first = _opening(soft, takers, (*things, m))
    for t in takers:
        if t.target == "packaging" and is_material(m.target):
            continue
        same = bisect_right(soft, t.start) == phrase
        if t.end > m.end:
            between = any(m.end <= k.start and k.end <= t.start for k in after if k.target != "of")
            if any(k.target == "with" and k.lang == "ja" and k.start == t.end for k in after):
                continue  # 磁石板付: the plate comes along
            if not same or between or _MEASURED.search(text.folded[: t.start]):
                continue
            if t.role == "other" or not any(c.isdigit() for c in text.plain[m.end : max(t.start, m.end)]):
                return "modifier"
        elif t.end <= m.start and t.start >= start:
            if not same and bisect_right(soft, t.start) == first and (t.role == "other" or shouting):
                return "modifier"
            if same and (
                (t.lang in _HEAD_FIRST and m.lang in _HEAD_FIRST_OR_ANY)
                or m.role == "trait"
                or (t.target in _FIRST and _opens(t, text))
                or (t.role == "other" and t.lang == "zh" and _closes_opening(t, text))
                or (t.role == "other" and (shouting or is_material(m.target)))
            ):
                return "modifier"
    return "part" if linked is not None else "name"


def _opens(m: Mention, text: Text) -> bool:
    """Whether a mention is the first word of its field."""
    return not text.plain[text.plain.rfind("\n", 0, m.start) + 1 : m.start].strip()


def _closes_opening(m: Mention, text: Text) -> bool:
    """Whether a mention ends the first word of its field, as the noun does in Chinese titles: 电机支架 42步进."""
    before = text.plain[text.plain.rfind("\n", 0, m.start) + 1 : m.start]
    return not before.count(" ") and text.plain[m.end : m.end + 1] == " "


def _inherited(m: Mention, standing: Standing, all_of: Sequence[tuple[Mention, Standing]], hard: list[int]) -> Standing:
    """A material goes with the thing that follows it: of a book on magnets it is no content."""
    if standing != "content":
        return standing
    clause = bisect_right(hard, m.start)
    following = [
        s for t, s in all_of if t.start >= m.end and bisect_right(hard, t.start) == clause and not is_material(t.target)
    ]
    return "content" if not following or any(s in ("name", "part") for s in following) else following[0]


def _opening(soft: list[int], takers: Sequence[Mention], things: Sequence[Mention]) -> int:
    """Number of the first phrase with a noun, where a noun that takes over ends it; -1 where a thing does."""
    nouns = sorted((*takers, *things), key=lambda m: (m.start, m.end))
    if not nouns:
        return -1
    phrase = bisect_right(soft, nouns[0].start)
    last = [m for m in nouns if bisect_right(soft, m.start) == phrase][-1]
    return phrase if last.role in ("other", "part") else -1


def _head_clause_taken(
    hard: list[int], standings: Sequence[tuple[Mention, Standing]], takers: Sequence[Mention]
) -> int | None:
    """Number of the first clause with a noun, when what it names is not affected; None when it is."""
    named = [bisect_right(hard, m.start) for m, s in standings if s in ("name", "part")]
    others = [bisect_right(hard, t.start) for t in takers]
    if not others:
        return None
    first_other = min(others)
    if named and min(named) <= first_other:
        return None
    return first_other
