"""One file in a worker process: scanned, its reports written, its entry for the store returned."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
from msgspec import Struct

from scanner.batch import places
from scanner.batch.plan import Job
from scanner.catalog.load import Catalog, load
from scanner.collector import held_back
from scanner.errors import Exit, ScannerError
from scanner.findings import EXPOSED, Exposure
from scanner.options import ScanOptions


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


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of a job."""

    job: Job
    status: str
    """done, failed (cannot be read), timeout, died (killed its worker) or defect."""
    seconds: float
    error: str | None = None
    exit_code: int = 0
    entry: bytes = b""
    """The journal entry as JSON; empty unless done."""
    verdict: str | None = None
    """Of the headline share."""
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
    except ScannerError as error:
        outcome = Outcome(job=job, status="failed", seconds=0, error=str(error), exit_code=error.exit_code)
    except Exception as error:  # noqa: BLE001 - a defect in one file must not end the run; it is a row with its kind
        text = f"{job.path}: a defect of ours: {type(error).__name__}: {error}"
        outcome = Outcome(job=job, status="defect", seconds=0, error=text, exit_code=Exit.DEFECT)
    return msgspec.structs.replace(outcome, seconds=round(time.perf_counter() - started, 3))


def _scan(job: Job, task: Task) -> Exposure:
    from scanner.exposure import scan_file

    prepare(task.overlays)
    with places.local(job.path) as path:
        return scan_file(path, task.options, _catalogs[task.overlays], shown=job.path)


def _write_reports(exposure: Exposure, job: Job, task: Task) -> None:
    from scanner.writers import writer_for

    for ending in task.formats:
        if ending == ".json" or task.report == "each" or (task.report == "flagged" and is_flagged(exposure)):
            name = f"{job.name}{ending}"
            places.put(places.join(task.out, name), writer_for(Path(name)).render(exposure))


def is_flagged(exposure: Exposure) -> bool:
    """A line of it is listed, contains or may be controlled material."""
    return any(x.verdict in EXPOSED for x in exposure.lines if x.line.bin != "excluded")


def _done(exposure: Exposure, job: Job, task: Task, seconds: float) -> Outcome:
    from scanner.batch import law
    from scanner.batch.journal import entry

    headline = exposure.headline
    states = law.rows(exposure, _catalogs[task.overlays], task.options)
    return Outcome(
        job=job,
        status="done",
        seconds=0,
        entry=msgspec.json.encode({"seconds": round(seconds, 3), **entry(exposure, job, states)}),
        verdict=headline.verdict if headline else None,
        flagged=is_flagged(exposure),
        strongest=exposure.strongest,
    )
