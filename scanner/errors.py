"""What can go wrong, and the exit code each kind ends with."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command, as documented in docs/command-line.md."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    INPUT = 3
    OUTPUT = 4
    CATALOG = 5
    DEFECT = 70


class ScannerError(Exception):
    """Something a user can act on: what happened, where, and what to try.

    The command prints it as one line, ``source: message (hint)``, and ends with ``exit_code``.
    ``source`` gains its place (file, sheet, cell) as the error rises.
    """

    exit_code = Exit.DEFECT

    def __init__(self, message: str, *, source: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.source}: " if self.source else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.message}{hint}"


class UsageError(ScannerError):
    """An option or argument that makes no sense."""

    exit_code = Exit.USAGE


class InputError(ScannerError):
    """A bill of materials, rate table or answer file that cannot be read."""

    exit_code = Exit.INPUT


class OutputError(ScannerError):
    """A report that cannot be written."""

    exit_code = Exit.OUTPUT


class CatalogError(ScannerError):
    """Catalog data that does not fit its schema; ``faults`` names every one found."""

    exit_code = Exit.CATALOG

    def __init__(
        self,
        message: str,
        *,
        faults: tuple[str, ...] = (),
        source: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, source=source, hint=hint)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"  {fault}" for fault in self.faults)])
