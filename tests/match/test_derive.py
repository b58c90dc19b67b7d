from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.catalog.load import load
from scanner.match import derive, parameters, parts, quantities, substances
from scanner.match.parameters import Observed

CELLS = load().cells


def derived(parameter: str, text: str) -> Observed | None:
    facts = parameters.read(text, quantities.find(text))
    given = derive.sources(text, facts, substances.find(text), parts.find(text, None, None, CELLS))
    return derive.derive(parameter, facts, given)


def bounds(parameter: str, text: str) -> tuple[Decimal | None, Decimal | None]:
    found = derived(parameter, text)
    assert found is not None
    assert found.derived
    return found.low, found.high


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Li-metal pouch 17 Ah 3.82V 158 g", "411.0", "411.0"), ("BATT PACK 36V 10.4AH 2.6KG", "144.0", "144.0"),
        ("Power station 300 Wh, 3 kg", "100.0", "100.0"), ("LiPo 3S 2200mAh 188 g", "122.9", "136.9"),
        ("磷酸铁锂 100Ah 1.97kg", "162.4", "167.5"), ("NCR18650GA", "240.0", "250.9"),
    ],
)  # fmt: skip
def test_energy_over_mass(text: str, low: str, high: str) -> None:
    assert bounds("specific_energy", text) == (Decimal(low), Decimal(high))


def test_a_capacity_and_a_size_bound_the_specific_energy() -> None:
    low, high = bounds("specific_energy", "Li-ion 18650 4000mAh")
    assert low is not None
    assert high is not None
    assert low < 300 < high
    assert (bounds("specific_energy", "Li-ion 18650 2000mAh")[1] or 0) < 300


@pytest.mark.parametrize("text", ["Li-ion cell 5 Ah", "battery 70 g", "12 V", "NCR18650GB lookalike"])
def test_without_both_there_is_no_specific_energy(text: str) -> None:
    assert derived("specific_energy", text) is None


def test_the_speed_of_a_wheels_rim() -> None:
    assert bounds("operating_speed", "wheel dia 200 mm, 5000 rpm") == (Decimal("52.4"), Decimal("52.4"))


def test_ash_tells_purity() -> None:
    assert bounds("purity", "graphite, ash 1000 ppm") == (Decimal("99.9"), Decimal("99.9"))
    assert bounds("purity", "graphite, ash < 0.05 %") == (Decimal("99.95"), None)


def test_contents_come_from_the_alloys_notation() -> None:
    assert bounds("tungsten_content", "90W-7Ni-3Fe rod") == (90, 90)
    assert bounds("silver_content", "WAg28 contact, Ag 28 wt%") == (28, 28)


def test_purity_stands_in_for_content() -> None:
    assert bounds("molybdenum_content", "molybdenum powder, purity 99.95%") == (Decimal("99.95"), Decimal("99.95"))


def test_nothing_is_wider_than_its_whole() -> None:
    assert bounds("inner_diameter", "rod dia 20 mm") == (None, 20)
    assert bounds("wall_thickness", "rod dia 20 mm") == (None, 10)


def test_an_alloy_that_names_copper_is_copper_doped() -> None:
    assert derived("copper_doped", "WCu20 electrode") is not None
    assert derived("copper_doped", "tungsten rod") is None
