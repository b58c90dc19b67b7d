"""The files that a name on the command line stands for."""

from __future__ import annotations

import glob
import os
from pathlib import Path

from scanner.errors import InputError

ENDINGS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".xml", ".json", ".zip"))
"""Endings that are looked into in a folder; a file that is named is read whatever it is called."""


def expand(name: str) -> list[str]:
    """A file, the files of a folder and its subfolders, or those that a pattern names, in order of their names.

    Hidden files and the lock files of office programs (``~$...``) are left out. A name that exists is
    never taken for a pattern. ``-`` is standard input.

    Raises:
        InputError: a folder or pattern without any file.

    """
    path = Path(name)
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror or error}", source=name) from error
    if name == "-" or is_file:
        return [name]
    if is_folder:
        found = sorted(os.path.join(folder, x) for folder, _, files in os.walk(path) for x in files)  # noqa: PTH118 - as given
        return _some(
            [x for x in found if _offered(Path(x), path)], name, "the folder holds no spreadsheet, csv, xml or json"
        )
    if any(c in name for c in "*?["):
        return _some(sorted(x for x in glob.glob(name, recursive=True) if Path(x).is_file()), name, "no file fits")  # noqa: PTH207 - as given
    return [name]


def _offered(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    return path.suffix.lower() in ENDINGS and not any(x.startswith((".", "~$")) for x in parts)


def _some(found: list[str], name: str, fault: str) -> list[str]:
    if not found:
        raise InputError(fault, source=name)
    return found
