"""Totals that the file itself states, compared with ours; never used in their place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from operator import itemgetter

from scanner.bom import Bom, BomLine, Note, StatedTotal
from scanner.columns import column
from scanner.display import minor_digits, money
from scanner.value.costs import Costs
from scanner.value.rollup import ROOT, ZERO, Tree

EXTRAS = ("tax", "freight", "labour", "one-off", "charge")
"""Exclusions that a file's grand total often holds."""


class Totals:
    """Compares: a total row may sum its section, its sheet or the file, with or without tax and freight."""

    def __init__(self, bom: Bom, tree: Tree, costs: Costs, total: Decimal, currency: str) -> None:
        self.bom, self.tree, self.costs, self.total, self.currency = bom, tree, costs, total, currency
        self._sheets: dict[tuple[int, str], tuple[list[int], list[Decimal], list[Decimal]]] = {}
        if bom.stated_totals:
            self._add_up()

    def _add_up(self) -> None:
        """For each sheet: its rows, and what they and their extras add up to from the top."""
        lines = self.tree.lines
        places = column(lines, "source.row"), column(lines, "source.file"), column(lines, "source.sheet")
        listed = zip(*places, column(lines, "exclusion"), range(len(lines)), strict=True)
        for row, file, sheet, exclusion, i in sorted(listed, key=itemgetter(0)):
            rows, bare, extras = self._sheets.setdefault((file, sheet), ([], [ZERO], [ZERO]))
            rows.append(row)
            bare.append(bare[-1] + (self._local(i) if self.tree.counts[i] else ZERO))
            extras.append(extras[-1] + (self._amount(lines[i]) or ZERO if exclusion in EXTRAS else ZERO))

    def notes(self) -> Iterator[Note]:
        """A warning for each total that is none of the sums that it could be."""
        before: dict[tuple[int, str], int] = {}
        for stated in sorted(self.bom.stated_totals, key=lambda t: (t.source.file, t.source.sheet, t.source.row)):
            at = stated.source
            theirs = self.costs.money(stated.money)
            sheet = (at.file, at.sheet)
            since = before.get(sheet, 0)
            before[sheet] = at.row
            if theirs is None:
                continue
            candidates = [*self._sums(stated, 0), *(self._sums(stated, since) if since else ()), (self.total, 1)]
            if not any(abs(theirs - ours) <= self._slack(count) for ours, count in candidates):
                ours = candidates[0][0]
                sums = money(theirs, self.currency), money(ours, self.currency)
                said = "the file's total {} is not the sum of its lines, {}".format(*sums)
                yield Note(
                    code="total-differs", severity="warning", message=said, file=at.file, sheet=at.sheet, row=at.row,
                    column=at.column,
                )  # fmt: skip

    def _sums(self, stated: StatedTotal, since: int) -> list[tuple[Decimal, int]]:
        """What the rows of the sheet between two rows add up to, bare and with tax, freight and the like."""
        at = stated.source
        rows, bare, extras = self._sheets.get((at.file, at.sheet), ([], [ZERO], [ZERO]))
        start, end = bisect_left(rows, since), bisect_left(rows, at.row)
        lines = bare[end] - bare[start]
        return [(lines, end - start), (lines + extras[end] - extras[start], end - start)]

    def _local(self, i: int) -> Decimal:
        """A top row of the sheet, for one of what the sheet lists."""
        tree = self.tree
        up, value = tree.parent[i], tree.value[i]
        if value is None:
            return ZERO
        if up == ROOT:
            return value * (self.bom.product_quantity or 1)
        if tree.lines[up].source.sheet == tree.lines[i].source.sheet:
            return ZERO
        quantity = tree.quantity[up]
        return value / quantity if quantity else value

    def _amount(self, line: BomLine) -> Decimal | None:
        if line.extended_price is not None:
            return self.costs.money(line.extended_price)
        cost = self.costs.of(line, line.quantity)
        if isinstance(cost, Decimal):
            return cost
        return self.costs.money(line.unit_price) if line.unit_price is not None else None

    def _slack(self, count: int) -> Decimal:
        """Every row may have been rounded."""
        return Decimal(1).scaleb(-minor_digits(self.currency)) / 2 * (count + 1)
