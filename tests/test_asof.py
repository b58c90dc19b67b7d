from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from scanner.asof import changes, judged_on
from scanner.catalog.load import built_in
from scanner.exposure import scan_file
from scanner.findings import Exposure
from scanner.options import ReadOptions, ScanOptions

BOM = """Item,Part number,Description,Qty,Unit price EUR,Country of origin
1,M-1,NdFeB magnet N42UH 10x5 mm,4,1.50,CN
2,O-1,Erbium oxide Er2O3 99.9 % powder,1,8.00,CN
3,H-1,Housing aluminium,1,66,DE
"""
FIRST, SECOND = date(2025, 12, 15), date(2026, 11, 24)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("asof") / "bom.csv"
    path.write_text(BOM, encoding="utf-8")
    return path


def scan(path: Path, day: date) -> tuple[Exposure, ScanOptions]:
    options = ScanOptions(as_of=day, read=ReadOptions())
    return scan_file(str(path), options, built_in()), options


def test_a_second_judgement_is_what_a_scan_on_that_day_says(scanned: Path) -> None:
    exposure, options = scan(scanned, FIRST)
    again = judged_on(exposure, SECOND, built_in(), options)
    whole, _ = scan(scanned, SECOND)
    assert again.as_of == SECOND
    assert again.fractions == whole.fractions
    assert again.measures == whole.measures
    assert [x.contribution for x in again.lines] == [x.contribution for x in whole.lines]
    assert sorted(x.code for x in again.notes) == sorted(x.code for x in whole.notes)


def test_what_changes_between_the_days_is_named(scanned: Path) -> None:
    exposure, options = scan(scanned, FIRST)
    found = changes(exposure, judged_on(exposure, SECOND, built_in(), options))
    assert (found.first, found.second) == (FIRST, SECOND)
    moved = {x.id: (x.before.status, x.after.status) for x in found.measures if x.before and x.after}
    assert moved["cn-2025-57"] == ("suspended", "unknown")
    kinds = {(x.measures, x.before is None, x.after is None) for x in found.fractions}
    assert ("in_force", False, True) in kinds
    assert ("if_back_in_force", True, False) in kinds


def test_the_same_day_changes_nothing(scanned: Path) -> None:
    exposure, options = scan(scanned, FIRST)
    assert not changes(exposure, judged_on(exposure, FIRST, built_in(), options))


def test_a_share_that_only_one_day_has_is_not_taken_for_zero(scanned: Path) -> None:
    exposure, _options = scan(scanned, FIRST)
    without = msgspec.structs.replace(exposure, fractions=())
    assert all(x.after is None for x in changes(exposure, without).fractions)
