from __future__ import annotations

import pytest

from scanner.catalog.load import load
from scanner.catalog.model import BatteryCell
from scanner.match.parts import find

CELLS = load().cells


def sure(text: str, maker: str | None = None, mpn: str | None = None) -> set[str]:
    return {s.cell.mpn for s in find(text, maker, mpn, CELLS) if s.certain}


@pytest.mark.parametrize(
    ("text", "mpn"),
    [
        ("NCR18650GA", "NCR18650GA"), ("NCR 18650 GA", "NCR18650GA"), ("NCR18650-GA protected", "NCR18650GA"),
        ("ncr18650ga", "NCR18650GA"),
        ("INR21700 M50LT", "INR21700-M50LT"), ("Samsung INR18650-35E 3450mAh", "INR18650-35E"),
        ("LG MJ1 18650", "INR18650-MJ1"),
        ("18650 35E cell", "INR18650-35E"), ("Molicel P45B 21700", "INR21700-P45B"), ("EVE LF280K 3.2V", "LF280K"),
        ("CR2032 coin", "CR2032"),
        ("Sony VTC6 18650", "US18650VTC6"), ("Tadiran TL-5930", "TL-5930"),
    ],
)  # fmt: skip
def test_a_part_number_in_any_spelling(text: str, mpn: str) -> None:
    assert mpn in sure(text)


def test_the_part_number_column_is_read_too() -> None:
    assert sure("Li-ion cell", "Panasonic", "NCR18650GA") == {"NCR18650GA"}


@pytest.mark.parametrize(
    "text",
    [
        "30P connector",
        "CONN 30P",
        "50g",
        "MB31 bracket",
        "V3 board",
        "D11 designator",
        "SK 12",
        "CB310 breaker",
        "4680 ohm",
    ],
)
def test_generic_codes_need_company(text: str) -> None:
    assert sure(text) == set()


def test_a_generic_code_with_its_maker_and_a_battery_word() -> None:
    assert sure("CATL CB310 cell 302Ah") == {"LEP71H3L7-01"}
    assert sure("EVE 30P 18650") == {"INR18650-30P"}
    assert sure("Amprius SA10") == {"SA10"}
    assert sure("EVE D11 board") == set()


@pytest.mark.parametrize("text", ["NCR18650GB", "INR21700-M50LX", "INR18650-35F"])
def test_a_resemblance_is_shown_and_never_believed(text: str) -> None:
    found = find(text, None, None, CELLS)
    assert all(not s.certain and s.score < 1 for s in found)
    assert sure(text) == set()


def test_a_number_of_several_makers_gives_all_unless_one_is_named() -> None:
    assert {s.cell.manufacturer for s in find("INR21700-58E", None, None, CELLS)} >= {"Samsung SDI", "EVE Energy"}
    assert {s.cell.manufacturer for s in find("INR21700-58E", "Samsung", None, CELLS)} == {"Samsung SDI"}


DESCRIBED = {"Tattu 300 Wh/kg 22Ah", "280Ah CATL LiFePO4"}
"""Rows whose number is a description that names the maker or a quantity."""


@pytest.mark.parametrize(
    "cell",
    [c for c in CELLS if any(x.isdigit() for x in c.mpn) and c.mpn not in DESCRIBED],
    ids=lambda c: f"{c.manufacturer} {c.mpn}",
)
def test_every_cell_is_found_by_maker_and_number(cell: BatteryCell) -> None:
    found = find(f"{cell.manufacturer} {cell.mpn} battery cell {cell.format or ''}", cell.manufacturer, None, CELLS)
    assert cell in [s.cell for s in found], [s.cell.mpn for s in found]
