"""One run over an archive: plan, scan what is new, keep what is known, account for every file."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from scanner.batch import places
from scanner.batch.journal import RESUME, Journal
from scanner.batch.plan import Job, plan, question_key
from scanner.batch.store import Store
from scanner.batch.worker import Outcome, Task, wanted
from scanner.catalog.load import load
from scanner.errors import Exit, OutputError
from scanner.options import as_words
from scanner.version import __version__

FIRST, MOST = 16, 500
"""Files whose answers are looked up in the store at a time: few at first, so that the workers begin at once."""

Runner = Callable[[Iterable[Job]], Iterator[Outcome]]


class Summary(Struct, frozen=True, kw_only=True):
    """What a run came to."""

    run: int
    files: int
    scanned: int
    reused: int
    failed: int
    unwritten: int
    """Of the failed: files whose report could not be written."""
    flagged: int
    seconds: float
    verdicts: dict[str, int]
    """Headline verdict → files scanned or reused; ``none`` where nothing the rule reaches was found."""
    failed_on: int
    """Files at or over --fail-on."""
    megabytes: int | None
    """The most memory of a worker; None where nothing was scanned or it is not known."""


class Run:
    """One run over an archive; ``go`` carries it out."""

    def __init__(
        self,
        task: Task,
        store: Store,
        journal_folder: Path,
        *,
        reaches: Callable[[Outcome], bool] = lambda _: False,
        rescan: bool = False,
        tell: Callable[[Run, Outcome], None] = lambda *_: None,
    ) -> None:
        """Opens the run in the store and takes in what an interrupted one had finished.

        Args:
            task: how to scan and where the reports go.
            store: open for writing.
            journal_folder: where finished entries stand until the store has them.
            reaches: is an outcome at or over --fail-on?
            rescan: scan even what is known.
            tell: called after each file.

        """
        catalog = load(task.overlays).info
        self.task, self.store, self.reaches, self.rescan, self.tell = task, store, reaches, rescan, tell
        self.question = question_key(task.options, catalog, task.also_as_of)
        self.number = store.begin(
            as_of=task.options.as_of.isoformat(),
            options=as_words(task.options),
            catalog=catalog.version,
            tool=__version__,
        )
        self.journal = Journal(journal_folder, store, self.number)
        self.recovered = self.journal.recover()
        """Scans that an interrupted run had finished."""
        names = places.names(task.out)
        self.written = {x for x in names if not x.startswith(".")}
        self.torn = [x for x in names if x.startswith(".")]
        """What a killed run may have left half written."""
        self.files = self.scanned = self.reused = self.failed = self.unwritten = self.flagged = self.failed_on = 0
        self.megabytes: int | None = None
        self.verdicts: dict[str, int] = {}
        self._failures: list[Outcome] = []

    def go(self, paths: Iterable[str], runner: Runner) -> Summary:
        """Answer for every path, scanning only what no earlier run answered for.

        Args:
            paths: files to cover, read lazily.
            runner: ``pool.run`` or ``cluster.run`` with its settings bound.

        Raises:
            OutputError: the disk is full. What is finished is kept for the next run.

        """
        started = time.monotonic()
        try:
            for outcome in runner(self._fresh(paths)):
                self._finish(outcome)
        except BaseException:
            with contextlib.suppress(OutputError):  # it stands in the journal all the same
                self.journal.flush()
            raise
        self.journal.close()
        self._record_failures()
        self.store.end(self.number)
        return Summary(
            run=self.number,
            files=self.files,
            scanned=self.scanned,
            reused=self.reused,
            failed=self.failed,
            unwritten=self.unwritten,
            flagged=self.flagged,
            seconds=round(time.monotonic() - started, 2),
            verdicts=dict(sorted(self.verdicts.items())),
            failed_on=self.failed_on,
            megabytes=self.megabytes,
        )

    def _fresh(self, paths: Iterable[str]) -> Iterator[Job]:
        """The jobs that no earlier run answers; the others are accounted for on the way."""
        jobs = iter(plan(paths, self.question))
        size = FIRST
        while chunk := list(islice(jobs, size)):
            size = min(2 * size, MOST)
            self.files += len(chunk)
            known = self._known(chunk)
            self.store.covered(
                self.number, [(job.path, known[job.key][0], "reused") for job in chunk if job.key in known]
            )
            for job in chunk:
                if job.key in known:
                    self._reuse(msgspec.structs.replace(known[job.key][1], job=job))
                elif job.fault is not None:
                    self._finish(Outcome(job=job, status="failed", seconds=0, error=job.fault, exit_code=Exit.INPUT))
                else:
                    self._clear(job)
                    yield job

    def _known(self, jobs: list[Job]) -> dict[str, tuple[int, Outcome]]:
        """Key → the scan that answers it and its outcome, where all reports of the file are still there.

        What could not be read stays unreadable as long as nothing changes; remote storage may answer another time.
        """
        asked = [] if self.rescan else [x.key for x in jobs if x.key]
        return {
            outcome.job.key: (scan, outcome)
            for scan, outcome in self.store.answers(asked).items()
            if (outcome.status == "failed" and not places.is_remote(outcome.job.path))
            or (outcome.status == "done" and self._has_reports(outcome))
        }

    def _has_reports(self, outcome: Outcome) -> bool:
        endings = wanted(self.task, flagged=outcome.flagged)
        return all(f"{outcome.job.name}{x}" in self.written for x in endings)

    def _reuse(self, outcome: Outcome) -> None:
        if outcome.status == "done":
            self.reused += 1
            self._count(outcome)
        else:
            self.failed += 1
            self.tell(self, outcome)

    def _clear(self, job: Job) -> None:
        """Removes what a killed run left half written of a job's reports."""
        for name in self.torn:
            if name.startswith(f".{job.name[:39]}") and not places.is_remote(self.task.out):
                Path(places.join(self.task.out, name)).unlink(missing_ok=True)

    def _finish(self, outcome: Outcome) -> None:
        if outcome.megabytes is not None:
            self.megabytes = max(outcome.megabytes, self.megabytes or 0)
        if outcome.full:
            raise OutputError(outcome.error or "the disk is full", hint=RESUME)
        if outcome.status == "done":
            self.scanned += 1
            self.journal.add(outcome)
            self._count(outcome)
            return
        self.failed += 1
        self.unwritten += outcome.status == "unwritten"
        self._failures.append(outcome)
        if len(self._failures) >= MOST:
            self._record_failures()
        self.tell(self, outcome)

    def _record_failures(self) -> None:
        self.store.fail(self.number, self._failures)
        self._failures.clear()

    def _count(self, outcome: Outcome) -> None:
        self.flagged += outcome.flagged
        self.failed_on += self.reaches(outcome)
        verdict = outcome.verdict or "none"
        self.verdicts[verdict] = self.verdicts.get(verdict, 0) + 1
        self.tell(self, outcome)
