"""Chemical formulas, doped hosts and element symbols in a text."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from scanner.match import alloys, doped, symbols
from scanner.match.chemistry import group, known
from scanner.match.doped import overlaps
from scanner.match.formula import Formula, balanced, elements, parse
from scanner.match.signals import SubstanceKind, SubstanceSpan

_INTEREST = "Sc|Sm|Gd|Tb|Dy|Ho|Er|Tm|Lu|Eu|Yb|Ga|Ge|Sb|Te|Bi|Mo|In|Nd|Pr|Ce|La|Li|Ni|Co|Mn"
_TWO_LETTERS = re.compile(rf"(?:{_INTEREST})(?![a-z])")
_ONE_LETTER = re.compile(
    r"(?<![A-Za-z\d])[YW](?=[A-Z\d(:.,+\-]|\s)|-\d{1,2}[YW](?![A-Za-z])"
    r"|[A-Z\d][YW](?=[A-Z\d]*[a-z\d])|[MAN][yYgl]?Y\d|[a-z]Y(?![a-z])"
)
_WORD = re.compile(r"[A-Za-z\d(\[β][A-Za-z\d()\[\].·•∙⋅:+\-/*]*")
_CAPITAL = re.compile(r"[A-Z]")
_ZERO = re.compile(rf"({_INTEREST})203$")
_TRIM = ".,:;-+/*·"
_FIGURES_ONLY = frozenset("0123456789.,-/()+:*")


def find(text: str) -> list[SubstanceSpan]:
    """A formula in its usual writing, a doped host, or an element symbol beside words of chemistry names a substance.

    Symbols alone are never believed: SC is a connector, TM a mark, Er a typing slip, W a watt.
    """
    if not (
        _TWO_LETTERS.search(text)
        or (("Y" in text or "W" in text) and _ONE_LETTER.search(text))
        or known().triggers.find_matches_as_indexes(text)
    ):
        return []
    spans = doped.find(text)
    for m in _WORD.finditer(text):
        if _CAPITAL.search(m[0]):
            spans += _word(m[0], m.start(), spans)
    spans = [alloys.with_figure(s, text) for s in spans]
    spans += symbols.find(text, spans)
    spans.sort(key=lambda s: (s.start, -s.end))
    return spans


def _word(word: str, start: int, spans: list[SubstanceSpan]) -> list[SubstanceSpan]:
    """The substances that one word spells: the whole of it, or its parts between hyphens and strokes."""
    trimmed = word.rstrip(_TRIM)
    if trimmed.endswith(")") and trimmed.count(")") > trimmed.count("("):
        trimmed = trimmed[:-1].rstrip(_TRIM)
    lead = 0
    if trimmed[:1] in "([" and trimmed.count(trimmed[0]) > trimmed.count({"(": ")", "[": "]"}[trimmed[0]]):
        lead = 1
    elif trimmed[:1] == "(" and trimmed[-1:] == ")" and trimmed.count("(") == 1:
        trimmed, lead = trimmed[:-1], 1
    trimmed = trimmed[lead:]
    start += lead
    if len(trimmed) < 2 or overlaps(spans, start, start + len(trimmed)):
        return []
    whole = _one(trimmed, start)
    if whole:
        return [whole]
    out = []
    if any(c in trimmed for c in "-/:+("):
        at = start
        for part in re.split(r"([-/:+()])", trimmed):
            if len(part) > 1 and (span := _one(part, at)):
                out.append(span)
            at += len(part)
    return out


def _one(word: str, start: int) -> SubstanceSpan | None:
    """The substance that a word spells as a whole."""
    span = _spelt(word)
    return span if span is None or not start else replace(span, start=start, end=start + len(word))


@lru_cache(maxsize=1 << 16)
def _spelt(word: str) -> SubstanceSpan | None:
    """The same for a word by itself: few words are distinct, and most are none."""
    start = 0
    k = known()
    end = start + len(word)
    if (host := k.hosts.get(word)) and host.alone != "no" and word not in k.formulas:
        every = tuple(sorted(host.elements))
        return SubstanceSpan(start, end, word, word, "host", every, host=word, needs_context=host.alone == "context")
    for code in k.codes.get(word[:2].upper(), ()):
        if code.pattern.fullmatch(word):
            return SubstanceSpan(
                start, end, word, code.formula, code.kind, code.elements,
                dopants=code.dopants, host=code.host, needs_context=code.needs_context,
            )  # fmt: skip
    if not (set(word) - _FIGURES_ONLY):
        return None
    spelling = k.capitals.get(word, word)
    if m := _ZERO.fullmatch(word):  # Er203, an oxide with a zero for its O
        every = tuple(sorted((m[1], "O")))
        return SubstanceSpan(start, end, word, f"{m[1]}2O3", "oxide", every, needs_context=True)
    parsed = parse(spelling)
    if parsed is None:
        return alloys.hyphenated(word, start) if "-" in word or "/" in word else None
    kind = _kind(spelling, parsed)
    if kind is None:
        return alloys.hyphenated(word, start) if "-" in word else None
    context = spelling in k.context or word in k.context
    if kind == "alloy" and spelling not in k.formulas:
        context = len(parsed.counts) == 2 and all(n == 1 for n in parsed.counts.values())
    return SubstanceSpan(
        start, end, word, spelling, kind, tuple(sorted(parsed.counts)), tuple(parsed.counts.items()),
        mass_percent=alloys.mass_percent(spelling, parsed, kind), needs_context=context,
    )  # fmt: skip


def _kind(spelling: str, f: Formula) -> SubstanceKind | None:
    """What a parsed formula is; None when it is nothing of interest or no believable substance."""
    e = elements()
    listed = known().formulas.get(spelling)
    found = f.counts.keys()
    of_interest = found & e.interest
    if listed is not None:
        return listed
    if not of_interest or len(found) < 2:
        return None
    figures = any(c.isdigit() for c in spelling)
    if balanced(f) and figures and found & group("anions"):
        if of_interest <= group("battery") and not (f.counts.keys() & {"O", "F", "Cl", "S"}):
            return None
        if {"Li", "O"} <= found or (f.charges and {"Ni", "Co"} & found):
            return "battery"
        return "oxide" if found - e.metals == {"O"} else "compound"
    if {"Ni", "Co", "Mn", "O"} <= found and (f.charges or "Li" in found):
        return "battery"
    if found & {"x", "y"} or None in f.counts.values():
        return None
    if found <= (e.metals | e.semimetals | {"B", "N"}) and len(found & e.metals) >= 2:
        return "alloy" if alloys.is_alloy(f, of_interest, figures=figures) else None
    return None
