from __future__ import annotations

import re

import pytest

from scanner.match.patterns import heads


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("MG996R", {"MG9"}), ("(?:DS|LD)-?20", {"DS-", "DS2", "LD-", "LD2"}), ("[AB]1", {"A1", "B1"}),
        ("x?yz1", {"XYZ", "YZ1"}),
        ("A(?!B)C", {"AC"}), ("ab", {"AB"}),
    ],
)  # fmt: skip
def test_heads_are_all_beginnings(pattern: str, expected: set[str]) -> None:
    assert heads(pattern, 3) == expected


def test_a_digit_class_is_spelled_out() -> None:
    assert heads(r"\d\dX", 2) == {f"{a}{b}" for a in range(10) for b in range(10)}


def test_a_pattern_that_begins_with_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="beginning"):
        heads(".abc", 2)


def test_whatever_matches_begins_with_a_head() -> None:
    pattern = r"(?:17|23)H[SD]\w?\d{2}|28BYJ-?48"
    for text in ("17HS4401", "23HD08", "28BYJ-48", "28byj48"):
        assert re.match(pattern, text, re.IGNORECASE)
        assert text[:3].upper() in heads(pattern, 3)
