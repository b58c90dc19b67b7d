from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.match import tables
from scanner.match.grit import find


@pytest.mark.parametrize(
    ("text", "low", "high", "role"),
    [
        ("140/170 mesh", "90", "106", "mesh"), ("60/70目", "212", "250", "mesh"),
        ("325/400 US mesh", "38", "45", "mesh"),
        ("wheel D126 C75", "106", "125", "grit"), ("B91 vitrified", "75", "90", "grit"),
        ("grit D46", "38", "45", "grit"),
        ("#8000", "0.9", "1.5", "grit"), ("2000#", "6.1", "7.3", "grit"), ("W5 paste", "3.5", "5", "grit"),
        ("M5/10", "5", "10", "grit"), ("F1200 SiC", "2.5", "3.5", "grit"), ("P1200", "14.3", "16.3", "grit"),
    ],
)  # fmt: skip
def test_a_designation_is_a_range_of_sizes(text: str, low: str, high: str, role: str) -> None:
    (q,) = find(text)
    assert (q.low, q.high, q.unit, q.role) == (Decimal(low), Decimal(high), "um", role)


def test_a_grit_of_no_stated_scale_spans_all_scales() -> None:
    (q,) = find("fine 2000 grit")
    assert q.low is not None
    assert q.high is not None
    assert q.low < 2
    assert q.high > 10


@pytest.mark.parametrize("text", ["D10*2", "D20x5", "WR 5", "M5x10 screw", "P204 fitting", "DN50", "#10 screw", "B2B"])
def test_other_codes_are_no_grits(text: str) -> None:
    assert find(text) == []


def test_the_scales_run_from_coarse_to_fine() -> None:
    by_scale: dict[str, list[tuple[Decimal, Decimal, Decimal]]] = {}
    for row in tables.rows("grit/grit.csv"):
        assert row["source"]
        assert Decimal(row["low_um"]) < Decimal(row["high_um"])
        by_scale.setdefault(row["scale"], []).append(
            (Decimal(row["designation"]), Decimal(row["low_um"]), Decimal(row["high_um"]))
        )
    for scale in ("sieve", "jis", "fepa_f", "fepa_p", "mesh_micron"):
        sizes = [high for _, _, high in sorted(by_scale[scale])]
        assert sizes == sorted(sizes, reverse=True), scale
