"""How much of a file is read; beyond that it is refused with what to do.

The defaults stand in the reader's settings; ``--limit NAME=VALUE`` (``ReadOptions.limits``) overrules them for one run.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from scanner.catalog.load import built_in
from scanner.errors import InputError

SETTINGS = "headings/settings.yaml"
_CLIMBS = ("/", "\\")
_LINK = 0o120000


@lru_cache(maxsize=1)
def defaults() -> dict[str, int]:
    """The limits by name, as they are unless a user says otherwise."""
    data = built_in().document(SETTINGS, dict[str, dict[str, str]])
    return {k: int(v) for k, v in data["limits"].items()}


_current: ContextVar[Mapping[str, int] | None] = ContextVar("limits", default=None)


def limits() -> Mapping[str, int]:
    """The limits by name that hold now."""
    return _current.get() or defaults()


@contextmanager
def using(given: Mapping[str, int]) -> Iterator[None]:
    """Other limits while a file is read."""
    token = _current.set({**defaults(), **given}) if given else None
    try:
        yield
    finally:
        if token is not None:
            _current.reset(token)


def beyond(name: str, says: str, source: str, hint: str = "") -> InputError:
    """The refusal of what is beyond a limit: what it is, the limit's name, and how to raise it."""
    value = limits()[name]
    raised = f"raise it with --limit {name}=N if the file is what it should be"
    return InputError(
        f"{says}, over the limit {name} of {value:,}", source=source, hint=f"{hint}, or {raised}" if hint else raised
    )


def check(name: str, value: int, says: str, source: str, hint: str = "") -> None:
    """Refuse what is beyond a limit.

    Raises:
        InputError: it is.

    """
    if value > limits()[name]:
        raise beyond(name, says, source, hint)


def check_archive(archive: zipfile.ZipFile, packed: int, source: str) -> None:
    """Refuse an archive that unpacks to far more than it holds, or whose members point outside it.

    Raises:
        InputError: too many members, too large, too dense, a path that climbs, a link.

    """
    members = archive.infolist()
    check("members", len(members), f"holds {len(members):,} files", source)
    for x in members:
        parts = x.filename.replace("\\", "/").split("/")
        if ".." in parts or ":" in parts[0]:
            raise InputError(
                f"holds a path that leads outside it, {x.filename[:80]!r}", source=source, hint="pack it anew"
            )
        if (x.external_attr >> 16) & 0o170000 == _LINK:
            raise InputError(
                f"holds a link, {x.filename[:80]!r}, which is not followed", source=source, hint="pack the file itself"
            )
    expanded = sum(x.file_size for x in members)
    check("expanded_bytes", expanded, f"unpacks to {expanded:,} bytes", source, "split the file")
    if expanded > limits()["ratio_floor_bytes"]:
        ratio = expanded // max(1, packed)
        check("expansion_ratio", ratio, f"unpacks to {ratio:,} times its size, which no real workbook does", source)


def unpack(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member of an archive; no more of it than its size as stated, which ``check_archive`` has looked at.

    Raises:
        KeyError: no such member.
        zipfile.BadZipFile: it holds something else than stated.

    """
    info = archive.getinfo(name)
    try:
        with archive.open(info) as member:
            return member.read(info.file_size + 1)
    except ValueError as error:  # a place before the beginning
        raise zipfile.BadZipFile(str(error)) from error


def check_area(rows: int, columns: int, name: str | None, source: str) -> None:
    """Refuse a sheet whose cells span more than fits in memory; None where its name is not known yet.

    Raises:
        InputError: too many rows, columns or cells.

    """
    stray = "delete the stray cells far from the table"
    sheet = "a sheet" if name is None else f"sheet '{name}'"
    check("rows", rows, f"{sheet} has {rows:,} rows", source, "split the file")
    check("columns", columns, f"{sheet} has {columns:,} columns", source, stray)
    check("cells", rows * columns, f"{sheet} spans {rows:,} rows and {columns:,} columns of cells", source, stray)
