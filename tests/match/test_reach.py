"""Every control of the catalog can be proposed by words of its own."""

from __future__ import annotations

from scanner.catalog.load import built_in
from scanner.match import match_lines
from tests.factory import line

PURPOSES = ("", " for rare earth magnets", " for lithium battery electrodes", " 1 kg")
"""Machines are named with a purpose and bare letters with an amount: their terms alone must not be enough."""
BY_WAY_OF_ANOTHER = {
    "cn-2024-46:us-superhard": "diamond micropowder",
    "cn-2024-46:us-graphite": "natural flake graphite",
}


def test_every_control_is_reached_by_one_of_its_terms() -> None:
    catalog = built_in()
    texts = {
        c.id: [t + p for terms in c.terms.values() for t in terms for p in PURPOSES] for c in catalog.controls.values()
    }
    for control, text in BY_WAY_OF_ANOTHER.items():
        texts[control] = [text]
    every = [(control, text) for control, given in texts.items() for text in given]
    found = match_lines([line(description=text) for _, text in every], catalog)
    reached = {
        control for (control, _), matches in zip(every, found, strict=True) if control in {m.control for m in matches}
    }
    assert sorted(set(catalog.controls) - reached) == []


def test_general_machines_are_nothing_without_their_purpose() -> None:
    catalog = built_in()
    texts = ["impeller", "water-cooled cable", "rotary kiln", "spray dryer", "jet mill", "laser cutting machine"]
    assert match_lines([line(description=t) for t in texts], catalog) == [()] * len(texts)
