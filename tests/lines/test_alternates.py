"""Which line an alternate could stand in for."""

from __future__ import annotations

from scanner.bom import Exclusion
from scanner.lines.alternates import stands_in_for

ALTERNATE: tuple[Exclusion, str] = ("alternate", "marked")


def test_an_alternate_stands_in_for_the_item_that_it_names_else_for_the_line_above() -> None:
    items = ["1", "2", "2 ALT", "3", "", "1 ALT"]
    parts = ["A", "B", "B-2", "C", "C-2", "A-2"]
    exclusions = {2: ALTERNATE, 4: ALTERNATE, 5: ALTERNATE}
    named = {2: "2", 4: "", 5: "1"}
    assert stands_in_for(range(6), exclusions, named, [items, parts]) == {2: 1, 4: 3, 5: 0}


def test_a_part_number_may_be_named_and_what_is_excluded_is_stood_in_for_by_nothing() -> None:
    exclusions: dict[int, tuple[Exclusion, str]] = {0: ("not-fitted", "DNP"), 1: ALTERNATE, 3: ALTERNATE}
    assert stands_in_for(range(4), exclusions, {1: "", 3: "x-9"}, [["", "", "X-9", ""]]) == {3: 2}
