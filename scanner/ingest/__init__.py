"""A file of any supported format → sheets of cells with coordinates."""

from __future__ import annotations

from pathlib import Path

from scanner.errors import InputError
from scanner.options import ReadOptions


def read(path: Path, options: ReadOptions) -> object:
    """Read a file by its content, not by its ending.

    Raises:
        InputError: missing, empty, encrypted, damaged, or none of the formats.

    """
    raise InputError("no reader yet", source=str(path))


def expand(name: str) -> list[str]:
    """A file, the files of a folder, or those that a pattern names; what is given appears so in the report."""
    return [name]
