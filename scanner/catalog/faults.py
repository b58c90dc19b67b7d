"""What is wrong with catalog data: every fault with its file, line, record and key."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scanner.errors import CatalogError


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong, and where."""

    file: str
    message: str
    line: int | None = None
    record: str | None = None
    """Id of the record, or its place in the file where it has none."""
    key: str | None = None
    """Path to the value, ``criteria[0].op``."""
    place: tuple[str | int, ...] = ()
    """Where the record stands in a YAML file, from the top; for finding the line."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(filter(None, (place, self.record, self.key, self.message)))


def refuse(faults: Sequence[Fault], source: str) -> None:
    """Raise one error that names all faults; nothing when there is none.

    Raises:
        CatalogError: there are faults.

    """
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise CatalogError(f"the catalog data has {count}", faults=tuple(map(str, faults)), source=source)
