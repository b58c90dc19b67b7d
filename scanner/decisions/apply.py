"""Declarations change what the value stage sees; waivers are kept for the line they annotate."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from scanner.bom import Bom, BomLine, Money, Note
from scanner.catalog.load import Catalog
from scanner.catalog.model import Control
from scanner.decisions import names, proofs
from scanner.decisions.contradict import contradictions
from scanner.decisions.model import Decision, Decisions, Statement
from scanner.decisions.open_facts import open_facts
from scanner.decisions.price import parse_price
from scanner.decisions.select import Lines
from scanner.estimate import ALL, NOTHING, Estimate, exactly
from scanner.findings import EXPOSED, VERDICTS, Evidence, Match, Origins, Verdict
from scanner.options import ScanOptions

CHINA = "CN"
ANSWER = "Q-"
"""Begins the id of an answer to a questionnaire, which may speak of a part of another product."""
Retest = Callable[[BomLine, tuple[Match, ...], Mapping[str, str], Catalog], tuple[Match, ...]]
"""Tests the limits of a line's matches again with declared figures."""


class Applied(Struct, frozen=True, kw_only=True):
    """A bill of materials with its findings after all declarations, and what acted where."""

    bom: Bom
    matches: list[tuple[Match, ...]]
    origins: list[Origins]
    by_line: dict[str, tuple[Decision, ...]]
    """Line id → decisions that speak of it and have not expired."""
    notes: tuple[Note, ...]
    """Expired and unused decisions, contradictions, papers that were altered."""
    unused: tuple[str, ...]
    """Ids of decisions that spoke of no line."""


def decided(
    bom: Bom,
    matches: Sequence[tuple[Match, ...]],
    origins: Sequence[Origins],
    catalog: Catalog,
    options: ScanOptions,
    retest: Retest | None = None,
    answered: Sequence[Decision] = (),
) -> Applied:
    """Lay the decisions of the options' files over findings; without any, everything stays as it is.

    Args:
        bom: as read.
        matches: one tuple a line.
        origins: one a line.
        catalog: of the controls.
        options: name the files and the day.
        retest: what tests limits again with declared figures; None leaves them as they are.
        answered: declarations of filled questionnaires, which go over those of the files.

    Raises:
        InputError: a file that cannot be read or has faults.

    """
    if not options.decisions and not answered:
        return Applied(bom=bom, matches=list(matches), origins=list(origins), by_line={}, notes=(), unused=())
    from scanner.decisions.load import load

    files = {path: load(path).decisions for path in options.decisions}
    together = Decisions(decisions=(*(x for kept in files.values() for x in kept), *answered))
    applied = apply(bom, matches, origins, together, catalog, options.as_of, retest)
    papers = (note for path, kept in files.items() for note in proofs.notes(path, kept))
    return replace(applied, notes=(*applied.notes, *papers, *names.notes(together.decisions, catalog)))


