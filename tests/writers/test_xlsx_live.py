"""Changing a cell gives what a scan of the changed file gives: LibreOffice recalculates, a second scan compares."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scanner.bom import Money
from scanner.exposure import scan_file
from scanner.findings import Exposure, Fraction
from scanner.options import ScanOptions
from scanner.writers.xlsx import render
from tests.writers.office import column, differences, formulas, needs_office, recalculated, same

HEAD = "Level,Part number,Description,Quantity,Unit price,Currency,Country of origin\n"
ROWS = (
    "0,P-1,Drive unit,1,,EUR,DE",
    "1,A-1,Rotor assembly,2,{assembly},EUR,DE",
    "2,M-1,NdFeB magnet N42SH block 10x5x2 mm,8,{magnet},EUR,CN",
    "2,S-1,Steel shaft,1,4.00,EUR,DE",
    "1,E-1,Erbium oxide Er2O3 powder 99.99 %,3,{erbium},EUR,{origin}",
    "1,H-1,Aluminium housing,1,66.00,USD,DE",
)
SAMPLES = sorted(
    p for p in (Path(__file__).parents[2] / "samples").glob("*.*") if p.suffix in (".xlsx", ".csv", ".ods")
)


def scan(folder: Path, *, options: dict[str, Any] | None = None, **changes: str) -> Exposure:
    values = {"assembly": "40.00", "magnet": "1.50", "erbium": "0.90", "origin": "CN", **changes}
    path = folder / "bom.csv"
    path.write_text(HEAD + "\n".join(ROWS).format(**values) + "\n")
    return scan_file(path, ScanOptions(as_of=date(2026, 11, 24), **(options or {})))


def edited(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = formulas(content)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(title: str, line: str, value: object, occurrence: int = 0) -> Callable[[Any], None]:
    """Sets a cell of the sheet Lines."""

    def change(book: Any) -> None:
        sheet = book["Lines"]
        where = [c.column for c in sheet[2] if c.value == title][occurrence]
        row = column(book, "Lines", "Line").index(line) + 3
        sheet.cell(row, where).value = value

    return change


def put_origin(line: str, share: float) -> Callable[[Any], None]:
    """Sets all three origins of the article."""

    def change(book: Any) -> None:
        for title in ("Article from China, low", "likely", "high"):
            put(title, line, share)(book)

    return change


def set_to(cell: str, value: float) -> Callable[[Any], None]:
    """Sets a cell of the sheet Assumptions."""
    return lambda book: book["Assumptions"].__setitem__(cell, value)


def key(f: Fraction) -> tuple[str, str, str, str]:
    return f.kind, f.scope, f.reading or "", f.measures


def agrees(book: Any, before: Exposure, after: Exposure) -> list[str]:
    """Shares of the recalculated workbook that are not those of the second scan."""
    expected = {key(f): f for f in after.fractions}
    wrong = []
    shown = zip(*(column(book, "Shares", t) for t in ("low", "likely", "high", "Verdict")), strict=True)
    for f, (low, likely, high, verdict) in zip(before.fractions, shown, strict=True):
        want = expected[key(f)]
        assert want.share is not None
        for name, got, value in zip(
            ("low", "likely", "high"),
            (low, likely, high),
            (want.share.low, want.share.likely, want.share.high),
            strict=True,
        ):
            if not (same(got, float(value)) if value is not None else isinstance(got, str)):
                wrong.append(f"{key(f)} {name}: {got} instead of {value}")
        if verdict != want.verdict:
            wrong.append(f"{key(f)}: {verdict} instead of {want.verdict}")
    return wrong


CHANGES: list[tuple[str, Callable[[Any], None], dict[str, Any]]] = [
    ("a price", put("Unit price", "bom!6", 0.001), {"erbium": "0.001"}),
    ("a price in an assembly", put("Unit price", "bom!4", 4.5), {"magnet": "4.50"}),
    ("the assembly's price", put("Unit price", "bom!3", 90), {"assembly": "90.00"}),
    ("a price that goes", put("Unit price", "bom!6", None), {"erbium": ""}),
    ("an origin", put_origin("bom!6", 0), {"origin": "JP"}),
    ("a product value", set_to("B5", 5000), {"options": {"product_value": Money(Decimal(5000), "EUR")}}),
    ("the threshold", set_to("B4", 0.5), {"options": {"threshold": Decimal("0.5")}}),
]  # fmt: skip


@needs_office
@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(("change", "as_scanned"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_a_changed_cell_gives_what_a_new_scan_gives(
    tmp_path: Path, change: Callable[[Any], None], as_scanned: dict[str, Any]
) -> None:
    before = scan(tmp_path)
    assert len(before.fractions) > 4
    book = recalculated(edited(render(before), change), tmp_path)
    after = scan(tmp_path, **as_scanned)
    assert agrees(book, before, after) == []
    assert agrees(book, before, before) != [], "the change must matter for this to mean something"


@needs_office
@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_libreoffice_computes_the_figures_of_every_sample(tmp_path: Path, path: Path) -> None:
    assert differences(render(scan_file(path, ScanOptions(as_of=date(2026, 11, 24)))), tmp_path) == []


def test_every_figure_of_a_plain_file_is_live(tmp_path: Path) -> None:
    content = render(scan(tmp_path))
    for sheet, titles in {
        "Lines": ("Extended cost", "Value counted once"),
        "Shares": ("low", "likely", "high", "Verdict"),
    }.items():
        for title in titles:
            cells = [c for c in column(formulas(content), sheet, title) if c is not None]
            assert cells
            assert all(str(c).startswith("=") for c in cells), (sheet, title, cells)


def test_exchange_rates_and_contents_are_taken_from_the_assumptions(tmp_path: Path) -> None:
    book = formulas(render(scan(tmp_path)))
    factor = column(book, "Lines", "Units and exchange")[5]
    assert "Assumptions!" in str(factor)
