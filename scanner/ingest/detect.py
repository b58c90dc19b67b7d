"""What kind of file it is, told by its first bytes and, for containers, by their parts."""

from __future__ import annotations

import io
import zipfile

from scanner.errors import InputError

_REFUSED = {
    b"%PDF": ("a PDF document", "export the parts list as xlsx or csv"),
    b"{\\rtf": ("a rich text document", "export the parts list as xlsx or csv"),
    b"\x89PNG": ("a picture", None),
    b"\xff\xd8\xff": ("a picture", None),
    b"GIF8": ("a picture", None),
    b"BM": ("a picture", None),
    b"7z\xbc\xaf\x27\x1c": ("a 7z archive", "unpack it, or pack it as zip"),
    b"Rar!": ("a rar archive", "unpack it, or pack it as zip"),
    b"\x1f\x8b": ("a gzip archive", "unpack it first"),
    b"SQLite format 3": ("a database", "export the parts list as xlsx or csv"),
    b"\x7fELF": ("a program", None),
    b"MZ": ("a program", None),
}


def kind_of(content: bytes, source: str) -> str:
    """The format of a file's content.

    Raises:
        InputError: empty, encrypted, damaged, or a kind that holds no table.

    """
    if not content:
        raise InputError("is empty", source=source)
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _container(content, source)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _compound(content, source)
    for magic, (what, hint) in _REFUSED.items():
        if content.startswith(magic):
            raise InputError(f"is {what}, not a bill of materials", source=source, hint=hint)
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return "html" if b"<html" in head.lower() or b"<!doctype html" in head.lower() else "xml"
    if head.startswith(b"{"):
        return "json"
    return "text"


def _container(content: bytes, source: str) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(
            "is damaged: the zip container cannot be read", source=source, hint="was it cut off while copying?"
        ) from error
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(n.startswith("xl/") and n.endswith(".xml") for n in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    if any(n.startswith(("word/", "ppt/")) for n in names):
        raise InputError(
            "is a text document or presentation, not a table", source=source, hint="save the parts list as xlsx or csv"
        )
    return "zip"


def _compound(content: bytes, source: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise InputError("is protected by a password", source=source, hint="save a copy without the password")
    if "WordDocument".encode("utf-16-le") in content[: 1 << 20] and "Workbook".encode("utf-16-le") not in content:
        raise InputError("is a text document, not a table", source=source, hint="save the parts list as xlsx or csv")
    return "xls"
