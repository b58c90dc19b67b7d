"""The product value, and what its unpriced parts can be worth."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from scanner.bom import Money
from scanner.display import money
from scanner.errors import UsageError
from scanner.findings import ProductValue
from scanner.value.currency import Rates
from scanner.value.places import Places, name_of
from scanner.value.rollup import ROOT, ZERO, Tree

UNBOUNDED = -2
"""Stands for 'nothing above it has a price': such parts can be worth anything."""
Basis = Literal["stated", "top_assembly", "sum_of_lines", "none"]


class Worth:
    """V, and for each unpriced row the amount that it shares with others."""

    def __init__(self, tree: Tree, stated: Decimal | None) -> None:
        self.tree = tree
        self.sum = sum((tree.value[i] or ZERO for i in tree.roots), ZERO)
        """What the lines are known to be worth, each value counted once."""
        self.amount, self.basis = self._product_value(stated)
        self.unpriced = [i for i in range(len(tree.lines)) if self._is_unpriced(i)]
        self.pool = {i: self._pool(i) for i in self.unpriced}
        """Unpriced row → the priced assembly that bounds it, ROOT for a stated product value, else UNBOUNDED."""
        self.shared = set(self.pool.values())

    def rest(self, pool: int) -> Decimal | None:
        """What the parts without a price are worth together at most; None = anything."""
        if pool == UNBOUNDED:
            return None
        if pool == ROOT:
            assert self.amount is not None
            return max(self.amount - self.sum, ZERO)
        return self.tree.added[pool]

    def pool_above(self, i: int) -> int:
        """What bounds an unpriced row: its nearest priced ancestor, else the stated product value, else nothing."""
        tree = self.tree
        above = next((k for k in tree.ancestors(i) if tree.own[k] is not None and not tree.lines[k].phantom), None)
        return above if above is not None else ROOT if self.basis == "stated" else UNBOUNDED

    def bound(self, i: int) -> Decimal | None:
        """The most that an unpriced row can be worth; None = anything."""
        return self.rest(self.pool[i])

    def _is_unpriced(self, i: int) -> bool:
        tree = self.tree
        return tree.own[i] is None and tree.counts[i] and i not in tree.children

    def _pool(self, i: int) -> int:
        return self.pool_above(i) if self.tree.children or self.basis == "stated" else UNBOUNDED

    def _product_value(self, stated: Decimal | None) -> tuple[Decimal | None, Basis]:
        tree = self.tree
        if stated is not None:
            return stated, "stated"
        tops = [tree.own[i] for i in tree.roots if i in tree.children and not tree.lines[i].phantom]
        if tops and len(tops) == len(tree.roots) and all(tops):
            return self.sum, "top_assembly"  # a top cheaper than its parts is worth its parts, as any assembly
        return (self.sum, "sum_of_lines") if self.sum else (None, "none")

    @property
    def product_value(self) -> ProductValue:
        return ProductValue(amount=self.amount, basis=self.basis)


def stated_value(given: Money | None, rates: Rates) -> Decimal | None:
    """The user's product value in the base currency.

    Raises:
        UsageError: its currency cannot be related to that of the prices.

    """
    if given is None:
        return None
    amount = rates.convert(given)
    if amount is None:
        raise UsageError(
            f"the product value is in {given.currency}, the prices in {rates.base}, and no rate relates them",
            hint="state it in the currency of the prices, or give --rates FILE",
        )
    return amount


def note_worth(tree: Tree, worth: Worth, places: Places, currency: str) -> None:
    """Warnings where parts are dearer than what holds them."""
    for i in tree.order:
        own = tree.own[i]
        if own is not None and tree.parts[i] > own:
            places.line(
                tree.lines[i], "children-exceed-parent", "warning",
                f"{name_of(tree.lines[i])} costs {money(own, currency)}, its parts {money(tree.parts[i], currency)};"
                " its value added is taken as 0", "unit_price",
            )  # fmt: skip
    if worth.basis == "stated" and worth.amount is not None and worth.amount < worth.sum:
        places.whole(
            "value-below-lines", "warning",
            f"the stated product value {money(worth.amount, currency)} is below what its lines are worth,"
            f" {money(worth.sum, currency)}; nothing is left over for unpriced parts",
        )  # fmt: skip
