"""The 0.1 % rule of cn-2025-61, Article 1(1): one share for each item that it can reach, in three readings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import msgspec

from scanner.catalog.load import Catalog
from scanner.estimate import UNKNOWN, Estimate, exactly
from scanner.findings import FRACTION_VERDICTS, Fraction, Match, Origins, Reading
from scanner.value.annex import Annex
from scanner.value.constants import ReadingRecord, readings
from scanner.value.contribution import Weights, numerator
from scanner.value.fractions import DENOMINATORS, Controlled, of_value, wanted
from scanner.value.places import title_of
from scanner.value.verdicts import judge


class DeMinimis:
    """All shares of the rule, and the headline among them."""

    def __init__(
        self, controlled: Controlled, origins: Sequence[Origins], catalog: Catalog, annex: Annex, only: Reading | None
    ) -> None:
        self.controlled, self.origins, self.only = controlled, origins, only
        self.tree, self.worth, self.exposures = controlled.tree, controlled.worth, controlled.exposures
        self.readings = readings(catalog)
        self.wanted = annex.is_part2

    def fractions(self) -> list[Fraction]:
        """Product first, then items in the order of the file; one of them is the headline, if any is open to it."""
        found: list[Fraction] = []
        if self.exposures.rows:
            found.append(self._product_reading())
        part2 = [i for i, row in self.exposures.rows.items() if any(self.wanted(w.match) for w in row)]
        if part2:
            text = self.exposures.part1_weights(self.wanted)
            assembly = self.exposures.weights(self.wanted)
            for reading, weights in (("text", text), ("assembly", assembly)):
                found.append(self._product(self.readings[reading], weights))  # type: ignore[index]
            for i in self._items(part2):
                rows = {i, *self.tree.beneath(i)}
                for reading, weights in (("text", text), ("assembly", assembly)):
                    found.append(self._item(self.readings[reading], weights.within(rows), i))  # type: ignore[index]
        return _with_headline(found, self.only, self.readings)

    def weights_of(self, share: Fraction) -> Weights:
        """What the numerator of one of these shares was made from."""
        assert share.reading is not None
        if share.reading == "product":
            return self.exposures.weights(wanted(self.exposures.export))
        whole = (self.exposures.part1_weights if share.reading == "text" else self.exposures.weights)(self.wanted)
        if share.scope == "product":
            return whole
        name = share.scope.partition(":")[2]
        i = next(k for k, line in enumerate(self.tree.lines) if line.id == name)
        return whole.within({i, *self.tree.beneath(i)})

    def wanted_in(self, share: Fraction) -> Callable[[Match], bool]:
        """Which matches count in one of these shares."""
        return wanted(self.exposures.export) if share.reading == "product" else self.wanted

    def _items(self, part2: list[int]) -> list[int]:
        """Rows that are or hold a Part 2 item, but what is stated to be made in China, phantoms and the product."""
        tree = self.tree
        reached = {k for i in part2 for k in (i, *tree.ancestors(i))}
        return [i for i in sorted(reached) if i != tree.top and not tree.lines[i].phantom and not self._chinese(i)]

    def _chinese(self, i: int) -> bool:
        origins = self.origins[i]
        return origins.basis in ("stated", "declared") and origins.article.low == 1

    def _product_reading(self) -> Fraction:
        base = self.controlled.of("product", wanted(self.exposures.export))
        record = self.readings["product"]
        return msgspec.structs.replace(base, kind="de_minimis", reading="product", readers=record.readers)

    def _product(self, record: ReadingRecord, weights: Weights) -> Fraction:
        worth = self.worth
        amount = numerator(self.tree, worth, weights)
        diluted = self.controlled.diluted(weights)
        return self._fraction(record, "product", amount, worth.amount, DENOMINATORS[worth.basis], diluted)

    def _item(self, record: ReadingRecord, weights: Weights, i: int) -> Fraction:
        tree = self.tree
        kind = "assembly" if tree.lines[i].bin == "assembly" else "line"
        value = None if i in tree.open else tree.value[i]
        stated = self.origins[i].basis in ("stated", "declared")
        named = f"value of {title_of(tree.lines[i])}" + ("" if stated else ", origin not stated: taken as made abroad")
        return self._fraction(
            record, f"{kind}:{tree.lines[i].id}", numerator(tree, self.worth, weights), value, named, None
        )

    def _fraction(
        self,
        record: ReadingRecord,
        scope: str,
        amount: Estimate,
        value: Decimal | None,
        named: str,
        diluted: Decimal | None,
    ) -> Fraction:
        verdict, turning = judge(amount, value, self.controlled.threshold, diluted)
        if not value and scope != "product":
            verdict, turning = "undetermined", None
        return Fraction(
            kind="de_minimis",
            scope=scope,
            reading=record.id,
            numerator=amount,
            numerator_is=record.numerator,
            denominator=exactly(value) if value is not None else UNKNOWN,
            denominator_is=named,
            share=of_value(amount, value),
            threshold=self.controlled.threshold,
            verdict=verdict,
            turning_point=turning,
            readers=record.readers,
        )


def _with_headline(
    found: list[Fraction], only: Reading | None, records: dict[Reading, ReadingRecord]
) -> list[Fraction]:
    """Marks the gravest share; of equal ones the product's, then that of the reading nearest to the text."""
    open_to = [k for k, f in enumerate(found) if only in (None, f.reading)]
    if not open_to:
        return found

    def height(k: int) -> tuple[object, ...]:
        f = found[k]
        assert f.verdict is not None
        assert f.reading is not None
        share = f.share or UNKNOWN
        return (
            -FRACTION_VERDICTS.index(f.verdict),
            share.low,
            Decimal(-1) if share.likely is None else share.likely,
            Decimal("Infinity") if share.high is None else share.high,
            f.scope == "product",
            -records[f.reading].order,
            -k,
        )

    best = max(open_to, key=height)
    return [msgspec.structs.replace(f, headline=True) if k == best else f for k, f in enumerate(found)]
