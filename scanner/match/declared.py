"""Figures that a maker or supplier declares: the limits of the matched controls, tested again with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from scanner.bom import BomLine
from scanner.catalog.load import Catalog
from scanner.estimate import ALL, NOTHING, UNKNOWN_SHARE, Estimate
from scanner.findings import Match, Verdict
from scanner.match import criteria, derive, quantities
from scanner.match.engine import Engine, engine_for
from scanner.match.parameters import Observed, parameters
from scanner.match.reading import Reading, fields_of
from scanner.match.text import join
from scanner.match.units import units
from scanner.match.verdict import BY_LIMITS

Figure = Observed | bool | str


def figure(parameter: str, text: str) -> Figure | None:
    """A declared fact as limits are held against: ``8 um``, ``true``, ``single_crystal``; None for what does not fit.

    Units are the names of scanner/data/units; a unit of another dimension does not fit.
    """
    p = parameters().get(parameter)
    if p is None:
        return None
    if p.values is not None:
        said = next((value for value, _ in p.values if str(value).lower() == text.strip().lower()), None)
        return False if said is None and text.strip().lower() == "false" and _is_flag(p.values) else said
    amount, _, unit = text.strip().partition(" ")
    known = units().by_name.get(unit.strip())
    try:
        value = Decimal(amount)
    except ArithmeticError:
        return None
    if known is None or known.dimension != p.dimension or not value.is_finite():
        return None
    return Observed(value, value, known.name, f"{parameter.replace('_', ' ')} {text}")


def units_of(parameter: str) -> tuple[str, ...]:
    """Units in which a parameter's figure may be declared; none for one that is told by words."""
    p = parameters().get(parameter)
    return () if p is None else tuple(n for n, u in units().by_name.items() if u.dimension == p.dimension)


def words_of(parameter: str) -> tuple[str, ...]:
    """Words by which a parameter is declared; none for one that is a figure."""
    p = parameters().get(parameter)
    if p is None or p.values is None:
        return ()
    return ("true", "false") if _is_flag(p.values) else tuple(str(value) for value, _ in p.values)


def retested(line: BomLine, matches: Sequence[Match], facts: Mapping[str, str], catalog: Catalog) -> tuple[Match, ...]:
    """Matches of a line after its limits were tested with declared figures beside what its text says.

    A declared figure goes before a written one. Matches without limits, or whose limits ask nothing of what is
    declared, stay as they are.
    """
    figures = {name: fit for name, text in facts.items() if (fit := figure(name, text)) is not None}
    if not figures:
        return tuple(matches)
    engine = engine_for(catalog)
    known: criteria.Known | None = None
    after: dict[str, Match] = {}
    for m in matches:
        control = catalog.controls.get(m.control)
        asked = {c.parameter for x in (control.criteria, *control.alternatives) for c in x} if control else set()
        if control is not None and m.verdict != "contains" and not asked.isdisjoint(figures):
            known = known or _known(engine, line, figures)
            m = _after(m, criteria.test(control, known))
        after[m.control] = m
    for m in list(after.values()):
        for also in engine.links.follow(m):
            after.setdefault(also.control, also)
    return engine.links.order(after.values())


def _known(engine: Engine, line: BomLine, figures: Mapping[str, Figure]) -> criteria.Known:
    """What the line's text says, with what is declared in the place of it."""
    fields = fields_of(line)
    reading = engine.reader.read(fields) or Reading(join(fields), ())
    plain = reading.text.plain
    read = criteria.read(plain, quantities.find(plain), reading.substances, reading.cells)
    measured = {k: (v,) for k, v in figures.items() if isinstance(v, Observed)}
    told = {k: v for k, v in figures.items() if not isinstance(v, Observed)}
    facts = msgspec.structs.replace(read.facts, stated={**read.facts.stated, **measured})
    return criteria.Known(facts, derive.sources(plain, facts, reading.substances, reading.cells), {**read.said, **told})


_SURELY: dict[Verdict, Estimate] = {"listed": ALL, "below_threshold": NOTHING, "possible": UNKNOWN_SHARE}


def _after(match: Match, outcome: criteria.Outcome) -> Match:
    verdict = BY_LIMITS[outcome.overall]
    before = ", ".join(dict.fromkeys(x.parameter.replace("_", " ") for x in match.criteria if x.result == "unknown"))
    asks_more = match.settled_by is not None and match.settled_by != before
    if verdict == "listed" and match.verdict == "possible" and asks_more:
        verdict = "possible"  # the figures are met, the purpose is still open
    still = ", ".join(x.replace("_", " ") for x in outcome.open)
    return msgspec.structs.replace(
        match,
        verdict=verdict,
        criteria=outcome.results,
        near_threshold=outcome.near_threshold,
        settled_by=match.settled_by if asks_more and verdict == "possible" else still or None,
        applicability=match.applicability if verdict == match.verdict else _SURELY[verdict],
    )


def _is_flag(values: Sequence[tuple[bool | str, tuple[str, ...]]]) -> bool:
    return bool(values) and all(isinstance(value, bool) for value, _ in values)
