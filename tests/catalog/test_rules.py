"""The rule language: about, all, any, none, near."""

from __future__ import annotations

import pytest

from scanner.catalog.rules import Near, Rule, holds


def rule(**given: object) -> Rule:
    return Rule(id="r", family="f", verdict="possible", means="", **given)  # type: ignore[arg-type]


PRESENT = {"magnet": ((0, 6),), "grade": ((20, 25),), "far": ((90, 93),)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"about": ("magnet",)}, True),
        ({"about": ("grade",)}, False),
        ({"about": ("magnet",), "all": ("grade",)}, True),
        ({"all": ("grade", "ferrite")}, False),
        ({"any": ("ferrite", "far")}, True),
        ({"any": ("ferrite",)}, False),
        ({"none": ("ferrite",)}, True),
        ({"none": ("grade",)}, False),
        ({"near": (Near(concepts=("magnet", "grade"), within=20),)}, True),
        ({"near": (Near(concepts=("magnet", "far"), within=20),)}, False),
        ({"near": (Near(concepts=("magnet", "ferrite"), within=99),)}, False),
    ],
)
def test_a_rule_holds_when_all_its_parts_do(given: dict[str, object], expected: bool) -> None:
    assert holds(rule(**given), PRESENT, frozenset({"magnet"})) is expected
