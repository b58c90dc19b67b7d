"""Lines whose evidence stands in other columns than the description: material, maker, numbers, codes, notes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scanner.bom import BomLine
from scanner.catalog.load import built_in
from scanner.findings import EXPOSED
from scanner.match import match_lines
from tests.factory import line

with (Path(__file__).parent.parent / "cases" / "columns.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))


def of_case(case: dict[str, str]) -> BomLine:
    named = {k: case[k] or None for k in ("material", "manufacturer", "manufacturer_part_number", "hs_code", "notes")}
    return line(description=case["description"], cas_number=case["cas"] or None, **named)


@pytest.mark.parametrize("case", CASES, ids=lambda c: "|".join(x for x in list(c.values())[:7] if x))
def test_a_column_counts_for_what_it_says(case: dict[str, str]) -> None:
    (matches,) = match_lines([of_case(case)], built_in())
    verdict = matches[0].verdict if matches else "none"
    assert verdict in case["verdict"].split("|"), case["reason"]
    if verdict in EXPOSED and case["group"]:
        assert matches[0].group in case["group"].split(";"), case["reason"]


def test_the_material_of_a_part_is_what_it_is_made_of() -> None:
    texts = [("Bracket", "SmCo"), ("Beam", "Isostatic graphite 1.85 g/cm3 50 MPa 99.95 %"), ("Granulate", "Te 5N")]
    found = match_lines([line(description=d, material=m) for d, m in texts], built_in())
    assert [(m[0].verdict, m[0].group) for m in found] == [
        ("listed", "magnet"),
        ("listed", "graphite"),
        ("listed", "tellurium"),
    ]
    assert match_lines([line(description="Plate", material="Al 6061", notes="for SmCo magnets")], built_in()) == [()]
