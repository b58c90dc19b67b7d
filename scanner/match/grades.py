"""Magnet grades: what a designation says of the material and of its dysprosium and terbium."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from scanner.catalog.model import MagnetGrade
from scanner.match import tables
from scanner.match.signals import GradeSpan, Specificity

_SCALE = re.compile(
    r"(?<![A-Za-z\d.])(?P<n>[NnGg]|[Bb][Mm]?)?(?P<dash>[-\s])?(?P<number>2[5-9]|3\d|4\d|5[0-8])\s?-?(?P<class>[SsUuEeAaTtVv]?[Hh]|[Mm])?(?![A-Za-z\d]|[.,]\d)"
)
_HCJ = re.compile(r"(?:H\s?cj|iHc|Hci|矫顽力|保磁力)\D{0,12}?(\d{2,4}(?:[.,]\d+)?)\s?(kOe|kA/m)", re.IGNORECASE)
_SIZE = re.compile(r"(?<![A-Za-z])[DdØøφΦ]?\s?\d+(?:[.,]\d+)?\s?(?:mm)?\s?[xX×*]\s?\d")
_SECOND = re.compile(r"/\s?(\d{2,3})")
_LITERAL = re.compile(r"[A-Za-z]{3,}|[\u3040-\u9fff]{2,}")
_KOE = Decimal("79.577")
"""Kiloampere per metre in a kilooersted."""
_DIGIT = re.compile(r"\d")
_RARE_EARTH = re.compile(r"neod|n[eé]o\b|ndfeb|nd-fe-b|нео|钕|釹|ネオジ|네오디뮴", re.IGNORECASE)


def find(text: str, grades: Sequence[MagnetGrade]) -> list[GradeSpan]:
    """A magnet grade tells the material, and its coercivity class how likely dysprosium or terbium is.

    Most specific first: a maker's code, a full grade, a class, a word.
    """
    return finder(grades).find(text)


def finder(grades: Sequence[MagnetGrade]) -> Finder:
    """The finder of a table; built once for each table object."""
    made = _FINDERS.get(id(grades))
    if made is None or made.table is not grades:
        made = _FINDERS[id(grades)] = Finder(grades)
    return made


class _Writing:
    """How a grade is written; compiled when a text calls for it, as most texts call for none of sixty."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)


class Finder:
    """The patterns of a grade table, indexed by the words that must occur for them to match."""

    def __init__(self, table: Sequence[MagnetGrade]) -> None:
        import ahocorasick_rs

        self.table = table
        words: dict[str, Any] = tables.yaml("magnets/context.yaml")
        self._scale = {
            re.sub(r"[^A-Z\d]", "", e.upper()): g for g in table if g.id.startswith("g-") for e in g.examples
        }
        self._classes = {g.coercivity_class: g for g in table if g.id.startswith("fam-") and not g.id.endswith("-gbd")}
        self._diffused = {g.coercivity_class: g for g in table if g.id.endswith("-gbd")}
        self._not_magnet = tuple(words["not_magnet"])
        self._diffused_words = tuple(words["diffused"])
        self._tokens = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(words['magnet_tokens'])})(?![a-z])", re.IGNORECASE)
        self._nouns = re.compile("|".join(words["nouns"]), re.IGNORECASE)
        self._keyed: list[tuple[MagnetGrade, _Writing]] = []
        self._weak: list[tuple[MagnetGrade, _Writing, tuple[str, ...]]] = []
        keys: dict[str, set[int]] = {w: set() for w in words["magnet"]}
        for g in table:
            if g.designation_regex is None or g.id.startswith(("g-", "fam-")):
                continue
            if g.id in _SAME_AS_SCALE:
                continue
            literals = _literals(g)
            if literals is None and "words" in g.id:
                literals = frozenset(w.lower() for e in g.examples for w in _LITERAL.findall(e))
            if literals is None:
                sellers = tuple(words["only_with_seller"].get(g.id, ()))
                flags = re.IGNORECASE if g.id.startswith("w-") or "words" in g.id else 0
                self._weak.append((g, _Writing(_edges(g.designation_regex), flags), sellers))
                continue
            pattern = _Writing(_edges(g.designation_regex), re.IGNORECASE)
            for key in literals:
                keys.setdefault(key, set()).add(len(self._keyed))
            self._keyed.append((g, pattern))
        self._rows_of_key = list(keys.values())
        self._is_context = [k in words["magnet"] for k in keys]
        self._automaton: Any = ahocorasick_rs.AhoCorasick(list(keys))
        self._thresholds = sorted((g.hcj_min_ka_m, g) for g in self._classes.values() if g.hcj_min_ka_m is not None)

    def find(self, text: str) -> list[GradeSpan]:
        low = text.lower()
        hits = self._automaton.find_matches_as_indexes(low, overlapping=True)
        scale = list(_SCALE.finditer(text)) if any(c in "nNbBhHmM" for c in text) else []
        if not hits and not scale:
            return []
        rows: set[int] = set()
        context = False
        for key, _, _ in hits:
            rows |= self._rows_of_key[key]
            context = context or self._is_context[key]
        context = context or self._tokens.search(text) is not None
        spans: list[GradeSpan] = []
        named = self._nouns.search(text) is not None
        for n in sorted(rows):
            grade, pattern = self._keyed[n]
            if named or "words" not in grade.id:
                spans += self._by_pattern(grade, pattern.compiled, text, needs_context=False)
        context = context or any(s.specificity != "words" for s in spans)
        other = any(w in low for w in self._not_magnet) and not context
        spans += self._on_scale(scale, text, low, context=context, other=other)
        if context and named:
            for grade, pattern, sellers in self._weak:
                if not sellers or any(x in low for x in sellers):
                    found = self._by_pattern(grade, pattern.compiled, text, needs_context=False)
                    spans += [x for x in found if x.specificity == "words" or _DIGIT.search(x.text)]
        if context:
            spans += self._by_coercivity(text)
        return _most_specific(spans)

    def _by_pattern(
        self, grade: MagnetGrade, pattern: re.Pattern[str], text: str, *, needs_context: bool
    ) -> list[GradeSpan]:
        out = []
        for m in pattern.finditer(text):
            if m.end() == m.start():
                continue
            end = m.end()
            while end > m.start() and text[end - 1] == " ":
                end -= 1
            used = grade
            if grade.coercivity_class == "by second number" and (second := _SECOND.search(m[0])):
                figure = Decimal(second[1])
                is_koe = grade.id == "std-mmpa"
                used = self._class_of(figure * (_KOE if is_koe else 10)) or self._classes["N"]
            what: Specificity = "words" if grade.id.startswith("w-") or "words" in grade.id else "maker"
            out.append(_span(m.start(), end, text, used, what, needs_context))
        return out

    def _on_scale(
        self, found: list[re.Match[str]], text: str, low: str, *, context: bool, other: bool
    ) -> list[GradeSpan]:
        out = []
        sized = _SIZE.search(text) is not None
        diffused = any(w in low for w in self._diffused_words)
        for m in found:
            letters = (m["class"] or "").upper()
            if letters in ("TH", "VH"):
                letters = "AH"
            named = m["n"] is not None
            if named and m["n"] in "Gg" and not context:
                continue  # G45SH: a diffused grade by its maker, and also a part number
            if not named and (not letters or not context):
                continue
            if m["dash"] == " " and not context:
                continue
            if (
                not named
                and letters in ("H", "M")
                and (text[m.start("class") - 1] == " " or not _RARE_EARTH.search(text))
            ):
                continue
            sure = context or (named and (letters in _LONG or (sized and not other and m["dash"] is None)))
            if other and letters not in _LONG:
                sure = False
            kind: Specificity = "grade"
            grade = self._scale.get(f"N{m['number']}{letters}")
            if diffused and letters in self._diffused:
                grade, kind = self._diffused[letters], "family"
            elif grade is None:
                grade, kind = self._classes.get(letters or "N"), "family"
                if not letters:
                    continue
            if grade is not None:
                out.append(_span(m.start(), m.end(), text, grade, kind, not sure))
        return out

    def _by_coercivity(self, text: str) -> list[GradeSpan]:
        out = []
        for m in _HCJ.finditer(text):
            value = Decimal(m[1].replace(",", "."))
            grade = self._class_of(value if m[2].lower() == "ka/m" else value * _KOE)
            if grade is not None:
                out.append(_span(m.start(), m.end(), text, grade, "family", needs_context=False))
        return out

    def _class_of(self, hcj_ka_m: Decimal) -> MagnetGrade | None:
        """The highest class whose least coercivity the figure reaches, half a percent of rounding allowed."""
        best = None
        for threshold, grade in self._thresholds:
            if hcj_ka_m * Decimal("1.005") >= threshold:
                best = grade
        return best


