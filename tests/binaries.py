"""Small xls and xlsb workbooks, written record by record: what no library at hand writes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from typing import Any

Rows = Sequence[Sequence[Any]]
SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def as_xls(rows: Rows, name: str = "BOM", **looks: Any) -> bytes:
    """A BIFF8 workbook with one sheet; ``looks`` as of ``biff``."""
    return compound(biff(rows, name, **looks))


ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A}


def biff(
    rows: Rows,
    name: str = "BOM",
    *,
    styles: Sequence[tuple[str, int]] = (),
    styled: dict[tuple[int, int], int] | None = None,
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
) -> bytes:
    """The stream of records of such a workbook.

    ``styles`` are (number format, indent), counted from 1; ``styled`` gives one to a (row, column).
    """
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    width = max(map(len, rows), default=0)
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for c in hidden_columns:
        sheet += _record(0x007D, struct.pack("<HHHHHH", c, c, 2560, 0, 1, 0))
    for r in hidden_rows:
        sheet += _record(0x0208, struct.pack("<HHHHHHI", r, 0, width, 255, 0, 0, 0x120))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            style = (styled or {}).get((r, c), 0)
            if isinstance(cell, int | float):
                sheet += _record(0x0203, struct.pack("<HHHd", r, c, style, cell))
            elif cell in ERRORS:
                sheet += _record(0x0205, struct.pack("<HHHBB", r, c, style, ERRORS[cell], 1))
            elif cell:
                text = str(cell).encode("utf-16-le")
                sheet += _record(0x0204, struct.pack("<HHHHB", r, c, style, len(text) // 2, 1) + text)
    sheet += _record(0x000A, b"")
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + _record(0x0042, b"\xb0\x04")
    font = struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, 1) + "Arial".encode("utf-16-le")
    head += _record(0x0031, font) * 4
    for n, (code, _) in enumerate(styles):
        text = code.encode("utf-16-le")
        head += _record(0x041E, struct.pack("<HHB", 164 + n, len(text) // 2, 1) + text)
    for shape, indent in ((0, 0), *((164 + n, indent) for n, (_, indent) in enumerate(styles))):
        head += _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, shape, 0x0001, 0x20, 0, indent, 0, 0, 0, 0x20C0))
    title = name.encode("utf-16-le")
    length = len(head) + 4 + 8 + len(title) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(title) // 2, 1) + title)
    return head + bound + _record(0x000A, b"") + sheet


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream of at least 4096 bytes, as smaller ones are kept elsewhere."""
    stream = stream.ljust(4096, b"\0")
    body = -(-len(stream) // SECTOR)
    tables = -(-(body + 2) // (SECTOR // 4 - 1))
    chain = [*([FAT] * tables), END, *range(tables + 2, tables + 1 + body), END]
    chain += [FREE] * (tables * SECTOR // 4 - len(chain))
    header = bytearray(SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, tables, tables, 0, 4096, END, 0, END, 0)
    for n in range(109):
        struct.pack_into("<I", header, 76 + 4 * n, n if n < tables else FREE)
    directory = _entry("Root Entry", 5, END, 0, child=1) + _entry(name, 2, tables + 1, len(stream)) + bytes(256)
    return bytes(header) + struct.pack(f"<{len(chain)}I", *chain) + directory + stream.ljust(body * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    entry = bytearray(128)
    text = name.encode("utf-16-le")
    entry[: len(text)] = text
    struct.pack_into("<HBB", entry, 64, len(text) + 2, kind, 1)
    struct.pack_into("<III", entry, 68, FREE, FREE, child)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)


# ---------------------------------------------------------------- xlsb

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BINARY = "application/vnd.ms-excel."


def as_xlsb(rows: Rows, name: str = "BOM") -> bytes:
    """A BIFF12 workbook with one sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="bin" ContentType="{_BINARY}sheet.binary.macroEnabled.main"/>'
            f'<Override PartName="/xl/worksheets/sheet1.bin" ContentType="{_BINARY}worksheet"/></Types>',
        )
        archive.writestr("_rels/.rels", _links(("officeDocument", "xl/workbook.bin")))
        archive.writestr("xl/_rels/workbook.bin.rels", _links(("worksheet", "worksheets/sheet1.bin")))
        archive.writestr("xl/workbook.bin", xlsb_book(name))
        archive.writestr("xl/worksheets/sheet1.bin", xlsb_sheet(rows))
    return out.getvalue()


def xlsb_book(name: str = "BOM") -> bytes:
    sheet = struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name)
    return _part(0x83) + _part(0x8F, 1) + _part(0x9C, 1, sheet) + _part(0x90, 1) + _part(0x84, 1)


def xlsb_sheet(rows: Rows) -> bytes:
    width = max(map(len, rows), default=1)
    out = _part(0x81, 1) + _part(0x94, 1, struct.pack("<IIII", 0, max(0, len(rows) - 1), 0, max(0, width - 1)))
    out += _part(0x91, 1)
    for r, row in enumerate(rows):
        out += _part(0, 0, struct.pack("<IIHHBI", r, 0, 300, 0, 0, 0))
        for c, cell in enumerate(row):
            if isinstance(cell, int | float):
                out += _part(5, 0, struct.pack("<IId", c, 0, cell))
            elif cell:
                out += _part(6, 0, struct.pack("<II", c, 0) + _wide(str(cell)))
    return out + _part(0x92, 1) + _part(0x82, 1)


def _wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def _part(low: int, high: int | None = None, data: bytes = b"") -> bytes:
    """A record: a number of one byte, or of two where the first has its top bit set; then its length."""
    kind = bytes([low, high if high is not None else 1]) if low & 0x80 else bytes([low])
    length, size = bytearray(), len(data)
    while True:
        size, last = size >> 7, size & 0x7F
        length.append(last | (0x80 if size else 0))
        if not size:
            return kind + bytes(length) + data


def _links(*targets: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'
