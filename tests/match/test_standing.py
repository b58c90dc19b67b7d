"""What a line names, as against what it only mentions."""

from __future__ import annotations

import pytest

from scanner.catalog.load import load
from scanner.match import match_lines
from tests.factory import line


@pytest.mark.parametrize(
    "text",
    [
        "Stepper motor mount",
        "Mount for stepper motor",
        "BRACKET, MOTOR, STEEL",
        "BRACKET NEMA 17 STEEL",
        "Motorhalterung NEMA 17",
        "Halterung für Motor",
        "soporte de motor",
        "Support moteur pas à pas",
        "步进电机座",
        "电机支架",
        "モーター用ブラケット",
        "Flashlight 21700, battery not included",
        "SPACER, MAGNET, PA66",
    ],
)
def test_what_goes_with_a_part_is_not_the_part(text: str) -> None:
    assert match_lines([line(description=text)], load()) == [()]


@pytest.mark.parametrize(
    "text",
    [
        "Stepper motor with mount",
        "Hub motor",
        "Planetary gearbox NEMA 17 stepper 17HS19-1684S-PG5",
        "Getriebemotor 24V",
        "Moteur pas à pas NEMA 23",
        "电机 带支架",
        "MOTOR, BLDC, 24V, WITH BRACKET",
        "Door contact sensor with magnet, white",
    ],
)
def test_a_part_is_the_part_whatever_comes_with_it(text: str) -> None:
    (matches,) = match_lines([line(description=text)], load())
    assert matches[0].group == "magnet"
