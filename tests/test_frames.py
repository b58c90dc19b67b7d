from __future__ import annotations

import math

from tests.factory import exposure


def test_lines_are_rows_with_floats() -> None:
    frame = exposure().lines_frame()
    assert list(frame.index) == [f.line.id for f in exposure().lines]
    assert frame.loc["BOM!4", "contribution_likely"] == 7.776
    assert frame.loc["BOM!4", "verdict"] == "contains"
    assert frame.loc["BOM!4", "description"] == "BLDC motor 2207 1750KV"


def test_not_known_is_nan_and_no_bound_is_infinite() -> None:
    frame = exposure().lines_frame()
    assert math.isnan(frame.loc["BOM!7", "contribution_likely"])
    assert math.isinf(frame.loc["BOM!7", "contribution_high"])
    assert math.isnan(frame.loc["BOM!7", "unit_price"])


def test_fractions_are_rows() -> None:
    x = exposure()
    frame = x.fractions_frame()
    assert len(frame) == len(x.fractions)
    assert frame[frame.headline].share_likely.tolist() == [0.10288]


def test_contributions_sum_as_in_the_result() -> None:
    x = exposure()
    assert math.isclose(x.lines_frame().contribution_low.sum(), float(sum(f.contribution.low for f in x.lines)))
