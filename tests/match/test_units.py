from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.match import tables
from scanner.match.units import convert, unit_at, units

OWN_SCALES = {"HRB", "series_cell"}
MAGNETIC = {"gauss", "kilogauss", "oersted", "kilooersted"}
"""Gaussian units, which pint converts in a context of their own."""


def test_every_factor_is_what_pint_says() -> None:
    import pint

    registry = pint.UnitRegistry()
    data = tables.yaml("units/units.yaml")
    for name, unit in units().by_name.items():
        if name in OWN_SCALES or unit.dimension in ("temperature", "temperature_difference"):
            assert unit.factor == 1
            continue
        if name == "MGOe":  # a million gauss times oersted
            expected = 1e6 * float(units().by_name["gauss"].factor * units().by_name["oersted"].factor)
        elif name in MAGNETIC:
            expected = registry.Quantity(1, name).to(data[unit.dimension]["base"], "Gaussian").magnitude
        else:
            expected = registry.Quantity(1, name).to(data[unit.dimension]["base"]).magnitude
        assert float(unit.factor) == pytest.approx(expected, rel=1e-9), name


def test_a_spelling_belongs_to_one_unit() -> None:
    seen: dict[str, str] = {}
    for table in tables.yaml("units/units.yaml").values():
        for name, row in table["units"].items():
            for spelling in row.get("exact") or ():
                assert seen.setdefault(spelling, name) == name, spelling


@pytest.mark.parametrize(
    ("text", "unit", "end"),
    [
        ("5 mAh", "mA*h", 5), ("155mAh/g", "mA*h/g", 8), ("300 Wh/kg", "Wh/kg", 9), ("2.5 g/cm3", "g/cm**3", 9),
        ("6A/cm2", "A/cm**2", 6), ("10 m3", "m**3", 5), ("40 m/s", "m/s", 6), ("5 m", "m", 3), ("5 μm", "um", 4),
        ("1200 °C", "degC", 7), ("24 V DC", "V", 7), ("5000克拉", "carat", 6), ("20吨", "metric_ton", 3),
        ('3"', "inch", 2),
        ("3 mW", "mW", 4), ("3 MW", "MW", 4), ("99 %", "percent", 4), ("3.2 wt%", "percent", 7),
    ],
)  # fmt: skip
def test_the_longest_spelling_wins(text: str, unit: str, end: int) -> None:
    digits = len(text) - len(text.lstrip("0123456789.,"))
    found, stop = unit_at(text, digits)
    assert found is not None
    assert (found.name, stop) == (unit, end)


@pytest.mark.parametrize("text", ["2N7002", "10K", "16 GA", "5POS", "2.40 克容量", "8", "100R", "3M tape"])
def test_codes_and_words_are_no_units(text: str) -> None:
    digits = len(text) - len(text.lstrip("0123456789.,"))
    assert unit_at(text, digits)[0] is None or text == "10K"


def test_units_of_other_things_do_not_convert() -> None:
    assert convert(Decimal(1), "kg", "m") is None
    assert convert(Decimal(25), "HRB", "MPa") is None
    assert convert(Decimal("76.2"), "mm", "inch") == 3


NAMES = sorted(units().by_name)


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.decimals(min_value="0.001", max_value=10**6, places=3))
def test_there_and_back_is_where_one_was(a: str, b: str, value: Decimal) -> None:
    there = convert(value, a, b)
    if there is not None:
        back = convert(there, b, a)
        assert back is not None
        assert abs(back - value) <= value * Decimal("1e-12")
