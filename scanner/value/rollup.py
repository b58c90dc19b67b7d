"""The tree of a bill of materials: quantities for one product, costs rolled up, each value counted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from scanner.bom import Bom, BomLine, Quantity
from scanner.columns import column
from scanner.value.costs import Costs, Missing

ZERO = Decimal(0)
ONE = Decimal(1)
ROOT = -1
"""Stands for the product as the parent of the top lines."""


class Tree:
    """Columns beside ``bom.lines``, by index. Amounts are for one product, in the base currency."""

    def __init__(self, bom: Bom) -> None:
        lines = bom.lines
        n = len(lines)
        self.lines: Sequence[BomLine] = lines
        self.parent = [ROOT] * n
        self.counts = [x != "excluded" for x in column(lines, "bin")]
        """Takes part in sums: no alternate, not fitted row or data error, nor beneath one."""
        self.children: dict[int, list[int]] = {}
        self.quantity: list[Decimal | None] = [None] * n
        """Extended quantity; None = not known."""
        self.own: list[Decimal | None] = [None] * n
        """Own price × extended quantity; None = not known, and for a phantom."""
        self.missing: dict[int, Missing] = {}
        """Why ``own`` is not known."""
        self.value: list[Decimal | None] = [None] * n
        """What the row and all beneath it are known to be worth; None = nothing is known."""
        self.parts: dict[int, Decimal] = {}
        """Assemblies: what the parts beneath are known to be worth."""
        self.added: dict[int, Decimal] = {}
        """Priced assemblies: own price beyond the parts, at least 0."""
        self.open: set[int] = set()
        """Rows whose value is not all known, as something beneath has no cost and nothing above it a price."""
        self.circular: list[int] = []
        """Rows that would hold themselves; taken as top lines."""
        self._link()
        self.roots = [i for i in range(n) if self.parent[i] == ROOT and self.counts[i]]
        self.top = self._top()
        self.order = self._order()
        """Assemblies, parents before their parts."""

    def is_assembly(self, i: int) -> bool:
        """Has parts that count; an assembly whose parts are all excluded is a part itself."""
        return i in self.children

    def _link(self) -> None:
        parents = column(self.lines, "parent")
        if not any(parents):
            return
        index = {x: i for i, x in enumerate(column(self.lines, "id"))}
        for i, parent in enumerate(parents):
            if parent is not None:
                self.parent[i] = index.get(parent, ROOT)
        for i in range(len(self.lines)):
            above = self.ancestors(i)
            if i in above:
                self.circular.append(i)
                self.parent[i] = ROOT
                above = []
            self.counts[i] = self.counts[i] and all(self.counts[k] for k in above)
        for i, up in enumerate(self.parent):
            if up != ROOT and self.counts[i]:
                self.children.setdefault(up, []).append(i)

    def ancestors(self, i: int) -> list[int]:
        """From the parent up."""
        found: dict[int, None] = {}
        while (i := self.parent[i]) != ROOT and i not in found:
            found[i] = None
        return list(found)

    def above(self, i: int) -> Iterator[int]:
        """The same one by one, for who looks for the nearest; circles are cut by then."""
        while (i := self.parent[i]) != ROOT:
            yield i

    def beneath(self, i: int) -> list[int]:
        """Every counted row under a row."""
        found: dict[int, None] = {}
        todo = list(self.children.get(i, ()))
        while todo:
            k = todo.pop()
            if k not in found:
                found[k] = None
                todo.extend(self.children.get(k, ()))
        return list(found)

    def _top(self) -> int | None:
        """The one row that holds all others: the product itself."""
        if len(self.roots) == 1 and self.is_assembly(self.roots[0]):
            return self.roots[0]
        return None

    def _order(self) -> list[int]:
        if not self.children:
            return []
        depth = {i: len(self.ancestors(i)) for i in self.children}
        return sorted(self.children, key=lambda i: (depth[i], i))


def cost_tree(tree: Tree, costs: Costs, products: Decimal | None, free: set[int]) -> None:
    """Fills quantities, costs and roll-ups.

    Args:
        tree: the linked rows.
        costs: how a row is costed.
        products: products that the top quantities are for; None = one.
        free: rows that are free of charge and match nothing: their cost is 0.

    """
    _top_down(tree, costs, products, free)
    for i in reversed(tree.order):
        _roll_up(tree, i)


def _top_down(tree: Tree, costs: Costs, products: Decimal | None, free: set[int]) -> None:
    whole = products or ONE
    lines, quantities, plain = tree.lines, column(tree.lines, "quantity"), costs.plain(tree.lines)
    leaves = (i for i in range(len(tree.lines)) if i not in tree.children)
    for i in (*tree.order, *leaves):
        if not tree.counts[i]:
            continue
        up = tree.parent[i]
        quantity, simple = quantities[i], plain[i]
        if simple is not None and up == ROOT and whole is ONE and i not in tree.children and i not in free:
            tree.quantity[i] = quantity.amount
            tree.own[i] = tree.value[i] = simple
            continue
        amount = quantity.amount if quantity is not None else None
        if i == tree.top:
            factor: Decimal | None = ONE
            parts = _tops(amount, products)
        else:
            factor, parts = (ONE, whole) if up == ROOT else (tree.quantity[up], ONE)
        if i == tree.top and not amount:
            amount, cost = ONE, costs.of(lines[i], Quantity(ONE, quantity.unit if quantity else None))
        elif i in free:
            cost = ZERO
        else:
            cost = simple or costs.of(lines[i], quantity)
        if amount is not None and factor is ONE and parts is ONE:
            tree.quantity[i] = amount
        elif amount is not None and (factor is not None or not amount):
            tree.quantity[i] = amount * factor / parts if factor is not None else ZERO
        if i in tree.children and lines[i].phantom:
            continue
        if not isinstance(cost, Decimal):
            tree.missing[i] = cost
        elif not cost:
            tree.own[i] = ZERO
        elif factor is None:
            tree.missing[i] = "quantity"
        else:
            tree.own[i] = cost if factor is ONE and parts is ONE else cost * factor / parts
        if i not in tree.children:
            tree.value[i] = tree.own[i]


def _tops(amount: Decimal | None, products: Decimal | None) -> Decimal:
    """How many a top's row stands for; quantities beneath are for one of it, unless the file says so."""
    tops = amount or ONE
    return tops if products is None or products == tops else products * tops


def _roll_up(tree: Tree, i: int) -> None:
    known = ZERO
    for k in tree.children[i]:
        value = tree.value[k]
        if value is not None:
            known += value
        if k in tree.open or (value is None and not tree.is_assembly(k)):
            tree.open.add(i)
    tree.parts[i] = known
    own = tree.own[i]
    if own is None:
        tree.value[i] = known if known or i not in tree.open else None
    else:
        tree.value[i] = max(own, known)
        tree.added[i] = max(own - known, ZERO)
        tree.open.discard(i)
