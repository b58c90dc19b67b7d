"""One file in a worker process: scanned, its reports written, its entry for the store returned."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from scanner.batch import places
from scanner.batch.entry import is_flagged, parts
from scanner.batch.plan import Job
from scanner.catalog.load import Catalog, load
from scanner.collector import held_back
from scanner.errors import Exit, OutputError, ScannerError
from scanner.findings import Exposure
from scanner.options import ScanOptions
from scanner.writers.files import replace

SPOOL_BYTES = 4 << 20
"""Size of an entry from which it goes to the disk instead of through the pipe between processes."""

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class Task(Struct, frozen=True, kw_only=True):
    """What a worker needs to know besides the job; the same for a whole run."""

    options: ScanOptions
    overlays: tuple[Path, ...]
    out: str
    """Folder of the reports, local or remote."""
    formats: tuple[str, ...]
    """Endings of the reports: ``.json`` and others."""
    report: str
    """each, flagged or none: for which files the reports other than JSON are written."""
    also_as_of: date | None = None
    """A second day; each report says what it changes."""
    spool: str | None = None
    """Folder on this machine for entries that are too large to be handed over; None where there is none in common."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of a job."""

    job: Job
    status: str
    """done, failed (cannot be read), unwritten (its report cannot be written), timeout, died (killed its worker) or
    defect."""
    seconds: float
    error: str | None = None
    exit_code: int = 0
    entry: bytes = b""
    """What the store keeps, as lines of JSON (``entry.parts``); empty unless done."""
    spooled: str | None = None
    """The file that holds it instead, where it is large."""
    verdict: str | None = None
    """Of the headline share."""
    megabytes: int | None = None
    """The most memory that its worker held up to then; None where that is not known."""
    full: bool = False
    """There is no room left to write in: no fault of the file, and no use in going on."""
    flagged: bool = False
    strongest: str = "none"
    """The strongest verdict of a line."""


_catalogs: dict[tuple[Path, ...], Catalog] = {}


def prepare(overlays: tuple[Path, ...]) -> None:
    """Load the catalog once a worker."""
    if overlays not in _catalogs:
        _catalogs[overlays] = load(overlays)


def work(job: Job, task: Task) -> Outcome:
    """Scan a job's file; whatever goes wrong is an outcome, never an exception."""
    started = time.perf_counter()
    try:
        with held_back():
            exposure = _scan(job, task)
            _write_reports(exposure, job, task)
            outcome = _done(exposure, job, task, time.perf_counter() - started)
    except (OutputError, OSError) as error:
        outcome = _unwritten(job, error)
    except ScannerError as error:
        outcome = Outcome(job=job, status="failed", seconds=0, error=str(error), exit_code=error.exit_code)
    except Exception as error:  # noqa: BLE001 - a defect in one file must not end the run; it is a row with its kind
        text = f"{job.path}: a defect of ours: {type(error).__name__}: {error}"
        outcome = Outcome(job=job, status="defect", seconds=0, error=text, exit_code=Exit.DEFECT)
    return msgspec.structs.replace(outcome, seconds=round(time.perf_counter() - started, 3), megabytes=_peak())


def _peak() -> int | None:
    """The most memory that this process ever held, in megabytes; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _unwritten(job: Job, error: OutputError | OSError) -> Outcome:
    cause = error.__cause__ if isinstance(error, OutputError) else error
    full = isinstance(cause, OSError) and cause.errno in FULL
    text = f"{error.source}: {error.message}" if isinstance(error, OutputError) else f"{job.path}: {error}"
    return Outcome(job=job, status="unwritten", seconds=0, error=text, exit_code=Exit.OUTPUT, full=full)


def _scan(job: Job, task: Task) -> Exposure:
    from scanner.exposure import scan_file

    prepare(task.overlays)
    catalog = _catalogs[task.overlays]
    with places.local(job.path) as path:
        exposure = scan_file(path, task.options, catalog, shown=job.path)
    if task.also_as_of is None:
        return exposure
    from scanner.asof import also

    return msgspec.structs.replace(exposure, also=also(exposure, task.also_as_of, catalog, task.options))


def _write_reports(exposure: Exposure, job: Job, task: Task) -> None:
    from scanner.writers import writer_for

    flagged = is_flagged(exposure)
    for ending in wanted(task, flagged=flagged):
        name = f"{job.name}{ending}"
        writer: Any = writer_for(Path(name))
        pieces = getattr(writer, "pieces", None)
        places.put(places.join(task.out, name), pieces(exposure) if pieces else writer.render(exposure))


def wanted(task: Task, *, flagged: bool) -> tuple[str, ...]:
    """Endings of the reports that a file gets."""
    if task.report == "each" or (task.report == "flagged" and flagged):
        return task.formats
    return tuple(x for x in task.formats if x == ".json")


def _done(exposure: Exposure, job: Job, task: Task, seconds: float) -> Outcome:
    from scanner.batch import law

    headline = exposure.headline
    states = law.rows(exposure, _catalogs[task.overlays], task.options)
    entry, spooled = _held(parts(exposure, job, states, seconds=seconds), job, task)
    return Outcome(
        job=job,
        status="done",
        seconds=0,
        entry=entry,
        spooled=spooled,
        verdict=headline.verdict if headline else None,
        flagged=is_flagged(exposure),
        strongest=exposure.strongest,
    )


def _held(pieces: Iterator[bytes], job: Job, task: Task) -> tuple[bytes, str | None]:
    """An entry in memory, or the file that it was written to because it is large."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if task.spool is not None and len(held) > SPOOL_BYTES:
            path = Path(task.spool) / f"{job.name}.ndjson"
            replace(path, chain([bytes(held)], pieces))
            return b"", str(path)
    return bytes(held), None
