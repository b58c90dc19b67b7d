"""Verdicts on exact amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.value.verdicts import judge
from tests.factory import estimate

TAU = Decimal("0.001")


@pytest.mark.parametrize(
    ("numerator", "verdict"),
    [
        (("1", "1", "1"), "exceeds"),
        (("0.9999999999", "0.9999999999", "0.9999999999"), "below"),
        (("0.5", "1", "2"), "likely exceeds"),
        (("0.5", "0.9", "1"), "may exceed"),
        (("0.5", None, "1"), "may exceed"),
        (("0.5", None, "0.9"), "below"),
        (("0.5", "0.6", None), "undetermined"),
        (("0.5", None, None), "undetermined"),
        (("0.5", "1", None), "likely exceeds"),
        (("1", None, None), "exceeds"),
        (("0", "0", "0"), "below"),
    ],
)
def test_equality_reaches_the_threshold(numerator: tuple[str, str | None, str | None], verdict: str) -> None:
    assert judge(estimate(*numerator), Decimal(1000), TAU, None) == (verdict, None)


def test_without_a_value_nothing_is_determined_but_that_nothing_matches() -> None:
    assert judge(estimate("1", "1", "1"), None, TAU, None)[0] == "undetermined"
    assert judge(estimate("0", "0", "0"), None, TAU, None)[0] == "below"


def test_unpriced_lines_make_sure_likely_up_to_a_named_amount() -> None:
    assert judge(estimate("7.20", "7.20", "7.20"), Decimal(7067), TAU, Decimal(0)) == ("likely exceeds", Decimal(133))
    assert judge(estimate("7.20", "7.20", None), Decimal(7067), TAU, Decimal(1)) == ("exceeds", None)
    assert judge(estimate("0", "0", "9"), Decimal(1000), TAU, Decimal(0)) == ("may exceed", Decimal(8000))


def test_at_the_turning_point_the_share_is_the_threshold() -> None:
    low, value, diluted = Decimal("9.3"), Decimal(4321), Decimal("0.0004")
    _, turning = judge(estimate("9.3", None, None), value, TAU, diluted)
    assert turning is not None
    assert (low + diluted * turning) / (value + turning) == pytest.approx(TAU)
