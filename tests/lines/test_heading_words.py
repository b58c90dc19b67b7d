"""Headings of ERP, PLM and CAD exports in ten languages name their field when they stand alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from scanner.lines.columns import heading_scores

CASES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "headings.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("field", CASES)
def test_a_heading_names_its_field(field: str) -> None:
    wrong = {}
    for heading in CASES[field]:
        scores = heading_scores(heading)
        if not scores or scores.get(field, 0.0) < max(scores.values()):
            wrong[heading] = scores
    assert wrong == {}


@pytest.mark.parametrize(
    "heading",
    ["Price per 100", "Preis pro 100 Stk", "Precio por 100 uds (€)", "Prix pour 1000", "Prezzo per 100 pz",
     "Cena za 100 szt", "Price per kg", "Preis je Stück", "Prix par pièce", "Prezzo per pezzo"],
)  # fmt: skip
def test_a_price_per_something_is_a_price(heading: str) -> None:
    scores = heading_scores(heading)
    assert max(scores, key=scores.__getitem__) == "unit_price"


@pytest.mark.parametrize("heading", ["Price per", "per", "Preis je", "je", "Precio por", "Prezzo per", "Cena za", "每"])
def test_what_a_price_is_per_stands_alone(heading: str) -> None:
    scores = heading_scores(heading)
    assert max(scores, key=scores.__getitem__) == "price_per"
