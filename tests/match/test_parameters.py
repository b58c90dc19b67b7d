from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.catalog.load import load
from scanner.match import quantities
from scanner.match.parameters import Facts, parameters, read
from scanner.match.units import convert, units

CONTROLS = load().controls.values()
CRITERIA = [c for k in CONTROLS for group in (k.criteria, *k.alternatives) for c in group]


def facts(text: str) -> Facts:
    return read(text, quantities.find(text))


def stated(text: str, parameter: str) -> list[tuple[str, str]]:
    return [(o.text, o.unit) for o in facts(text).stated.get(parameter, ())]


def test_every_parameter_of_the_catalog_is_known_in_its_unit() -> None:
    table = parameters()
    for c in CRITERIA:
        p = table.get(c.parameter)
        assert p is not None, f"{c.parameter} has no row in scanner/data/parameters"
        if isinstance(c.value, bool | str):
            assert p.values is not None, c.parameter
        else:
            unit = units().by_name.get(c.unit)
            assert unit is not None, c.unit
            assert unit.dimension == p.dimension, c.parameter


def test_no_row_without_a_criterion() -> None:
    assert parameters().keys() <= {c.parameter for c in CRITERIA}


def test_bounds_hold_the_limits_of_the_catalog() -> None:
    """An unclaimed quantity near a limit must be able to count, on both sides of it."""
    for c in CRITERIA:
        p = parameters()[c.parameter]
        if p.bare is None or isinstance(c.value, bool | str):
            continue
        limit = convert(Decimal(str(c.value)), c.unit, p.bare[2])
        assert limit is not None
        assert p.bare[0] <= limit <= p.bare[1], c.parameter


def test_words_of_values_are_among_the_values_of_criteria() -> None:
    used = {(c.parameter, c.value) for c in CRITERIA if isinstance(c.value, bool | str)}
    for p in parameters().values():
        for value, words in p.values or ():
            assert (p.name, value) in used
            assert words


@pytest.mark.parametrize(
    ("text", "parameter", "written"),
    [
        ("金刚石线 母线30um 砂5-10um 破断力≤9N", "diameter", "30um"),
        ("金刚石线 母线30um 砂5-10um 破断力≤9N", "particle_size_d50", "5-10um"),
        ("金刚石线 母线30um 砂5-10um 破断力≤9N", "breaking_force", "≤9N"),
        ("tap 0.9 g/cc, compaction 2.35 g/cm3", "tap_density", "0.9 g/cc"),
        ("tap 0.9 g/cc, compaction 2.35 g/cm3", "compaction_density", "2.35 g/cm3"),
        ("2.6 g/cm3 pressed density 157 mAh/g", "compaction_density", "2.6 g/cm3"),
        ("阳极电流密度6A/cm2 阴极1.5A/cm2", "anode_current_density", "6A/cm2"),
        ("阳极电流密度6A/cm2 阴极1.5A/cm2", "cathode_current_density", "1.5A/cm2"),
        ("wall thickness 25 mm, length 2 m", "wall_thickness", "25 mm"),
        ("wall thickness 25 mm, length 2 m", "length", "2 m"),
        ("Zugfestigkeit 1300 MPa, Streckgrenze 900 MPa", "tensile_strength", "1300 MPa"),
        ("purity ≥99.99%", "purity", "≥99.99%"),
        ("oxide 4N", "purity", "4N"), ("wheel D126", "particle_size_d50", "D126"),
        ("powder D50 12 um", "particle_size_d50", "12 um"),
        ("uniformity ±3 °C at 1000 °C", "temperature_uniformity_at_1000_degC", "±3 °C"),
    ],
)  # fmt: skip
def test_the_nearest_word_owns_the_quantity(text: str, parameter: str, written: str) -> None:
    assert written in [w for w, _ in stated(text, parameter)]


def test_a_word_never_owns_what_another_clause_says() -> None:
    assert stated("density, see sheet; 5 g/cm3", "density") == []


def test_a_number_right_behind_a_word_takes_its_unit() -> None:
    assert stated("磷酸铁锂 压实2.40 克容量158mAh/g", "compaction_density") == [("压实2.40", "g/cm**3")]
    assert stated("压实 240 目", "compaction_density") == []
    (o,) = facts("InSb EPD < 50").stated["dislocation_density"]
    assert (o.low, o.high, o.high_open) == (None, 50, True)


def test_extents_are_ranked_by_size() -> None:
    found = facts("block 150 x 60 x 200 mm").stated
    assert {k: found[k][0].low for k in ("length", "width", "thickness")} == {
        "length": 200,
        "width": 150,
        "thickness": 60,
    }


def test_unclaimed_quantities_are_loose() -> None:
    assert [o.text for o in facts("pump 5 kW").loose["power"]] == ["5 kW"]


def test_what_owns_without_being_a_criterion_keeps_the_quantity() -> None:
    assert "length" not in facts("tolerance 5 um").loose
    assert facts("tolerance 5 um").stated.keys() == {"tolerance"}


def test_words_tell_what_is_no_quantity() -> None:
    assert facts("copper infiltrated tungsten").said == {"copper_doped": True}
    assert facts("InSb 单晶").said == {"crystal_form": "single_crystal"}
    assert facts("steel bracket").said == {}


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "D50 ",
                "12 um",
                "density ",
                "2.5 g/cm3",
                ", ",
                "; ",
                "purity ",
                "4N ",
                "10x5x2 mm",
                " ≤9N",
                "破断力",
                "压实2.4",
                "±3 °C",
            ]
        ),
        max_size=8,
    ).map("".join)
)
def test_no_quantity_is_lost_or_told_twice(text: str) -> None:
    found = facts(text)
    for parameter, observed in found.stated.items():
        spans = [(o.start, o.end) for o in observed]
        assert len(spans) == len(set(spans)), parameter
    owned = {(o.start, o.end) for group in found.stated.values() for o in group}
    loose = {(o.start, o.end) for group in found.loose.values() for o in group}
    assert not owned & loose
