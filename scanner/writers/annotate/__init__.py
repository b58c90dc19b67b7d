"""A copy of the user's own workbook with our columns at the right of each table.

The package is not loaded and saved again, which would lose charts, shapes and whatever else a library does not know.
Cells are spliced into the bytes of the sheets that hold lines; every other part of the file is copied as it is.
Files of other formats become a new workbook with the same cells.
"""

from __future__ import annotations

from pathlib import Path

from scanner.errors import InputError, OutputError, UsageError
from scanner.findings import Exposure

ENDINGS = (".xlsx", ".xlsm")


def check_target(out: Path) -> None:
    """Raises UsageError where an annotated copy cannot have this name."""
    if out.suffix.lower() not in ENDINGS:
        raise UsageError(
            f"an annotated copy is a workbook, and no workbook of ours ends in {out.suffix!r}",
            source=str(out),
            hint="end the name in .xlsx, or in .xlsm to keep macros",
        )


def annotate(exposure: Exposure, source: Path, out: Path) -> list[str]:
    """Write the annotated copy; returns warnings, each one sentence. The source is never touched.

    A workbook with macros becomes one without, unless ``out`` ends in ``.xlsm``: then they are copied unread.

    Raises:
        UsageError: ``out`` is the source, its ending fits nothing, or the source is standard input.
        InputError: the source is no longer what was scanned.
        OutputError: the place cannot be written.

    """
    import hashlib

    from scanner.writers.annotate import workbook
    from scanner.writers.files import replace

    check_target(out)
    if str(source) == "-":
        raise UsageError("standard input cannot be annotated", hint="give the file by its name")
    if out.exists() and source.exists() and out.samefile(source):
        raise UsageError("would overwrite the file that was scanned", source=str(out), hint="choose another name")
    try:
        content = source.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", source=str(source)) from error
    if hashlib.sha256(content).hexdigest() not in {i.sha256 for i in exposure.bom.inputs}:
        raise InputError("has changed since it was scanned", source=str(source), hint="scan it again")
    made, warnings = workbook.annotated(exposure, content, str(source), out.suffix.lower())
    replace(out, made)
    return warnings


__all__ = ["ENDINGS", "OutputError", "annotate", "check_target"]
