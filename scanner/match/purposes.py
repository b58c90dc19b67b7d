"""Entries that name a machine by its purpose: what a general name is worth without it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from fnmatch import fnmatchcase

from msgspec import Struct

from scanner.findings import Verdict
from scanner.match.text import fold


class Purpose(Struct, frozen=True, kw_only=True, rename={"open_": "open"}):
    """One group of entries and their purpose, as in data/lexicon/purposes.yaml."""

    controls: tuple[str, ...]
    purpose: str
    alien: str
    open_: tuple[str, ...] = ()


class Purposes:
    """Weighs the terms of such entries."""

    def __init__(self, purposes: Iterable[Purpose]) -> None:
        self._purposes = tuple(purposes)

    def verdict(self, control: str, term: str, present: Container[str]) -> Verdict | None:
        """What a term of a control is worth in a line; None = nothing.

        Args:
            control: its id.
            term: as folded in the line.
            present: the concepts of the line.

        """
        for p in self._purposes:
            if any(fnmatchcase(control, c) for c in p.controls):
                if p.purpose in present:
                    return "possible" if p.alien in present else "listed"
                is_open = any(fnmatchcase(term, fold(pattern)) for pattern in p.open_)
                return "possible" if is_open and p.alien not in present else None
        return "listed"
