"""End use, end user and route → the licensing policy that follows, from the rules of the catalog's measures.

Each condition of a rule is tested in three values. A rule applies when all hold, and may apply when none
fails but one is not known: what is not known never lets a rule drop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scanner.catalog.load import Catalog
from scanner.catalog.model import Measure, MeasureRule
from scanner.catalog.status import WORDS, answer, status
from scanner.columns import column
from scanner.findings import EXPOSED, Change, Exposure, LineFinding
from scanner.options import ScanOptions
from scanner.standing import STATED_USE, PolicyFinding

LENIENT = ("exemption", "scope")
"""Kinds of rules that let goods pass; of rules that may apply they come last."""
POLICY_UNASKED = "not asked about"
POLICY_UNREACHED = "does not reach what was found"
SHOWN = 5
"""Lines named one by one in a reason; more are counted."""


class Condition(Struct, frozen=True):
    """One condition and how it stands; None = not known, or left open by the text."""

    holds: bool | None
    says: str
    stated: bool = True
    """Whether a value was given at all."""


def with_policy(exposure: Exposure, catalog: Catalog, options: ScanOptions) -> Exposure:
    """The exposure with the rules that reach its goods under the end use, end user and route of the options."""
    return replace(exposure, policy=policy(exposure, catalog, options)) if asked(options) else exposure


def asked(options: ScanOptions) -> bool:
    """Whether end use, end user or route were asked about at all."""
    return any(
        x is not None for x in (options.end_use, options.end_user_listed, options.export_from, options.export_to)
    )


def policy(exposure: Exposure, catalog: Catalog, options: ScanOptions) -> tuple[PolicyFinding, ...]:
    """Rules that apply or may apply, measure by measure in the catalog's order; surely applying ones first."""
    found: list[PolicyFinding] = []
    for measure in catalog.measures.values():
        if measure.issued <= exposure.as_of and any("outcome" in x for x in measure.rules):
            found += _measure(measure, exposure, catalog, options)
    return tuple(found)


def moves(first: Exposure, second: Exposure) -> tuple[Change, ...]:
    """What the second says otherwise of end use, end user and route, rule by rule; nothing where neither was asked."""
    before, after = ({(p.measure, p.rule): p for p in x.policy} for x in (first, second))
    absent = [POLICY_UNASKED if STATED_USE.keys().isdisjoint(x.options) else POLICY_UNREACHED for x in (first, second)]
    rows = []
    for key in dict.fromkeys([*after, *before]):
        words = [said(p) if p else none for p, none in zip((before.get(key), after.get(key)), absent, strict=True)]
        if words[0] != words[1]:
            rows.append(Change(what=" ".join(key), before=words[0], after=words[1]))
    return tuple(rows)


def said(x: PolicyFinding) -> str:
    """``case by case, may apply; suspended until 2026-11-10``."""
    outcome = x.outcome + (f" within {x.report_within}" if x.report_within else "")
    expected = f", expected {x.expected.replace('_', ' ')}" if x.expected else ""
    return f"{outcome}, {x.certainty}; {WORDS[x.status]}{expected}" + (f" until {x.until}" if x.until else "")


def _measure(measure: Measure, exposure: Exposure, catalog: Catalog, options: ScanOptions) -> list[PolicyFinding]:
    """The rules of one measure: what lies outside it says only that; an exemption stands in place of the licence."""
    applying: list[tuple[bool, PolicyFinding]] = []
    for rule in measure.rules:
        if "outcome" not in rule:
            continue
        asks = list(_conditions(rule, options))
        if rule["kind"] == "scope" and any(x.holds is None and not x.stated for x in asks):
            continue  # What was not stated must not read like leave to ship.
        conditions = [_goods(measure, rule, exposure, catalog), *asks]
        if all(x.holds is not False for x in conditions):
            certain = all(x.holds for x in asks)
            applying.append((certain, _finding(measure, rule, conditions, exposure, catalog)))
    outside = [x for certain, x in applying if x.kind == "scope" and certain]
    if outside:
        return outside
    exempt = any(certain and x.kind == "exemption" for certain, x in applying)
    found = [x for _, x in applying if not (exempt and x.kind == "licence")]
    if any(x.kind == "scope" for x in found):
        found = [x if x.kind == "scope" else _weaker(x) for x in found]
    return sorted(found, key=lambda x: (x.certainty != "applies", x.kind in LENIENT))


