"""Alloys: which symbols make one, and how much of each there is."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from scanner.match.chemistry import group, known
from scanner.match.formula import Formula, elements
from scanner.match.signals import SubstanceKind, SubstanceSpan

_MEMBER = r"(?:\d{1,2}(?:\.\d+)?)?[A-Z][a-z]?(?:\d{1,3}(?:\.\d+)?)?"
_HYPHENATED = re.compile(rf"{_MEMBER}(?:[-/]{_MEMBER})+$")
_PART = re.compile(r"(\d{1,2}(?:\.\d+)?)?([A-Z][a-z]?)(\d{1,3}(?:\.\d+)?)?")
_FIGURE = re.compile(
    r"[ -](\d{1,2}(?:\.\d+)?)(?:\s?(?:wt\.?\s?)?%|\s(?:alloy|master|mother|中间|合金|Legierung|Vorlegierung))"
)
PERCENT = 10
"""Figures in an alloy's formula from here on are percent; lesser ones count atoms (Er3Ni)."""


def is_alloy(f: Formula, of_interest: set[str], *, figures: bool) -> bool:
    """An alloy has a two-letter symbol of interest and an element that one alloys with."""
    chief = of_interest - group("battery")
    if not chief or (not (f.counts.keys() - chief) & group("partners") and len(chief) < 2):
        return False
    two_letters = any(len(s) == 2 for s in chief)
    if not two_letters and not (figures and _is_master_alloy(f, chief)):
        return False
    if not figures and len(f.counts) < 3 and not (f.counts.keys() - chief <= group("bases")):
        return False
    return not (figures and any(n is not None and n > 99 for n in f.counts.values()))


def _is_master_alloy(f: Formula, chief: set[str]) -> bool:
    """W90NiFe, WCu20, MgY30: a one-letter symbol needs company and a figure that is a percentage."""
    others = f.counts.keys() - chief
    if len(f.counts) >= 3:
        return bool(chief & {"Y", "W"}) and others <= group("with_one_letter")
    percentages = [n for n in f.counts.values() if n is not None and PERCENT <= n <= 98]
    return bool(percentages) and (
        (chief == {"W"} and others <= {"Cu", "Ag"}) or (chief == {"Y"} and others <= {"Mg", "Al", "Ni"})
    )


def mass_percent(spelling: str, f: Formula, kind: SubstanceKind) -> tuple[tuple[str, Decimal], ...]:
    """Figures of ten and more in an alloy's formula are percent, not atoms: DyFe80, Al80Sc20, SnBi58."""
    given = known().mass_percent.get(spelling)
    if given:
        return tuple(given.items())
    if kind != "alloy":
        return ()
    figures = {x: n for x, n in f.counts.items() if n is not None and n != 1}
    missing = [x for x in f.counts if x not in figures]
    whole = sum(figures.values(), Decimal(0))
    if not figures or "B" in f.counts or whole > 100:
        return ()
    if not missing:
        return tuple(figures.items()) if 98 <= whole <= 100 and max(figures.values()) >= PERCENT else ()
    if min(figures.values()) < PERCENT:
        return ()
    if len(missing) == 1:
        if missing[0] in group("rare_earth") and figures.keys() == {"Fe"}:
            return ((missing[0], whole), ("Fe", 100 - whole))  # DyFe80 is sold as 80 percent dysprosium
        return (*figures.items(), (missing[0], 100 - whole))
    return tuple(figures.items())


def hyphenated(word: str, start: int) -> SubstanceSpan | None:
    """Dy-Fe, Mg-30Y, Al-2Sc, 90W-7Ni-3Fe, NdFeB/SmCo are read symbol by symbol."""
    if not _HYPHENATED.fullmatch(word):
        return None
    e = elements()
    percent: dict[str, Decimal] = {}
    found: list[str] = []
    for part in re.split(r"[-/]", word):
        m = _PART.fullmatch(part)
        if m is None or m[2] not in e.metals | e.semimetals:
            return None
        found.append(m[2])
        if m[1] or m[3]:
            percent[m[2]] = Decimal(m[1] or m[3])
    of_interest = set(found) & e.interest - group("battery")
    if len(set(found)) < 2 or not of_interest:
        return None
    if "/" in word and not percent:
        return None
    others = set(found) - of_interest
    if not (others & group("partners")) and len(of_interest) < 2:
        return None
    if len(percent) == len(found) - 1 and sum(percent.values()) < 100:
        missing = next(s for s in found if s not in percent)
        percent[missing] = 100 - sum(percent.values(), Decimal(0))
    if sum(percent.values()) > 101:
        percent = {}
    risky = of_interest <= e.risky and not percent
    return SubstanceSpan(
        start, start + len(word), word, word, "alloy", tuple(sorted(set(found))),
        mass_percent=tuple(percent.items()), needs_context=risky and len(found) < 3,
    )  # fmt: skip


def with_figure(span: SubstanceSpan, text: str) -> SubstanceSpan:
    """Al-Sc 2%, DyFe 80 alloy: the figure behind a binary alloy is the weight percent of the rarer metal."""
    if span.kind != "alloy" or span.mass_percent or len(span.elements) != 2 or any(c.isdigit() for c in span.text):
        return span
    m = _FIGURE.match(text, span.end)
    rare = [x for x in span.elements if x in group("rare_earth")]
    if m is None or len(rare) != 1:
        return span
    percent = Decimal(m[1])
    other = next(x for x in span.elements if x != rare[0])
    return msgspec.structs.replace(
        span, end=m.end(1), text=text[span.start : m.end(1)], mass_percent=((rare[0], percent), (other, 100 - percent)),
        needs_context=False,
    )  # fmt: skip
