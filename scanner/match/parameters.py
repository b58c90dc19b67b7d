"""Which parameter a quantity of a text speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import Struct

from scanner.match import tables
from scanner.match.numbers import number
from scanner.match.signals import QuantitySpan
from scanner.match.units import convert

_BEHIND = 24
"""Characters between a word and the number that follows it."""
_AHEAD = 12
"""Characters between a number and the word that follows it."""
_TOUCHING = 2
"""Characters between a word and the figure that is certainly its own."""
_UNITLESS = re.compile(r"\s*(?:[:=]\s*)?(?P<op><=|>=|[≤≥<>~])?\s*(\d+(?:[.,]\d+)?)(?![\d%]|[.,]\d)")
_CLAUSE = re.compile(r"[;；。|\n]|(?<=\D)[,，](?=\D)")


class Observed(Struct, frozen=True, gc=False):
    """What a text says of a parameter; None = unbounded on that side."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    text: str
    low_open: bool = False
    high_open: bool = False
    derived: str | None = None
    """How it came about, where it is not simply written."""
    start: int = 0
    end: int = 0
    is_band: bool = False
    """A band of sizes as sieved or graded, not an uncertain single figure."""


class Parameter(Struct, frozen=True):
    """A row of scanner/data/parameters."""

    name: str
    dimension: str
    roles: frozenset[str] = frozenset()
    bare: tuple[Decimal, Decimal, str] | None = None
    yields_to: tuple[str, ...] = ()
    unitless: str | None = None
    same_as: tuple[str, ...] = ()
    at_most: tuple[tuple[str, Decimal], ...] = ()
    element: tuple[str, ...] = ()
    band: Decimal | None = None
    """The middle part of a stated band in which the average lies, for parameters that are averages."""
    impurity: bool = False
    minimum_is_grade: bool = False
    values: tuple[tuple[bool | str, tuple[str, ...]], ...] | None = None
    """Words for each value, for parameters that are no quantity."""


class Facts(Struct, frozen=True):
    """What a text says that criteria can be tested on."""

    stated: dict[str, tuple[Observed, ...]]
    """Parameter → what words or notations bind to it."""
    loose: dict[str, tuple[Observed, ...]]
    """Dimension → quantities that nothing claims."""
    said: dict[str, bool | str]
    """Parameters told by words, and the destination where the caller knows it."""


class _Claim(Struct, frozen=True, gc=False):
    start: int
    end: int
    owners: tuple[str, ...]


@cache
def parameters() -> dict[str, Parameter]:
    """All parameters by name."""
    out: dict[str, Parameter] = {}
    for name, row in tables.yaml("parameters/parameters.yaml").items():
        if name in ("owners", "near"):
            continue
        element = row.get("element", ())
        values = row.get("values")
        out[name] = Parameter(
            name=name,
            dimension=row.get("dimension", ""),
            roles=frozenset(row.get("roles", ())),
            bare=_bounds(row["bare"]) if "bare" in row else None,
            yields_to=tuple(row.get("yields_to", ())),
            unitless=row.get("unitless"),
            same_as=tuple(row.get("same_as", ())),
            at_most=tuple((p, Decimal(f)) for p, f in row.get("at_most", ())),
            element=(element,) if isinstance(element, str) else tuple(element),
            band=Decimal(row["band"]) if "band" in row else None,
            impurity=row.get("near") == "impurity",
            minimum_is_grade=row.get("minimum_is_grade", False),
            values=tuple((v, tuple(w)) for v, w in values) if values is not None else None,
        )
    return out


