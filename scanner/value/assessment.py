"""One bill of materials from prices to figures."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.bom import Bom
from scanner.catalog.load import Catalog
from scanner.catalog.status import in_force_readings
from scanner.estimate import ALL, NOTHING, Estimate
from scanner.findings import EXPOSED, Coverage, Fraction, LineFinding, Match, Origins, Valuation
from scanner.options import ScanOptions
from scanner.value.annex import Annex
from scanner.value.constants import limits
from scanner.value.contribution import rows
from scanner.value.costs import Costs
from scanner.value.currency import Rates, base_currency
from scanner.value.deminimis import DeMinimis
from scanner.value.fractions import Controlled, chinese_origin, wanted
from scanner.value.limbs import limbs_of
from scanner.value.missing import note_missing
from scanner.value.places import Places
from scanner.value.rollup import Tree, cost_tree
from scanner.value.weigh import Exposures
from scanner.value.worth import Worth, note_worth, stated_value


class Assessment:
    """Holds what the steps share; each step is a module of its own."""

    def __init__(
        self,
        bom: Bom,
        matches: Sequence[tuple[Match, ...]],
        origins: Sequence[Origins],
        catalog: Catalog,
        options: ScanOptions,
    ) -> None:
        self.bom, self.matches, self.origins = bom, matches, origins
        self.catalog, self.options = catalog, options
        self.currency = base_currency(bom.lines, options.currency, options.product_value)
        self.rates = Rates(self.currency, options.as_of, options.rates)
        self.places = Places(bom)
        self.annex = Annex(catalog)
        self.tree = Tree(bom)
        self.costs = Costs(self.rates, self.places, {})
        cost_tree(self.tree, self.costs, bom.product_quantity, self._free())
        self.worth = Worth(self.tree, stated_value(options.product_value, self.rates))
        self.exposures = Exposures(self.tree, matches, origins, catalog, lambda _, m: m.content_share, self._part1, {})
        self.controlled = Controlled(self.tree, self.worth, self.exposures, options.threshold)

    def valuation(self) -> Valuation:
        """Every figure."""
        fractions = self._fractions()
        note_worth(self.tree, self.worth, self.places, self.currency)
        note_missing(self.tree, self.worth, self.places, set(self.exposures.rows))
        return Valuation(
            currency=self.currency,
            product_value=self.worth.product_value,
            coverage=self._coverage(),
            lines=self._findings(),
            fractions=tuple(fractions),
            notes=tuple(self.places.notes),
        )

    def _free(self) -> set[int]:
        """Rows free of charge that match nothing."""
        return {
            i
            for i, x in enumerate(self.bom.lines)
            if x.free_issue
            and x.unit_price is None
            and x.extended_price is None
            and not any(m.verdict in EXPOSED for m in self.matches[i])
        }

    def _part1(self, _: int, match: Match) -> Estimate:
        return match.part1_share or NOTHING

    def _fractions(self) -> list[Fraction]:
        options = self.options
        matched = {m.measure for _, m in self.exposures.matched()}
        deminimis = DeMinimis(self.controlled, self.origins, self.catalog, self.annex, options.reading)
        return [
            chinese_origin(self.tree, self.worth, self.origins, _country(options)),
            *self.controlled.fractions(in_force_readings(self.catalog, options.as_of, matched)),
            *deminimis.fractions(),
        ]

    def _findings(self) -> tuple[LineFinding, ...]:
        tree = self.tree
        _, each = rows(tree, self.worth, self.exposures.weights(wanted(self.exposures.export)))
        words = limits(self.catalog)
        sure, likely = words["practically-certain"].value, words["likely"].value
        found = []
        for i, line in enumerate(tree.lines):
            matches = self.matches[i]
            found.append(
                LineFinding(
                    line=line,
                    matches=matches,
                    origins=self.origins[i],
                    extended_quantity=tree.quantity[i],
                    extended_cost=tree.own[i],
                    value_added=tree.added.get(i),
                    contribution=each.get(i, NOTHING),
                    limbs=limbs_of(matches, self.origins[i], self.annex, sure, likely)
                    if matches and tree.counts[i]
                    else (),
                )
            )
        return tuple(found)

    def _coverage(self) -> Coverage:
        tree = self.tree
        items = [i for i, x in enumerate(tree.lines) if x.bin == "line_item"]
        return Coverage(
            lines=len(items),
            priced=sum(tree.own[i] is not None for i in items),
            origin_stated=sum(self.origins[i].basis in ("stated", "declared") for i in items),
            matched=sum(any(m.verdict in EXPOSED for m in self.matches[i]) for i in items),
            value_priced=self.worth.sum if self.worth.basis != "none" else None,
        )


def _country(options: ScanOptions) -> Estimate | None:
    """Origin of value added by the user's own assembling."""
    if options.own_country is None:
        return None
    home = {"CN", "HK", "MO"} if options.count_hk_mo else {"CN"}
    return ALL if options.own_country in home else NOTHING
