"""Declared figures: the limits are tested again, with all that was declared for the line."""

from __future__ import annotations

from datetime import date

import pytest

from scanner import match
from scanner.catalog.load import load
from scanner.decisions.apply import apply
from scanner.decisions.model import Decision, Decisions, Selector, Statement
from scanner.estimate import ALL, NOTHING
from scanner.findings import Match, Origins
from scanner.match.declared import figure, retested, units_of, words_of
from tests.factory import bom, line, origins

WIRE = line(2, description="Diamond wire, wire diameter 40 um", manufacturer="Saite", part_number="DW")


def after(*facts: dict[str, str]) -> Match:
    catalog = load()
    made = tuple(
        Decision(
            id=f"D-{n}", kind="declaration", match=Selector(manufacturer="Saite", part_number="DW"), by="Saite",
            on=date(2026, 11, 1), why="data sheet", states=Statement(facts=told),
        )
        for n, told in enumerate(facts)
    )  # fmt: skip
    found = match.match_lines([WIRE], catalog)
    whole: list[Origins] = [origins()]
    done = apply(bom(WIRE), found, whole, Decisions(decisions=made), catalog, date(2026, 11, 24), retested)
    return next(m for m in done.matches[0] if m.control == "cn-2025-55:2C902.c")


def test_what_is_declared_in_several_answers_settles_a_control_together() -> None:
    done = after({"particle_size_d50": "6 um"}, {"breaking_force": "9 N"})
    assert (done.verdict, done.applicability, done.settled_by) == ("listed", ALL, None)
    assert {e.source for e in done.evidence if e.signal == "declaration"} == {"D-0", "D-1"}


def test_a_limit_that_is_missed_clears_it_and_one_answer_leaves_the_other_open() -> None:
    missed = after({"breaking_force": "0.09 kN"})
    assert (missed.verdict, missed.applicability) == ("below_threshold", NOTHING)
    half = after({"particle_size_d50": "0.006 mm"})
    assert (half.verdict, half.settled_by) == ("possible", "breaking force")


@pytest.mark.parametrize(
    ("parameter", "text", "fits"),
    [
        ("purity", "99.95 percent", True), ("purity", "99.95", False), ("purity", "99.95 um", False),
        ("crystal_form", "single_crystal", True), ("crystal_form", "glass", False), ("copper_doped", "false", True),
        ("nothing", "1 um", False), ("particle_size", "nan um", False),
    ],
)  # fmt: skip
def test_a_figure_fits_its_parameter_or_is_none(parameter: str, text: str, fits: bool) -> None:
    assert (figure(parameter, text) is not None) is fits


def test_units_and_words_are_those_of_the_parameter() -> None:
    assert "um" in units_of("particle_size_d50")
    assert words_of("particle_size_d50") == ()
    assert words_of("copper_doped") == ("true", "false")
    assert units_of("nothing") == words_of("nothing") == ()
