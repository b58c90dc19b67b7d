"""Figures on a page."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.display import money, money_text, percent, share_text
from scanner.estimate import Estimate, exactly

TAU = Decimal("0.001")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("0.000996", "0.0996 %"),
        ("0.00099999", "0.099999 %"),
        ("0.001", "0.1 %"),
        ("0.00100001", "0.100001 %"),
        ("0.0010895", "0.109 %"),
        ("0.10288", "10.3 %"),
        ("0", "0 %"),
        ("0.000000123456", "0.0000123 %"),
        ("1", "100 %"),
        ("0.99999", "99.999 %"),
        ("12.3456", "1230 %"),
    ],
)
def test_a_share_is_never_rounded_across_the_threshold(share: str, text: str) -> None:
    assert percent(Decimal(share), TAU) == text


@given(st.decimals(min_value=0, max_value=2, places=12))
@settings(max_examples=200, deadline=None)
def test_the_printed_share_stands_on_its_own_side(share: Decimal) -> None:
    printed = Decimal(percent(share, TAU).removesuffix(" %"))
    assert printed.compare(TAU * 100) == (share * 100).compare(TAU * 100)
    assert (printed == 0) == (share == 0)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1234.5", "EUR", "1,234.50 EUR"),
        ("1234.5", "JPY", "1,234 JPY"),
        ("0.00374", "USD", "0.00374 USD"),
        ("0", "USD", "0.00 USD"),
        ("7067", "XXX", "7,067.00"),
    ],
)
def test_money_carries_its_currency_and_is_never_nothing_by_rounding(amount: str, currency: str, text: str) -> None:
    assert money(Decimal(amount), currency) == text


def test_a_triple_in_words() -> None:
    assert share_text(exactly(Decimal("0.001")), TAU) == "0.1 %"
    assert (
        share_text(Estimate(Decimal("0.002"), Decimal("0.013"), Decimal("0.05")), TAU) == "0.2 % to 5 %, likely 1.3 %"
    )
    open_end = Estimate(Decimal("0.08"), None, None)
    assert share_text(open_end, TAU) == "at least 8 %, up to the whole, likely not known"  # of a share there is no more
    assert money_text(open_end, "EUR") == "at least 0.08 EUR, no upper bound, likely not known"
    assert share_text(None, TAU) == "not known"
    assert money_text(Estimate(Decimal(0), None, Decimal(148)), "EUR") == "0.00 EUR to 148.00 EUR, likely not known"
