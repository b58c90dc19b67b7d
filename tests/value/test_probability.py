"""The chance beside the bounds."""

from __future__ import annotations

import time
from decimal import Decimal

from scanner.estimate import ALL, UNKNOWN_SHARE, Estimate
from scanner.value.probability import Uncertain, chance
from tests.factory import estimate

ONE = Decimal(1)


def near(found: Decimal | None, expected: float, tolerance: float) -> bool:
    assert found is not None
    return abs(float(found) - expected) <= tolerance


def row(
    value: str = "10", applies: str = "1", chinese: str = "1", share: Estimate = ALL, pool: int | None = None
) -> Uncertain:
    return Uncertain(Decimal(value), Decimal(applies), Decimal(chinese), share, pool)


def test_two_independent_chances_multiply() -> None:
    assert near(chance(Decimal(0), [row(applies="0.5", chinese="0.8")], ONE), 0.4, 0.03)


def test_what_is_certain_counts_in_full() -> None:
    assert chance(ONE, [row(applies="0.5")], ONE) == 1
    assert chance(Decimal(0), [row(applies="0.5")], Decimal(11)) == 0


def test_a_triangular_share_reaches_its_own_middle_as_often_as_it_should() -> None:
    share = estimate("0", "0.5", "1")
    assert near(chance(Decimal(0), [row(share=share)], Decimal(5)), 0.5, 0.03)
    skewed = estimate("0", "0", "1")
    assert near(chance(Decimal(0), [row(share=skewed)], Decimal(5)), 0.25, 0.03)


def test_rows_that_share_a_rest_never_take_more_than_it() -> None:
    shared = [row(pool=3), row(pool=3)]
    assert chance(Decimal(0), shared, Decimal("10.01")) == 0
    assert near(chance(Decimal(0), [row(pool=3)], Decimal(5)), 0.5, 0.03)


def test_without_a_likely_value_there_is_no_chance() -> None:
    assert chance(Decimal(0), [row(share=UNKNOWN_SHARE)], ONE) is None


def test_the_same_input_gives_the_same_figure_and_many_small_rows_the_right_one() -> None:
    rows = [row(value="1", applies="0.5") for _ in range(1000)]
    first, second = (chance(Decimal(0), rows, Decimal(500)) for _ in range(2))
    assert first == second
    assert near(first, 0.5, 0.04)


def test_a_thousand_lines_take_under_fifty_milliseconds() -> None:
    share = estimate("0.05", "0.1", "0.2")
    rows = [row(applies="0.8", chinese="0.9", share=share) for _ in range(1000)]
    chance(Decimal(0), rows, ONE)  # imports
    times = []
    for _ in range(5):
        start = time.process_time()
        chance(Decimal(0), rows, Decimal(840))
        times.append(time.process_time() - start)
    assert min(times) < 0.05
