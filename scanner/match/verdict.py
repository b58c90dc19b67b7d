"""One verdict a line and control, with the evidence that carries it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from scanner.catalog.rules import Rule
from scanner.estimate import ALL
from scanner.findings import VERDICTS, Evidence, Match
from scanner.match.lexicon import Mention
from scanner.match.reading import Reading

if TYPE_CHECKING:
    from scanner.match.engine import Engine

_CONFIDENCE = {"high": Decimal("0.95"), "medium": Decimal("0.85"), "low": Decimal("0.6")}


class Proposal(Struct, frozen=True, kw_only=True):
    """A control that a line may meet, and why."""

    control: str
    rule: Rule
    mentions: tuple[Mention, ...]


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
    control, rule = engine.catalog.controls[p.control], p.rule
    is_item = rule.verdict != "contains" and rule.article is None
    shares = engine.shares
    return Match(
        control=control.id,
        measure=control.measure,
        group=control.group,
        verdict=rule.verdict,
        confidence=_CONFIDENCE[rule.confidence],
        evidence=tuple(_evidence(reading, m, rule) for m in p.mentions),
        settled_by=rule.settled_by,
        is_item=is_item,
        applicability=shares.applicability(rule.verdict, rule.article, control.group),
        content_share=shares.content(rule.article, control.group) if rule.article else ALL,
        part1_share=shares.part1(rule.article),
        article=row.id if (row := shares.row(rule.article, control.group)) else None,
        prior=rule.prior,
    )


def _evidence(reading: Reading, mention: Mention, rule: Rule) -> Evidence:
    field, start, end = reading.text.original(mention.start, mention.end)
    return Evidence(
        signal="article" if rule.article else "term",
        text=reading.text.plain[mention.start : mention.end],
        field=field,
        start=start,
        end=end,
        means=rule.means,
        source=f"rules:{rule.id}",
    )