def read(text: str, quantities: Sequence[QuantitySpan]) -> Facts:
    """Each quantity goes to the parameters whose word stands nearest to it, or whose notation it is."""
    claims = _claims(text)
    stated: dict[str, list[Observed]] = {}
    loose: dict[str, list[Observed]] = {}
    used: set[_Claim] = set()
    for q in _extents(_without_doubles(quantities, claims, text)):
        dimensions = _dimensions(q)
        owners: tuple[str, ...] = ()
        claim = _nearest(text, q, quantities, claims, dimensions)
        if claim is not None:
            used.add(claim)
            owners = tuple(o for o in claim.owners if _takes(o, dimensions))
        if q.role:
            by_role = tuple(p.name for p in _of_role(q.role) if p.dimension in dimensions)
            owners = tuple(o for o in owners if not by_role or o in by_role or not q.role.startswith("dim")) or by_role
        observed = _observed(q)
        for owner in owners:
            stated.setdefault(owner, []).append(observed)
        if not owners and not q.role.startswith("dim"):
            for d in dimensions:
                loose.setdefault(d, []).append(observed)
    for claim in claims:
        if claim not in used:
            _unitless(text, claim, stated)
    return Facts({k: tuple(v) for k, v in stated.items()}, {k: tuple(v) for k, v in loose.items()}, _said(text))


def _observed(q: QuantitySpan) -> Observed:
    derived = None
    if q.role in ("grit", "mesh"):
        derived = f"{q.text} is {_plain(q.low)} to {_plain(q.high)} {q.unit}"
    elif q.role == "purity":
        derived = f"{q.text} is {_plain(q.low)} percent"
    unit = "delta_degC" if _dimensions(q)[0] == "temperature_difference" else q.unit
    return Observed(
        q.low,
        q.high,
        unit,
        q.text,
        q.op == ">",
        q.op == "<",
        derived,
        q.start,
        q.end,
        q.op == ".." and q.role != "grit",
    )


def _plain(value: Decimal | None) -> str:
    return "?" if value is None else f"{value.normalize():f}"


def _dimensions(q: QuantitySpan) -> tuple[str, ...]:
    """A tolerance in degrees (±3 °C, <= 5 °C) is a difference, not a temperature."""
    if q.dimension == "temperature" and (
        q.role == "tolerance" or (q.low is None and q.high is not None and q.high <= 50)
    ):
        return ("temperature_difference",)
    return (q.dimension,)


def _without_doubles(quantities: Sequence[QuantitySpan], claims: list[_Claim], text: str) -> list[QuantitySpan]:
    """9N is a force beside a word for force and a purity otherwise."""
    out = []
    for q in quantities:
        twin = next(
            (
                o
                for o in quantities
                if o is not q
                and o.start < q.end
                and q.start < o.end
                and {o.dimension, q.dimension} == {"force", "fraction"}
            ),
            None,
        )
        if twin is not None:
            force = q if q.dimension == "force" else twin
            is_force = _nearest(text, force, quantities, claims, ("force",)) is not None
            if (q is force) is not is_force:
                continue
        out.append(q)
    return out


def _extents(quantities: list[QuantitySpan]) -> list[QuantitySpan]:
    """The parts of 200x150x60 are a length, a width and a thickness by size; of two the greater is the length."""
    out: list[QuantitySpan] = []
    chain: list[QuantitySpan] = []
    for q in [*quantities, None]:
        if q is not None and q.role in ("dim1", "dim2", "dim3"):
            if chain and q.role <= chain[-1].role:
                out += _named(chain)
                chain = []
            chain.append(q)
            continue
        out += _named(chain)
        chain = []
        if q is not None:
            out.append(q)
    return out


def _named(chain: list[QuantitySpan]) -> list[QuantitySpan]:
    if len(chain) < 2:
        return chain
    names = ("dim_length", "dim_width", "dim_thickness") if len(chain) == 3 else ("dim_length", "dim_least")
    ranked = sorted(chain, key=lambda q: -(convert(q.low or Decimal(0), q.unit, "mm") or Decimal(0)))
    return [
        QuantitySpan(q.start, q.end, q.low, q.high, q.op, q.unit, q.dimension, q.text, n)
        for q, n in zip(ranked, names, strict=True)
    ]


