"""Units of quantity and of price meet within a dimension, never across.

The factors stand in data/units/units.csv and are checked against pint by the tests; pint itself takes
longer to start than a whole bill of materials to cost.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import lru_cache

from scanner.bom import Quantity
from scanner.catalog.load import DATA

PIECE = "piece"
ONE = Decimal(1)


@lru_cache(maxsize=1)
def table() -> dict[str, tuple[str, Decimal]]:
    """Unit → its dimension and its size in the dimension's first unit."""
    found: dict[str, tuple[str, Decimal]] = {}
    with (DATA / "units" / "units.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = (row["dimension"], Decimal(row["factor"]))
            found.update(dict.fromkeys([row["unit"], *filter(None, row["names"].split(";"))], entry))
    return found


def lots(quantity: Quantity, price_per: Quantity | None) -> tuple[Decimal, Decimal] | None:
    """How many times the price is paid, as a ratio: 250 g at a price per kg is 0.25 to 1.

    A price without a unit of its own is for the quantity's unit; a unit not stated counts pieces. None across
    dimensions, or for a price per nothing. Kept as a ratio, since a third of a lot at 3.00 is exactly 1.00.
    """
    if price_per is None:
        return quantity.amount, ONE
    if not price_per.amount:
        return None
    sizes = (ONE, ONE) if price_per.unit is None else _sizes(quantity.unit or PIECE, price_per.unit)
    return None if sizes is None else (quantity.amount * sizes[0], price_per.amount * sizes[1])


def kilograms(mass: Quantity | None) -> Decimal | None:
    """A mass in kg; None when it is not stated or no mass."""
    sizes = None if mass is None or mass.unit is None else _sizes(mass.unit, "kg")
    return None if mass is None or sizes is None else mass.amount * sizes[0] / sizes[1]


@lru_cache(maxsize=1024)
def _sizes(unit: str, other: str) -> tuple[Decimal, Decimal] | None:
    """Both units in the first unit of their dimension; None across dimensions."""
    if unit == other:
        return ONE, ONE
    first, second = table().get(unit), table().get(other)
    if first is None or second is None or first[0] != second[0]:
        return None
    return first[1], second[1]
