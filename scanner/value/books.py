"""The books of one bill of materials: its tree with costs, its worth, and what of it is exposed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from scanner.bom import Bom, Money
from scanner.catalog.load import Catalog
from scanner.columns import column
from scanner.findings import EXPOSED, Match, Origins
from scanner.options import ScanOptions
from scanner.value.assume import Assumed
from scanner.value.content import Basis, Contents
from scanner.value.costs import Costs
from scanner.value.currency import Rates
from scanner.value.fractions import Controlled
from scanner.value.places import Places
from scanner.value.rollup import Tree, cost_tree
from scanner.value.weigh import Exposures
from scanner.value.worth import Worth, stated_value


class Books:
    """Everything that the figures are read from. Made anew for every what-if on the rows themselves."""

    def __init__(
        self,
        bom: Bom,
        matches: Sequence[tuple[Match, ...]],
        origins: Sequence[Origins],
        catalog: Catalog,
        options: ScanOptions,
        rates: Rates,
        places: Places,
        assumed: Assumed,
    ) -> None:
        self.bom, self.matches, self.origins = bom, matches, origins
        self.costs = Costs(rates, places, assumed.prices)
        self.tree = Tree(bom)
        cost_tree(self.tree, self.costs, bom.product_quantity, _free(bom, matches, assumed.prices))
        stated: Decimal | None = stated_value(options.product_value, rates)
        self.worth = Worth(self.tree, stated)
        self.contents = Contents(self.tree, catalog, rates, options.price_basis, assumed)
        self.exposures = Exposures(self.tree, matches, origins, catalog, self.contents)
        self._inputs = (matches, origins, catalog, rates, assumed)
        self.controlled = Controlled(self.tree, self.worth, self.exposures, options.threshold)

    def priceless(self) -> list[int]:
        """Rows of which nothing likely can be said: no price, none of an assembly above, no mass to go by."""
        worth = self.worth
        return [i for i in worth.unpriced if worth.pool[i] < 0 and i not in self.exposures.likely_costs]

    def exposures_on(self, basis: Basis) -> Exposures:
        """What is exposed, with contents valued on a price basis of one's own choice."""
        matches, origins, catalog, rates, assumed = self._inputs
        return Exposures(self.tree, matches, origins, catalog, Contents(self.tree, catalog, rates, basis, assumed))


def _free(bom: Bom, matches: Sequence[tuple[Match, ...]], prices: dict[str, Money]) -> set[int]:
    """Rows free of charge that match nothing: they are worth nothing here."""
    lines = bom.lines
    return {
        i
        for i, x in ((i, lines[i]) for i, free in enumerate(column(lines, "free_issue")) if free)
        if x.unit_price is None
        and x.extended_price is None
        and x.id not in prices
        and not any(m.verdict in EXPOSED for m in matches[i])
    }
