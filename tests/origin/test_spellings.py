"""Cells of origin columns as companies fill them: names, codes, languages, denials, and what says nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scanner.catalog.load import built_in
from scanner.origin.cells import UNION, CellReader, Stated
from scanner.origin.lexicon import Lexicon

CELLS = CellReader(Lexicon(built_in()))
FILE = Path(__file__).parents[1] / "cases" / "origin_cells.csv"


def means(found: Stated | None) -> str:
    if found is None or not found.clear:
        return "unclear"
    if found.denies_china or found.countries == (UNION,):
        return "not China"
    return " ".join(found.countries)


def test_each_cell_means_what_a_customs_clerk_reads() -> None:
    with FILE.open(encoding="utf-8", newline="") as f:
        wrong = {
            r["cell"]: means(CELLS.read(r["cell"]))
            for r in csv.DictReader(f)
            if means(CELLS.read(r["cell"])) != r["means"]
        }
    assert wrong == {}


@pytest.mark.parametrize(
    "text", ["P.R.O.C.", "PEOPLES REPUBLIC OF CHINA", "Peoples Rep. of China", "Made in Peoples Republic of China"]
)
def test_the_peoples_republic_is_never_the_republic(text: str) -> None:
    assert means(CELLS.read(text)) == "CN"


@pytest.mark.parametrize(
    "text", ["not China", "non-PRC", "nicht aus China", "hors Chine", "非中国", "outside of China"]
)
def test_a_denial_is_no_statement_of_china(text: str) -> None:
    assert means(CELLS.read(text)) == "not China"


@pytest.mark.parametrize("text", ["Non-stick coating, China", "Nichtrostend, China", "No. 5, China"])
def test_a_word_that_only_begins_like_a_denial_is_none(text: str) -> None:
    assert means(CELLS.read(text)) == "CN"
