"""Technical limits, tested in three-valued logic."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from scanner.catalog.model import Control, Criterion
from scanner.findings import CriterionResult
from scanner.match import derive, parameters
from scanner.match.parameters import Facts, Observed
from scanner.match.signals import CellSpan, QuantitySpan, SubstanceSpan
from scanner.match.units import convert

Truth = Literal["met", "not_met", "unknown"]


class Known(Struct, frozen=True):
    """Everything that criteria are tested on, read once for a line."""

    facts: Facts
    sources: derive.Sources
    said: dict[str, bool | str]


class Outcome(Struct, frozen=True):
    """How a line stands to the limits of a control."""

    overall: Truth
    """Met where a control has no limits at all."""
    results: tuple[CriterionResult, ...]
    """Of the criteria and of the alternative that decides; the rest of the alternatives say nothing more."""
    near_threshold: bool
    """Not met, and every limit that is missed is missed by little (``near`` of scanner/data/parameters)."""
    open: tuple[str, ...]
    """Parameters whose figures would settle it, in the order of the criteria."""


def read(
    text: str,
    quantities: Sequence[QuantitySpan],
    substances: Sequence[SubstanceSpan] = (),
    cells: Sequence[CellSpan] = (),
    *,
    destination: str | None = None,
) -> Known:
    """What a text says that limits can be held against.

    ``destination`` is the country the goods go to (ISO 3166), where the caller knows it; a text never says it.
    """
    facts = parameters.read(text, quantities)
    said = dict(facts.said)
    if destination is not None:
        said["destination_country"] = destination
    return Known(facts, derive.sources(text, facts, substances, cells), said)


def test(control: Control, known: Known) -> Outcome:
    """Criteria must all hold, and of the alternatives one list; what is not stated or derivable stays unknown."""
    together = tuple(c.parameter for x in (control.criteria, *control.alternatives) for c in x)
    firm = [_test(c, known, together) for c in control.criteria]
    truth = all_of(r.result for r in firm)
    results = list(firm)
    if control.alternatives:
        tried = [[_test(c, known, together) for c in option] for option in control.alternatives]
        truths = [all_of(r.result for r in option) for option in tried]
        best = max(range(len(tried)), key=lambda i: (_RANK[truths[i]], _closeness(tried[i]), -i))
        results += tried[best]
        truth = all_of((truth, any_of(truths)))
    missed = [r for r in results if r.result == "not_met"]
    near = truth == "not_met" and bool(missed) and all(_is_near(r) for r in missed)
    return Outcome(
        truth, tuple(results), near, tuple(dict.fromkeys(r.parameter for r in results if r.result == "unknown"))
    )


_RANK: dict[Truth, int] = {"not_met": 0, "unknown": 1, "met": 2}


def all_of(truths: object) -> Truth:
    """Not met if one is not met, else unknown if one is unknown, else met (Kleene's conjunction)."""
    seen = set(truths)  # type: ignore[call-overload]
    return "not_met" if "not_met" in seen else "unknown" if "unknown" in seen else "met"


def any_of(truths: object) -> Truth:
    """Met if one is met, else unknown if one is unknown, else not met (Kleene's disjunction)."""
    seen = set(truths)  # type: ignore[call-overload]
    return "met" if "met" in seen else "unknown" if "unknown" in seen else "not_met"


def _closeness(option: Sequence[CriterionResult]) -> tuple[int, int]:
    """How much of an alternative is settled in its favour."""
    return sum(r.result == "met" for r in option), -sum(r.result == "not_met" for r in option)


def _test(c: Criterion, known: Known, together: Sequence[str]) -> CriterionResult:
    """One limit."""
    if isinstance(c.value, bool | str):
        return _test_word(c, known)
    limit = Decimal(str(c.value))
    observed = _observe(c, known, together)
    if observed is None:
        return _result(c, None, "unknown", None)
    p = parameters.parameters()[c.parameter]
    low = None if observed.low is None else convert(observed.low, observed.unit, c.unit)
    high = None if observed.high is None else convert(observed.high, observed.unit, c.unit)
    derived = observed.derived
    if p.minimum_is_grade and low is not None and high is None:
        high = low
        derived = derived or f"{observed.text}: a stated minimum is the grade sold"
    if p.band is not None and observed.is_band and low is not None and high is not None:
        middle, reach = (low + high) / 2, (high - low) * p.band / 2
        low, high = middle - reach, middle + reach
        derived = f"{derived or observed.text}: the average lies near the middle"
    truth = _compare(low, high, c.op, limit, low_open=observed.low_open, high_open=observed.high_open)
    return _result(c, _written(low, high, limit), truth, derived)


def _compare(
    low: Decimal | None,
    high: Decimal | None,
    op: str,
    limit: Decimal,
    *,
    low_open: bool = False,
    high_open: bool = False,
) -> Truth:
    """Whether every value between low and high satisfies the limit, none does, or it depends."""
    if op in ("<", "<="):
        op = {"<": ">", "<=": ">="}[op]
        low, high = (None if high is None else -high), (None if low is None else -low)
        low_open, high_open, limit = high_open, low_open, -limit
    if op == "==":
        if low == high == limit:
            return "met"
        outside = (low is not None and low > limit) or (high is not None and high < limit)
        return "not_met" if outside else "met" if low is not None and high is not None else "unknown"
    strict = op == ">"
    if low is not None and (low > limit or (low == limit and (not strict or low_open))):
        return "met"
    if high is not None and (high < limit or (high == limit and (strict or high_open))):
        return "not_met"
    return "unknown"


def _observe(c: Criterion, known: Known, together: Sequence[str]) -> Observed | None:
    """What is stated, else what an unclaimed quantity says, else what can be derived."""
    stated = known.facts.stated.get(c.parameter)
    if stated:
        return _chosen(stated, c)
    p = parameters.parameters()[c.parameter]
    if p.bare is not None and not any(o in together and o not in known.facts.stated for o in p.yields_to):
        fitting = [o for o in known.facts.loose.get(p.dimension, ()) if _within(o, p.bare)]
        if fitting and not _contested(p.name, together, known):
            return _chosen(tuple(fitting), c)
    found = derive.derive(c.parameter, known.facts, known.sources)
    if found is None or found.low is None:
        for other in p.same_as:
            q = parameters.parameters()[other]
            fitting = [o for o in known.facts.loose.get(q.dimension, ()) if q.bare is not None and _within(o, q.bare)]
            if fitting:
                o = _chosen(tuple(fitting), c)
                return Observed(
                    o.low, o.high, o.unit, o.text, o.low_open, o.high_open, f"{other} {o.text}", o.start, o.end
                )
    return found


def _contested(name: str, together: Sequence[str], known: Known) -> bool:
    """Another parameter of the control could claim the same unclaimed quantity as well."""
    table = parameters.parameters()
    mine = table[name]
    for other in dict.fromkeys(together):
        p = table[other]
        if other != name and p.bare is not None and p.dimension == mine.dimension:
            if name in p.yields_to or other in mine.yields_to or other in known.facts.stated:
                continue
            if other in mine.roles or _same_thing(name, other):
                continue
            return True
    return False


def _same_thing(a: str, b: str) -> bool:
    return {a, b} <= {"particle_size", "particle_size_d50"}


def _chosen(observed: tuple[Observed, ...], c: Criterion) -> Observed:
    """Of several statements a plain figure before a derived one, then the one that is narrowest."""
    usable = [o for o in observed if convert(Decimal(1), o.unit, c.unit) is not None] or list(observed)
    return min(usable, key=lambda o: (o.derived is not None, o.low is None or o.high is None, o.start))


def _within(o: Observed, bounds: tuple[Decimal, Decimal, str]) -> bool:
    ends = [convert(v, o.unit, bounds[2]) for v in (o.low, o.high) if v is not None]
    return any(v is not None and bounds[0] <= v <= bounds[1] for v in ends)


def _test_word(c: Criterion, known: Known) -> CriterionResult:
    said = known.said.get(c.parameter)
    derived = None
    if said is None and (found := derive.derive(c.parameter, known.facts, known.sources)) is not None:
        said, derived = True, found.derived
    if said is None:
        return _result(c, None, "unknown", None)
    return _result(c, str(said).lower(), "met" if said == c.value else "not_met", derived)


def _result(c: Criterion, observed: str | None, truth: Truth, derived: str | None) -> CriterionResult:
    value = str(c.value).lower() if isinstance(c.value, bool) else str(c.value)
    return CriterionResult(
        parameter=c.parameter, op=c.op, value=value, unit=c.unit, observed=observed, result=truth, derived=derived
    )


def _written(low: Decimal | None, high: Decimal | None, limit: Decimal) -> str:
    if low == high and low is not None:
        return _plain(low, limit)
    if low is None:
        return f"<= {_plain(high, limit)}" if high is not None else "?"
    return f">= {_plain(low, limit)}" if high is None else f"{_plain(low, limit)} to {_plain(high, limit)}"


def _plain(value: Decimal | None, limit: Decimal) -> str:
    """Six figures, or all of them where fewer would put the value on another side of the limit."""
    if value is None:
        return "?"
    short = value if value.is_zero() else round(value, 5 - value.adjusted())
    same_side = (value > limit) == (short > limit) and (value == limit) == (short == limit)
    return f"{(short if same_side else value).normalize():f}"


def _is_near(r: CriterionResult) -> bool:
    """The figure misses the limit by a small part of it; for purities, of the limit's distance from 100 percent."""
    if r.observed is None:
        return False
    try:
        limit = Decimal(r.value)
    except ArithmeticError:
        return False
    figures = [Decimal(x) for x in r.observed.replace("<= ", "").replace(">= ", "").split(" to ")]
    nearest = min(figures, key=lambda v: abs(v - limit))
    p = parameters.parameters().get(r.parameter)
    scale = 100 - limit if p is not None and p.impurity else abs(limit)
    return abs(nearest - limit) <= scale * parameters.near()
