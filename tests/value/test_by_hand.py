"""Every line's contribution can be worked out again from what the result says of the line, and from nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path

import pytest

from scanner.catalog.load import load
from scanner.exposure import scan_file
from scanner.findings import EXPOSED, Exposure, LineFinding
from scanner.options import ScanOptions

SAMPLES = [
    x for x in (Path(__file__).parent.parent.parent / "samples").iterdir() if x.suffix in (".xlsx", ".csv", ".ods")
]
NEAR = Decimal("1e-25")


def by_hand(x: LineFinding, cost: Decimal, side: str) -> Decimal | None:
    """The largest of cost × applicability × content share × origin over the export controls; None = not known."""
    best, known = Decimal(0), True
    for m in x.matches:
        if m.verdict not in EXPOSED or load().measures[m.measure].scope != "export":
            continue
        o = x.origins
        origin = o.article if m.itself else o.contained or o.material
        factors = [getattr(f, side) for f in (m.applicability, m.content_share, origin)]
        if 0 in factors:
            continue
        if None in factors:
            known = False
        else:
            best = max(best, cost * factors[0] * factors[1] * factors[2])
    return best if known else None


def beneath_a_listed_one(found: Exposure, x: LineFinding) -> bool:
    lines = {y.line.id: y for y in found.lines}
    above = x.line.parent
    while above is not None:
        if lines[above].verdict == "listed":
            return True
        above = lines[above].line.parent
    return False


@pytest.mark.parametrize("sample", sorted(SAMPLES), ids=lambda x: x.stem)
def test_what_a_line_contributes(sample: Path) -> None:
    found = scan_file(sample, ScanOptions(as_of=date(2025, 12, 15)), load())
    checked = 0
    for x in found.lines:
        if x.line.bin != "line_item" or not x.matches or x.extended_cost is None or beneath_a_listed_one(found, x):
            continue
        with localcontext() as context:
            context.prec = 60
            for side in ("low", "likely", "high"):
                ours, theirs = by_hand(x, x.extended_cost, side), getattr(x.contribution, side)
                if ours is not None:
                    assert theirs is not None, (x.line.id, side)
                    assert abs(ours - theirs) < NEAR, (x.line.id, side)
                    checked += 1
    assert checked >= 15
