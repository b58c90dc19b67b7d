"""Zip containers that lie: cut, bombs, overlaps, paths that climb, links, passwords."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import lru_cache

from tests.files import as_csv, as_xlsx

ROWS = [
    ["Part Number", "Description", "Qty", "Unit Price (USD)"],
    ["M-1", "SmCo magnet ring", 4, 4.9],
    ["S-1", "Screw M3x8", 10, 0.05],
    ["H-1", "Housing, cast", 1, 12.5],
]
TYPES = "[Content_Types].xml"


def good() -> bytes:
    return as_xlsx({"BOM": ROWS})


def cut(share: float) -> bytes:
    content = good()
    return content[: int(len(content) * share)]


def flipped(every: int) -> bytes:
    """An ordinary workbook with a bit turned in every so many bytes of its packed parts."""
    content = bytearray(good())
    content[60 : len(content) // 2 : every] = bytes(x ^ 0x10 for x in content[60 : len(content) // 2 : every])
    return bytes(content)


def packed(members: dict[str, bytes | str], mode: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", mode, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(parts: dict[str, bytes | str | None], base: bytes | None = None) -> bytes:
    """An ordinary workbook with parts replaced, added, or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(base or good())) as archive:
        members: dict[str, bytes | str] = {n: archive.read(n) for n in archive.namelist()}
    for name, content in parts.items():
        if content is None:
            members.pop(name, None)
        else:
            members[name] = content
    return packed(members)


@lru_cache(maxsize=1)
def _blanks() -> tuple[bytes, bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block, packer.flush()


def zeros(megabytes: int) -> tuple[bytes, int, int]:
    """(deflated, no checksum, size) of so many megabytes of blanks, made without holding them."""
    block, end = _blanks()
    return block * megabytes + end, 0, megabytes << 20


def raw_zip(entries: list[tuple[str, bytes, int, int]], *, share: bool = False, declared: int | None = None) -> bytes:
    """A zip written by hand: (name, deflated, crc, size). ``share``: all entries point at the first one's data;
    ``declared``: the size that the headers claim.
    """
    out, directory, first = bytearray(), bytearray(), 0
    for number, (name, data, crc, size) in enumerate(entries):
        said, encoded = declared if declared is not None else size, name.encode()
        offset = len(out)
        if number == 0 or not share:
            out += struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, crc, len(data), said, len(encoded), 0)
            out += encoded + data
            first = offset if number == 0 else first
        directory += struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, crc, len(data), said, len(encoded), 0, 0, 0, 0, 0,
            first if share else offset,
        ) + encoded  # fmt: skip
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    return bytes(out + directory + end)


def flat_bomb(name: str = "xl/worksheets/sheet1.xml", megabytes: int = 1200) -> bytes:
    return raw_zip([("xl/workbook.xml", *_small(b"<workbook/>")), (name, *zeros(megabytes))])


def lying_bomb() -> bytes:
    """A sheet of 600 MB whose headers claim 1,000 bytes."""
    types = _parts()
    data, crc, _ = zeros(600)
    return raw_zip([*types, ("xl/worksheets/sheet1.xml", data, crc, 1000)])


def huge_claim() -> bytes:
    """A small sheet whose headers claim four gigabytes."""
    data, crc, _ = _small(b"<worksheet/>")
    return raw_zip([*_parts(), ("xl/worksheets/sheet1.xml", data, crc, 0xFFFFFFFE)])


def overlapping() -> bytes:
    """Two thousand members that are all the same 50 MB."""
    data = zeros(50)
    return raw_zip([(f"xl/worksheets/sheet{n}.xml", *data) for n in range(2000)], share=True)


def nested(depth: int, name: str = "bom.csv") -> bytes:
    content, inner = as_csv(ROWS), name
    for level in range(depth):
        content, inner = packed({inner: content}), f"level{level}.zip"
    return content


def many_entries(count: int, ending: str = "csv") -> bytes:
    return packed({f"{n}.{ending}": b"" for n in range(count)}, zipfile.ZIP_STORED)


def climbing(name: str) -> bytes:
    return packed({name: as_csv(ROWS)})


def symlink() -> bytes:
    """A member that is a link to a file of the system."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("bom.csv")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def encrypted_member() -> bytes:
    content = bytearray(packed({"bom.csv": as_csv(ROWS)}))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + offset] |= 1
    return bytes(content)


def unknown_method() -> bytes:
    content = bytearray(packed({"bom.csv": as_csv(ROWS)}))
    for sign, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(sign) + offset] = 99
    return bytes(content)


def _small(content: bytes) -> tuple[bytes, int, int]:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(), zlib.crc32(content), len(content)


def _parts() -> list[tuple[str, bytes, int, int]]:
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        return [(n, *_small(archive.read(n))) for n in archive.namelist() if n != "xl/worksheets/sheet1.xml"]