def apply(
    bom: Bom,
    matches: Sequence[tuple[Match, ...]],
    origins: Sequence[Origins],
    decisions: Decisions,
    catalog: Catalog,
    as_of: date,
    retest: Retest | None = None,
) -> Applied:
    """Lay decisions over findings.

    Where two declarations speak of one line, the later one in the file wins what both state.
    A decision past its last day acts no more; the lines it spoke of get a note.
    """
    index = Lines(bom)
    lines, new_matches, new_origins = list(bom.lines), list(matches), list(origins)
    by_line: dict[str, tuple[Decision, ...]] = {}
    notes: list[Note] = []
    used: set[str] = set()
    acting: list[tuple[Decision, int]] = []
    facts: dict[int, dict[str, str]] = {}
    absent: dict[int, set[str]] = {}
    for decision in decisions.decisions:
        for i in index.of(decision.match):
            line = bom.lines[i]
            used.add(decision.id)
            if decision.expires is not None and decision.expires < as_of:
                notes.append(_expired(decision, line))
                continue
            by_line[line.id] = (*by_line.get(line.id, ()), decision)
            if decision.states is not None:
                acting.append((decision, i))
                missing = absent.setdefault(i, set())
                missing |= set(decision.states.does_not_contain)
                missing -= set(decision.states.contains)
                if decision.states.facts:
                    facts.setdefault(i, {}).update(decision.states.facts)
    if retest is not None:
        for i, told in facts.items():
            new_matches[i] = retest(bom.lines[i], new_matches[i], told, catalog)
    for decision, i in acting:
        assert decision.states is not None
        lines[i] = _priced(lines[i], decision.states)
        new_origins[i] = _declared_origins(new_origins[i], new_matches[i], decision)
        new_matches[i] = _declared_matches(new_matches[i], decision, absent[i], catalog.controls)
    lines_by_id = {x.id: x for x in bom.lines} if by_line else {}
    for name, acted in by_line.items():
        notes += contradictions(lines_by_id[name], acted)
    unused = tuple(x.id for x in decisions.decisions if x.id not in used)
    notes += [_unused(x) for x in decisions.decisions if x.id in unused]
    return Applied(
        bom=replace(bom, lines=tuple(lines)),
        matches=new_matches,
        origins=new_origins,
        by_line=by_line,
        notes=tuple(notes),
        unused=unused,
    )


def waived(decisions: Collection[Decision], match: Match) -> Decision | None:
    """The waiver that handles a finding; None where none does. A waiver under investigation handles nothing yet."""
    for x in decisions:
        if x.kind == "waiver" and x.state != "under_investigation":
            wanted = ((x.match.group, match.group), (x.match.control, match.control), (x.match.measure, match.measure))
            if all(asked is None or asked == found for asked, found in wanted):
                return x
    return None


def _priced(line: BomLine, states: Statement) -> BomLine:
    found = parse_price(states.price) if states.price is not None else None
    if found is None:
        return line
    amount, currency = found
    fields = {**line.fields, "unit_price": str(amount), "currency": currency}
    return replace(
        line, unit_price=Money(amount, currency), price_per=None, extended_price=None, free_issue=False, fields=fields
    )


def _declared_origins(origins: Origins, matches: Sequence[Match], decision: Decision) -> Origins:
    states = decision.states
    assert states is not None
    itself = any(m.itself and m.verdict in EXPOSED for m in matches)
    for side in ("article", "material", "rare_earth"):
        countries: tuple[str, ...] | None = getattr(states, f"{side}_origin")
        if countries is None:
            continue
        evidence = Evidence(
            signal="declaration", text=" / ".join(countries), field="country_of_origin", start=0, end=0,
            means=f"{side.replace('_', '-')} origin as declared by {decision.by}", source=decision.id,
        )  # fmt: skip
        share = share_of(countries)
        changed: dict[str, Estimate | None] = {"part1" if side == "rare_earth" else side: share}
        if side == "material":
            changed["contained"] = None
        elif itself:  # the line is the material: what was read from the one place follows
            changed |= {k: share for k in ("material", "part1") if getattr(origins, k) == origins.article}
        origins = replace(
            origins,
            **changed,
            basis="declared",
            countries=tuple(sorted(set(countries))) if side == "article" else origins.countries,
            evidence=(*origins.evidence, evidence),
        )
    return origins


def share_of(countries: Sequence[str]) -> Estimate:
    """The Chinese part of what comes from these countries: (0, 1/n, 1) where China is one of n."""
    distinct = set(countries)
    if CHINA not in distinct:
        return NOTHING
    if len(distinct) == 1:
        return ALL
    return Estimate(Decimal(0), 1 / Decimal(len(distinct)), Decimal(1))


def _declared_matches(
    matches: tuple[Match, ...], decision: Decision, absent: Collection[str], controls: Mapping[str, Control]
) -> tuple[Match, ...]:
    changed = [_declared_match(x, decision, absent, controls) for x in matches]
    return tuple(sorted(changed, key=lambda x: VERDICTS.index(x.verdict)))


