from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.match.codes import HsIndex, find_cas, hs, valid_cas


def test_a_cas_number_needs_its_check_digit() -> None:
    (found,) = find_cas("Erbium oxide, CAS 12061-16-4, 99.9 %")
    assert (found.cas, found.labelled) == ("12061-16-4", True)
    assert find_cas("12061-16-5") == []


@pytest.mark.parametrize("text", ["2024-05-1", "PN 12-34-5", "0815-47-11", "1234567890-12-3", "A-12061-16-4-B"])
def test_dates_and_part_numbers_are_no_cas_numbers(text: str) -> None:
    assert find_cas(text) == []


@given(st.integers(min_value=10, max_value=9_999_999), st.integers(min_value=0, max_value=99))
def test_exactly_one_check_digit_is_valid(first: int, second: int) -> None:
    stem = f"{first}-{second:02d}"
    valid = [d for d in range(10) if valid_cas(f"{stem}-{d}")]
    assert len(valid) == 1
    assert [c.cas for c in find_cas(f"CAS {stem}-{valid[0]}")] == [f"{stem}-{valid[0]}"]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("8505.11", "850511"), ("8505 11 10 00", "8505111000"), ("8505.11.1000", "8505111000"),
        ("85051110", "85051110"),
        ("8505-11-10", "85051110"), ("850511100", "85051110"),
    ],
)  # fmt: skip
def test_punctuation_does_not_count(text: str, digits: str) -> None:
    found = hs(text)
    assert found is not None
    assert found.digits == digits


@pytest.mark.parametrize("text", ["", "n/a", "8505", "850511100012", "ABC850511", "00123456"])
def test_other_texts_are_no_customs_codes(text: str) -> None:
    assert hs(text) is None


def test_the_longest_common_prefix_wins() -> None:
    index = HsIndex([("2846901500", "dysprosium oxide"), ("2846901600", "terbium oxide"), ("8505111000", "magnets")])
    assert index.find(hs("2846.90.15.00")) == (10, ("dysprosium oxide",))  # type: ignore[arg-type]
    assert index.find(hs("2846.90.15")) == (8, ("dysprosium oxide",))  # type: ignore[arg-type]
    assert index.find(hs("2846.90")) == (6, ("dysprosium oxide", "terbium oxide"))  # type: ignore[arg-type]
    assert index.find(hs("8505.11.0070")) == (6, ("magnets",))  # type: ignore[arg-type]
    assert index.find(hs("7318.15")) == (0, ())  # type: ignore[arg-type]
