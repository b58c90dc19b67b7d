"""Company names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.catalog.load import built_in
from scanner.catalog.model import Maker
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


@given(st.sampled_from(built_in().makers), st.data())
@settings(max_examples=150, deadline=None)
def test_a_slip_of_the_pen_never_gives_another_company(maker: Maker, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(maker.name) - 1))
    letter = data.draw(st.sampled_from(["", maker.name[at] * 2, "x"]))
    slipped = maker.name[:at] + letter + maker.name[at + 1 :]
    found = MAKERS.find(slipped)
    if found is not None and found.name != maker.name:
        key = MAKERS._key(slipped)
        exactly = {MAKERS._key(x) for x in (found.name, *found.aliases_en, *found.aliases_zh)}
        start = key.split(" ")[0]
        assert key in exactly or start in exactly, (maker.name, slipped, found.name)  # it is written so: ST, not JST
