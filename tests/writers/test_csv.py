from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from scanner.writers.csv import render
from tests.factory import HOSTILE, exposure, finding, fraction, line


def rows(**given: Any) -> list[dict[str, str]]:
    return table(render(exposure(**given)))


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_share_line_and_note_is_a_row() -> None:
    x = exposure()
    kinds = [r["record"] for r in table(render(x))]
    assert (kinds.count("fraction"), kinds.count("line"), kinds.count("note")) == (
        len(x.fractions), len(x.lines), len(x.notes),
    )  # fmt: skip


def test_a_line_carries_its_findings_figures_and_own_columns() -> None:
    motor = next(r for r in rows() if r["id"] == "BOM!4")
    assert motor["matches"] == "cn-2025-18:1C905.a.4=contains"
    assert (motor["contribution_low"], motor["contribution_likely"], motor["contribution_high"]) == ("0", "7.776", "30")
    assert motor["bom.description"] == "BLDC motor 2207 1750KV"
    assert motor["evidence"] == '"BLDC motor": motors of this kind hold magnets'


def test_not_known_and_unbounded_are_empty_and_never_nought() -> None:
    wafer = next(r for r in rows() if r["id"] == "BOM!7")
    assert (wafer["contribution_low"], wafer["contribution_likely"], wafer["contribution_high"]) == ("0", "", "")


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1+1", "-1+1", "\t=1", "\r=1"])
def test_no_cell_starts_a_formula(text: str) -> None:
    x = exposure(finding(line(description=text, other={text: text})))
    for row in csv.reader(io.StringIO(render(x).decode("utf-8-sig"), newline="")):
        assert not [c for c in row if c.lstrip()[:1] in tuple("=+-@")]


def test_text_with_separators_quotes_and_newlines_comes_back_whole() -> None:
    text = 'a,b;"c"\nd | `e` ' + HOSTILE
    found = table(render(exposure(finding(line(description=text)))))
    description = next(r for r in found if r["record"] == "line")["bom.description"]
    assert description == text.replace("\x07", "␇").replace("\u202e", "⟦U+202E⟧").replace("\u202c", "⟦U+202C⟧")


def test_signed_numbers_stay_numbers() -> None:
    found = table(render(exposure(finding(line(other={"Temp": "-40"})))))
    assert next(r for r in found if r["record"] == "line")["other.Temp"] == "-40"


def test_a_share_without_denominator_stays_empty() -> None:
    found = table(render(exposure(fractions=[fraction(share=None, verdict="undetermined")])))
    assert found[0]["verdict"] == "undetermined"
