"""How much of a file is read; beyond that it is refused with what to do. The figures stand in the reader's settings."""

from __future__ import annotations

import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from scanner.errors import InputError

SETTINGS = Path(__file__).parent.parent / "data" / "headings" / "settings.yaml"


@lru_cache(maxsize=1)
def limits() -> dict[str, int]:
    """The limits by name."""
    import yaml

    data: dict[str, Any] = yaml.load(SETTINGS.read_bytes(), Loader=yaml.CSafeLoader)
    return {k: int(v) for k, v in data["limits"].items()}


def check_archive(archive: zipfile.ZipFile, packed: int, source: str) -> None:
    """Refuse an archive that unpacks to far more than it holds.

    Raises:
        InputError: too large or too dense.

    """
    known = limits()
    expanded = sum(x.file_size for x in archive.infolist())
    if expanded > known["expanded_bytes"]:
        raise InputError(f"unpacks to {expanded >> 20} MB, more than is read", source=source, hint="split the file")
    if expanded > known["ratio_floor_bytes"] and expanded > known["expansion_ratio"] * max(1, packed):
        raise InputError(f"unpacks to {expanded // max(1, packed)} times its size: not a real workbook", source=source)


def check_area(rows: int, columns: int, name: str, source: str) -> None:
    """Refuse a sheet whose cells span more than fits in memory.

    Raises:
        InputError: too many rows, columns or cells.

    """
    known = limits()
    if rows > known["rows"]:
        raise InputError(f"sheet '{name}' has {rows:,} rows, more than are read", source=source, hint="split the file")
    if rows * columns > known["cells"]:
        raise InputError(
            f"sheet '{name}' spans {rows:,} rows and {columns:,} columns",
            source=source,
            hint="delete the stray cells far from the table",
        )
