"""Every control of the catalog is reached by a text as a purchaser would write it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scanner.catalog.load import built_in
from scanner.match import match_lines
from tests.factory import line

with (Path(__file__).parents[1] / "cases" / "controls.csv").open(encoding="utf-8", newline="") as _file:
    CASES = list(csv.DictReader(_file))


def test_each_control_has_a_text() -> None:
    assert set(built_in().controls) - {c["control"] for c in CASES} == set()


@pytest.fixture(scope="module")
def found() -> list[dict[str, str]]:
    lines = [line(i, description=c["text"]) for i, c in enumerate(CASES, 2)]
    return [{m.control: m.verdict for m in ms} for ms in match_lines(lines, built_in())]


def test_each_text_reaches_its_control_with_its_verdict(found: list[dict[str, str]]) -> None:
    wrong = {
        (c["control"], c["text"]): got.get(c["control"])
        for c, got in zip(CASES, found, strict=True)
        if got.get(c["control"]) != c["verdict"]
    }
    assert wrong == {}
