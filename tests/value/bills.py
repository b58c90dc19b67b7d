"""Whole bills as a company writes them, scanned as the command does.

The controlled lines are erbium oxide (listed, the line is the material), samarium-cobalt magnets (listed, and items
of Part 2) and lithium-ion packs of 320 Wh/kg, so that no share of the catalog enters.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from scanner.catalog.load import load
from scanner.estimate import Estimate
from scanner.exposure import scan_file
from scanner.findings import Exposure, Fraction, LineFinding
from scanner.options import ScanOptions

HEAD = "Pos;Part number;Description;Qty;Unit;Unit price [EUR];Country of origin"
TREE = "Level;Part number;Description;Qty;Unit price [EUR];Country of origin"
DAY = date(2025, 12, 15)
ER = "Erbium oxide Er2O3 powder 99.9 %"
SMCO = "SmCo magnet Sm2Co17, ground"
PACK = "Li-ion battery pack 320 Wh/kg"
STEEL = "Steel housing, machined"


class Bill:
    """Scans a bill that a test writes out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, rows: str, head: str = HEAD, **options: Any) -> Exposure:
        path = self.folder / "bill.csv"
        lines = [x.strip() for x in rows.strip().splitlines()]
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return scan_file(path, ScanOptions(**{"as_of": DAY, **options}), load())


def row(found: Exposure, number: int) -> LineFinding:
    return next(x for x in found.lines if x.line.source.row == number)


def share(found: Exposure, kind: str = "controlled", scope: str = "product", **wanted: Any) -> Fraction:
    wanted = {"measures": "all", "reading": None, **wanted}
    (one,) = (
        f
        for f in found.fractions
        if f.kind == kind and f.scope == scope and all(getattr(f, k) == v for k, v in wanted.items())
    )
    return one


def chinese(found: Exposure) -> Estimate:
    return share(found, "chinese_origin").numerator


def codes(found: Exposure) -> set[tuple[str, int | None]]:
    return {(n.code, n.row) for n in found.notes}


def prior(name: str) -> Decimal:
    found = load().priors[name].china_share_likely
    assert found is not None
    return found


ERBIUM_WORLD = prior("erbium/erbium oxide/separation/2024")
GOODS_WORLD = prior("other/manufactured goods, all/manufacturing value added/2023")
