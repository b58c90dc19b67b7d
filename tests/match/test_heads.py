"""Nouns that no concept knows, in the places where a noun takes over."""

from __future__ import annotations

import pytest

from scanner.catalog.load import built_in
from scanner.match.engine import engine_for


def nouns(text: str) -> list[str]:
    """The words of a text that were taken for a noun by their place."""
    reading = engine_for(built_in()).reader.read((("description", text),))
    assert reading is not None
    found = [n.mention for n in reading.named if n.mention.target == "noun"]
    return [reading.text.folded[m.start : m.end] for m in found]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("speaker select", "select"),
        ("Motor-reverse", "reverse"),
        ("motor direction selector", "selector"),
        ("fan grabber", "grabber"),
        ("obturateur moteur", "obturateur"),
        ("喇叭绒布", "绒布"),
        ("Wolfram-Inertgas-Brenner", "inertgas+brenner"),
        ("silenziatore ventola", "silenziatore"),
        ("silenciador de ventilador", "silenciador"),
    ],
)
def test_the_noun_of_a_compound_is_found_by_its_place(text: str, noun: str) -> None:
    assert nouns(text) == noun.split("+")


@pytest.mark.parametrize(
    "text",
    [
        "motor 12V reverse",  # a figure ends the compound
        "motor, reverse",  # so does a comma
        "motor with selector",  # what comes along takes nothing over
        "motor in upper cover",
        "fan inner",  # no goods, for all its ending
        "pump Kamoer",  # a maker's name
        "petit moteur",
        "kit moteur",
        "paire de moteurs",
        "磁吸快拆件",  # what is called after its magnet holds one
        "电池组",
        "graphite reducer",  # a material goes with what is made of it
    ],
)
def test_other_words_beside_a_thing_are_no_such_nouns(text: str) -> None:
    assert nouns(text) == []
