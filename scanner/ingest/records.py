"""Binary workbooks, xls and xlsb: their records are walked before anything is read, as room is made for their claims.

The reader reserves memory for the farthest cell, for the stated size of a sheet and for the stated number of shared
texts, and ends the process where it does not get it. So the same records are looked at in the same order, values aside.
"""

from __future__ import annotations

import re
import struct

from scanner.errors import InputError
from scanner.ingest.compound import Compound
from scanner.ingest.limits import check_area
from scanner.ingest.ooxml import Workbook

_HEAD = struct.Struct("<HH")
_BEGIN, _END, _SHEET, _STRINGS, _SIZE = 0x0809, 0x000A, 0x0085, 0x00FC, 0x0200
_CELLS = frozenset((0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E))
"""Records of [MS-XLS] 2.4 that begin with a row and a column; two of them end with the last column."""
_RUNS = frozenset((0x00BD, 0x00BE))

_ROW, _LAST_CELL, _STRINGS_12, _SIZE_12 = 0, 11, 0x9F, 0x94
"""Records of [MS-XLSB] 2.3.2: a row, the last kind of a cell, the table of shared texts, the size of a sheet."""


def check_xls(content: bytes, source: str) -> None:
    """Refuse an xls whose sheets or texts claim more than is read.

    Raises:
        InputError: damaged, or a sheet of too many rows or columns.

    """
    stream = Compound(content, source).stream("Workbook", "Book")
    for start in [0, *_globals(stream, source)]:
        _xls_sheet(stream, start, source)


def _globals(stream: bytes, source: str) -> list[int]:
    """Where the sheets begin."""
    starts: list[int] = []
    at = 0
    while at + 4 <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        at += 4
        if kind == _END:
            break
        if kind == _SHEET and length >= 4:
            starts.append(int.from_bytes(stream[at : at + 4], "little"))
        elif kind == _STRINGS and length >= 8:
            _check_strings(int.from_bytes(stream[at + 4 : at + 8], "little"), len(stream), source)
        at += length
    return starts


def _xls_sheet(stream: bytes, at: int, source: str) -> None:
    rows = columns = 0
    size = len(stream)
    unpack = _HEAD.unpack_from
    while at + 4 <= size:
        kind, length = unpack(stream, at)
        at += 4
        if kind == _END:
            break
        if kind in _CELLS and length >= 4 and at + 4 <= size:
            row, column = unpack(stream, at)
            if kind in _RUNS and at + length <= size:
                column = max(column, int.from_bytes(stream[at + length - 2 : at + length], "little"))
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _SIZE:
            _claimed(stream[at : at + length], source)
        at += length
    check_area(rows, columns, None, source)


def _claimed(data: bytes, source: str) -> None:
    """The size that a sheet states of itself: first and last row, first and last column."""
    if len(data) in (10, 14):
        first, last, left, right = struct.unpack_from("<IIHH" if len(data) == 14 else "<HHHH", data)
        if last and right:  # both are one beyond; 0 is an empty sheet
            if last <= first or right <= left:
                raise _damaged("a sheet ends before it begins", source)
            check_area(last - first, right - left, None, source)


def check_xlsb(book: Workbook, source: str) -> None:
    """Refuse an xlsb whose sheets or texts claim more than is read.

    Raises:
        InputError: damaged, or a sheet of too many rows or columns.

    """
    links = book.part("xl/_rels/workbook.bin.rels").decode("utf-8", "replace")
    targets = re.findall(r"""Target\s*=\s*["']([^"']+)""", links)
    parts = {x.lstrip("/") if x.startswith("/") else f"xl/{x}" for x in targets}
    for name in sorted(book.names):
        if name in parts or name.lower().endswith("sharedstrings.bin"):
            _xlsb_part(book.part(name), source)


def _xlsb_part(data: bytes, source: str) -> None:
    rows = columns = at = 0
    size = len(data)
    is_text = data.startswith(b"<?xml")  # a theme is linked as sheets are
    while at < size:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < size:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < size and shift < 28:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        if kind <= _LAST_CELL:
            if length < 4 and not is_text:  # the reader would take the missing bytes from the record before
                raise _damaged("a row or cell is cut short", source)
            if length >= 4:
                number = int.from_bytes(data[at : at + 4], "little") + 1
                rows, columns = (max(rows, number), columns) if kind == _ROW else (rows, max(columns, number))
        elif kind == _STRINGS_12 and length >= 8:
            _check_strings(int.from_bytes(data[at + 4 : at + 8], "little"), size, source)
        elif kind == _SIZE_12 and length >= 16:
            first, last, left, right = struct.unpack_from("<IIII", data.ljust(at + 16, b"\0"), at)
            check_area(max(0, last - first), max(0, right - left), None, source)
        at += length
    check_area(min(rows, _MOST_ROWS), columns, None, source)


_MOST_ROWS = (1 << 20) + 1
"""The reader stops at a row beyond."""


def _check_strings(count: int, size: int, source: str) -> None:
    if count > size:
        raise _damaged("it claims more texts than it holds", source)


def _damaged(why: str, source: str) -> InputError:
    return InputError(f"is damaged: {why}", source=source, hint="open it in a spreadsheet program and save it anew")
