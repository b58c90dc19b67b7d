"""Chemical formulas, doped hosts and element symbols in a text."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from scanner.match import patterns, symbols, tables
from scanner.match.formula import Formula, balanced, elements, parse
from scanner.match.signals import SubstanceKind, SubstanceSpan

_INTEREST = "Sc|Sm|Gd|Tb|Dy|Ho|Er|Tm|Lu|Eu|Yb|Ga|Ge|Sb|Te|Bi|Mo|In|Nd|Pr|Ce|La|Li|Ni|Co|Mn"
_SYMBOLS = re.compile(
    rf"(?:{_INTEREST})(?![a-z])|(?<![A-Za-z\d])[YW](?=[A-Z\d(:.,+\-]|\s)|-\d{{1,2}}[YW](?![A-Za-z])|[A-Z\d][YW](?=[A-Z\d]*[a-z\d])|[MAN][yYgl]?Y\d|[a-z]Y(?![a-z])"
)
_CODES = (
    "SZ",
    "TZP",
    "PSZ",
    "FSZ",
    "TZ-",
    "CrAlY",
    "GDC",
    "SDC",
    "YDC",
    "BZ",
    "NCM",
    "NMC",
    "ncm",
    "nmc",
    "WE43",
    "WE54",
    "CTH",
    "THO",
)
_WORD = re.compile(r"[A-Za-z\d(\[β][A-Za-z\d()\[\].·•∙⋅:+\-/*]*")
_CORE = re.compile(r"[A-Z]")
_EL = "|".join(
    sorted(
        [
            "Sc",
            "Y",
            "La",
            "Ce",
            "Pr",
            "Nd",
            "Sm",
            "Eu",
            "Gd",
            "Tb",
            "Dy",
            "Ho",
            "Er",
            "Tm",
            "Yb",
            "Lu",
            "Cr",
            "Ti",
            "Mn",
            "Fe",
            "Co",
            "Bi",
            "Tl",
            "Ga",
            "Ni",
            "V",
            "Na",
            "Ag",
            "Cu",
            "Pb",
        ],
        key=len,
        reverse=True,
    )
)
_DOPANT = rf"(?:{_EL})(?:\d?[+]|3\+)?(?:\(\d[\d.]*%?\))?"
_DOPANTS = rf"{_DOPANT}(?:\s?[,/+&]\s?{_DOPANT})*"
_BEFORE_HOST = re.compile(rf"(?<![A-Za-z\d])({_DOPANTS})\s?[:∶：]\s?(β-|beta-)?([A-Za-z][A-Za-z\d]*)")
_AFTER_HOST = re.compile(
    rf"(?<![A-Za-z])((?:β-|beta-)?[A-Za-z][A-Za-z\d]*)\s?(?:[:∶：]\s?({_DOPANTS})|\(({_DOPANTS})\))(?![a-z\d])"
)
_JOINED_HOST = re.compile(
    rf"(?<![A-Za-z\d])({_DOPANT})[- ]?((?:YAG|YLF|YAP|KGW|KYW|YVO4|LuAG|CALGO|glass)(?![A-Za-z]))"
)
_DOPED = re.compile(
    rf"(?<![A-Za-z\d])({_EL})(?:3\+)?((?:\s?[,/:+&-]\s?(?:{_EL})(?:3\+)?)*)"
    r"[- ]?(?:doped|co-?doped|dotiert\w*|dopée?s?|dopad[oa]s?|添加|ドープ|掺杂)"
    rf"|掺\s?({_EL})(?![a-z])"
)
_ALLOY = re.compile(
    r"(?:\d{1,2}(?:\.\d+)?)?[A-Z][a-z]?(?:\d{1,3}(?:\.\d+)?)?(?:[-/](?:\d{1,2}(?:\.\d+)?)?[A-Z][a-z]?(?:\d{1,3}(?:\.\d+)?)?)+$"
)
_PART = re.compile(r"(\d{1,2}(?:\.\d+)?)?([A-Z][a-z]?)(\d{1,3}(?:\.\d+)?)?")
_ZERO = re.compile(rf"({_INTEREST})203$")
_FIGURE = re.compile(
    r"[ -](\d{1,2}(?:\.\d+)?)(?:\s?(?:wt\.?\s?)?%|\s(?:alloy|master|mother|中间|合金|Legierung|Vorlegierung))"
)
_TRIM = ".,:;-+/*·"


class _Known(Struct, frozen=True):
    formulas: dict[str, SubstanceKind]
    context: frozenset[str]
    capitals: dict[str, str]
    mass_percent: dict[str, dict[str, Decimal]]
    hosts: dict[str, tuple[tuple[str, ...], str, str]]
    """Abbreviation → elements, name, alone."""
    ceramics: dict[str, tuple[tuple[re.Pattern[str], str, tuple[str, ...], str, bool], ...]]
    """By the first two characters of the code."""
    triggers: Any
    """An automaton over what a text without element symbols must hold to be looked at."""


def find(text: str) -> list[SubstanceSpan]:
    """A formula in its usual writing, a doped host, or an element symbol beside words of chemistry names a substance.

    Symbols alone are never believed: SC is a connector, TM a mark, Er a typing slip, W a watt.
    """
    if not _known().triggers.find_matches_as_indexes(text) and not _SYMBOLS.search(text):
        return []
    spans = _doped(text)
    for m in _WORD.finditer(text):
        if _CORE.search(m[0]):
            spans += _word(m[0], m.start(), spans)
    spans = [_with_figure(s, text) for s in spans]
    spans += symbols.find(text, spans)
    spans.sort(key=lambda s: (s.start, -s.end))
    return spans


def _with_figure(span: SubstanceSpan, text: str) -> SubstanceSpan:
    """Al-Sc 2%, DyFe 80 alloy: the figure behind a binary alloy is the weight percent of the rarer metal."""
    if span.kind != "alloy" or span.mass_percent or len(span.elements) != 2 or any(c.isdigit() for c in span.text):
        return span
    m = _FIGURE.match(text, span.end)
    rare = [x for x in span.elements if x in _RARE_EARTHS]
    if m is None or len(rare) != 1:
        return span
    percent = Decimal(m[1])
    other = next(x for x in span.elements if x != rare[0])
    return msgspec.structs.replace(
        span, end=m.end(1), text=text[span.start : m.end(1)], mass_percent=((rare[0], percent), (other, 100 - percent)),
        needs_context=False,
    )  # fmt: skip


def _doped(text: str) -> list[SubstanceSpan]:
    """Er:YAG, Tm,Ho:YLF, Gd2O2S:Tb, SrI2(Eu), Yb-doped."""
    spans: list[SubstanceSpan] = []
    hosts = _known().hosts
    if ":" in text or "∶" in text or "(" in text:
        for m in _BEFORE_HOST.finditer(text):
            name = (m[2] or "") + m[3]
            host = hosts.get(name) or hosts.get(name.upper()) or _as_host(name)
            if host:
                spans.append(_doped_span(m, _symbols(m[1]), name, host))
        for m in _AFTER_HOST.finditer(text):
            host = hosts.get(m[1]) or hosts.get(m[1].upper()) or _as_host(m[1])
            if host and not _overlaps(spans, m.start(), m.end()):
                spans.append(_doped_span(m, _symbols(m[2] or m[3]), m[1], host))
    for m in _JOINED_HOST.finditer(text):
        if not _overlaps(spans, m.start(), m.end()):
            spans.append(_doped_span(m, _symbols(m[1]), m[2], hosts[m[2]]))
    if (
        "ope" in text
        or "oti" in text
        or "掺" in text
        or "ドープ" in text
        or "添加" in text
        or "opa" in text
        or "opé" in text
    ):
        for m in _DOPED.finditer(text):
            dopants = _symbols((m[1] or m[3]) + (m[2] or ""))
            spans.append(
                SubstanceSpan(
                    m.start(), m.end(), m[0], ",".join(dopants), "doped", tuple(sorted(dopants)), dopants=dopants
                )
            )
    return spans


def _doped_span(
    m: re.Match[str], dopants: tuple[str, ...], name: str, host: tuple[tuple[str, ...], str, str]
) -> SubstanceSpan:
    every = tuple(sorted({*dopants, *host[0]}))
    return SubstanceSpan(
        m.start(), m.end(), m[0], f"{','.join(dopants)}:{name}", "doped", every, dopants=dopants, host=name
    )


def _symbols(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(_EL, text)))


def _as_host(name: str) -> tuple[tuple[str, ...], str, str] | None:
    """Any balanced formula is a host when a dopant stands beside it."""
    f = parse(name)
    if f is None or len(f.counts) < 2 or not balanced(f) or not any(c.isdigit() for c in name):
        return None
    return tuple(f.counts), name, "no"


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
    if len(trimmed) < 2 or _overlaps(spans, start, start + len(trimmed)):
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
    known = _known()
    end = start + len(word)
    if (host := known.hosts.get(word)) and host[2] != "no" and word not in known.formulas:
        return SubstanceSpan(
            start, end, word, word, "host", tuple(sorted(host[0])), host=word, needs_context=host[2] == "context"
        )
    for pattern, formula, symbols_, alone, battery in known.ceramics.get(word[:2].upper(), ()):
        if pattern.fullmatch(word):
            kind: SubstanceKind = "battery" if battery else "ceramic"
            return SubstanceSpan(start, end, word, formula, kind, symbols_, needs_context=alone == "context")
    if not (set(word) - _DIGITS_ONLY):
        return None
    capital = known.capitals.get(word)
    spelling = capital or word
    parsed = parse(spelling)
    if parsed is None:
        m = _ZERO.fullmatch(word)
        if m:
            return SubstanceSpan(
                start, end, word, f"{m[1]}2O3", "oxide", tuple(sorted((m[1], "O"))), needs_context=True
            )
        return _alloy(word, start) if "-" in word or "/" in word else None
    kind_ = _kind(spelling, parsed)
    if kind_ is None:
        return _alloy(word, start) if "-" in word else None
    context = spelling in known.context or word in known.context
    if kind_ == "alloy" and spelling not in known.formulas:
        context = not (any(n is not None and n != 1 for n in parsed.counts.values()) or len(parsed.counts) > 2)
    counts = tuple(parsed.counts.items())
    return SubstanceSpan(
        start, end, word, spelling, kind_, tuple(sorted(parsed.counts)), counts,
        mass_percent=_mass_percent(spelling, parsed, kind_), needs_context=context,
    )  # fmt: skip


_DIGITS_ONLY = set("0123456789.,-/()+:*")


def _kind(spelling: str, f: Formula) -> SubstanceKind | None:
    """What a parsed formula is; None when it is nothing of interest or no believable substance."""
    e = elements()
    known = _known().formulas.get(spelling)
    found = f.counts.keys()
    of_interest = found & e.interest
    if known is not None:
        return known
    if not of_interest or len(found) < 2:
        return None
    figures = any(c.isdigit() for c in spelling)
    if balanced(f) and figures and found & _ANIONS:
        if of_interest <= _RISKY_ALONE and not (f.counts.keys() & {"O", "F", "Cl", "S"}):
            return None
        if {"Li", "O"} <= found or (f.charges and {"Ni", "Co"} & found):
            return "battery"
        return "oxide" if found - e.metals == {"O"} else "compound"
    if {"Ni", "Co", "Mn", "O"} <= found and (f.charges or "Li" in found):
        return "battery"
    if found & {"x", "y"} or None in f.counts.values():
        return None
    if found <= (e.metals | e.semimetals | {"B", "N"}) and len(found & e.metals) >= 2:
        return _alloy_kind(spelling, f, of_interest, figures)
    return None


_ANIONS = frozenset(("O", "F", "Cl", "Br", "I", "S", "Se", "N"))
_RISKY_ALONE = frozenset(("Li", "Ni", "Co", "Mn"))
_ALLOYED_WITH_W_OR_Y = frozenset(("Ni", "Fe", "Cu", "Ag", "Co", "Re", "Mo", "Ti", "Mg", "Al", "Zr", "Nd", "Cr", "Zn"))
_RARE_EARTHS = frozenset(
    ("Sc", "Y", "La", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu")
)
_COMMON = frozenset(
    (
        "Fe",
        "Co",
        "Ni",
        "Cu",
        "Al",
        "Mg",
        "Ti",
        "Zr",
        "Sn",
        "Si",
        "B",
        "Nd",
        "Pr",
        "La",
        "Ce",
        "Zn",
        "Ag",
        "Nb",
        "Ta",
        "Cr",
        "V",
        "W",
        "Mo",
        "N",
        "Pb",
        "Bi",
        "Sb",
    )
)


def _alloy_kind(spelling: str, f: Formula, of_interest: set[str], figures: bool) -> SubstanceKind | None:
    """An alloy has a two-letter symbol of interest and an element that one alloys with."""
    chief = of_interest - _RISKY_ALONE
    if not chief or (not (f.counts.keys() - chief) & _COMMON and len(chief) < 2):
        return None
    two_letters = any(len(s) == 2 for s in chief)
    if not two_letters and not (figures and _is_master_alloy(f, chief)):
        return None
    if (
        not figures
        and len(f.counts) < 3
        and not (f.counts.keys() - chief <= {"Fe", "Co", "Ni", "Cu", "Al", "Mg", "Sn", "Ti"})
    ):
        return None
    if figures and any(n is not None and n > 99 for n in f.counts.values()):
        return None
    return "alloy"


def _is_master_alloy(f: Formula, chief: set[str]) -> bool:
    """W90NiFe, WCu20, MgY30: a one-letter symbol needs company and a figure that is a percentage."""
    others = f.counts.keys() - chief
    if len(f.counts) >= 3:
        return bool(chief & {"Y", "W"}) and others <= _ALLOYED_WITH_W_OR_Y
    percentages = [n for n in f.counts.values() if n is not None and 10 <= n <= 98]
    return bool(percentages) and (
        (chief == {"W"} and others <= {"Cu", "Ag"}) or (chief == {"Y"} and others <= {"Mg", "Al", "Ni"})
    )


def _mass_percent(spelling: str, f: Formula, kind: SubstanceKind) -> tuple[tuple[str, Decimal], ...]:
    """Figures of ten and more in an alloy's formula are percent, not atoms: DyFe80, Al80Sc20, SnBi58."""
    given = _known().mass_percent.get(spelling)
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
        return tuple(figures.items()) if 98 <= whole <= 100 and max(figures.values()) >= 10 else ()
    if min(figures.values()) < 10:
        return ()
    if len(missing) == 1:
        if missing[0] in _RARE_EARTHS and figures.keys() == {"Fe"}:
            return ((missing[0], whole), ("Fe", 100 - whole))  # DyFe80 is sold as 80 percent dysprosium
        return tuple({**figures, missing[0]: 100 - whole}.items())
    return tuple(figures.items())


