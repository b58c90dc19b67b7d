"""Inputs and outputs on shared storage, through fsspec; plain paths stay plain."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scanner.errors import InputError, OutputError, UsageError
from scanner.writers.files import replace


def is_remote(path: str) -> bool:
    """The path names a protocol, as in ``s3://bucket/folder``."""
    scheme, sign, _ = path.partition("://")
    return bool(sign) and scheme.isalnum()


def open_remote(path: str) -> Any:
    """A remote file open for reading bytes.

    Raises:
        InputError: the protocol is not installed, or the place cannot be reached.

    """
    import fsspec

    try:
        return fsspec.open(path, "rb").open()
    except ImportError as error:
        raise UsageError(str(error), source=path, hint="install bomscan[cluster]") from error
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", source=path) from error


@contextmanager
def local(path: str) -> Iterator[Path]:
    """A local file with the content and the name of a path, for as long as it is needed."""
    if not is_remote(path):
        yield Path(path)
        return
    with tempfile.TemporaryDirectory(prefix="bomscan-") as folder, open_remote(path) as source:
        copy = Path(folder) / path.rsplit("/", 1)[-1]
        with copy.open("wb") as target:
            while block := source.read(1 << 20):
                target.write(block)
        yield copy


def listing(pattern: str) -> list[str]:
    """Files of a remote folder or pattern, in the order of their names."""
    import fsspec

    system, root = fsspec.core.url_to_fs(pattern)
    found = system.glob(root) if any(c in root for c in "*?[") else system.find(root)
    return sorted(system.unstrip_protocol(x) for x in found)


def names(folder: str) -> list[str]:
    """Names of the files in a folder, local or remote."""
    if not is_remote(folder):
        return [x.name for x in Path(folder or ".").iterdir()]
    import fsspec

    system, root = fsspec.core.url_to_fs(folder)
    if not system.exists(root):
        return []
    return [str(x).rpartition("/")[2] for x in system.ls(root, detail=False)]


def join(folder: str, name: str) -> str:
    """A file within a folder, local or remote."""
    return f"{folder.rstrip('/')}/{name}" if is_remote(folder) else str(Path(folder) / name)


def put(place: str, content: bytes | Iterable[bytes]) -> None:
    """Write a file whole, piece by piece: beside and renamed where it is local, in one upload where it is remote.

    Raises:
        OutputError: the place cannot be written.

    """
    if not is_remote(place):
        replace(Path(place), content)
        return
    import fsspec

    try:
        with fsspec.open(place, "wb") as file:
            for piece in [content] if isinstance(content, bytes) else content:
                file.write(piece)
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot be written: {error}", source=place) from error
