"""The substances that are known by sight, and what the elements are to the reader of formulas."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import Struct

from scanner.catalog.load import built_in
from scanner.match import patterns, tables
from scanner.match.formula import elements, parse
from scanner.match.signals import SubstanceKind


class Host(Struct, frozen=True):
    """A host crystal, glass or phosphor."""

    elements: tuple[str, ...]
    name: str
    alone: str = "no"
    """yes, context, no: how far the abbreviation is believed without a dopant."""
    articles: dict[str, str] = {}
    """Element → stem of the row of articles/ that says what share of the value it is."""


class Code(Struct, frozen=True):
    """A code of a ceramic, an alloy or a battery material."""

    pattern: re.Pattern[str]
    formula: str
    elements: tuple[str, ...]
    needs_context: bool
    kind: SubstanceKind
    dopants: tuple[str, ...] = ()
    host: str | None = None


class Known(Struct, frozen=True):
    """The tables of scanner/data/formulas and the formulas of scanner/data/substances."""

    formulas: dict[str, SubstanceKind]
    context: frozenset[str]
    """Formulas whose letters are often something else."""
    capitals: dict[str, str]
    """Formulas in capitals throughout → their usual writing."""
    mass_percent: dict[str, dict[str, Decimal]]
    hosts: dict[str, Host]
    codes: dict[str, tuple[Code, ...]]
    """By the first two characters."""
    triggers: Any
    """An automaton over what a text without element symbols must hold to be looked at."""


@cache
def known() -> Known:
    import ahocorasick_rs

    stems = tables.yaml("formulas/stems.yaml")
    formulas = _listed()
    kinds: tuple[SubstanceKind, ...] = ("compound", "alloy", "semiconductor", "battery")
    for kind in kinds:
        for spelling in stems[kind]:
            parsed = parse(spelling)
            oxide = kind == "compound" and parsed is not None and parsed.counts.keys() - elements().metals == {"O"}
            formulas[spelling] = "oxide" if oxide else kind
    capitals = {f.upper(): f for f in formulas if f.upper() != f and sum(c.isdigit() for c in f) >= 2 and len(f) >= 5}
    by_upper = {f.upper(): f for f in formulas}
    capitals.update((c, by_upper.get(c, c)) for c in stems["capitals"])
    hosts = {
        name: Host(tuple(row["elements"]), row["name"], _alone(row["alone"]), row.get("articles", {}))
        for name, row in tables.yaml("formulas/hosts.yaml").items()
    }
    fragments = tables.yaml("formulas/elements.yaml")["code_fragments"]
    return Known(
        formulas=formulas,
        context=frozenset((*stems["context"], *stems["capitals_context"])),
        capitals=capitals,
        mass_percent={k: {x: Decimal(v) for x, v in m.items()} for k, m in stems["mass_percent"].items()},
        hosts=hosts,
        codes=_codes(),
        triggers=ahocorasick_rs.AhoCorasick([*hosts, *capitals, *fragments]),
    )


def _listed() -> dict[str, SubstanceKind]:
    """Formulas of interest in the table of substances."""
    e = elements()
    out: dict[str, SubstanceKind] = {}
    for row in built_in().substances:
        parsed = parse(row.formula) if row.formula else None
        if parsed is None or len(parsed.counts) < 2 or not parsed.counts.keys() & e.interest:
            continue
        found = parsed.counts.keys()
        kind: SubstanceKind = "compound"
        if {"Li", "O"} <= found or ({"Ni", "Co"} <= found and parsed.charges):
            kind = "battery"
        elif found - e.metals == {"O"}:
            kind = "oxide"
        elif found <= e.metals | {"B"}:
            kind = "alloy"
        out[str(row.formula)] = kind
    return out


def _codes() -> dict[str, tuple[Code, ...]]:
    out: dict[str, tuple[Code, ...]] = {}
    for row in tables.yaml("formulas/ceramics.yaml"):
        code = Code(
            pattern=re.compile(row["pattern"]),
            formula=row["formula"],
            elements=tuple(sorted(row["elements"])),
            needs_context=_alone(row["alone"]) == "context",
            kind="battery" if row.get("battery") else "doped" if "dopants" in row else "ceramic",
            dopants=tuple(row.get("dopants", ())),
            host=row.get("host"),
        )
        for head in patterns.heads(row["pattern"], 2):
            out[head] = (*out.get(head, ()), code)
    return out


@cache
def group(name: str) -> frozenset[str]:
    """A set of elements by its name in elements.yaml."""
    return frozenset(tables.yaml("formulas/elements.yaml")["sets"][name])


def _alone(value: object) -> str:
    """YAML reads yes and no as booleans."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
