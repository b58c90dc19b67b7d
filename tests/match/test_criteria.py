from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.catalog.load import load
from scanner.catalog.model import Control, Criterion
from scanner.match import criteria, parts, quantities, substances
from scanner.match.criteria import Outcome, _compare, all_of, any_of

CATALOG = load()
TRUTHS: tuple[criteria.Truth, ...] = ("met", "not_met", "unknown")


def outcome(control: str | Control, text: str, destination: str | None = None) -> Outcome:
    chosen = CATALOG.controls[control] if isinstance(control, str) else control
    cells = parts.find(text, None, None, CATALOG.cells)
    known = criteria.read(text, quantities.find(text), substances.find(text), cells, destination=destination)
    return criteria.test(chosen, known)


CELL, LFP, WIRE, WHEEL = "cn-2025-58:3A001", "cn-2025-58:3C901.a.1", "cn-2025-55:2C902.c", "cn-2025-55:2C902.d"
TUNGSTEN, GRAPHITE, MPCVD = "cn-2025-10:1C117.c", "cn-2023-39:1C108.b", "cn-2024-33:2B005"


@pytest.mark.parametrize(
    ("control", "text", "overall"),
    [
        (CELL, "Pouch cell 5 Ah, 250 Wh/kg typical", "not_met"), (CELL, "pack 6S 30Ah, 320Wh/kg", "met"),
        (CELL, "cell 300 Wh/kg", "met"),
        (CELL, "LiPo cell 3.7V 2000mAh 103450", "unknown"), (CELL, "Li-ion-Akku 21700 5000mAh 3,6V 69g", "not_met"),
        (CELL, "energy density > 280 Wh/kg", "unknown"), (CELL, "285-315 Wh/kg", "unknown"),
        (LFP, "compaction 2.35 g/cm3, 155 mAh/g", "not_met"), (LFP, "压实密度2.58g/cm3 0.1C克容量158mAh/g", "met"),
        (LFP, "LFP powder", "unknown"),
        (LFP, "LFP powder, compaction 2.6 g/cm3", "unknown"), (LFP, "LFP powder, 150 mAh/g", "not_met"),
        (WIRE, "金刚石线 线径0.35mm 砂径40um", "not_met"),
        (WIRE, "wire diameter 40 um, grit 6 um, breaking force 12 N", "met"),
        (WIRE, "金刚石线 母线30um 砂5-10um 破断力≤9N", "met"),
        (WIRE, "wire dia 30 um, grit 6-12 um, breaking force 9 N", "not_met"),
        (WIRE, "Diamond wire", "unknown"), (WHEEL, "Back-grinding wheel #8000 3 um diamond, 25 HRB, 50 m/s", "met"),
        (WHEEL, "wheel 150x10x3 D126 C75 resin", "not_met"), (WHEEL, "wheel dia 200 mm 5000 rpm 3 um 25 HRB", "met"),
        (TUNGSTEN, "Tungsten rod 99.95% dia 20 x 100 mm", "not_met"),
        (TUNGSTEN, "Tungsten block 99.95% 200x150x60 mm", "met"),
        (TUNGSTEN, "Tungsten cylinder 99.95% Ø150 x 80 mm", "met"), (TUNGSTEN, "Tungsten bar", "unknown"),
        (GRAPHITE, "Isostatic graphite 1.85 g/cm3 55 MPa 99.99%", "met"),
        (GRAPHITE, "graphite density 1.68 g/cm3", "not_met"),
        (GRAPHITE, "graphite 1.85 g/cm3, 55 MPa, ash 50 ppm", "met"), (MPCVD, "MPCVD 2.45 GHz 6 kW", "not_met"),
        (MPCVD, "MPCVD 915 MHz 75 kW", "met"),
        (MPCVD, "MPCVD 12 kW", "unknown"), ("cn-2024-33:2C901.b", "Diamond window 50 mm flat, T 70%", "not_met"),
        ("cn-2024-33:3C003.c", "Sb2O3 99.8%", "not_met"), ("cn-2024-33:3C003.c", "Sb2O3 4N", "met"),
        ("cn-2024-33:3C003.c", "Sb2O3 min. 99.8%", "not_met"),
        ("cn-2024-33:3C003.f", "InSb single crystal EPD < 50", "met"),
        ("cn-2024-33:3C003.f", "InSb polycrystal 5N", "not_met"),
        ("cn-2025-55:2C902.a", "Diamond powder 0-2 um", "met"), ("cn-2025-55:2C902.b", "diamond 20/30 mesh", "not_met"),
        ("cn-2025-55:2C902.b", "diamond 140/170 mesh", "met"),
        ("cn-2025-56:2B902.d", "Mixer-settler, 5 L mixing chamber", "not_met"),
        ("cn-2025-56:2B902.t", "press, aligning field 2.0 T", "met"),
        ("cn-2025-10:1C117.b", "Mo powder 99.95% 3-5 um", "unknown"),
        ("cn-2025-56:2B902.j", "10kA 阳极电流密度6A/cm2 阴极1.5A/cm2", "met"),
        ("cn-2025-56:2B902.w.1", "500-1200 °C, uniformity ±3 °C at 1000 °C, cooling 15 min", "met"),
    ],
)  # fmt: skip
def test_limits_of_the_law(control: str, text: str, overall: str) -> None:
    found = outcome(control, text)
    assert found.overall == overall, found.results
    assert (found.overall == "unknown") <= bool(found.open)


