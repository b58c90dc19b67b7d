"""Company names."""

from __future__ import annotations

import pytest

from scanner.catalog.load import built_in
from scanner.origin.makers import MakerIndex, is_seller

MAKERS = MakerIndex(built_in())


def name(text: str) -> str | None:
    found = MAKERS.find(text)
    return found.name if found else None


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Nidec Corporation", "Nidec"),
        ("NIDEC MOTOR CORP.", "Nidec"),
        ("maxon motor ag", "maxon"),
        ("江西金力永磁科技股份有限公司", "JL MAG Rare-Earth"),
        ("寧波韻升", "Ningbo Yunsheng"),
        ("VACUUMSCHMELZE GmbH & Co. KG", "Vacuumschmelze"),
        ("Vacumschmelze", "Vacuumschmelze"),
        ("Digi-Key", "DigiKey"),
        ("Wuerth Elektronik", "Würth Elektronik"),
        ("Dr. Fritz Faulhaber GmbH & Co. KG", "Faulhaber"),
        ("TTI", "TTI"),
        ("USA Rare Earth", "USA Rare Earth"),
        ("Less Common Metals", "Less Common Metals"),
    ],
)
def test_a_company_is_known_by_its_names(text: str, company: str) -> None:
    assert name(text) == company


@pytest.mark.parametrize("text", ["Johanson", "Mauser", "Acme GmbH", "Nidex", "", "Co., Ltd.", "Electronics"])
def test_one_company_is_never_taken_for_another(text: str) -> None:
    assert name(text) is None


def test_every_company_is_found_by_its_own_name() -> None:
    lost = [m.name for m in built_in().makers if name(m.name) != m.name]
    assert lost == []


def test_sellers_are_told_from_makers() -> None:
    mouser, nidec = MAKERS.find("Mouser"), MAKERS.find("Nidec")
    assert mouser is not None
    assert nidec is not None
    assert (is_seller(mouser), is_seller(nidec)) == (True, False)
