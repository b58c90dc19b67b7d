"""Places on the charts: the logarithmic axis, ranges, and the spans of the law."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.standing import MeasureStatus, StatusSpan
from scanner.writers import charts
from tests.factory import estimate, sample_measures


def number(place: str) -> float:
    return float(place.removesuffix("%"))


@given(st.lists(st.decimals(min_value=0, max_value=10, places=8), min_size=2, max_size=2))
def test_a_larger_share_never_stands_further_left(shares: list[Decimal]):
    small, large = sorted(shares)
    assert 0 <= charts.log_x(small) <= charts.log_x(large) <= 100


def test_each_power_of_ten_is_as_far_from_the_next():
    places = [number(x) for x, _ in charts.log_ticks()]
    gaps = [b - a for a, b in itertools.pairwise(places)]
    assert max(gaps) - min(gaps) < 0.02


def test_nothing_and_no_bound_stand_outside_the_axis():
    bar = charts.log_range(estimate("0", None, None))
    assert number(bar.x) == 0
    assert bar.open
    assert bar.likely is None
    assert number(bar.x) + number(bar.width) == 100


def test_what_is_known_is_a_point():
    assert charts.log_range(estimate("0.04", "0.04", "0.04")).point


def test_linear_bars_share_one_axis():
    short, long = charts.linear_ranges([estimate("0", "1", "5"), estimate("0", None, "10")])
    assert number(short.width) == pytest.approx(number(long.width) / 2, abs=0.02)
    assert charts.linear_ranges([estimate("0", "0", "0")])[0].point


def test_a_status_ends_where_the_next_begins():
    line = charts.timeline(sample_measures(), date(2026, 11, 24))
    assert line is not None
    spans = next(spans for m, _, spans in line.rows if m.id == "cn-2025-57")
    assert [s.status for s in spans] == ["announced", "suspended", "unknown"]
    for a, b in itertools.pairwise(spans):
        assert number(a.x) + number(a.width) == pytest.approx(number(b.x), abs=0.03)
    assert number(spans[-1].x) < number(line.today) < 100


def test_limbs_that_move_apart_have_a_row_each():
    spans = (
        StatusSpan(starts=date(2025, 10, 9), status="announced", limbs=("limb-1",)),
        StatusSpan(starts=date(2025, 10, 9), status="in_force", limbs=("limb-3",)),
        StatusSpan(starts=date(2025, 11, 7), status="suspended"),
    )
    line = charts.timeline(
        [MeasureStatus(id="m", number="1", title="t", status="suspended", timeline=spans)], date(2026, 1, 1)
    )
    assert line is not None
    assert [(limbs, [s.status for s in spans]) for _, limbs, spans in line.rows] == [
        (("limb-1",), ["announced", "suspended"]),
        (("limb-3",), ["in_force", "suspended"]),
    ]


def test_without_spans_there_is_no_timeline():
    assert charts.timeline([MeasureStatus(id="m", number="1", title="t", status="in_force")], date(2026, 1, 1)) is None
