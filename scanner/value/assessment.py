"""One bill of materials from prices to figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from scanner.bom import Bom
from scanner.catalog.load import Catalog
from scanner.catalog.status import in_force_readings
from scanner.columns import Records, Same, Sparse, column
from scanner.estimate import ALL, NOTHING, Estimate
from scanner.findings import (
    EXPOSED,
    Assumption,
    Coverage,
    Fraction,
    LineFinding,
    Match,
    Origins,
    Resolve,
    Valuation,
)  # fmt: skip
from scanner.options import ScanOptions
from scanner.value.alternates import note_alternates
from scanner.value.annex import Annex
from scanner.value.assume import Assumed
from scanner.value.assumptions import Register
from scanner.value.books import Books
from scanner.value.chances import probability
from scanner.value.constants import limits
from scanner.value.contribution import rows
from scanner.value.currency import Rates, base_currency
from scanner.value.deminimis import DeMinimis
from scanner.value.fractions import chinese_origin, wanted
from scanner.value.limbs import limbs_of
from scanner.value.missing import note_circles, note_currencies, note_missing, note_origins, note_turning
from scanner.value.places import Places
from scanner.value.resolve import Ranking
from scanner.value.totals import Totals
from scanner.value.worth import note_worth


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
        self.assumed = Assumed(options.assume, bom.lines)
        self.books = self.books_of(bom, self.places)
        self.tree, self.worth = self.books.tree, self.books.worth
        self.exposures, self.controlled = self.books.exposures, self.books.controlled

    def books_of(self, bom: Bom, places: Places) -> Books:
        """The books of this bill of materials, or of one with some rows changed."""
        return Books(bom, self.matches, self.origins, self.catalog, self.options, self.rates, places, self.assumed)

    def valuation(self) -> Valuation:
        """Every figure."""
        deminimis = DeMinimis(self.controlled, self.origins, self.catalog, self.annex, self.options.reading)
        shares = [self._with_chance(f, deminimis) for f in deminimis.fractions()]
        fractions = [*self._shares_of_product(), *shares]
        findings = self._findings()
        self._notes(fractions)
        return Valuation(
            currency=self.currency,
            product_value=self.worth.product_value,
            coverage=self._coverage(),
            lines=findings,
            fractions=tuple(fractions),
            resolve=self._resolve(shares, deminimis),
            assumptions=self._assumptions(findings, fractions),
            notes=tuple(self.places.notes),
        )

    def _shares_of_product(self) -> list[Fraction]:
        options = self.options
        matched = {m.measure for _, m in self.exposures.matched()}
        return [
            chinese_origin(self.tree, self.worth, self.origins, _country(options), self.exposures.likely_costs),
            *self.controlled.fractions(in_force_readings(self.catalog, options.as_of, matched)),
        ]

    def _with_chance(self, share: Fraction, deminimis: DeMinimis) -> Fraction:
        """The product's shares and the headline carry a probability where their bounds do not decide."""
        if share.scope != "product" and not share.headline:
            return share
        weights, chosen = deminimis.weights_of(share), deminimis.wanted_in(share)
        found = probability(self.controlled, self.origins, share, weights, chosen, text=share.reading == "text")
        return msgspec.structs.replace(share, probability=found)

    def _resolve(self, shares: Sequence[Fraction], deminimis: DeMinimis) -> tuple[Resolve, ...]:
        headline = next((f for f in shares if f.headline), None)
        if headline is None:
            return ()
        weights = deminimis.weights_of(headline)
        most = limits(self.catalog)["unpriced-line"].value
        return Ranking(self.controlled, self.origins, headline, weights, most).ranked(deminimis.wanted_in(headline))

    def _notes(self, fractions: Sequence[Fraction]) -> None:
        places, books = self.places, self.books
        note_circles(self.tree, places)
        note_worth(self.tree, self.worth, places, self.currency)
        note_missing(self.tree, self.worth, places, set(self.exposures.rows))
        note_turning(fractions[1], books, places, self.currency)
        note_currencies(self.bom, self.rates, places, limits(self.catalog)["rate-age"].value)
        note_origins(self.tree, self.origins, places)
        note_alternates(self.bom, fractions[1], books, self.books_of, places)
        places.notes.extend(Totals(self.bom, self.tree, books.costs, self.worth.sum, self.currency).notes())

    def _assumptions(self, findings: Sequence[LineFinding], fractions: Sequence[Fraction]) -> tuple[Assumption, ...]:
        limbs = [limb for found in column(findings, "limbs") for limb in found]
        register = Register(self.books, self.origins, self.catalog, self.options)
        return tuple(register.entries(self.rates, self.assumed, limbs, fractions, self.currency))

    def _findings(self) -> Sequence[LineFinding]:
        tree = self.tree
        _, each = rows(tree, self.worth, self.exposures.weights(wanted(self.exposures.export)))
        words = limits(self.catalog)
        sure, likely = words["practically-certain"].value, words["likely"].value
        matches = list(self.matches)
        for i in self.exposures.rows:
            matches[i] = self.exposures.effective(i, matches[i])
        limbs = {
            i: limbs_of(found, self.origins[i], self.annex, sure, likely)
            for i, found in enumerate(matches)
            if found and tree.counts[i]
        }
        size = len(matches)
        columns: dict[str, Sequence[Any]] = {
            "line": tree.lines,
            "matches": matches,
            "origins": self.origins,
            "extended_quantity": tree.quantity,
            "extended_cost": tree.own,
            "value_added": Sparse(None, tree.added, size) if tree.added else Same(None, size),
            "contribution": Sparse(NOTHING, each, size),
            "limbs": Sparse((), {i: found for i, found in limbs.items() if found}, size),
            "decision": Same(None, size),
            "waived": Same((), size),
        }
        return Records(LineFinding, columns)

    def _coverage(self) -> Coverage:
        tree = self.tree
        items = [i for i, x in enumerate(column(tree.lines, "bin")) if x == "line_item"]
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
