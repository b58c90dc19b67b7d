"""What commands take beside bills of materials: results that were saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanner.catalog.load import Catalog
    from scanner.findings import Exposure
    from scanner.options import ScanOptions

MARK = b'"format_version"'
"""Stands at the beginning of every saved result, and of no bill of materials."""


RUN = b'"run"'
"""Stands at the beginning of a batch's portfolio, which lies among its results."""


def is_result(path: Path) -> bool:
    """The file is a saved result, not a bill of materials that is JSON too."""
    return MARK in _head(path)


def is_portfolio(path: Path) -> bool:
    """The file sums up a batch; its results stand beside it."""
    head = _head(path)
    return MARK in head and RUN in head


def _head(path: Path) -> bytes:
    if path.suffix.lower() != ".json":
        return b""
    try:
        with path.open("rb") as file:
            return file.read(200)
    except OSError:
        return b""


def exposure_of(path: Path, options: ScanOptions, catalog: Catalog) -> Exposure:
    """A saved result as it stands, or a bill of materials scanned.

    Raises:
        InputError: it is neither.

    """
    if is_result(path):
        from scanner.writers.reload import load

        return load(path)
    return scanned(path, options, catalog)


def scanned(path: str | Path, options: ScanOptions, catalog: Catalog) -> Exposure:
    """A bill of materials, scanned within the time that a file may take.

    Raises:
        InputError: it cannot be read, or takes longer.

    """
    from scanner.cli.timelimit import within
    from scanner.exposure import scan_file

    with within(options.read, str(path)):
        return scan_file(path, options, catalog)
