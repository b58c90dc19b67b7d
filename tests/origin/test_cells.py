"""Cells of an origin column."""

from __future__ import annotations

import pytest

from scanner.catalog.load import built_in
from scanner.origin.cells import UNION, CellReader
from scanner.origin.lexicon import Lexicon, fold

CATALOG = built_in()
CELLS = CellReader(Lexicon(CATALOG))
STATES_THAT_ARE_COUNTRIES = {t.term for t in CATALOG.origin_terms if t.kind == "iso2"}


def countries(text: str) -> tuple[str, ...] | None:
    found = CELLS.read(text)
    return found.countries if found is not None and found.clear else None


@pytest.mark.parametrize("kind", sorted({t.kind for t in CATALOG.origin_terms} - {"negative", "trap"}))
def test_every_spelling_of_the_table_means_its_country(kind: str) -> None:
    wrong = {}
    for term in CATALOG.origin_terms:
        if term.kind != kind or (kind == "us_state_code" and term.term in STATES_THAT_ARE_COUNTRIES):
            continue
        codes = sorted({UNION if x == "XE" else x for x in (term.iso_alpha2 or "").split(";")} - {"XX", ""})
        for text in (term.term, f"  {term.term} "):
            if (countries(text) or ()) != tuple(codes):
                wrong[text] = countries(text)
    assert wrong == {}


def test_denials_of_china_are_no_china_and_claims_that_prove_nothing_are_unclear() -> None:
    for term in CATALOG.origin_terms:
        if term.kind == "negative":
            found = CELLS.read(term.term)
            assert found is not None
            assert "CN" not in found.countries
            assert found.denies_china != (fold(term.term) in {fold(x) for x in CELLS.lexicon.words.no_proof}), term.term


def test_what_only_looks_like_china_is_not() -> None:
    for term in CATALOG.origin_terms:
        if term.kind == "trap":
            assert "CN" not in (countries(term.term) or ()), term.term


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("CN", ("CN",), "code"),
        ("cn", ("CN",), "a whole cell may be in small letters"),
        ("CH", ("CH",), "Switzerland"),
        ("VR China", ("CN",), "German"),
        ("Made in P.R.C.", ("CN",), "phrase"),
        ("China / Vietnam", ("CN", "VN"), "several"),
        ("cn/vn", ("CN", "VN"), "codes in small letters, nothing else"),
        ("DE/CZ/CN", ("CN", "CZ", "DE"), "sorted"),
        ("China or Taiwan", ("CN", "TW"), "either"),
        ("Taiwan, China", ("TW",), "mainland style"),
        ("Taiwan (China)", ("TW",), "no list"),
        ("China (Taiwan)", ("TW",), "no list"),
        ("中国台湾", ("TW",), "mainland style"),
        ("Hong Kong SAR", ("HK",), "a territory of its own"),
        ("ﾍﾞﾄﾅﾑ", ("VN",), "half-width kana"),
        ("Shenzhen, China", ("CN",), "city and country are one"),
        ("CN (Ningbo)", ("CN",), "code and city"),
        ("CA, USA", ("US",), "California"),
        ("CA", ("CA",), "Canada"),
        ("Austin, TX", ("US",), "a state"),
        ("EU", ("EU",), "no single country"),
        ("NP", ("NP",), "a code that the table does not hold"),
        ("Česko", ("CZ",), "a name that the table does not hold"),
        ("Malaysia (MY)", ("MY",), "twice the same"),
        ("US with CN content", ("CN", "US"), "both"),
        ("MADE IN GERMANY", ("DE",), "IN is not India"),
        ("COUNTRY OF ORIGIN: JP", ("JP",), "label"),
        ("China, TX", ("US",), "a town in Texas"),
    ],
)
def test_cells(text: str, expected: tuple[str, ...], why: str) -> None:
    assert countries(text) == expected, why


@pytest.mark.parametrize(
    "text",
    ["various", "diverse", "see CoO", "-", "N/A", "TBD", "import", "CN 8505 11 10", "CN8505111000", "Schenker", "进口"],
)
def test_a_cell_that_names_no_country_is_unclear(text: str) -> None:
    found = CELLS.read(text)
    assert found is not None
    assert not found.clear
    assert found.countries == ()


def test_an_empty_cell_says_nothing() -> None:
    assert CELLS.read("  ") is None


def test_the_place_of_the_statement_is_told() -> None:
    found = CELLS.read("origin: Japan (Osaka plant)")
    assert found is not None
    assert "origin: Japan (Osaka plant)"[found.start :].startswith("Japan")


@pytest.mark.parametrize(
    "text",
    ["China etc.", "China & others", "CN, VN, et al.", "China u.a.", "中国等", "China?", "China (TBC)",
     "probably China", "vermutlich China", "中国（待确认）", "Germany, others"],
)  # fmt: skip
def test_a_list_left_open_or_in_doubt_documents_nothing(text: str) -> None:
    found = CELLS.read(text)
    assert found is not None
    assert (found.countries, found.clear, found.denies_china) == ((), False, False)


def test_the_words_for_that_are_no_part_of_longer_ones() -> None:
    assert [CELLS.read(x).countries for x in ("China, Brothers Ltd", "China (etched)")] == [("CN",), ("CN",)]  # type: ignore[union-attr]
    assert [CELLS.read(x).countries for x in ("الصين", "चीन", "סין")] == [("CN",)] * 3  # type: ignore[union-attr]
