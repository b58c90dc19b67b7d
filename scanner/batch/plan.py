"""Which files a run covers, what their outputs are called, and which answers are already known."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from scanner.batch.places import is_remote, open_remote
from scanner.errors import InputError
from scanner.findings import CatalogInfo
from scanner.ingest.sources import MEMBER, load
from scanner.options import ScanOptions, as_words
from scanner.version import __version__

NAME_LENGTH = 80
"""Characters of a file's own name that its outputs keep: with hash and ending far below the 255 bytes of a path."""

DIGITS = 12
"""Of the hash in a name: among a million files of one name, two meet with a chance of 1 in 500."""
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{x}{n}" for x in ("COM", "LPT") for n in range(10))}
"""Names that Windows keeps for devices, whatever their ending."""


class Job(Struct, frozen=True, kw_only=True):
    """One file to scan."""

    path: str
    """As the user gave it."""
    name: str
    """Stem of its outputs: readable, safe on every file system, unique by a hash of the path."""
    sha256: str
    """Of the content; empty when the file could not be read, and then ``fault`` says why."""
    key: str
    """Equal keys have equal answers: path, content, options, catalog and tool version."""
    fault: str | None = None
    size: int = 0
    """Bytes, where the file is on this machine."""


def output_name(path: str) -> str:
    """A stable, safe name for the outputs of a file.

    The same path always gives the same name, whatever other files a run holds; letters of any
    script stay, everything else becomes ``-``.
    """
    digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:DIGITS]
    readable = unicodedata.normalize("NFC", path.rsplit("/", 1)[-1])
    readable = re.sub(r"[^\w.]+", "-", readable, flags=re.UNICODE).strip("-.") or "bom"
    if readable.partition(".")[0].upper() in DEVICES:
        readable = f"_{readable}"
    while len(readable.encode()) > NAME_LENGTH:
        readable = readable[:-1]
    return f"{readable}-{digest}"


def question_key(options: ScanOptions, catalog: CatalogInfo, also_as_of: date | None = None) -> str:
    """What, besides the content, decides an answer."""
    words = {"as_of": options.as_of.isoformat(), **as_words(options)}
    if also_as_of is not None:
        words["also_as_of"] = also_as_of.isoformat()
    for number, place in enumerate((options.rates, options.read.profile, *options.decisions, *options.answers)):
        if place is not None and place.is_file():
            words[f"content {number} of {place.name}"] = hashlib.sha256(place.read_bytes()).hexdigest()
    stated = [__version__, catalog.sha256, catalog.overlays, sorted(words.items())]
    return hashlib.sha256(msgspec.json.encode(stated)).hexdigest()


def plan(paths: Iterable[str], question: str) -> Iterator[Job]:
    """A job for each path, in order; one that cannot be read is a job with a fault."""
    for path in paths:
        digest, size, fault = _looked_at(path)
        key = (
            hashlib.sha256(f"{path}\0{digest}\0{question}".encode("utf-8", "surrogateescape")).hexdigest()
            if digest
            else ""
        )
        yield Job(path=path, name=output_name(path), sha256=digest, key=key, fault=fault, size=size)


def largest_first(paths: list[str]) -> list[str]:
    """The paths in an order that leaves no worker alone with a large file at the end of a run."""
    return sorted(paths, key=size_of, reverse=True)


def size_of(path: str) -> int:
    """Bytes of a file on this machine; 0 where that is not known."""
    try:
        return 0 if is_remote(path) else os.stat(path).st_size  # noqa: PTH116 - a million times
    except (OSError, ValueError):
        return 0


def _looked_at(path: str) -> tuple[str, int, str | None]:
    """SHA-256 of the content and its size, or why there is none."""
    try:
        if not is_remote(path) and MEMBER in path and not os.path.exists(path):  # noqa: PTH110 - as above
            content, _ = load(Path(path))
            return hashlib.sha256(content).hexdigest(), len(content), None
        if not is_remote(path) and not os.path.isfile(path) and os.path.exists(path):  # noqa: PTH110, PTH113
            return "", 0, f"{path}: is no regular file"
        with open_remote(path) if is_remote(path) else open(path, "rb") as file:  # noqa: PTH123 - as above
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return digest, file.tell(), None
    except InputError as error:
        return "", 0, str(error)
    except (OSError, ValueError) as error:
        return "", 0, f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}"
