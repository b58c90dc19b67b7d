"""Chinese controlled value: what each row contributes, and what a product or an assembly adds up to.

A row's contribution is its cost × applicability × content share × China origin, the element-wise largest over
the controls of the set that is asked for. Unpriced rows of one pool share what is left over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import NamedTuple, TypeVar

from msgspec import Struct

from scanner.estimate import NOTHING, Estimate, exactly, largest
from scanner.value.rollup import ZERO, Tree
from scanner.value.worth import Worth

T = TypeVar("T")


class Content(NamedTuple):
    """An assembly holds a controlled material that no part beneath accounts for."""

    share: Estimate
    """Of the assembly's full price."""
    rate: Estimate
    """Applicability × China origin."""


class Weights(Struct):
    """How much of each row counts, for one set of controls. Only rows that match are in here."""

    lines: dict[int, Estimate]
    """Rows without parts: applicability × content share × China origin."""
    listed: dict[int, Estimate]
    """Assemblies that are listed themselves: the same, of all that they hold."""
    content: dict[int, list[Content]]
    """Assemblies that contain, or could."""
    likely_cost: dict[int, Decimal]
    """Unpriced rows that the price table can value."""

    def within(self, chosen: Collection[int]) -> Weights:
        """The weights of some rows only."""
        return Weights(
            lines=_restrict(self.lines, chosen),
            listed=_restrict(self.listed, chosen),
            content=_restrict(self.content, chosen),
            likely_cost=self.likely_cost,
        )


def _restrict(given: dict[int, T], chosen: Collection[int]) -> dict[int, T]:
    if len(chosen) < len(given):
        return {i: given[i] for i in sorted(chosen) if i in given}
    return {i: x for i, x in given.items() if i in chosen}


class Member(NamedTuple):
    """One taker of what unpriced parts share."""

    rate: Estimate
    limit: Decimal | None
    """The most that it can take; None = all."""
    likely: Decimal | None
    """What it likely contributes."""
    low: Decimal = ZERO
    """What it contributes for certain."""


class Sum:
    """What is known, and what still shares the rest of a pool."""

    def __init__(self) -> None:
        self.known = NOTHING
        self.pools: dict[int, list[Member]] = defaultdict(list)

    def settle(self, worth: Worth, pools: Iterable[int]) -> None:
        """Counts the shared rests of some pools, each once."""
        for pool in list(pools):
            members = self.pools.pop(pool, None)
            if members:
                self.known = self.known + _shared(members, worth.rest(pool))


def numerator(tree: Tree, worth: Worth, weights: Weights) -> Estimate:
    """The contributions of all rows added up; shared rests once."""
    return rows(tree, worth, weights)[0]


def rows(tree: Tree, worth: Worth, weights: Weights) -> tuple[Estimate, dict[int, Estimate]]:
    """The sum, and each row's own contribution.

    Beneath a listed assembly nothing contributes by itself. A row's high side in a pool is the whole rest,
    so that single rows may add up to more than the sum.
    """
    each: dict[int, Estimate] = {}
    sums: dict[int | None, Sum] = defaultdict(Sum)
    owner = _Owners(tree, weights)
    for i, rate in weights.lines.items():
        each[i] = _line(tree, worth, weights, sums[owner.of(i)], i, rate)
    for i, contents in weights.content.items():
        each[i] = _content(tree, worth, sums[owner.of(i)], i, contents)
    for i in owner.listed:
        each.update(dict.fromkeys(owner.beneath(i), NOTHING))
        each[i] = _listed(tree, worth, sums[owner.of(i)], sums[i], i, weights)
    whole = sums[None]
    whole.settle(worth, [*whole.pools])
    return whole.known, each


