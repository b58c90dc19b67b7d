"""One verdict a line and control, with the evidence that carries it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from scanner.estimate import ALL
from scanner.findings import VERDICTS, Evidence, Match
from scanner.match.lexicon import Mention
from scanner.match.proposal import Proposal
from scanner.match.reading import Reading

if TYPE_CHECKING:
    from scanner.match.engine import Engine

_CONFIDENCE = {"high": Decimal("0.95"), "medium": Decimal("0.85"), "low": Decimal("0.6")}


def decide(engine: Engine, reading: Reading, proposals: Iterable[Proposal]) -> tuple[Match, ...]:
    """Matches, strongest first; the strongest proposal of each control counts."""
    best: dict[str, Match] = {}
    for p in proposals:
        match = _match(engine, reading, p)
        known = best.get(match.control)
        if known is None or VERDICTS.index(match.verdict) < VERDICTS.index(known.verdict):
            best[match.control] = match
    return tuple(sorted(best.values(), key=lambda m: VERDICTS.index(m.verdict)))


def _match(engine: Engine, reading: Reading, p: Proposal) -> Match:
    control = engine.catalog.controls[p.control]
    is_item = p.verdict != "contains" and p.article is None
    shares = engine.shares
    row = shares.row(p.article, control.group)
    return Match(
        control=control.id,
        measure=control.measure,
        group=control.group,
        verdict=p.verdict,
        confidence=_CONFIDENCE[p.confidence],
        evidence=tuple(_evidence(reading, m, p) for m in p.mentions),
        settled_by=p.settled_by,
        is_item=is_item,
        applicability=shares.applicability(p.verdict, p.article, control.group),
        content_share=ALL if is_item else shares.content(p.article, control.group),
        part1_share=shares.part1(p.article),
        article=None if row is None else row.id,
        prior=p.prior,
        grade=p.grade,
    )


def _evidence(reading: Reading, mention: Mention, p: Proposal) -> Evidence:
    field, start, end = reading.text.original(mention.start, mention.end)
    return Evidence(
        signal=p.signal,
        text=reading.text.plain[mention.start : mention.end],
        field=field,
        start=start,
        end=end,
        means=p.means,
        source=p.source,
    )
