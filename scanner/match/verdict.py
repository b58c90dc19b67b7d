"""One verdict a line and control, with the evidence that carries it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from scanner.estimate import ALL
from scanner.findings import VERDICTS, Evidence, Match, Verdict
from scanner.match import criteria, quantities
from scanner.match.lexicon import Mention
from scanner.match.proposal import Proposal
from scanner.match.reading import Reading

if TYPE_CHECKING:
    from scanner.match.engine import Engine


def decide(engine: Engine, reading: Reading, proposals: Sequence[Proposal]) -> tuple[Match, ...]:
    """Matches, strongest first; the strongest proposal of each control counts."""
    best: dict[str, Match] = {}
    known: criteria.Known | None = None
    for p in proposals:
        control = engine.catalog.controls[p.control]
        outcome = None
        if (control.criteria or control.alternatives) and p.verdict != "contains":
            if known is None:
                plain = reading.text.plain
                known = criteria.read(plain, quantities.find(plain), reading.substances, reading.cells)
            outcome = criteria.test(control, known)
        match = _match(engine, reading, p, outcome)
        seen = best.get(match.control)
        if seen is None or _RANK[match.verdict] < _RANK[seen.verdict]:
            best[match.control] = match
    for match in list(best.values()):
        for also in engine.links.follow(match):
            best.setdefault(also.control, also)
    return engine.links.order(best.values())


_RANK = {v: i for i, v in enumerate(VERDICTS)}
BY_LIMITS: dict[str, Verdict] = {"met": "listed", "not_met": "below_threshold", "unknown": "possible"}


def _match(engine: Engine, reading: Reading, proposed: Proposal, outcome: criteria.Outcome | None) -> Match:
    p = proposed if outcome is None else _held_against(proposed, outcome)
    control = engine.catalog.controls[p.control]
    shares = engine.shares
    row = shares.presence(p.article, control.group) if p.is_item else shares.row(p.article, control.group)
    return Match(
        control=control.id,
        measure=control.measure,
        group=control.group,
        verdict=p.verdict,
        confidence=engine.confidence[p.confidence],
        evidence=tuple(_evidence(reading, m, p) for m in _each_place(p.mentions)),
        settled_by=p.settled_by,
        is_item=p.is_item,
        applicability=shares.applicability(p.verdict, p.article, control.group, by_grade=p.grade is not None),
        content_share=ALL if p.is_item else shares.content(p.article, control.group),
        part1_share=ALL if p.is_item and control.id in engine.links.part1 else shares.part1(p.article),
        article=None if row is None else row.id,
        prior=engine.prior_of(control, p.article),
        near_threshold=outcome is not None and outcome.near_threshold,
        criteria=() if outcome is None else outcome.results,
        grade=p.grade,
        outside=engine.outsides.of(control, None if row is None else row.id, is_item=p.is_item),
    )


def _held_against(p: Proposal, outcome: criteria.Outcome) -> Proposal:
    """A proposal after the limits of its entry: figures overrule what the kind of thing lets expect."""
    if outcome.overall == "unknown" and p.verdict == "below_threshold":
        return p
    verdict = BY_LIMITS[outcome.overall]
    if verdict == "listed" and p.verdict == "possible" and p.needs_purpose:
        verdict = "possible"
    open_points = ", ".join(x.replace("_", " ") for x in outcome.open)
    settled_by = {"listed": None, "below_threshold": None}.get(verdict, open_points or p.settled_by)
    return msgspec.structs.replace(p, verdict=verdict, settled_by=p.settled_by if p.needs_purpose else settled_by)


def _each_place(mentions: Sequence[Mention]) -> Iterable[Mention]:
    """One mention a place: 17HS4401 is a sign of a stepper and of its size, and is marked once."""
    places: dict[tuple[int, int], Mention] = {}
    for m in mentions:
        places.setdefault((m.start, m.end), m)
    return places.values()


def _evidence(reading: Reading, mention: Mention, p: Proposal) -> Evidence:
    field, start, end, words = reading.text.original(mention.start, mention.end)
    return Evidence(
        signal=p.signal,
        text=words,
        field=field,
        start=start,
        end=end,
        means=p.means,
        source=p.source,
    )
