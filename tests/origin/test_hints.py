"""Statements of origin in running text."""

from __future__ import annotations

import pytest

from scanner.catalog.load import built_in
from scanner.origin.cells import CellReader
from scanner.origin.hints import HintReader
from scanner.origin.lexicon import Lexicon

HINTS = HintReader(CellReader(Lexicon(built_in())))


@pytest.mark.parametrize(
    ("text", "countries", "said"),
    [
        ("Bearing 6204, Made in P.R.C.", ("CN",), "P.R.C."),
        ("磁铁 产地：宁波", ("CN",), "宁波"),
        ("产地宁波", ("CN",), "宁波"),
        ("轴承 日本製", ("JP",), "日本"),
        ("中国制造 电机", ("CN",), "中国"),
        ("原产国: 日本", ("JP",), "日本"),
        ("motor made in the USA", ("US",), "USA"),
        ("Origin: CN, 10 mm", ("CN",), "CN"),
        ("Herkunft: Deutschland", ("DE",), "Deutschland"),
        ("Wafer (Made in Taiwan)", ("TW",), "Taiwan"),
        ("hergestellt in Tschechien, verzinkt", ("CZ",), "Tschechien"),
        ("country of origin China", ("CN",), "China"),
    ],
)
def test_a_statement_names_its_country(text: str, countries: tuple[str, ...], said: str) -> None:
    found = HINTS.read(text)
    assert found is not None
    assert (found.countries, text[found.start : found.end]) == (countries, said)


@pytest.mark.parametrize(
    "text",
    [
        "Ningbo magnet",  # a place is no statement
        "CN1 connector",
        "CN 8505 11",
        "c/o Schenker, China",
        "Original Prusa part",
        "coil, origin of coordinates",
        "made in accordance with IEC 60034",
        "China RoHS compliant",
    ],
)
def test_a_word_that_is_no_statement_says_nothing(text: str) -> None:
    assert HINTS.read(text) is None


def test_a_denial_is_not_the_claim() -> None:
    found = HINTS.read("magnet, not made in China")
    assert found is not None
    assert (found.denies_china, found.countries) == (True, ())
