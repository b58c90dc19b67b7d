"""What a row costs for one parent, in the base currency: quantity × unit price, or why it is not known."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from scanner.bom import BomLine, Money, Quantity
from scanner.columns import Same, column
from scanner.display import NO_CURRENCY, minor_digits, money
from scanner.value.currency import Rates
from scanner.value.places import Places
from scanner.value.units import lots

Missing = Literal["price", "quantity", "unit", "currency"]
"""Why a row's cost is not known."""
ZERO = Decimal(0)
ONE = Decimal(1)
CENT = Decimal("0.01")
_SAME = (ONE, ONE)
"""The factor of the base currency itself."""


class Costs:
    """Costs rows one by one; what is odd becomes a note, what is missing a reason."""

    def __init__(self, rates: Rates, places: Places, prices: dict[str, Money]) -> None:
        """``prices`` are the user's what-if prices by line id."""
        self.rates, self.places, self.prices = rates, places, prices
        self.factors: dict[str | None, tuple[Decimal, Decimal] | None] = {None: (ONE, ONE)}

    def of(self, line: BomLine, quantity: Quantity | None) -> Decimal | Missing:
        """Cost of the row for one parent. A quantity of 0 costs nothing, whatever the price."""
        assumed = self.prices.get(line.id) if self.prices else None
        price = assumed or line.unit_price
        if price is None:
            return self._extended(line, quantity)
        if quantity is None:
            return "quantity"
        if not quantity.amount:
            return ZERO
        per = line.price_per if assumed is None else None
        times = (quantity.amount, ONE) if per is None else lots(quantity, per)
        if times is None:
            return "unit"
        factor = self.factor(price.currency)
        if factor is None:
            return "currency"
        if line.extended_price is not None and assumed is None:
            self._compare(line, price, times)
        if per is None and factor == _SAME:
            return price.amount * quantity.amount
        return price.amount * times[0] * factor[0] / (times[1] * factor[1])

    def plain(self, lines: Sequence[BomLine]) -> list[Decimal | None]:
        """Quantity × price of the rows whose cost is just that, as nearly all are; None for the others."""
        if self.prices:
            return [None] * len(lines)
        names = "quantity", "unit_price", "price_per", "extended_price"
        quantities, prices, bases, wholes = (column(lines, name) for name in names)
        base = {code for code in {x.currency for x in prices if x is not None} if self.factor(code) == _SAME}
        products = [
            price.amount * quantity.amount
            if quantity is not None and price is not None and per is None and price.currency in base
            else None
            for quantity, price, per in zip(quantities, prices, bases, strict=True)
        ]
        if isinstance(wholes, Same) and wholes.value is None:
            return [x or None for x in products]
        return [
            ours if ours and (whole is None or (whole.amount == ours and whole.currency in base)) else None
            for ours, whole in zip(products, wholes, strict=True)
        ]

    def factor(self, currency: str | None) -> tuple[Decimal, Decimal] | None:
        """So much of the base currency for so much of a currency; asked once a currency."""
        if currency not in self.factors:
            rate = self.rates.rate(currency)
            self.factors[currency] = None if rate is None else (rate.base, rate.units)
        return self.factors[currency]

    def money(self, amount: Money) -> Decimal | None:
        """An amount in the base currency; None where its currency cannot be related."""
        factor = self.factor(amount.currency)
        return None if factor is None else amount.amount * factor[0] / factor[1]

    def _extended(self, line: BomLine, quantity: Quantity | None) -> Decimal | Missing:
        """The row's own total where no unit price is stated; in a tree it is for one parent."""
        if quantity is not None and not quantity.amount:
            return ZERO
        if line.extended_price is None:
            return "price"
        factor = self.factor(line.extended_price.currency)
        return "currency" if factor is None else line.extended_price.amount * factor[0] / factor[1]

    def _compare(self, line: BomLine, price: Money, times: tuple[Decimal, Decimal]) -> None:
        stated = line.extended_price
        assert stated is not None
        if stated.currency != price.currency:
            return
        computed = price.amount * times[0] / times[1]
        if abs(computed - stated.amount) > _rounding(stated) + _rounding(price) * abs(times[0] / times[1]):
            currency = price.currency or NO_CURRENCY
            ours, theirs = money(computed, currency), money(stated.amount, currency)
            said = f"the unit price makes {ours}, the extended price says {theirs}; the unit price was used"
            self.places.line(line, "price-disagrees", "warning", said, "extended_price")


def _rounding(written: Money) -> Decimal:
    """Half of the last decimal written, at most half a cent (half a yen)."""
    exponent = written.amount.as_tuple().exponent
    last = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else CENT
    coarsest = CENT if not written.currency else Decimal(1).scaleb(-minor_digits(written.currency))
    return min(last, coarsest) / 2