def _weaker(x: PolicyFinding) -> PolicyFinding:
    return replace(x, certainty="may apply", because=f"{x.because}; open: whether the route is inside the measure")


def _goods(measure: Measure, rule: MeasureRule, exposure: Exposure, catalog: Catalog) -> Condition:
    """Whether the goods are what the measure is about.

    One that is about destinations reaches what the export lists hold, narrowed to the rule's groups; any other
    what its own list holds.
    """
    lists = {x.id for x in catalog.measures.values() if x.scope == "export"}
    of = lists if measure.scope == "destination-ban" else {measure.id}
    groups = rule.get("groups")
    met: list[tuple[LineFinding, bool]] = []
    for x in (exposure.lines[i] for i, found in enumerate(column(exposure.lines, "matches")) if found):
        verdicts = [m.verdict for m in x.matches if m.measure in of and (not groups or m.group in groups)]
        if x.line.bin != "excluded" and any(v in EXPOSED for v in verdicts):
            met.append((x, "listed" in verdicts))
    if not met:
        return Condition(False, "no line meets what it lists")
    if measure.value_share is not None:
        over = any(f.kind == "de_minimis" and f.verdict == "exceeds" for f in exposure.fractions)
        if over or any(b.certainty == "documented" for x, _ in met for b in x.limbs):
            return Condition(True, "a limb of the measure is met on what is documented")
        return Condition(None, "not known: whether a limb of the measure is met")
    if listed := [x.line.id for x, is_listed in met if is_listed]:
        return Condition(True, f"listed goods ({_named(listed)})")
    return Condition(None, f"not known: whether the goods are listed items ({_named([x.line.id for x, _ in met])})")


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return ", ".join(ids[:SHOWN]) + more


def _conditions(rule: MeasureRule, options: ScanOptions) -> Iterator[Condition]:
    """What the rule asks of end use, end user and route."""
    if "end_uses" in rule:
        use = None if options.end_use == "unknown" else options.end_use
        yield _among("end use", use, rule["end_uses"], rule.get("end_uses_open", ()))
    if rule.get("listed_end_user"):
        listed = (
            None
            if options.end_user_listed in (None, "unknown")
            else "listed"
            if options.end_user_listed == "yes"
            else "not listed"
        )
        yield _among("importer or end user", listed, ("listed",), ())
    if "destinations" in rule:
        yield _among("destination", options.export_to, rule["destinations"], rule.get("destinations_open", ()))
    if "exported_from" in rule:
        yield _among("exported from", options.export_from, rule["exported_from"], ())
    if "exported_from_except" in rule:
        inside = _among("exported from", options.export_from, rule["exported_from_except"], ())
        yield Condition(None if inside.holds is None else not inside.holds, inside.says, inside.stated)


def _among(name: str, value: str | None, wanted: Sequence[str], left_open: Sequence[str]) -> Condition:
    if value is None:
        return Condition(None, f"not known: {name}", stated=False)
    if value in left_open:
        return Condition(None, f"{name} {value}, for which the text leaves it open")
    return Condition(value in wanted, f"{name} {value}")


def _finding(
    measure: Measure, rule: MeasureRule, conditions: Sequence[Condition], exposure: Exposure, catalog: Catalog
) -> PolicyFinding:
    verified = measure.verified_through or catalog.verified_through
    # A rule without a part of its own shares the status of the measure, of which the strongest part speaks.
    limb = rule.get("limb")
    now = answer(measure, exposure.as_of, verified, limb) if limb else status(measure, exposure.as_of, verified)
    within = rule.get("report_within")
    return PolicyFinding(
        measure=measure.id,
        rule=rule["id"],
        kind=rule["kind"],
        outcome=rule["outcome"],
        applies_to=rule["applies_to"],
        certainty="applies" if all(x.holds for x in conditions) else "may apply",
        because="; ".join(x.says for x in sorted(conditions, key=lambda x: x.holds is None)),
        status=now.status,
        expected=now.expected,
        until=str(now.until) if now.until else None,
        report_within=f"{within} {rule.get('unit', 'day').replace('_', ' ')}s" if within else None,
        note=rule.get("note", ""),
    )
