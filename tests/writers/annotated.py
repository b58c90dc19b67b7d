"""A workbook, its scan and its annotated copy."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from scanner.bom import Column, InputFile, SheetReading, SourceRef, UnmappedColumn
from scanner.findings import Exposure, LineFinding
from scanner.writers.annotate import annotate
from scanner.writers.annotate.columns import headings
from tests.factory import exposure, finding, line, match

HEADS = ("Part", "Description", "Qty", "Price", "Total")
PARTS = (
    ("007", "NdFeB magnet N42SH", 4, 1.5), ("A-2", "Screw M3", 12, 0.02), ("A-3", "Erbium oxide", 1, 8.0),
    ("A-4", "BLDC motor", 2, 60.0), ("A-5", "Label", 1, 0.1),
)  # fmt: skip
MAGNET = match("cn-2025-18:1C905.a.4", group="magnet", verdict="possible", settled_by="mass fraction of Dy and Tb")
VERDICTS = (
    MAGNET,
    None,
    match("cn-2025-57:1C910.c"),
    match("cn-2025-18:1C905.a.4", group="magnet", verdict="contains", is_item=False),
    None,
)
TITLES = tuple(h.title for h in headings(exposure()))


def workbook(change: Callable[[Any, Any], None] | None = None, *, top: int = 3) -> bytes:
    """A buyer's workbook: a title, headings in row ``top``, five parts with formats and formulas, a second sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("BOM")
    money, marked = book.add_format({"num_format": "0.000 €"}), book.add_format({"bg_color": "#00FF00", "bold": True})
    sheet.write(0, 0, "Bill of materials", book.add_format({"bold": True, "font_size": 14}))
    sheet.write_row(top - 1, 0, HEADS, book.add_format({"bold": True, "bottom": 2}))
    for i, (part, text, quantity, price) in enumerate(PARTS):
        r = top + i
        sheet.write_string(r, 0, part, marked if i == 2 else None)
        sheet.write(r, 1, text)
        sheet.write(r, 2, quantity)
        sheet.write(r, 3, price, money)
        sheet.write_formula(r, 4, f"=C{r + 1}*D{r + 1}", money, quantity * price)
    second = book.add_worksheet("Notes")
    second.write(0, 0, "keep me")
    if change:
        change(book, sheet)
    book.close()
    return out.getvalue()


def scanned(
    content: bytes, *, file: str = "bom.xlsx", kind: str = "xlsx", sheet: str = "BOM", top: int = 3, **given: Any
) -> Exposure:
    """What a scan of that workbook finds."""
    findings = tuple(
        finding(
            line(
                top + 1 + i, id=f"{sheet}!{top + 1 + i}", source=SourceRef(0, sheet, top + 1 + i), part_number=part,
                description=text,
            ),
            *([VERDICTS[i]] if VERDICTS[i] is not None else []),
        )
        for i, (part, text, _, _) in enumerate(PARTS)
    )  # fmt: skip
    return _of(content, findings, file=file, kind=kind, sheet=sheet, top=top, **given)


def _of(
    content: bytes, findings: tuple[LineFinding, ...], *, file: str, kind: str, sheet: str, top: int, **reading: Any
) -> Exposure:
    import msgspec

    columns = tuple(
        Column(field=f, heading=h, column=c, confidence=1.0)
        for f, h, c in (("part_number", "Part", "A"), ("description", "Description", "B"), ("quantity", "Qty", "C"))
    )
    made = SheetReading(
        name=sheet, hidden=False, used=True, reason="", header_rows=(top,), columns=columns,
        unmapped=(UnmappedColumn(heading="Total", column="E"),), rows={}, **reading,
    )  # fmt: skip
    x = exposure(*findings)
    inputs = (InputFile(file=file, sha256=hashlib.sha256(content).hexdigest(), format=kind, sheets=(made,)),)
    return msgspec.structs.replace(x, bom=msgspec.structs.replace(x.bom, inputs=inputs))


class Copy:
    """An annotated copy, beside what it was made from."""

    def __init__(
        self, folder: Path, content: bytes, name: str = "bom.xlsx", out: str = "out.xlsx", x: Exposure | None = None
    ) -> None:
        source = folder / name
        source.write_bytes(content)
        self.path = folder / out
        self.warnings = annotate(x or scanned(content), source, self.path)
        assert source.read_bytes() == content, "the input is never touched"
        self.before, self.content = content, self.path.read_bytes()
        self.book = openpyxl.load_workbook(self.path, keep_vba=True)
        self.sheet = self.book.worksheets[0]

    def part(self, name: str, *, before: bool = False) -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.before if before else self.content)) as package:
            return package.read(name)

    def names(self, *, before: bool = False) -> set[str]:
        with zipfile.ZipFile(io.BytesIO(self.before if before else self.content)) as package:
            return set(package.namelist())
