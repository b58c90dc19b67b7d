"""Targets that take a whole file: each kind as it comes, packed kinds also as parts, so that changes get past zip."""

from __future__ import annotations

import io
import zipfile

from fuzz.laws import check_bom, sizes

LIMITS = {"cells": 1_000_000, "rows": 50_000, "file_bytes": 1 << 26, "expanded_bytes": 1 << 27}
"""The limits' own defaults allow what does not fit into a fuzzer's memory."""
BREAK = b"\n\0\n"
"""Between the parts of a packed file, as a target takes them."""


def any_file(content: bytes) -> None:
    """A file of any kind, from its bytes to its lines."""
    from scanner import ingest, lines
    from scanner.ingest.limits import using
    from scanner.options import ReadOptions

    with using(LIMITS):
        document = ingest.read_bytes(content, "bom")
        rows = sizes(document)
        check_bom(lines.build(document, ReadOptions()), rows)


def text(content: bytes) -> None:
    any_file(b"\n" + content)  # no magic number leads to another reader


def markup(content: bytes) -> None:
    any_file(b"<" + content.removeprefix(b"<"))


def json(content: bytes) -> None:
    any_file(b"{" + content if content[:1] not in (b"{", b"[") else content)


def parts(content: bytes) -> None:
    """An xlsx from its parts: sheet, strings, styles, workbook, links."""
    names = (
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    )  # fmt: skip
    any_file(packed(dict(zip(names, content.split(BREAK), strict=False)), _xlsx()))


def ods(content: bytes) -> None:
    """An ods from its content and, where given, its styles."""
    names = ("content.xml", "styles.xml")
    any_file(packed(dict(zip(names, content.split(BREAK), strict=False)), _ods()))


def xlsb(content: bytes) -> None:
    """An xlsb from its parts: sheet, strings, workbook."""
    names = ("xl/worksheets/sheet1.bin", "xl/sharedStrings.bin", "xl/workbook.bin")
    any_file(packed(dict(zip(names, content.split(BREAK), strict=False)), _xlsb()))


def xls(content: bytes) -> None:
    """An xls from its stream of records."""
    from tests.binaries import compound

    any_file(compound(content))


def packed(given: dict[str, bytes], base: bytes) -> bytes:
    """A zip with some of its members replaced; nothing is compressed, for speed."""
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {**members, **given}.items():
            archive.writestr(name, content)
    return out.getvalue()


def unpacked(content: bytes, *names: str) -> bytes:
    """The parts of a packed file as a target takes them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = archive.namelist()
        return BREAK.join(archive.read(n) for n in names if n in inside)


def _xlsx() -> bytes:
    from tests.hostile.archives import good

    return _once("xlsx", good)


def _ods() -> bytes:
    from tests.files import as_ods
    from tests.hostile.archives import ROWS

    return _once("ods", lambda: as_ods(ROWS))


def _xlsb() -> bytes:
    from tests.binaries import as_xlsb
    from tests.hostile.archives import ROWS

    return _once("xlsb", lambda: as_xlsb(ROWS))


_made: dict[str, bytes] = {}


def _once(kind: str, make: object) -> bytes:
    if kind not in _made:
        _made[kind] = make()  # type: ignore[operator]
    return _made[kind]
