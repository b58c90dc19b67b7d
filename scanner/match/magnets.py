"""What the grade of a loose magnet changes: its coercivity class says how surely dysprosium or terbium is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct

from scanner.findings import Verdict
from scanner.match.lexicon import Mention
from scanner.match.proposal import Proposal
from scanner.match.signals import GradeSpan

GRADE_CUE = re.compile(r"[Nn](?<![A-Za-z\d.][Nn])[- ]?[2-5]\d(?![\d.])")
_RANK = {"maker": 0, "grade": 1, "family": 2, "words": 3}


class GradeClass(Struct, frozen=True, kw_only=True):
    """What a coercivity class says, as in data/lexicon/classes.yaml."""

    verdict: Verdict
    article: str
    means: str
    confidence: Literal["high", "medium", "low"]


def may_hold_grade(plain: str) -> bool:
    """Whether a text without any word for magnet deserves the look for a grade: N52 12x5x3."""
    return GRADE_CUE.search(plain) is not None


def grade_mentions(spans: Iterable[GradeSpan]) -> list[Mention]:
    """Grades as mentions of the material that they name; those that need a word for magnet are left out."""
    mentions = []
    for s in spans:
        if s.needs_context or s.specificity == "words":
            continue
        concept = {"yes": "smco", "open": "ndfeb", "no": "alnico" if "lnico" in s.family.lower() else "ferrite"}[
            s.caught
        ]
        if s.family.startswith("SmFeN"):
            concept = "smfen"
        mentions.append(Mention(concept, "word" if s.caught == "no" else "thing", s.start, s.end, "*"))
    return mentions


def refine(proposals: list[Proposal], spans: Iterable[GradeSpan], classes: dict[str, GradeClass]) -> list[Proposal]:
    """Proposals for a neodymium magnet, made as sure as its grade allows."""
    graded = sorted((s for s in spans if s.specificity != "words"), key=lambda s: _RANK[s.specificity])
    if not graded:
        return proposals
    span = graded[0]
    named = classes.get((span.coercivity_class or "").split(" ")[0])
    if named is None:
        return [msgspec.structs.replace(p, grade=span.grade) for p in proposals]
    mention = Mention("ndfeb", "thing", span.start, span.end, "*")
    return [
        msgspec.structs.replace(
            p,
            verdict=named.verdict,
            article=named.article,
            is_item=True,
            means=f"{named.means} ({span.text})",
            mentions=tuple(dict.fromkeys((mention, *p.mentions))),
            signal="grade",
            source=span.grade,
            settled_by=None if named.verdict == "listed" else p.settled_by,
            confidence=named.confidence,
            grade=span.grade,
        )
        for p in proposals
    ]