_LONG = frozenset(("SH", "UH", "EH", "AH"))
_FINDERS: dict[int, Finder] = {}
_SAME_AS_SCALE = frozenset(("p-shinetsu-n", "p-jlmag", "p-sanhuan", "p-evac", "p-yunsheng-bm"))
"""Makers that use the common scale: the row adds nothing that the scale does not say."""


def _literals(grade: MagnetGrade) -> frozenset[str] | None:
    """Words of which one stands in every text that the row matches; None when its codes are too short to have any."""
    pattern = re.sub(r"\(\?[a-z]+\)|\\[a-zA-Z]|\[[^\]]*\]|[A-Za-z]\?", " ", grade.designation_regex or "")
    words = frozenset(w.lower() for w in _LITERAL.findall(pattern))
    if not words or not all(any(w in example.lower() for w in words) for example in grade.examples):
        return None
    return words


def _edges(pattern: str) -> str:
    r"""The pattern with word edges that know Latin letters only, for in 'Y30磁瓦' \b sees none."""
    out = re.sub(r"(^|[(|])(\(\?[a-z]+\))?\\b", r"\1\2(?<![A-Za-z\\d])", pattern)
    return out.replace(r"\b", r"(?![A-Za-z\d])")


def _span(start: int, end: int, text: str, grade: MagnetGrade, what: Specificity, needs_context: bool) -> GradeSpan:
    return GradeSpan(
        start, end, text[start:end], grade.id, grade.material_family, grade.coercivity_class, what,
        (grade.dytb_wt_pct_low, grade.dytb_wt_pct_likely, grade.dytb_wt_pct_high), _caught(grade), needs_context,
    )  # fmt: skip


def _caught(grade: MagnetGrade) -> Literal["yes", "no", "open"]:
    if grade.listed_without_dy_tb == "yes":
        return "yes"
    return "no" if grade.controlled_ree_wt_pct_high == 0 else "open"


_RANK: dict[Specificity, int] = {"maker": 0, "grade": 1, "family": 2, "words": 3}


def _most_specific(spans: list[GradeSpan]) -> list[GradeSpan]:
    """Of overlapping spans the most specific, then the longest; in the order of the text."""
    kept: list[GradeSpan] = []
    for s in sorted(spans, key=lambda s: (_RANK[s.specificity], s.needs_context, s.start - s.end, s.start, s.grade)):
        if not any(k.start < s.end and s.start < k.end for k in kept):
            kept.append(s)
    return sorted(kept, key=lambda s: (_RANK[s.specificity], s.start))
