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
