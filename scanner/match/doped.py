"""Hosts with dopants: Er:YAG, Gd2O2S:Tb, SrI2(Eu), Yb-doped."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from scanner.match.chemistry import Host, group, known
from scanner.match.formula import balanced, parse
from scanner.match.signals import SubstanceSpan

_DOPED_WORDS = ("doped", "dotiert", "dopé", "dopad", "添加", "ドープ", "掺")


class _Patterns(Struct, frozen=True):
    symbol: re.Pattern[str]
    before_host: re.Pattern[str]
    after_host: re.Pattern[str]
    joined: re.Pattern[str]
    doped: re.Pattern[str]


def find(text: str) -> list[SubstanceSpan]:
    """A dopant before or behind its host, and a dopant that a word says is one."""
    p = _patterns()
    spans: list[SubstanceSpan] = []
    if ":" in text or "∶" in text or "(" in text:
        for m in p.before_host.finditer(text):
            name = (m[2] or "") + m[3]
            if (host := _host(name)) is not None:
                spans.append(_span(m, _symbols(m[1]), name, host))
        for m in p.after_host.finditer(text):
            if not overlaps(spans, m.start(), m.end()) and (host := _host(m[1])) is not None:
                spans.append(_span(m, _symbols(m[2] or m[3]), m[1], host))
    for m in p.joined.finditer(text):
        if not overlaps(spans, m.start(), m.end()):
            spans.append(_span(m, _symbols(m[1]), m[2], known().hosts[m[2]]))
    low = text.lower()
    if any(w in low for w in _DOPED_WORDS):
        for m in p.doped.finditer(text):
            dopants = _symbols((m[1] or m[3]) + (m[2] or ""))
            every = tuple(sorted(dopants))
            spans.append(SubstanceSpan(m.start(), m.end(), m[0], ",".join(dopants), "doped", every, dopants=dopants))
    return spans


def overlaps(spans: list[SubstanceSpan], start: int, end: int) -> bool:
    """Whether one of the spans shares a character with the given stretch."""
    return any(s.start < end and start < s.end for s in spans)


def _span(m: re.Match[str], dopants: tuple[str, ...], name: str, host: Host) -> SubstanceSpan:
    every = tuple(sorted({*dopants, *host.elements}))
    formula = f"{','.join(dopants)}:{name}"
    return SubstanceSpan(m.start(), m.end(), m[0], formula, "doped", every, dopants=dopants, host=name)


def _symbols(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_patterns().symbol.findall(text)))


def _host(name: str) -> Host | None:
    """A host by its abbreviation; any balanced formula is one too when a dopant stands beside it."""
    hosts = known().hosts
    if (host := hosts.get(name) or hosts.get(name.upper())) is not None:
        return host
    f = parse(name)
    if f is None or len(f.counts) < 2 or not any(c.isdigit() for c in name) or not balanced(f):
        return None
    return Host(tuple(f.counts), name)


@cache
def _patterns() -> _Patterns:
    symbol = "|".join(sorted(group("dopants"), key=lambda s: (-len(s), s)))
    joined = "|".join(n for n, h in known().hosts.items() if h.alone != "no" and n[:1].isupper() and len(n) <= 5)
    dopant = rf"(?:{symbol})(?:\d?[+]|3\+)?(?:\(\d[\d.]*%?\))?"
    dopants = rf"{dopant}(?:\s?[,/+&]\s?{dopant})*"
    return _Patterns(
        symbol=re.compile(symbol),
        before_host=re.compile(rf"(?<![A-Za-z\d])({dopants})\s?[:∶]\s?(β-|beta-)?([A-Za-z][A-Za-z\d]*)"),
        after_host=re.compile(
            rf"(?<![A-Za-z])((?:β-|beta-)?[A-Za-z][A-Za-z\d]*)\s?(?:[:∶]\s?({dopants})|\(({dopants})\))(?![a-z\d])"
        ),
        joined=re.compile(rf"(?<![A-Za-z\d])({dopant})[- ]?({joined})(?![A-Za-z\d])"),
        doped=re.compile(
            rf"(?<![A-Za-z\d])({symbol})(?:3\+)?((?:\s?[,/:+&-]\s?(?:{symbol})(?:3\+)?)*)"
            r"[- ]?(?:doped|co-?doped|dotiert\w*|dopée?s?|dopad[oa]s?|添加|ドープ|掺杂)"
            rf"|掺\s?({symbol})(?![a-z])"
        ),
    )
