"""Entries on their way into the store: on the disk at once, loaded in bulk, found again after a crash."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import BinaryIO

from scanner.batch.store import Store
from scanner.batch.worker import Outcome
from scanner.errors import OutputError

LOAD_BYTES = 32 << 20
"""Size of entries that are taken into the store at a time."""
LOAD_SECONDS = 20.0
"""Longest time that an entry waits for that."""
ENDING = ".ndjson"


class Journal:
    """A folder of entries that the store does not have yet.

    Small entries are appended to one file, large ones stand in files of their own, which workers write.

    Raises:
        OutputError: the disk is full, or the folder cannot be written.

    """

    def __init__(self, folder: Path, store: Store, run: int) -> None:
        self.folder = folder
        self.store = store
        self.run = run
        self._common = folder / f"{run}{ENDING}"
        self._file: BinaryIO | None = None
        self._waiting: list[Path] = []
        self._bytes = 0
        self._since = time.monotonic()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._refused(error) from error

    def recover(self) -> int:
        """Takes in what an interrupted run had finished; returns how many scans that saved."""
        saved = 0
        for path in sorted(self.folder.iterdir()):
            if path.suffix == ENDING and not path.name.startswith("."):
                _cut(path)
                saved += self.store.load(self.run, [path], covers=False)
            path.unlink()
        return saved

    def add(self, outcome: Outcome) -> None:
        """Takes what a worker found; from now on a crash does not lose it."""
        if outcome.spooled is not None:
            self._waiting.append(Path(outcome.spooled))
            self._bytes += self._waiting[-1].stat().st_size
        else:
            self._append(outcome.entry)
            self._bytes += len(outcome.entry)
        if self._bytes >= LOAD_BYTES or time.monotonic() - self._since > LOAD_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Has the store take in what stands here."""
        if self._file is not None:
            self._file.close()
            self._file = None
            self._waiting.append(self._common)
        self.store.load(self.run, self._waiting)
        for path in self._waiting:
            path.unlink()
        self._waiting.clear()
        self._bytes = 0
        self._since = time.monotonic()

    def close(self) -> None:
        """Has the store take in the rest; the empty folder goes."""
        self.flush()
        with contextlib.suppress(OSError):  # what somebody else put there stays
            self.folder.rmdir()

    def _append(self, entry: bytes) -> None:
        try:
            if self._file is None:
                self._file = self._common.open("ab", buffering=0)
            whole = self._file.tell()
            try:
                _write(self._file, entry)
            except OSError:
                self._file.truncate(whole)
                raise
        except OSError as error:
            raise self._refused(error) from error

    def _refused(self, error: OSError) -> OutputError:
        return OutputError(f"cannot be written: {error.strerror}", source=str(self.folder), hint=RESUME)


RESUME = "what is finished is kept: make room and start the same command again"


def _write(file: BinaryIO, content: bytes) -> None:
    """Writes all of it; an unbuffered file says of a full disk only when it is asked a second time."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


def _cut(path: Path) -> None:
    """Cuts off a last line that a crash left unfinished."""
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        while end:
            start = max(0, end - 65536)
            file.seek(start)
            at = file.read(end - start).rfind(b"\n")
            if at >= 0:
                end = start + at + 1
                break
            end = start
        file.truncate(end)
