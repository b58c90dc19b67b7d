"""What to resolve first: which answers about which line would narrow the headline most, and which can turn it.

Rows add up, and a shared rest counts once: so the set of answers that narrows most is found by taking the best row
each time, and the first three are the best three (checked against all triples by the tests).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from scanner.bom import BomLine
from scanner.estimate import ONE, ZERO, Estimate
from scanner.findings import Fraction, Match, Origins, Resolve
from scanner.value.contribution import Weights, rows
from scanner.value.costs import Missing
from scanner.value.fractions import Controlled
from scanner.value.verdicts import judge
from scanner.value.weigh import Weighed
from scanner.value.worth import UNBOUNDED

PRICE_FACTS: dict[Missing, str] = {
    "price": "unit price",
    "quantity": "quantity",
    "unit": "quantity and price in one unit",
    "currency": "price in a currency with a known rate",
}


class Unit(Struct):
    """One row, or the rows that share one rest: what the numerator is the sum of."""

    amount: Estimate
    rows: list[int]


class Total:
    """A sum of estimates from which any one can be taken out again."""

    def __init__(self, amounts: Iterable[Estimate]) -> None:
        self.low = self.likely = self.high = ZERO
        self.unlikely = self.unbounded = 0
        """How many have no likely value, and no bound."""
        for a in amounts:
            self.low += a.low
            self.likely += a.likely or ZERO
            self.high += a.high or ZERO
            self.unlikely += a.likely is None
            self.unbounded += a.high is None

    def without(self, one: Estimate) -> Estimate:
        """The sum of all others."""
        likely = None if self.unlikely > (one.likely is None) else self.likely - (one.likely or ZERO)
        high = None if self.unbounded > (one.high is None) else self.high - (one.high or ZERO)
        return Estimate(self.low - one.low, likely, high)


class Ranking:
    """Ranks the rows behind one share."""

    def __init__(
        self, controlled: Controlled, origins: Sequence[Origins], share: Fraction, weights: Weights, most: Decimal
    ) -> None:
        """``most``: what a price that nothing bounds may come to, in product values."""
        self.most = most
        self.controlled, self.origins, self.share, self.weights = controlled, origins, share, weights
        self.tree, self.worth = controlled.tree, controlled.worth
        self.whole, self.each = rows(self.tree, self.worth, weights)
        self.value = share.denominator.high
        self.units = self._units()
        self._sum = Total(u.amount for u in self.units)
        self._diluting = controlled.unbounded if share.scope == "product" else []
        rates = ((weights.lines[k].low if k in weights.lines else ZERO, k) for k in self._diluting)
        self._rates = sorted(rates)[:2]

    def ranked(self, wanted: Callable[[Match], bool]) -> tuple[Resolve, ...]:
        """Rows whose answers can turn the verdict alone first, then by how far they narrow the share."""
        entries = [
            (u, i, entry)
            for u in self.units
            if not u.amount.is_known
            for i in u.rows
            if (entry := self._resolve(u, i, wanted)).narrows or entry.flips
        ]
        order = sorted(
            range(len(entries)), key=lambda k: (not entries[k][2].flips, -entries[k][2].narrows, entries[k][1])
        )
        first: list[Resolve] = []
        later: list[Resolve] = []
        counted: set[int] = set()
        for k in order:
            unit, _, entry = entries[k]
            (later if id(unit) in counted and not entry.flips else first).append(entry)
            counted.add(id(unit))
        return (*first, *later, *self._prices_that_dilute())

    def _units(self) -> list[Unit]:
        single: list[Unit] = []
        shared: dict[int, list[int]] = {}
        for i, amount in self.each.items():
            if amount.is_zero:
                continue
            pool = self._pool(i)
            if pool is None or pool == UNBOUNDED:
                single.append(Unit(amount, [i]))
            else:
                shared.setdefault(pool, []).append(i)
        for members in shared.values():
            amounts = [self.each[i] for i in members]
            high = max(a.high or ZERO for a in amounts)
            known = [a.likely for a in amounts if a.likely is not None]
            likely = min(sum(known, ZERO), high) if len(known) == len(amounts) else None
            single.append(Unit(Estimate(ZERO, likely, high), members))
        return single

    def _pool(self, i: int) -> int | None:
        if i in self.worth.pool:
            return self.worth.pool[i]
        if self.tree.own[i] is None and i in self.tree.open and i in self.weights.content:
            return self.worth.pool_above(i)
        return None

    def _resolve(self, unit: Unit, i: int, wanted: Callable[[Match], bool]) -> Resolve:
        facts = self._facts(i, wanted)
        line = self.tree.lines[i]
        return Resolve(
            line=line.id,
            fact="; ".join(facts),
            ask=_ask(line, facts),
            narrows=self._narrows(unit),
            flips=any(self._verdict(unit, i, answer) != self.share.verdict for answer in _answers(unit, i, self)),
        )

    def _narrows(self, unit: Unit) -> Decimal:
        if unit.amount.high is None or not self.value:
            return ONE
        return min((unit.amount.high - unit.amount.low) / self.value, ONE)

    def _verdict(self, unit: Unit, i: int, answer: Decimal) -> str:
        """The verdict with one row's answers known."""
        others = self._sum.without(unit.amount)
        high, likely = others.high, others.likely
        if len(unit.rows) > 1 and not answer:  # the other rows still share the rest
            rest = max((self.each[k].high or ZERO for k in unit.rows if k != i), default=ZERO)
            likely, high = None, None if high is None else high + rest
        numerator = Estimate(
            others.low + answer,
            None if likely is None else likely + answer,
            None if high is None else high + answer,
        )
        return judge(numerator, self.value, self.controlled.threshold, self._diluted(without=i))[0]

    def _diluted(self, without: int) -> Decimal | None:
        """The least certain share of the unpriced rows that nothing bounds, but one."""
        if not self._rates:
            return None
        least = [x for x in self._rates if x[1] != without]
        return least[0][0] if least else None

    def _facts(self, i: int, wanted: Callable[[Match], bool]) -> list[str]:
        """What is not known of a row, the most decisive first."""
        found: list[tuple[Decimal, str]] = []
        missing = self.tree.missing.get(i)
        if missing is not None and self.tree.own[i] is None:
            found.append((ONE + ONE, PRICE_FACTS[missing]))
        chosen = [w for w in self.controlled.exposures.rows.get(i, ()) if wanted(w.match)]
        if chosen:
            is_text = self.share.reading == "text"
            found += self._of_match(i, max(chosen, key=lambda w: w.most(text=is_text)), text=is_text)
        return [text for _, text in sorted(found, key=lambda x: -x[0])] or ["composition"]

    def _of_match(self, i: int, w: Weighed, *, text: bool) -> list[tuple[Decimal, str]]:
        """``text``: its Part 1 content counts, the rare earths inside a magnet, which have an origin of their own."""
        match = w.match
        inside = "rare-earth" if text and match.group == "magnet" else match.group
        itself = match.itself and inside == match.group
        named = "country of origin" if itself else f"origin of the {inside} material"
        valued = inside if match.itself else match.group
        return [
            (_gap(factor), words)
            for factor, words in (
                (
                    match.applicability,
                    match.settled_by or f"whether it holds {match.group} material that is controlled",
                ),
                (w.origin(self.origins[i], text=text), named),
                (w.part1_share if text else w.share, f"mass or value of the {valued} material"),
            )
            if not factor.is_known
        ]

    def _prices_that_dilute(self) -> list[Resolve]:
        """Unpriced rows that match nothing: their worth may turn the verdict, though it narrows nothing.

        A dear one may bring the share below the threshold, and the last one settles that none does; of many that
        could not, none is asked about.
        """
        turning = self.share.turning_point
        silent = [i for i in self._diluting if i not in self.weights.lines]
        if turning is None or (turning > self.most * (self.value or ZERO) and len(silent) > 1):
            return []
        return [
            Resolve(line=line.id, fact="unit price", ask=_ask(line, ["unit price"]), narrows=ZERO, flips=True)
            for line in (self.tree.lines[i] for i in silent)
        ]


def _answers(unit: Unit, i: int, ranking: Ranking) -> tuple[Decimal, Decimal]:
    """The least and the most that a row's answers can bring."""
    own = ranking.each[i]
    most = own.high if own.high is not None else (ranking.value or ONE) * ranking.most
    return (own.low if len(unit.rows) == 1 else ZERO), most


def _gap(factor: Estimate) -> Decimal:
    return (factor.high - factor.low) / factor.high if factor.high else ZERO


def _ask(line: BomLine, facts: list[str]) -> str:
    who = line.supplier or line.manufacturer or "the supplier (not named)"
    what = line.manufacturer_part_number or line.part_number or line.description or f"row {line.source.row}"
    return f"{who}: {', '.join(facts)} of {what}"
