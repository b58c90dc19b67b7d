"""Element symbols, believed only in chemical company."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from scanner.match import tables
from scanner.match.chemistry import group
from scanner.match.formula import elements
from scanner.match.numbers import number
from scanner.match.signals import SubstanceSpan

_SYMBOL = re.compile(
    r"(?<![A-Za-z\d&/])(Sc|Sm|Gd|Tb|Dy|Ho|Er|Tm|Lu|Eu|Yb|Y|Ga|Ge|Sb|Te|Bi|Mo|In|W|Nd|Pr|Ce|La)(?![A-Za-z&])"
)
_PERCENT = re.compile(
    r"\s*[:=≥>~≤<]*\s*(?:content|Gehalt|含量|teneur)?\s*[:=]?\s*(\d{1,2}(?:[.,]\d+)?)\s?(wt\.?\s?%|at\.?\s?%|%\s?wt|mass\s?%|Gew\.?-?%|%)(?![a-z])",
    re.IGNORECASE,
)
_PURITY = re.compile(r"[\s,(\-]{0,3}(?:≥|>=?|min\.?\s?)?\s?(?:9\d(?:[.,]\d+)?\s?%|[2-7]N\d?(?![A-Za-z\d]))")
_HIGH_PURITY = re.compile(r"[\s(\-]{0,2}(?:≥|>=?)?\s?(?:99[.,]9\d*\s?%|[3-7]N\d?(?![A-Za-z\d]))")
_NEXT = re.compile(r"[\s\-]{0,2}(?:\([IV]+\)[\s\-]?)?([A-Za-zäöüéó]+|[\u2e80-\u9fffァ-ヶー]{1,4})")
_NEXT_TWO = re.compile(r"[\s\-]{0,2}[A-Za-z]+\s([A-Za-zäöüéó]+)")
_ISOTOPE_AFTER = re.compile(r"-?(\d{2,3})(?![\dA-Za-z%.])")
_ISOTOPE = re.compile(r"(?<![\dA-Za-z.])(\d{2,3})(Sc|Sm|Gd|Tb|Dy|Ho|Er|Tm|Lu|Eu|Yb|Y|Ga|Ge|In|Mo|Bi)(?![A-Za-z])")
_ABSENT = re.compile(r"[/,&+ ]{0,3}(?:(?:Dy|Tb|Ho|Gd)[/,&+ ]{0,3})*[- ]?(?:free|frei)\b", re.IGNORECASE)


def find(text: str, spans: Sequence[SubstanceSpan]) -> list[SubstanceSpan]:
    """A symbol is an element when a content, a purity, an isotope's mass or a form stands beside it."""
    out: list[SubstanceSpan] = []
    e = elements()
    out += [
        _span(m.start(), m.end(), text, m[2], context=m[2] in group("no_isotope_suffix"))
        for m in _ISOTOPE.finditer(text)
        if int(m[1]) in e.isotopes.get(m[2], ())
    ]
    for m in _SYMBOL.finditer(text):
        symbol = m[1]
        if any(s.start <= m.start() < s.end for s in (*spans, *out)):
            continue
        isotope = _ISOTOPE_AFTER.match(text, m.end())
        if isotope and int(isotope[1]) in e.isotopes.get(symbol, ()):
            if symbol not in group("no_isotope_suffix"):
                out.append(_span(m.start(), isotope.end(), text, symbol, context=symbol in e.risky))
            continue
        if text[m.end() : m.end() + 1].isdigit() or _ABSENT.match(text, m.end()):
            continue
        content = _PERCENT.match(text, m.end())
        if content and _believable(symbol, content[2], text, m.start()):
            value = number(content[1])
            if value is not None and value < 99:
                percent = ((symbol, value),) if "at" not in content[2].lower() else ()
                out.append(
                    _span(m.start(), content.end(), text, symbol, percent, context=symbol in e.risky and symbol != "Mo")
                )
                continue
        end = _company(text, m.start(), m.end(), symbol)
        if end is not None:
            out.append(_span(m.start(), end, text, symbol))
        elif high := _HIGH_PURITY.match(text, m.end()):
            out.append(_span(m.start(), high.end(), text, symbol, context=symbol in group("no_bare_percent")))
    return out


def _believable(symbol: str, mark: str, text: str, start: int) -> bool:
    """A bare percent after Y, W or In is a tolerance or a yield; behind two plain letters it is a content."""
    return symbol not in group("no_bare_percent") or mark != "%" or text[max(0, start - 1) : start] in ("-", "/")


def _company(text: str, start: int, end: int, symbol: str) -> int | None:
    """Where the words that make the symbol an element end; None when none do."""
    e = elements()
    risky = symbol in e.risky
    purity = _PURITY.match(text, end)
    following = _NEXT.match(text, end)
    form = following[1].lower() if following else ""
    strong = form in e.strong_forms or any(
        form.startswith(f) for f in ("靶", "金属", "氧化", "锭", "粉", "合金") if following
    )
    if (
        not strong
        and following
        and (two := _NEXT_TWO.match(text, end))
        and form in e.weak_forms | {"sputter", "sputtering"}
    ):
        strong = two[1].lower() in e.strong_forms
    before = text[max(0, start - 9) : start].rstrip(" -(").lower()
    led = any(before.endswith(f) for f in e.before_forms)
    pure = _PURITY.search(text) is not None
    if symbol in group("shy"):
        sure = (strong and following is not None and (pure or form in _sure_forms())) or (led and (strong or pure))
        return (following.end() if strong and following else end) if sure else None
    if strong and following:
        return following.end()
    if purity:
        return purity.end()
    if led or (form in e.weak_forms and pure and not risky):
        return end
    return None


def _span(
    start: int,
    end: int,
    text: str,
    symbol: str,
    percent: tuple[tuple[str, Decimal], ...] = (),
    *,
    context: bool = False,
) -> SubstanceSpan:
    return SubstanceSpan(
        start, end, text[start:end], symbol, "element", (symbol,), mass_percent=percent, needs_context=context
    )


@cache
def _sure_forms() -> frozenset[str]:
    """Forms that leave no doubt about the symbol before them."""
    return frozenset(tables.yaml("formulas/elements.yaml")["sure_forms"])
