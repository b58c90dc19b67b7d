from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.match.numbers import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"), ("1.5", "1.5"), ("1,5", "1.5"), ("99,99", "99.99"),
        ("1,000", "1000"), ("0,125", "0.125"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"), ("1.234.567", "1234567"), ("1.000", "1.000"),
    ],
)  # fmt: skip
def test_reads_numbers_with_either_mark(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.2.3", "1,2,3", "1.2,3.4"])
def test_version_numbers_are_no_numbers(text: str) -> None:
    assert number(text) is None


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False))
def test_a_grouped_number_is_read_as_its_plain_one(value: Decimal) -> None:
    assert number(f"{value:,.2f}") == value
    assert number(f"{value:,.2f}".translate(str.maketrans(",.", ".,"))) == value
