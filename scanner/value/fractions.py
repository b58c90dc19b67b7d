"""Shares of the product value: of Chinese origin, and of controlled content of Chinese origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from decimal import Decimal
from typing import Literal

import msgspec

from scanner.estimate import NOTHING, ONE, UNKNOWN, Estimate, exactly
from scanner.findings import Fraction, Match, Origins
from scanner.value.contribution import Weights, numerator
from scanner.value.rollup import ZERO, Tree
from scanner.value.verdicts import judge
from scanner.value.weigh import Exposures
from scanner.value.worth import UNBOUNDED, Worth

Measures = Literal["all", "in_force", "if_back_in_force", "if_still_suspended"]
DENOMINATORS = {
    "stated": "product value, as stated",
    "top_assembly": "product value, the price of the top assembly",
    "sum_of_lines": "product value, the sum of the lines (understates a selling price and so overstates the share)",
    "none": "product value, not known",
}


def of_value(amount: Estimate, value: Decimal | None) -> Estimate | None:
    """A share; None when the denominator is not known or nothing.

    An unpriced row that the price table makes worth more than all that has a price is likely nearly the whole of it.
    """
    if not value:
        return None
    share = amount / value
    if share.likely is not None and share.low <= 1 < share.likely:
        return msgspec.structs.replace(share, likely=ONE)
    return share


def chinese_origin(
    tree: Tree,
    worth: Worth,
    origins: Sequence[Origins],
    own_country: Estimate | None,
    likely_costs: Mapping[int, Decimal] | None = None,
) -> Fraction:
    """Value of Chinese origin in the product value, over all lines; no threshold."""
    amount = chinese_value(tree, worth, origins, own_country, likely_costs or {})
    return Fraction(
        kind="chinese_origin",
        scope="product",
        reading=None,
        numerator=amount,
        numerator_is="value of Chinese origin",
        denominator=exactly(worth.amount) if worth.amount is not None else UNKNOWN,
        denominator_is=DENOMINATORS[worth.basis],
        share=of_value(amount, worth.amount),
        threshold=None,
        verdict=None,
    )


def chinese_value(
    tree: Tree,
    worth: Worth,
    origins: Sequence[Origins],
    own_country: Estimate | None,
    likely_costs: Mapping[int, Decimal],
) -> Estimate:
    """Lines × their article origin, value added × the assembly's, and what unpriced parts can be worth.

    Likely is of what has a price: a line without one counts only what the price table makes of it, and where no
    line has a price, nothing is likely.
    """
    by_origin: dict[int, list[Decimal]] = defaultdict(lambda: [ZERO])
    kept: dict[int, Estimate] = {}
    pools: dict[int, list[Estimate]] = defaultdict(list)
    guesses: dict[int, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    assemblies = tree.children
    for i, counted in enumerate(tree.counts):
        if not counted:
            continue
        article = origins[i].article
        if i in assemblies:
            if own_country is not None and origins[i].basis not in ("stated", "declared"):
                article = own_country
            if i in worth.shared:
                pools[i].insert(0, article)
                continue
            amount = tree.added.get(i)
        else:
            amount = tree.own[i]
            if amount is None:
                pools[worth.pool[i]].append(article)
                if i in likely_costs:
                    guesses[worth.pool[i]].append((likely_costs[i], article.likely or ZERO))
                continue
        if amount:
            key = id(article)
            kept[key] = article
            by_origin[key][0] += amount
    found = NOTHING
    for key, article in kept.items():
        found = found + exactly(by_origin[key][0]) * article
    for pool, articles in pools.items():
        found = found + _unpriced(worth.rest(pool), articles, guesses[pool], whole=pool >= 0)
    if found.likely == 0 != found.high and not worth.sum:
        return msgspec.structs.replace(found, likely=None)
    return found


def _unpriced(
    rest: Decimal | None, articles: list[Estimate], guesses: list[tuple[Decimal, Decimal]], *, whole: bool
) -> Estimate:
    """What parts of several origins are worth that share a rest.

    Args:
        rest: what they share; None = anything.
        articles: their origins.
        guesses: what the price table makes of some of them, and how likely that is Chinese.
        whole: the rest is that of an assembly, whose origin goes first; it carries the price that its parts have
            not, so its origin is the likely one. Otherwise the rest may be no line's at all.

    """
    if rest == 0:
        return NOTHING
    high = max(a.high or ZERO for a in articles)
    chinese = sum((cost * part for cost, part in guesses), ZERO)
    if rest is None:
        return Estimate(ZERO, chinese if high else ZERO, None if high else ZERO)
    taken = sum((cost for cost, _ in guesses), ZERO)
    if taken > rest:
        chinese, taken = chinese * rest / taken, rest
    if not whole:
        return Estimate(ZERO, chinese, rest * high)
    even = articles[0].likely
    likely = None if even is None else chinese + (rest - taken) * even
    return Estimate(rest * min(a.low for a in articles), likely, rest * high)


def wanted(measures: Set[str], group: str | None = None) -> Callable[[Match], bool]:
    """Whether a match is with a control of these measures, and of this group."""
    return lambda m: m.measure in measures and group in (None, m.group)


class Controlled:
    """Shares of controlled content of Chinese origin in the product value."""

    def __init__(self, tree: Tree, worth: Worth, exposures: Exposures, threshold: Decimal) -> None:
        self.tree, self.worth, self.exposures, self.threshold = tree, worth, exposures, threshold
        self.unbounded = [i for i in worth.unpriced if worth.pool[i] == UNBOUNDED]

    def fractions(self, readings: Mapping[str, frozenset[str]]) -> list[Fraction]:
        """For all measures, each measure and group with a match, and the measures in force."""
        matched = [m for _, m in self.exposures.matched()]
        export = self.exposures.export
        found = [self.of("product", wanted(export))]
        found += [self.of(f"measure:{x}", wanted({x})) for x in sorted({m.measure for m in matched})]
        found += [self.of(f"group:{x}", wanted(export, x)) for x in sorted({m.group for m in matched})]
        found += [self.of("product", wanted(export & x), name) for name, x in readings.items()]  # type: ignore[arg-type]
        return found

    def of(self, scope: str, chosen: Callable[[Match], bool], measures: Measures = "all") -> Fraction:
        """One share of the product value."""
        weights = self.exposures.weights(chosen)
        amount = numerator(self.tree, self.worth, weights)
        verdict, turning = judge(amount, self.worth.amount, self.threshold, self.diluted(weights))
        return Fraction(
            kind="controlled",
            scope=scope,
            reading=None,
            numerator=amount,
            numerator_is="controlled content of Chinese origin",
            denominator=exactly(self.worth.amount) if self.worth.amount is not None else UNKNOWN,
            denominator_is=DENOMINATORS[self.worth.basis],
            share=of_value(amount, self.worth.amount),
            threshold=self.threshold,
            verdict=verdict,
            measures=measures,
            turning_point=turning,
        )

    def diluted(self, weights: Weights) -> Decimal | None:
        """The least certain share among unpriced lines that nothing bounds; None when the denominator holds."""
        if not self.unbounded:
            return None
        return min((weights.lines[i].low if i in weights.lines else ZERO for i in self.unbounded), default=None)
