"""The cases of tests/cases: what a text is, and why; near misses included."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scanner.catalog.load import built_in
from scanner.findings import EXPOSED
from scanner.match import match_lines
from tests.factory import line

CASES = Path(__file__).parent.parent / "cases"
HEADER = "text,verdict,group,why"
"""Other stages keep their cases beside these, with columns of their own."""
FILES = sorted(p.name for p in CASES.glob("*.csv") if p.read_text(encoding="utf-8").startswith(HEADER))


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", FILES)
def test_texts_get_the_verdict_and_group_of_their_case(name: str) -> None:
    cases = rows(name)
    found = match_lines([line(description=c["text"]) for c in cases], built_in())
    wrong = []
    for case, matches in zip(cases, found, strict=True):
        verdict = matches[0].verdict if matches else "none"
        group = matches[0].group if matches and case["verdict"] != "none" else case["group"]
        if (verdict, group) != (case["verdict"], case["group"]):
            wrong.append(f"{case['text']}: {verdict} {group}, not {case['verdict']} {case['group']} ({case['why']})")
    assert wrong == []


def test_every_case_says_why() -> None:
    assert [c["text"] for name in FILES for c in rows(name) if not c["why"]] == []


def test_every_group_has_cases_and_near_misses_are_kept() -> None:
    groups = {c["group"] for name in FILES for c in rows(name)}
    assert groups >= {c.group for c in built_in().controls.values() if c.kind != "technology"} - {"other"}
    assert sum(c["verdict"] == "none" for name in FILES for c in rows(name)) >= 150


def test_the_traps_are_nearly_all_told() -> None:
    """The benchmark reports the figures; this floor catches a change that breaks a whole kind of line."""
    traps = rows("text_traps.csv")
    found = match_lines([line(description=t["text"]) for t in traps], built_in())
    right = sum(
        ((m[0].verdict if m else "none") in EXPOSED) == (t["expected_verdict"] in EXPOSED)
        for t, m in zip(traps, found, strict=True)
    )
    assert right >= 0.97 * len(traps)
