"""Reading a chemical formula: elements, counts, balance."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import product

from msgspec import Struct

from scanner.match import tables

_ITEM = re.compile(
    r"([A-Z][a-z]?)((?:[1-9]\d*|0(?=\.))(?:\.\d+)?|[xyz](?![a-z]))?|([(\[])|[)\]](\d+(?:\.\d+)?|[xyz](?![a-z]))?"
)
_WATER = re.compile(r"(?:[·•∙⋅*.]|\s)\s?(?:[xnX]|\d{0,2}(?:\.\d)?)\s?H2O$")
_COUNTED_GROUP = re.compile(r"[(\[]([A-Za-z0-9]+)[)\]](\d*)")
ONE = Decimal(1)


class Formula(Struct, frozen=True):
    """A parsed formula."""

    counts: dict[str, Decimal | None]
    """In order of first mention; None where a letter stands for the count."""
    charges: tuple[tuple[str, Decimal], ...]
    """Groups of known charge and their number; their atoms are in ``counts`` too where the group says them."""
    rest: dict[str, Decimal | None]
    """Counts outside groups of known charge."""
    water: bool


class Elements(Struct, frozen=True):
    """What scanner/data/formulas/elements.yaml says."""

    states: dict[str, tuple[int, ...]]
    metals: frozenset[str]
    semimetals: frozenset[str]
    interest: frozenset[str]
    risky: frozenset[str]
    groups: dict[str, int]
    isotopes: dict[str, frozenset[int]]
    strong_forms: frozenset[str]
    weak_forms: frozenset[str]
    before_forms: tuple[str, ...]


@cache
def elements() -> Elements:
    data = tables.yaml("formulas/elements.yaml")
    table = data["elements"]
    return Elements(
        states={k: tuple(v["states"]) for k, v in table.items()},
        metals=frozenset(k for k, v in table.items() if v.get("metal")),
        semimetals=frozenset(k for k, v in table.items() if v.get("semimetal")),
        interest=frozenset(k for k, v in table.items() if v.get("interest")),
        risky=frozenset(k for k, v in table.items() if v.get("risky")),
        groups=data["groups"],
        isotopes={k: frozenset(v) for k, v in data["isotopes"].items()},
        strong_forms=frozenset(data["forms"]["strong"]),
        weak_forms=frozenset(data["forms"]["weak"]),
        before_forms=tuple(data["forms"]["before"]),
    )


def parse(text: str) -> Formula | None:
    """Elements and counts of a formula in its usual writing; None when the text is none.

    Every letter must belong to an element, or to a bracketed group of known charge (acac, OTf ...).
    """
    known = elements()
    water = _WATER.search(text)
    body = text[: water.start()] if water else text
    charges: list[tuple[str, Decimal]] = []
    ligands: list[tuple[int, int]] = []
    for group in _COUNTED_GROUP.finditer(body):
        if group[1] in known.groups:
            charges.append((group[1], Decimal(group[2] or 1)))
            ligands.append(group.span())
    stack: list[dict[str, Decimal | None]] = [{}]
    rest: dict[str, Decimal | None] = {}
    at = 0
    while at < len(body):
        span = next((s for s in ligands if s[0] == at), None)
        if span is not None:
            _merge(stack[-1], _atoms(body[slice(*span)], known))
            at = span[1]
            continue
        m = _ITEM.match(body, at)
        if not m:
            return None
        if m[1]:
            if m[1] not in known.states:
                if m[1][0] in known.states and m[2] is None and len(m[1]) == 2 and m[1][1] in "xyz":
                    _add(stack[-1], m[1][0], None)
                    if len(stack) == 1:
                        _add(rest, m[1][0], None)
                    at = m.end()
                    continue
                return None
            count = ONE if not m[2] else Decimal(m[2]) if m[2][0].isdigit() else None
            _add(stack[-1], m[1], count)
            if len(stack) == 1:
                _add(rest, m[1], count)
        elif m[3]:
            stack.append({})
        else:
            if len(stack) == 1:
                return None
            inner = stack.pop()
            times = ONE if not m[4] else Decimal(m[4]) if m[4][0].isdigit() else None
            scaled = {k: None if v is None or times is None else v * times for k, v in inner.items()}
            _merge(stack[-1], scaled)
            if len(stack) == 1:
                _merge(rest, scaled)
        at = m.end()
    if len(stack) != 1 or not stack[0]:
        return None
    return Formula(stack[0], tuple(charges), rest, water is not None)


def balanced(formula: Formula) -> bool:
    """Some choice of the usual oxidation states makes the formula neutral."""
    known = elements()
    fixed = sum((known.groups[name] * n for name, n in formula.charges), Decimal(0))
    symbols = [(s, n) for s, n in formula.rest.items()]
    if any(n is None for _, n in symbols) or len(symbols) > 6:
        return False
    return any(
        fixed + sum((q * n for q, (_, n) in zip(choice, symbols, strict=True)), Decimal(0)) == 0  # type: ignore[operator]
        for choice in product(*(known.states[s] for s, _ in symbols))
    )


def _atoms(group: str, known: Elements) -> dict[str, Decimal | None]:
    m = _COUNTED_GROUP.fullmatch(group)
    assert m is not None
    times = Decimal(m[2] or 1)
    out: dict[str, Decimal | None] = {}
    for item in _ITEM.finditer(m[1]):
        if item[1] in known.states and item[1] != "Pr":  # iPr is isopropyl
            _add(out, item[1], Decimal(item[2] or 1) * times if not item[2] or item[2][0].isdigit() else None)
    return out


def _add(counts: dict[str, Decimal | None], symbol: str, n: Decimal | None) -> None:
    seen = counts.get(symbol, Decimal(0)) if symbol in counts else Decimal(0)
    counts[symbol] = None if seen is None or n is None else seen + n


def _merge(into: dict[str, Decimal | None], other: dict[str, Decimal | None]) -> None:
    for k, v in other.items():
        _add(into, k, v)
