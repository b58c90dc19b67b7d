"""Limbs 2 and 3 of cn-2025-61: Chinese technology, Chinese origin. Neither has a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from scanner.findings import EXPOSED, Certainty, Limb, Match, Origins
from scanner.value.annex import Annex

TECHNOLOGY = "limb-2-technology"
ORIGIN = "limb-3-origin"


def limbs_of(
    matches: Sequence[Match], origins: Origins, annex: Annex, sure: Decimal, likely: Decimal
) -> tuple[Limb, ...]:
    """The limbs that a row meets, or could.

    Args:
        matches: of the row.
        origins: of the row; the row itself is the item, so its article origin counts.
        annex: what Annex 1 lists.
        sure: presence from which a composition is practically certain.
        likely: chance from which a fact is called likely.

    """
    found: list[Limb] = []
    for entry, match in annex.of(m for m in matches if m.verdict in EXPOSED):
        certainty = _of_origin(match, origins, sure, likely)
        if certainty is not None:
            found.append(Limb(limb=ORIGIN, control=entry, certainty=certainty))
        if origins.article.low < 1:
            owner = origins.owner_country == "CN" and _is(match, sure)
            found.append(Limb(limb=TECHNOLOGY, control=entry, certainty="likely" if owner else "possible"))
    return tuple(found)


def _is(match: Match, sure: Decimal) -> bool:
    """The row is, or practically certainly holds, what the entry lists."""
    return match.verdict == "listed" or match.applicability.low >= sure


def _of_origin(match: Match, origins: Origins, sure: Decimal, likely: Decimal) -> Certainty | None:
    article, applies = origins.article, match.applicability
    if not article.high or not applies.high:
        return None
    if article.low == 1 and _is(match, sure):
        return "documented"
    if article.likely is not None and applies.likely is not None and article.likely * applies.likely >= likely:
        return "likely"
    return "possible"
