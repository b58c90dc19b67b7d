"""A file of any supported format → sheets of cells with coordinates."""

from __future__ import annotations

import hashlib
from pathlib import Path

from scanner.errors import InputError
from scanner.ingest.document import Document
from scanner.ingest.paths import expand
from scanner.options import ReadOptions

__all__ = ["expand", "read"]


def read(path: Path, options: ReadOptions) -> Document:
    """Read a file by its content, not by its ending.

    Raises:
        InputError: missing, empty, encrypted, damaged, or none of the formats.

    """
    source = str(path)
    try:
        if path.is_dir():
            raise InputError("is a folder", source=source, hint="name its files, or use bomscan batch")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("no such file", source=source) from error
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror or error}", source=source) from error
    return read_bytes(content, source, options)


def read_bytes(content: bytes, source: str, options: ReadOptions) -> Document:
    """Read what a file holds.

    Raises:
        InputError: empty, encrypted, damaged, or none of the formats.

    """
    from scanner.ingest import delimited, spreadsheet
    from scanner.ingest.detect import kind_of

    digest = hashlib.sha256(content).hexdigest()
    kind = kind_of(content, source)
    if kind in ("xlsx", "xls", "xlsb", "ods"):
        return spreadsheet.read(content, source, digest, kind)
    return delimited.read(content, source, digest)
