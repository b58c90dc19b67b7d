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


@lru_cache(maxsize=1)
def table() -> dict[str, tuple[str, Decimal]]:
    """Unit → its dimension and its size in the dimension's first unit."""
    found: dict[str, tuple[str, Decimal]] = {}
    with (DATA / "units" / "units.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = (row["dimension"], Decimal(row["factor"]))
            found.update(dict.fromkeys([row["unit"], *filter(None, row["names"].split(";"))], entry))
    return found


@lru_cache(maxsize=1024)
def ratio(unit: str | None, other: str | None) -> Decimal | None:
    """How many ``other`` one ``unit`` is; None across dimensions. A unit not stated counts pieces."""
    a, b = unit or PIECE, other or PIECE
    if a == b:
        return Decimal(1)
    first, second = table().get(a), table().get(b)
    if first is None or second is None or first[0] != second[0]:
        return None
    return first[1] / second[1]


def lots(quantity: Quantity, price_per: Quantity | None) -> Decimal | None:
    """How many times the price is paid: 250 g at a price per kg is 0.25.

    A price without a unit of its own is for the quantity's unit. None across dimensions, or for a price per nothing.
    """
    if price_per is None:
        return quantity.amount
    if not price_per.amount:
        return None
    factor = Decimal(1) if price_per.unit is None else ratio(quantity.unit, price_per.unit)
    return None if factor is None else quantity.amount * factor / price_per.amount


def kilograms(mass: Quantity | None) -> Decimal | None:
    """A mass in kg; None when it is not stated or no mass."""
    if mass is None or mass.unit is None:
        return None
    factor = ratio(mass.unit, "kg")
    return None if factor is None else mass.amount * factor
