"""Units within a dimension."""

from __future__ import annotations

from decimal import Decimal

import pint
import pytest

from scanner.bom import Quantity
from scanner.value.units import kilograms, lots, table


def test_every_factor_is_pints() -> None:
    registry = pint.UnitRegistry(non_int_type=Decimal)
    firsts: dict[str, str] = {}
    for unit, (dimension, factor) in table().items():
        if dimension == "count":
            continue
        first = firsts.setdefault(dimension, unit)
        ours = pytest.approx(float(registry.Quantity(Decimal(1), unit).to(first).magnitude), rel=1e-12)
        assert float(factor / table()[first][1]) == ours, unit


@pytest.mark.parametrize(
    ("quantity", "per", "expected"),
    [
        (("250", "g"), ("1", "kg"), "0.25"),
        (("2500", "mm"), ("1", "m"), "2.5"),
        (("40", None), ("100", None), "0.4"),
        (("100", "piece"), ("100", "piece"), "1"),
        (("3", "pack"), None, "3"),
        (("3", "pack"), ("1", "pack"), "3"),
        (("3", "pair"), ("1", "piece"), "6"),
        (("3", None), ("1", "piece"), "3"),
        (("3", "piece"), ("1", "m"), None),
        (("3", None), ("1", "kg"), None),
        (("3", "pack"), ("1", "piece"), None),
        (("3", "kg"), ("0", "kg"), None),
    ],
)
def test_how_often_a_price_is_paid(
    quantity: tuple[str, str | None], per: tuple[str, str | None] | None, expected: str | None
) -> None:
    ratio = lots(Quantity(Decimal(quantity[0]), quantity[1]), Quantity(Decimal(per[0]), per[1]) if per else None)
    assert (ratio and ratio[0] / ratio[1]) == (None if expected is None else Decimal(expected))


def test_masses() -> None:
    assert kilograms(Quantity(Decimal(250), "g")) == Decimal("0.25")
    assert kilograms(Quantity(Decimal(2))) is None
    assert kilograms(None) is None