def test_a_control_without_limits_is_met() -> None:
    free = next(c for c in CATALOG.controls.values() if not c.criteria and not c.alternatives)
    assert outcome(free, "anything") == Outcome("met", (), False, ())


def test_the_result_says_what_was_seen_in_the_limits_own_unit() -> None:
    (energy,) = outcome(CELL, "LG M58T 21700").results
    assert (energy.observed, energy.result) == ("274.6 to 284.5", "not_met")
    assert energy.derived is not None
    assert "INR21700-M58T" in energy.derived
    (first, _) = outcome("cn-2024-33:2C901.b", "Diamond window 50 mm, T 70%").results
    assert (first.unit, first.observed) == ("inch", "1.9685")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("cell 280 Wh/kg", True),
        ("cell 270 Wh/kg", True),
        ("cell 269 Wh/kg", False),
        ("cell 250 Wh/kg", False),
        ("cell 310 Wh/kg", False),
    ],
)
def test_near_the_limit_is_ten_percent_on_the_missing_side(text: str, near: bool) -> None:
    assert outcome(CELL, text).near_threshold is near


def test_purities_are_near_by_their_impurities() -> None:
    assert not outcome("cn-2024-33:3C003.c", "Sb2O3 99.8%").near_threshold
    assert outcome("cn-2024-33:3C003.c", "Sb2O3 99.9895%").near_threshold


def test_one_far_miss_is_not_near_whatever_else_is() -> None:
    assert outcome(LFP, "compaction 2.35 g/cm3, 155 mAh/g").near_threshold
    assert not outcome(LFP, "compaction 2.35 g/cm3, 100 mAh/g").near_threshold


def test_the_destination_comes_from_the_caller_alone() -> None:
    control = "cn-2024-46:us-gallium"
    assert outcome(control, "gallium, ship to USA").overall == "unknown"
    assert outcome(control, "gallium", destination="US").overall == "met"
    assert outcome(control, "gallium", destination="DE").overall == "not_met"


def test_a_figure_just_short_is_not_rounded_onto_the_limit() -> None:
    (r,) = outcome("cn-2024-33:3C003.c", "Sb2O3 99.9899999 %").results
    assert (r.result, r.observed) == ("not_met", "99.9899999")


decimals = st.decimals(min_value=-1000, max_value=1000, places=2)
ops = st.sampled_from([">=", "<=", ">", "<"])


@given(decimals, decimals, decimals, ops, st.data())
def test_narrower_evidence_never_overturns(
    a: Decimal, b: Decimal, limit: Decimal, op: str, data: st.DataObject
) -> None:
    low, high = min(a, b), max(a, b)
    truth = _compare(low, high, op, limit)
    x = data.draw(st.decimals(min_value=low, max_value=high, places=2))
    inner = _compare(x, x, op, limit)
    assert inner in ("met", "not_met")
    assert truth in ("unknown", inner)


@given(decimals, decimals, ops)
def test_the_opposite_limit_is_met_exactly_when_this_one_is_not(value: Decimal, limit: Decimal, op: str) -> None:
    opposite = {">=": "<", "<": ">=", "<=": ">", ">": "<="}[op]
    assert {_compare(value, value, op, limit), _compare(value, value, opposite, limit)} == {"met", "not_met"}


@given(decimals, ops)
def test_nothing_stated_is_unknown(limit: Decimal, op: str) -> None:
    assert _compare(None, None, op, limit) == "unknown"


def test_and_and_or_are_each_others_mirror() -> None:
    flip = {"met": "not_met", "not_met": "met", "unknown": "unknown"}
    for a, b in product(TRUTHS, TRUTHS):
        assert flip[all_of((a, b))] == any_of((flip[a], flip[b]))
        assert all_of((a, b)) == all_of((b, a))
        assert all_of((a,)) == a == any_of((a,))


@given(
    st.sampled_from([c for k in CATALOG.controls.values() for c in k.criteria if not isinstance(c.value, bool | str)])
)
def test_the_limit_itself_decides_by_its_sign(c: Criterion) -> None:
    limit = Decimal(str(c.value))
    assert _compare(limit, limit, c.op, limit) == ("met" if c.op in (">=", "<=", "==") else "not_met")