def _nearest(
    text: str, q: QuantitySpan, quantities: Sequence[QuantitySpan], claims: list[_Claim], dimensions: tuple[str, ...]
) -> _Claim | None:
    """The word before the number, else the word right after it, no other quantity and no clause's end between."""
    best: tuple[int, int] | None = None
    found = None
    for c in claims:
        if not any(_takes(o, dimensions) for o in c.owners):
            continue
        if c.end <= q.start and q.start - c.end <= _BEHIND:
            lo, hi, cost = c.end, q.start, q.start - c.end
        elif c.start >= q.end and c.start - q.end <= _AHEAD:
            if any(0 <= o.start - c.end <= _TOUCHING and o.dimension == q.dimension for o in quantities):
                continue  # 40um grit 6-8um: the word belongs to the figure right behind it
            lo, hi, cost = q.end, c.start, 4 + 2 * (c.start - q.end)
        elif c.start < q.end and q.start < c.end:
            lo = hi = cost = 0
        else:
            continue
        if any(o is not q and lo <= o.start and o.end <= hi for o in quantities) or _CLAUSE.search(text, lo, hi):
            continue
        key = (cost, c.start - c.end)
        if best is None or key < best:
            best, found = key, c
    return found


def _takes(owner: str, dimensions: tuple[str, ...]) -> bool:
    p = parameters().get(owner)
    if p is None:
        return _owners()[owner] in (*dimensions, "any")
    return p.dimension in dimensions


def _claims(text: str) -> list[_Claim]:
    low = text.lower()
    automaton, words = _automaton()
    found = []
    for n, start, end in automaton.find_matches_as_indexes(low, overlapping=True):
        word, owners = words[n]
        if word[0].isascii() and start > 0 and low[start - 1].isalpha() and low[start - 1].isascii():
            continue
        if word[-1].isascii() and word[-1].isalpha() and end < len(low) and low[end].isascii() and low[end].isalpha():
            continue
        found.append(_Claim(start, end, owners))
    return [
        c
        for c in found
        if not any(
            o is not c and o.start <= c.start and c.end <= o.end and (o.end - o.start) > (c.end - c.start)
            for o in found
        )
    ]


def _unitless(text: str, claim: _Claim, stated: dict[str, list[Observed]]) -> None:
    """压实2.40: a bare number right behind a word whose unit goes without saying."""
    for owner in claim.owners:
        p = parameters().get(owner)
        if p is None or p.unitless is None or p.name in stated:
            continue
        m = _UNITLESS.match(text, claim.end)
        value = number(m[2]) if m else None
        if m is None or value is None or (p.bare is not None and not p.bare[0] <= value <= p.bare[1]):
            continue
        op = m["op"] or "="
        low = None if op in ("<", "<=", "≤") else value
        high = None if op in (">", ">=", "≥") else value
        written = text[claim.start : m.end()]
        stated[p.name] = [
            Observed(low, high, p.unitless, written, op == ">", op == "<", start=claim.start, end=m.end())
        ]


def _said(text: str) -> dict[str, bool | str]:
    low = text.lower()
    out: dict[str, bool | str] = {}
    for p in parameters().values():
        for value, words in p.values or ():
            if any(w in low for w in words):
                out[p.name] = value
                break
    return out


@cache
def near() -> Decimal:
    """The part of a limit by which a figure may miss it and still be near."""
    return Decimal(tables.yaml("parameters/parameters.yaml")["near"])


@cache
def _of_role(role: str) -> tuple[Parameter, ...]:
    return tuple(p for p in parameters().values() if role in p.roles)


@cache
def _owners() -> dict[str, str]:
    return {name: row["dimension"] for name, row in tables.yaml("parameters/parameters.yaml")["owners"].items()}


@cache
def _automaton() -> tuple[Any, tuple[tuple[str, tuple[str, ...]], ...]]:
    import ahocorasick_rs

    data = tables.yaml("parameters/parameters.yaml")
    by_word: dict[str, list[str]] = {}
    for name, row in (*data.items(), *data["owners"].items()):
        if name in ("owners", "near"):
            continue
        for word in row.get("words", ()):
            owners = by_word.setdefault(str(word).lower(), [])
            if name not in owners:
                owners.append(name)
    words = tuple((w, tuple(o)) for w, o in by_word.items())
    return ahocorasick_rs.AhoCorasick([w for w, _ in words]), words


def _bounds(pair: Sequence[str]) -> tuple[Decimal, Decimal, str]:
    (low, _, unit), (high, _, _) = (x.partition(" ") for x in pair)
    return Decimal(low), Decimal(high), unit