class _Owners:
    """Which listed assembly a row belongs to."""

    def __init__(self, tree: Tree, weights: Weights) -> None:
        self._tree, self._listed = tree, weights.listed
        self.listed = sorted(self._listed, key=lambda i: (-len(tree.ancestors(i)), i))
        """Deepest first."""
        self._rows: dict[int, list[int]] = defaultdict(list)

    def of(self, i: int) -> int | None:
        """The nearest listed assembly above a row; remembers the row as beneath it."""
        if not self._listed:
            return None
        found = next((k for k in self._tree.above(i) if k in self._listed), None)
        if found is not None:
            self._rows[found].append(i)
        return found

    def beneath(self, i: int) -> list[int]:
        """The rows that were found to belong to a listed assembly."""
        return self._rows[i]


def _line(tree: Tree, worth: Worth, weights: Weights, into: Sum, i: int, rate: Estimate) -> Estimate:
    cost = tree.own[i]
    if cost is not None:
        amount = Estimate(
            cost * rate.low,
            None if rate.likely is None else cost * rate.likely,
            None if rate.high is None else cost * rate.high,
        ) if cost else NOTHING  # fmt: skip
        into.known = into.known + amount
        return amount
    pool = worth.pool[i]
    rest = worth.rest(pool)
    guess = weights.likely_cost.get(i)
    if guess is not None and rest is not None:
        guess = min(guess, rest)
    amount = Estimate(ZERO, guess if rest != 0 else ZERO, rest) * rate
    into.pools[pool].append(Member(rate, None, amount.likely))
    return amount


def _content(tree: Tree, worth: Worth, into: Sum, i: int, contents: list[Content]) -> Estimate:
    """Content share × full price, at most the value added; without a price, a share of what the parts share."""
    own = tree.own[i]
    if own is None:
        if i not in tree.open:
            return NOTHING
        rate = largest(c.share * c.rate for c in contents)
        pool = worth.pool_above(i)
        amount = Estimate(ZERO, None, worth.rest(pool)) * rate
        into.pools[pool].append(Member(rate, None, amount.likely))
        return amount
    added = tree.added[i]
    amounts = [_capped(c.share * exactly(own), added) for c in contents]
    amount = largest(a * c.rate for a, c in zip(amounts, contents, strict=True))
    if i in worth.shared:
        best = largest(amounts)
        rate = largest(c.rate for c in contents)
        into.pools[i].append(Member(rate, best.high, amount.likely, amount.low))
    else:
        into.known = into.known + amount
    return amount


def _listed(tree: Tree, worth: Worth, into: Sum, inner: Sum, i: int, weights: Weights) -> Estimate:
    """The larger of all that the assembly is worth × its origin and of what its parts contribute."""
    rate = weights.listed[i]
    own_pools = [p for p in inner.pools if p == i or (p >= 0 and i in tree.ancestors(p))]
    inner.settle(worth, own_pools)
    known = largest((exactly(tree.value[i] or ZERO) * rate, inner.known))
    into.known = into.known + known
    if i not in tree.open:
        return known
    pool = worth.pool_above(i)
    rate = largest((rate, *(m.rate for members in inner.pools.values() for m in members)))
    rest = Estimate(ZERO, None, worth.rest(pool)) * rate
    into.pools[pool].append(Member(rate, None, rest.likely))
    return known + rest


def _capped(amount: Estimate, most: Decimal) -> Estimate:
    return Estimate(
        min(amount.low, most),
        None if amount.likely is None else min(amount.likely, most),
        most if amount.high is None else min(amount.high, most),
    )


def _shared(members: list[Member], rest: Decimal | None) -> Estimate:
    """What takers of one rest contribute together: the rest goes where it counts most."""
    if rest == 0 or all(m.rate.is_zero for m in members):
        return NOTHING
    likely = None if any(m.likely is None for m in members) else sum((m.likely or ZERO for m in members), ZERO)
    low = sum((m.low for m in members), ZERO)
    if rest is None:
        return Estimate(low, likely, None)
    high, left = ZERO, rest
    for m in sorted(members, key=lambda m: -_most(m.rate)):
        taken = left if m.limit is None else min(m.limit, left)
        high += taken * _most(m.rate)
        left -= taken
    return Estimate(low, None if likely is None else min(likely, high), high)


def _most(rate: Estimate) -> Decimal:
    assert rate.high is not None, "rates are shares"
    return rate.high
