"""Rows and their factors as the probability asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from scanner.estimate import ZERO
from scanner.findings import Fraction, Match, Origins
from scanner.value.contribution import Weights, rows
from scanner.value.fractions import Controlled
from scanner.value.probability import Uncertain, chance
from scanner.value.weigh import Weighed
from scanner.value.worth import UNBOUNDED

UNDECIDED = ("likely exceeds", "may exceed")


def probability(
    controlled: Controlled,
    origins: Sequence[Origins],
    share: Fraction,
    weights: Weights,
    wanted: Callable[[Match], bool],
    *,
    text: bool,
) -> Decimal | None:
    """Chance that a share is at or over its threshold; None where its bounds decide or an estimate is missing.

    Args:
        controlled: the books.
        origins: of every line.
        share: the fraction asked about.
        weights: what its numerator was made from.
        wanted: which matches count in it.
        text: its content is Part 1 material, as in the reading ``text``.

    """
    value = share.denominator.high
    if share.verdict not in UNDECIDED or not value or share.numerator.high is None:
        return None
    tree, worth = controlled.tree, controlled.worth
    certain, uncertain = ZERO, []
    for i, amount in rows(tree, worth, weights)[1].items():
        if amount.is_known:
            certain += amount.low
            continue
        chosen = [w for w in controlled.exposures.rows.get(i, ()) if wanted(w.match)]
        gravest = max(chosen, key=lambda w: w.most(text=text), default=None)
        row = _row(controlled, origins[i], i, gravest, text=text) if gravest else None
        if row is None:
            return None
        uncertain.append(row)
    return chance(certain, uncertain, controlled.threshold * value)


def _row(controlled: Controlled, origins: Origins, i: int, w: Weighed, *, text: bool) -> Uncertain | None:
    """None where the catalog has no likely value for a factor, or only that a possible control would not apply."""
    tree, worth = controlled.tree, controlled.worth
    share = w.part1_share if text else w.share
    origin = w.origin(origins, text=text)
    applies = w.match.applicability.likely
    if applies is None or origin.likely is None or (not applies and w.match.verdict == "possible"):
        return None
    pool = worth.pool.get(i)
    value = tree.own[i] if tree.own[i] is not None else tree.value[i]
    if pool is not None:
        value = worth.rest(pool) if pool != UNBOUNDED else None
    return None if value is None else Uncertain(value, applies, origin.likely, share, pool)
