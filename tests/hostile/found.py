"""What the fuzzer found (docs/quality.md), as small as it gets: each once ended in something else than one line."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from tests.binaries import as_xlsb, biff, compound, xlsb_sheet
from tests.files import as_ods
from tests.hostile.archives import ROWS, changed
from tests.hostile.workbooks import TABLE, sheet


def far_letters() -> bytes:
    """A cell in a column of twelve letters, most of them small."""
    return sheet(TABLE + '<row r="5"><c r="Adescription5"><v>45000</v></c></row>')


def xls_size() -> bytes:
    """A sheet that states a billion rows."""
    stream = bytearray(biff(ROWS))
    at = stream.index(struct.pack("<HH", 0x0200, 14)) + 4
    stream[at + 4 : at + 8] = struct.pack("<I", 0x50010004)
    return compound(bytes(stream))


def xls_backwards() -> bytes:
    """A sheet whose last row is before its first."""
    stream = bytearray(biff(ROWS))
    at = stream.index(struct.pack("<HH", 0x0200, 14)) + 4
    stream[at : at + 8] = struct.pack("<II", 0x280000, 4)
    return compound(bytes(stream))


def xls_far() -> bytes:
    """A number in the last row and the last column that two bytes can name."""
    record = struct.pack("<HHHHHd", 0x0203, 14, 0xFFFF, 0xFFFF, 0, 1.0)
    return compound(biff(ROWS).removesuffix(struct.pack("<HH", 0x000A, 0)) + record + struct.pack("<HH", 0x000A, 0))


def xls_strings() -> bytes:
    """Four billion shared texts, says a workbook that has none."""
    stream = biff(ROWS)
    record = struct.pack("<HHII", 0x00FC, 8, 1, 0xFFFFFFF0)
    at = stream.index(struct.pack("<HH", 0x0085, 14))
    moved = struct.unpack_from("<I", stream, at + 4)[0] + len(record)
    return compound(stream[:at] + record + stream[at : at + 4] + struct.pack("<I", moved) + stream[at + 8 :])


def xlsb_column() -> bytes:
    """A cell in column four billion."""
    return _xlsb(xlsb_sheet(ROWS).replace(struct.pack("<III", 3, 0, 16), struct.pack("<III", 0xFFFFFF03, 0, 16)))


def xlsb_short() -> bytes:
    """A row and a cell without their numbers: the reader takes what the record before left there."""
    whole = xlsb_sheet(ROWS)
    at = whole.index(b"\x91\x01\x00") + 3
    return _xlsb(whole[:at] + b"\x06\x03" + b"\xff\xff\xff" + b"\x00\x00" + b"\x06\x00" + whole[at:])


def xlsb_strings() -> bytes:
    return _xlsb(None, b"\x9f\x01\x08" + struct.pack("<II", 1, 0xFFFFFFF0))


def xlsb_checksum() -> bytes:
    """A bit turned in a part that is stored unpacked."""
    content = bytearray(as_xlsb(ROWS))
    content[content.index("Description".encode("utf-16-le"))] ^= 1
    return bytes(content)


def _xlsb(part: bytes | None, strings: bytes | None = None) -> bytes:
    parts: dict[str, bytes | str | None] = {} if part is None else {"xl/worksheets/sheet1.bin": part}
    if strings is not None:
        parts["xl/sharedStrings.bin"] = strings
        links = '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
        links += '/sharedStrings" Target="sharedStrings.bin"/>'
        with zipfile.ZipFile(io.BytesIO(as_xlsb(ROWS))) as archive:
            old = archive.read("xl/_rels/workbook.bin.rels").decode()
        parts["xl/_rels/workbook.bin.rels"] = old.replace("</Relationships>", f"{links}</Relationships>")
    return changed(parts, as_xlsb(ROWS))


def ods_unclosed() -> bytes:
    """A cell that is not closed as it was opened."""
    with zipfile.ZipFile(io.BytesIO(as_ods(ROWS))) as archive:
        text = archive.read("content.xml").decode()
    return changed({"content.xml": text.replace("</table:table-cell>", "</table:tab2le-cell>", 1)}, as_ods(ROWS))


FILES: list[tuple[str, Callable[[], bytes], str]] = [
    ("found-letters.xlsx", far_letters, "columns"),
    ("found-size.xls", xls_size, "rows"),
    ("found-backwards.xls", xls_backwards, "ends before it begins"),
    ("found-far.xls", xls_far, "over the limit"),
    ("found-strings.xls", xls_strings, "claims more texts"),
    ("found-column.xlsb", xlsb_column, "columns"),
    ("found-short.xlsb", xlsb_short, "cut short"),
    ("found-strings.xlsb", xlsb_strings, "claims more texts"),
    ("found-checksum.xlsb", xlsb_checksum, "damaged"),
    ("found-unclosed.ods", ods_unclosed, "no XML"),
    ("found-bytes.json", lambda: b'{"\xdc":1}', "not valid JSON"),
]
"""(name, how it is made, what the refusal says); the table of ``cases`` runs them through the whole command."""

WORDS: list[tuple[str, bytes, str]] = [
    ("decisions", b"a: &a [*a]", "stands in itself"),
    ("decisions", b"? {a: b}\n: c", "no YAML"),
    ("decisions", b"~: c", "key"),
    ("decisions", b"x: 2026-13-45", "month"),
    ("profile", b"x: 2026-13-45", "YAML"),
    ("rates", b"from,to,rate\nUSD,EUR,1e,5,6", "no rate"),
    ("rates", b'from,to,rate\n"' + b"x" * 140_000, "cannot be read"),
]
"""(target of the fuzzer, input, what the refusal says)."""