def _declared_match(
    match: Match, decision: Decision, absent: Collection[str], controls: Mapping[str, Control]
) -> Match:
    """A match after one declaration; ``absent`` is what all declarations of the line together say is not in it."""
    states = decision.states
    assert states is not None
    control = controls.get(match.control)
    if control is not None and _speaks_of(control, states, controls) and is_absent(control, absent, controls):
        return replace(
            match, verdict="below_threshold", applicability=NOTHING, settled_by=None,
            evidence=(*match.evidence, _said(decision, "does not contain", states.does_not_contain)),
        )  # fmt: skip
    if control is not None and set(states.contains) & set(control.elements):
        match = replace(match, evidence=(*match.evidence, _said(decision, "contains", states.contains)))
        verdict: Verdict = "listed" if match.is_item else "contains"
        if _presence_settles(match) and VERDICTS.index(verdict) <= VERDICTS.index(match.verdict):
            match = replace(match, verdict=verdict, applicability=ALL, settled_by=None)
    told = {x.parameter for x in match.criteria} & states.facts.keys()
    if told:
        match = replace(
            match,
            evidence=(*match.evidence, *(
                _said(decision, x.replace("_", " "), (states.facts[x],)) for x in sorted(told)
            )),
        )  # fmt: skip
    for content in states.content:
        if content.group == match.group:
            match = replace(
                match, content_share=exactly(content.value_share),
                evidence=(*match.evidence, _said(decision, "share of value", (f"{content.value_share}",))),
            )  # fmt: skip
    return match


def _presence_settles(match: Match) -> bool:
    """That an element is in it is all that was open: not a figure, not how the law is read, not what the item is."""
    facts = open_facts()
    limits_met = all(c.result == "met" for c in match.criteria)
    return limits_met and match.settled_by not in facts.authority | facts.ours and (
        not match.is_item or match.group in facts.settled_by_elements
    )  # fmt: skip


def _speaks_of(control: Control, states: Statement, controls: Mapping[str, Control]) -> bool:
    """What is declared to be absent is something that the control needs."""
    held = {e for x in control.refers_to if x in controls for e in controls[x].elements}
    return not {control.id, control.group, *control.elements, *held}.isdisjoint(states.does_not_contain)


def is_absent(control: Control, absent: Collection[str], controls: Mapping[str, Control]) -> bool:
    """What the control needs is declared not to be there.

    A control of materials needs all of its elements, so one that is absent clears it. A control of
    things that hold one of several materials (Part 2 of cn-2025-61) is cleared with all of those.
    """
    if control.id in absent or control.group in absent:
        return True
    held = [controls[x] for x in control.refers_to if x in controls and controls[x].part == 2]
    if control.part == 2 and held:
        return all(is_absent(x, absent, controls) for x in held)
    return bool(set(control.elements) & set(absent))


def _said(decision: Decision, what: str, values: Sequence[str]) -> Evidence:
    text = ", ".join(values)
    return Evidence(
        signal="declaration", text=text, field="decision", start=0, end=len(text),
        means=f"{what} {text}, as declared by {decision.by} on {decision.on}", source=decision.id,
    )  # fmt: skip


def _expired(decision: Decision, line: BomLine) -> Note:
    source = line.source
    return Note(
        code="decision-expired", severity="warning", file=source.file, sheet=source.sheet, row=source.row,
        message=f"{decision.kind} {decision.id} by {decision.by} expired on {decision.expires} and no longer acts on"
        f" {line.id}: look at it again",
    )  # fmt: skip


def _unused(decision: Decision) -> Note:
    keys = (
        ", ".join(f"{k} {v!r}" for k, v in decision.match.keys.items()) or f"fingerprint {decision.match.fingerprint}"
    )
    return Note(
        code="decision-unused", severity="info" if decision.id.startswith(ANSWER) else "warning",
        message=f"{decision.kind} {decision.id} speaks of no line ({keys}): the line changed, or is not in this file",
    )  # fmt: skip
