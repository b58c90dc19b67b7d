"""Whether the papers that decisions rest on are still what they were: by their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from scanner.bom import Note
from scanner.decisions.model import Decision, Proof
from scanner.decisions.review import Finding


def altered(decisions: Iterable[Decision], folder: Path) -> Iterator[Finding]:
    """Papers that lie in a folder under their name and have another hash than the decision keeps."""
    for x, proof in _proofs(decisions):
        found = _digest_in(folder, proof)
        if found is not None and found != (proof.sha256 or "").lower():
            yield Finding(
                decision=x.id, fault="evidence altered",
                says=f"{proof.file} has SHA-256 {found[:16]}…, the decision rests on {proof.sha256}",
            )  # fmt: skip


def missing(decisions: Iterable[Decision], folder: Path) -> Iterator[Finding]:
    """Papers with a hash that do not lie in the folder, so that nothing can be said of them."""
    for x, proof in _proofs(decisions):
        if _digest_in(folder, proof) is None:
            yield Finding(decision=x.id, fault="evidence missing", says=f"{proof.file} does not lie in {folder}")


def notes(path: Path, decisions: Iterable[Decision]) -> tuple[Note, ...]:
    """What a report says of altered papers beside a decisions file; one that is elsewhere is not looked for."""
    return tuple(
        Note(code="evidence-altered", severity="warning", message=f"{x.decision} rests on another paper: {x.says}")
        for x in altered(decisions, path.parent)
    )


def _proofs(decisions: Iterable[Decision]) -> Iterator[tuple[Decision, Proof]]:
    for x in decisions:
        yield from ((x, proof) for proof in x.evidence if proof.sha256)


def _digest_in(folder: Path, proof: Proof) -> str | None:
    """The hash of the paper in a folder; None where there is no such file, or it cannot be read."""
    try:
        path = folder / proof.file
        found = path.stat()
        return _digest(path, found.st_mtime_ns, found.st_size) if path.is_file() else None
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=1024)
def _digest(path: Path, _changed: int, _size: int) -> str:
    """Once for all bills of a run."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
