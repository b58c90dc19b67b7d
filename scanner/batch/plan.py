"""Which files a run covers, what their outputs are called, and which answers are already known."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from scanner.batch.places import is_remote, open_remote
from scanner.options import ScanOptions, as_words
from scanner.version import __version__

NAME_LENGTH = 80
"""Characters of a file's own name that its outputs keep: with hash and ending far below the 255 bytes of a path."""


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


def output_name(path: str) -> str:
    """A stable, safe name for the outputs of a file.

    The same path always gives the same name, whatever other files a run holds; letters of any
    script stay, everything else becomes ``-``.
    """
    digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    readable = unicodedata.normalize("NFC", path.rsplit("/", 1)[-1])
    readable = re.sub(r"[^\w.]+", "-", readable, flags=re.UNICODE).strip("-.") or "bom"
    while len(readable.encode()) > NAME_LENGTH:
        readable = readable[:-1]
    return f"{readable}-{digest}"


def question_key(options: ScanOptions, catalog_sha256: str) -> str:
    """What, besides the content, decides an answer."""
    words = {"as_of": options.as_of.isoformat(), **as_words(options)}
    for number, place in enumerate((options.rates, options.read.profile, *options.decisions, *options.answers)):
        if place is not None and place.is_file():
            words[f"content {number} of {place.name}"] = hashlib.sha256(place.read_bytes()).hexdigest()
    return hashlib.sha256(msgspec.json.encode([__version__, catalog_sha256, sorted(words.items())])).hexdigest()


def plan(paths: Iterable[str], question: str) -> Iterable[Job]:
    """A job for each path, in order; one that cannot be read is a job with a fault."""
    for path in paths:
        digest, fault = _content_hash(path)
        key = (
            hashlib.sha256(f"{path}\0{digest}\0{question}".encode("utf-8", "surrogateescape")).hexdigest()
            if digest
            else ""
        )
        yield Job(path=path, name=output_name(path), sha256=digest, key=key, fault=fault)


def _content_hash(path: str) -> tuple[str, str | None]:
    try:
        with open_remote(path) if is_remote(path) else Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), None
    except OSError as error:
        return "", f"{path}: cannot be read: {error.strerror or error}"
