"""Goods that the authority holds outside of a measure although they hold what it lists."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from scanner.catalog.load import built_in
from scanner.match import match_lines
from scanner.writers.linejson import _match
from scanner.writers.words import outside_words
from tests.factory import line


def of(text: str) -> dict[str, str | None]:
    """Measure → the exclusion that speaks of the line."""
    (matches,) = match_lines([line(description=text)], built_in())
    return {m.measure: m.outside.id if m.outside else None for m in matches}


def test_a_motor_is_outside_of_the_measure_on_materials_and_of_no_other() -> None:
    assert of("NEMA 23 stepper motor") == {"cn-2025-18": "faq5-rotors-stators", "cn-2025-61": None}


@pytest.mark.parametrize("text", ["NdFeB magnet N42UH 10x5x2", "SmCo disc D8x3", "Dysprosium oxide 99.9 %"])
def test_what_is_the_listed_item_itself_is_not(text: str) -> None:
    assert set(of(text).values()) == {None}


def test_it_says_what_was_answered_and_when_and_the_json_carries_it() -> None:
    (matches,) = match_lines([line(description="outrunner 2207 1750KV")], built_in())
    said = matches[0].outside
    assert said is not None
    assert (said.certainty, said.stated) == ("ruled", date(2025, 9, 16))
    assert "still counts as content" in (outside_words(matches[0]) or "")
    written = msgspec.json.decode(msgspec.json.encode(_match(matches[0])))
    assert written["outside"]["id"] == "faq5-rotors-stators"
    assert written["outside"]["stated"] == "2025-09-16"