def _alloy(word: str, start: int) -> SubstanceSpan | None:
    """Dy-Fe, Mg-30Y, Al-2Sc, 90W-7Ni-3Fe, NdFeB/SmCo are read symbol by symbol."""
    if not _ALLOY.fullmatch(word):
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
    of_interest = set(found) & e.interest - _RISKY_ALONE
    if len(set(found)) < 2 or not of_interest:
        return None
    if "/" in word and not percent:
        return None
    others = set(found) - of_interest
    if not (others & _COMMON) and len(of_interest) < 2:
        return None
    if len(percent) == len(found) - 1 and sum(percent.values()) < 100:
        missing = next(s for s in found if s not in percent)
        percent[missing] = 100 - sum(percent.values())
    if sum(percent.values()) > 101:
        percent = {}
    risky = of_interest <= e.risky and not percent
    return SubstanceSpan(
        start, start + len(word), word, word, "alloy", tuple(sorted(set(found))),
        mass_percent=tuple(percent.items()), needs_context=risky and len(found) < 3,
    )  # fmt: skip


def _overlaps(spans: list[SubstanceSpan], start: int, end: int) -> bool:
    return any(s.start < end and start < s.end for s in spans)


@cache
def _known() -> _Known:
    import ahocorasick_rs

    stems = tables.yaml("formulas/stems.yaml")
    formulas: dict[str, SubstanceKind] = {}
    for row in tables.rows("substances/substances.csv"):
        f = row["formula"]
        parsed = parse(f) if f else None
        if parsed is None or len(parsed.counts) < 2:
            continue
        found = parsed.counts.keys()
        e = elements()
        kind: SubstanceKind = "compound"
        if {"Li", "O"} <= found or ({"Ni", "Co"} <= found and parsed.charges):
            kind = "battery"
        elif found - e.metals == {"O"}:
            kind = "oxide"
        elif found <= e.metals | {"B"}:
            kind = "alloy"
        if found & e.interest:
            formulas[f] = kind
    kinds: tuple[SubstanceKind, ...] = ("compound", "alloy", "semiconductor", "battery")
    for k in kinds:
        for f in stems[k]:
            parsed = parse(f)
            oxide = k == "compound" and parsed is not None and parsed.counts.keys() - elements().metals == {"O"}
            formulas[f] = "oxide" if oxide else k
    capitals = {f.upper(): f for f in formulas if f.upper() != f and sum(c.isdigit() for c in f) >= 2 and len(f) >= 5}
    by_upper = {f.upper(): f for f in formulas}
    capitals.update((c, by_upper.get(c, c)) for c in stems["capitals"])
    hosts = {
        k: (tuple(v["elements"]), v["name"], _alone(v["alone"])) for k, v in tables.yaml("formulas/hosts.yaml").items()
    }
    ceramics: dict[str, tuple[tuple[re.Pattern[str], str, tuple[str, ...], str, bool], ...]] = {}
    for r in tables.yaml("formulas/ceramics.yaml"):
        row = (
            re.compile(r["pattern"]),
            r["formula"],
            tuple(sorted(r["elements"])),
            _alone(r["alone"]),
            r.get("battery", False),
        )
        for head in patterns.heads(r["pattern"], 2):
            ceramics[head] = (*ceramics.get(head, ()), row)
    return _Known(
        formulas=formulas,
        context=frozenset((*stems["context"], *stems["capitals_context"])),
        capitals=capitals,
        mass_percent={k: {s: Decimal(v) for s, v in m.items()} for k, m in stems["mass_percent"].items()},
        hosts=hosts,
        ceramics=ceramics,
        triggers=ahocorasick_rs.AhoCorasick([*hosts, *capitals, *_CODES]),
    )


def _alone(value: object) -> str:
    """YAML reads yes and no as booleans."""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
