"""Workbooks opened by a program that is not ours: LibreOffice recalculates, calamine and openpyxl read."""

from __future__ import annotations

import io
import shutil
import subprocess
import warnings
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def stored(content: bytes) -> Workbook:
    """The workbook with the values that stand in the file."""
    return _load(io.BytesIO(content), data_only=True)


def formulas(content: bytes) -> Workbook:
    return _load(io.BytesIO(content))


def _load(source: io.BytesIO | Path, **options: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Unknown extension|Conditional Formatting extension", UserWarning)
        return openpyxl.load_workbook(source, **options)


def recalculated(content: bytes, folder: Path) -> Workbook:
    """The workbook with every formula computed anew by LibreOffice.

    The stored values are removed first, so that none can be passed off as computed.
    """
    source, out = folder / "in.xlsx", folder / "out"
    workbook = formulas(content)
    workbook.save(source)  # openpyxl writes formulas without values
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return _load(out / "in.xlsx", data_only=True)


def differences(content: bytes, folder: Path) -> list[str]:
    """Cells whose recalculated value is not the stored one to 12 significant digits."""
    ours, theirs, source = stored(content), recalculated(content, folder), formulas(content)
    out = []
    for sheet in source:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                a, b = ours[sheet.title][cell.coordinate].value, theirs[sheet.title][cell.coordinate].value
                if not same(a, b):
                    out.append(f"{sheet.title}!{cell.coordinate}: {a!r} stored, {b!r} computed by {cell.value}")
    return out


def same(a: object, b: object) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float):
        return abs(a - b) <= 1e-12 * max(abs(a), abs(b), 1e-3)
    return a == b


def column(workbook: Workbook, sheet: str, title: str, *, head: int = 2, occurrence: int = 0) -> list[object]:
    """Values under a heading."""
    cells = workbook[sheet][head]
    index = [c.column for c in cells if c.value == title][occurrence]
    return [row[0].value for row in workbook[sheet].iter_rows(min_row=head + 1, min_col=index, max_col=index)]
