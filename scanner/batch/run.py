"""One run over an archive: plan, scan what is new, keep what is known, account for every file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from scanner.batch import places
from scanner.batch.plan import Job, plan, question_key
from scanner.batch.store import Store
from scanner.batch.worker import Outcome, Task
from scanner.catalog.load import load
from scanner.errors import Exit
from scanner.options import as_words
from scanner.version import __version__

CHUNK = 500
"""Files whose answers are looked up in the store at a time."""
LOAD_EVERY = 100
"""Journal entries that are taken into the store at a time."""
LOAD_SECONDS = 5.0
"""Longest time that an entry waits for that; until then it stands on the disk."""

Runner = Callable[[Iterable[Job]], Iterator[Outcome]]


class Summary(Struct, frozen=True, kw_only=True):
    """What a run came to."""

    run: int
    files: int
    scanned: int
    reused: int
    failed: int
    flagged: int
    seconds: float
    verdicts: dict[str, int]
    """Headline verdict → files scanned or reused; ``none`` where nothing the rule reaches was found."""
    failed_on: int
    """Files at or over --fail-on."""


class Journal:
    """Entries on their way into the store: written at once, loaded in bulk, found again after a crash."""

    def __init__(self, folder: Path, store: Store, run: int) -> None:
        self.folder = folder
        self.store = store
        self.run = run
        self.waiting: list[Path] = []
        self.last = time.monotonic()
        folder.mkdir(parents=True, exist_ok=True)

    def recover(self) -> int:
        """Takes in what an interrupted run had finished; returns how many scans that saved."""
        left = sorted(self.folder.glob("*.json"))
        for start in range(0, len(left), LOAD_EVERY):
            part = left[start : start + LOAD_EVERY]
            self.store.load(self.run, part, covers=False)
            for path in part:
                path.unlink()
        return len(left)

    def add(self, outcome: Outcome) -> None:
        path = self.folder / f"{outcome.job.name}.json"
        places.put(str(path), outcome.entry)
        self.waiting.append(path)
        if len(self.waiting) >= LOAD_EVERY or time.monotonic() - self.last > LOAD_SECONDS:
            self.flush()

    def flush(self) -> None:
        self.store.load(self.run, self.waiting)
        for path in self.waiting:
            path.unlink()
        self.waiting.clear()
        self.last = time.monotonic()


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
        self.question = question_key(task.options, catalog.sha256)
        self.number = store.begin(
            as_of=task.options.as_of.isoformat(),
            options=as_words(task.options),
            catalog=catalog.version,
            tool=__version__,
        )
        self.journal = Journal(journal_folder, store, self.number)
        self.recovered = self.journal.recover()
        self.written = set(places.names(task.out))
        self.files = self.scanned = self.reused = self.failed = self.flagged = self.failed_on = 0
        self.verdicts: dict[str, int] = {}

    def go(self, paths: Iterable[str], runner: Runner) -> Summary:
        """Answer for every path, scanning only what no earlier run answered for.

        Args:
            paths: files to cover, read lazily.
            runner: ``pool.run`` or ``cluster.run`` with its settings bound.

        """
        started = time.monotonic()
        try:
            for outcome in runner(self._fresh(paths)):
                self._finish(outcome)
        finally:
            self.journal.flush()
        self.store.end(self.number)
        return Summary(
            run=self.number,
            files=self.files,
            scanned=self.scanned,
            reused=self.reused,
            failed=self.failed,
            flagged=self.flagged,
            seconds=round(time.monotonic() - started, 2),
            verdicts=dict(sorted(self.verdicts.items())),
            failed_on=self.failed_on,
        )

    def _fresh(self, paths: Iterable[str]) -> Iterator[Job]:
        """The jobs that no earlier run answers; the others are accounted for on the way."""
        jobs = iter(plan(paths, self.question))
        while chunk := list(islice(jobs, CHUNK)):
            self.files += len(chunk)
            asked = [] if self.rescan else [x.key for x in chunk if x.key and f"{x.name}.json" in self.written]
            known = self.store.known(asked)
            answered = [x for x in chunk if x.key in known]
            self.store.covered(self.number, [(x.path, known[x.key], "reused") for x in answered])
            answers = self.store.answers(known.values())
            for job in answered:
                self.reused += 1
                self._count(msgspec.structs.replace(answers[known[job.key]], job=job))
            for job in chunk:
                if job.fault is not None:
                    self._finish(Outcome(job=job, status="failed", seconds=0, error=job.fault, exit_code=Exit.INPUT))
                elif job.key not in known:
                    yield job

    def _finish(self, outcome: Outcome) -> None:
        if outcome.status == "done":
            self.scanned += 1
            self.journal.add(outcome)
            self._count(outcome)
            return
        self.failed += 1
        self.store.fail(self.number, outcome)
        self.tell(self, outcome)

    def _count(self, outcome: Outcome) -> None:
        self.flagged += outcome.flagged
        self.failed_on += self.reaches(outcome)
        verdict = outcome.verdict or "none"
        self.verdicts[verdict] = self.verdicts.get(verdict, 0) + 1
        self.tell(self, outcome)
