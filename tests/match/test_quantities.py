from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.match.quantities import find


def brief(text: str) -> list[tuple[str | None, str | None, str, str]]:
    """low, high, unit, role of each quantity."""
    return [(q.low and str(q.low), q.high and str(q.high), q.unit, q.role) for q in find(text)]


@pytest.mark.parametrize(
    ("text", "low", "high", "op", "unit"),
    [
        ("5.42 kg", "5.42", "5.42", "=", "kg"), ("99,99 %", "99.99", "99.99", "=", "percent"),
        ("1,000 mAh", "1000", "1000", "=", "mA*h"), ("30-50 um", "30", "50", "..", "um"),
        ("5 kW to 37 kW", "5", "37", "..", "kW"), ("500~1200 °C", "500", "1200", "..", "degC"),
        ("100至200kg", "100", "200", "..", "kg"), ("1 bis 8 kHz", "1", "8", "..", "kHz"),
        ("800 mm - 1 m", "0.8", "1", "..", "m"), ("0-2 um", "0", "2", "..", "um"),
        ("20 ± 5 um", "15", "25", "±", "um"), ("200 g ±10%", "180", "220", "±", "g"), ("±3 °C", "3", "3", "±", "degC"),
        ("<= 5 μm", None, "5", "<=", "um"), ("max. 80 ppm", None, "80", "<=", "ppm"),
        ("5 um max", None, "5", "<=", "um"),
        ("≥99.9%", "99.9", None, ">=", "percent"), ("min. 3350 mAh", "3350", None, ">=", "mA*h"),
        ("60 m3 or more", "60", None, ">=", "m**3"), ("50mm以上", "50", None, ">=", "mm"),
        ("45um以下", None, "45", "<=", "um"),
        ("> 5 GPa", "5", None, ">", "GPa"), ("unter 850 °C", None, "850", "<", "degC"),
        ("ca. 70 g", "70", "70", "~", "g"),
        ("3/8\" tube", "0.375", "0.375", "=", "inch"), ("1 1/2 in pipe", "1.5", "1.5", "=", "inch"),
        ("1/4W", "0.25", "0.25", "=", "W"),
        ("10000 rpm", "10000", "10000", "=", "rpm"), ("5065 270kv", "270", "270", "=", "rpm/V"),
        ("15 KV ESD", "15", "15", "=", "kV"),
        ("25 HRB", "25", "25", "=", "HRB"), ("≤3K", None, "3", "<=", "delta_degC"),
    ],
)  # fmt: skip
def test_one_quantity(text: str, low: str | None, high: str | None, op: str, unit: str) -> None:
    (q,) = find(text)
    assert (q.low, q.high) == (low and Decimal(low), high and Decimal(high))
    assert (q.op, q.unit) == (op, unit)


@pytest.mark.parametrize(
    "text",
    [
        "RES 10K OHM 1206", "INR18650-35E", "2N7002 SOT-23", "M8x20 DIN 933", "STM32F405RGT6", "TYPE 316L", "N45SH",
        "DN50", "R30 PASSIVATED", "DRV8825", "0.18-0.35", "D2 DIODE", "16 GA", "colour 3000K lamp", "SM712.TCT",
    ],
)  # fmt: skip
def test_codes_hold_no_quantity(text: str) -> None:
    assert find(text) == []


def test_text_without_a_digit_is_not_looked_at() -> None:
    assert find("bracket, steel, black") == []


def test_dimensions_share_the_last_unit() -> None:
    assert brief("10x5x2 cm") == [("10", "10", "cm", "dim1"), ("5", "5", "cm", "dim2"), ("2", "2", "cm", "dim3")]
    assert brief("1/2 x 1/4 x 1/8 in") == [
        ("0.5", "0.5", "inch", "dim1"), ("0.25", "0.25", "inch", "dim2"), ("0.125", "0.125", "inch", "dim3"),
    ]  # fmt: skip


def test_dimensions_without_a_unit_are_millimetres() -> None:
    assert {u for _, _, u, _ in brief("20 x 10 x 5")} == {"mm"}


@pytest.mark.parametrize("text", ["D10*2", "Ø10×2", "φ10x2", "dia 10 x 2 mm", "OD10 x 2"])
def test_a_diameter_and_a_height(text: str) -> None:
    assert [r for *_, r in brief(text)] == ["diameter", "height"]


def test_a_diameter_by_its_sign_alone() -> None:
    assert brief("Ø12 shaft") == [("12", "12", "mm", "diameter")]


@pytest.mark.parametrize("text", ["powder D50 12 um", "D50: 12 um", "D(50)=12um", "d50 12 μm"])
def test_a_median_by_its_sign(text: str) -> None:
    assert brief(text) == [("12", "12", "um", "d50")]


@pytest.mark.parametrize(
    ("text", "percent"), [("3N", "99.9"), ("4N", "99.99"), ("4N5", "99.995"), ("5N", "99.999"), ("6N+", "99.9999")]
)
def test_nines_are_purities(text: str, percent: str) -> None:
    assert (percent, percent, "percent", "purity") in brief(f"oxide {text}")


def test_nines_that_may_be_newtons_are_both() -> None:
    assert {(q.unit, q.role) for q in find("破断力≤9N")} == {("N", ""), ("percent", "purity")}


def test_quantities_written_together_are_apart() -> None:
    assert [(q.text, q.unit) for q in find("5V60A 256 ch")] == [("5V", "V"), ("60A", "A")]


def test_capacity_per_gram_is_no_mass() -> None:
    assert [q.unit for q in find("克容量158mAh/g")] == ["mA*h/g"]
    assert find("压实2.40 克容量") == []


FRAGMENTS = st.sampled_from(
    ["10", "2.5", "1,000", "±", "-", "~", "x", "*", " ", "mm", "um", "kg", "Ø", "D", "D50", "≤", ">", "max",
     "以上", "N",
     "#8000", "mesh", "°C", "mAh/g", "/", "'", '"', "V", "A", "克", "W", "%", "(", ")", ".", ",", "至", "K", "1/2"]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(FRAGMENTS, max_size=12).map("".join))
def test_spans_lie_in_the_text_and_say_what_it_says(text: str) -> None:
    for q in find(text):
        assert text[q.start : q.end] == q.text
        assert q.low is not None or q.high is not None
        assert q.low is None or q.high is None or q.low <= q.high


@given(
    st.decimals(min_value="0.1", max_value=9999, places=1),
    st.sampled_from(["mm", "kg", "V", "mAh", "Wh/kg", "g/cm3", "%"]),
)
def test_a_decimal_comma_is_a_decimal_point(value: Decimal, unit: str) -> None:
    (a,), (b,) = find(f"{value} {unit}"), find(f"{value} {unit}".replace(".", ","))
    assert (a.low, a.unit) == (b.low, b.unit) == (value, a.unit)
