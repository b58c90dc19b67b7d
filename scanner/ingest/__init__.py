"""A file of any supported format → sheets of cells with coordinates."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from scanner.bom import sound
from scanner.errors import InputError
from scanner.ingest.document import Document
from scanner.ingest.limits import using
from scanner.ingest.profiles import profiles_for
from scanner.ingest.sources import expand, load
from scanner.options import ReadOptions

__all__ = ["expand", "read", "read_bytes"]


def read(path: Path, options: ReadOptions) -> Document:
    """Read a file by its content, not by its ending; ``-`` is standard input.

    Raises:
        InputError: missing, empty, encrypted, damaged, or none of the formats.

    """
    with using(options.limits):
        content, source = load(path)
        document = read_bytes(content, sound(source))
    return msgspec.structs.replace(document, profiles=profiles_for(source, options.profile))


def read_bytes(content: bytes, source: str) -> Document:
    """Read what a file holds; ``source`` names it in the result.

    Raises:
        InputError: empty, encrypted, damaged, or none of the formats.

    """
    from scanner.ingest.detect import kind_of

    digest = hashlib.sha256(content).hexdigest()
    kind = kind_of(content, source)
    if kind in ("xlsx", "xls", "xlsb", "ods"):
        from scanner.ingest import spreadsheet

        return spreadsheet.read(content, source, digest, kind)
    if kind == "xml":
        from scanner.ingest import xml

        return xml.read(content, source, digest)
    if kind == "json":
        from scanner.ingest import cyclonedx

        return cyclonedx.read(content, source, digest)
    if kind == "zip":
        raise InputError("is an archive", source=source, hint=f"scan takes it, or name a member: {source}!NAME")
    if kind == "html":
        from scanner.ingest import markup

        return markup.read(content, source, digest)
    from scanner.ingest import delimited

    return delimited.read(content, source, digest)
