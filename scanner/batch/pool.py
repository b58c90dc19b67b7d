"""Workers on this machine: processes with a time limit a file, replaced when one dies."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import cache, partial
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.batch.plan import Job
from scanner.batch.worker import Outcome, Task, prepare, work
from scanner.errors import Exit

if TYPE_CHECKING:
    from pebble import ProcessPool

WARM = "scanner.batch.warm"
AHEAD = 4
"""Jobs handed out a worker, so that none waits and memory stays flat in the number of files."""

Work = Callable[[Job, Task], Outcome]


def run(jobs: Iterable[Job], task: Task, *, workers: int, time_limit: float, work: Work = work) -> Iterator[Outcome]:
    """The outcomes, as they come; a job that hangs or kills its worker is an outcome as well.

    Args:
        jobs: read lazily.
        task: the same for all jobs.
        workers: number of processes.
        time_limit: seconds a file.
        work: what a worker does with a job.

    """
    with _pool(workers, task.overlays) as pool:
        waiting: dict[Future[Outcome], Job] = {}
        try:
            for job in jobs:
                waiting[pool.schedule(work, args=(job, task), timeout=time_limit)] = job
                if len(waiting) >= AHEAD * workers:
                    yield from _finished(waiting, time_limit)
            while waiting:
                yield from _finished(waiting, time_limit)
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def _context() -> BaseContext:
    """How workers begin: forked from a process that has everything loaded and no threads, where that is safe.

    Elsewhere (libraries of macOS do not bear a fork, Windows has none) each loads for itself.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([WARM])
    return context


def _pool(workers: int, overlays: tuple[Path, ...]) -> ProcessPool:
    from pebble import ProcessPool

    return ProcessPool(workers, context=_context(), initializer=_begin, initargs=(overlays, dict(os.environ)))


def _begin(overlays: tuple[Path, ...], environment: dict[str, str]) -> None:
    """What a worker does first; the process it is forked from may have begun under another environment."""
    os.environ.update(environment)
    prepare(overlays)


_single = cache(partial(_pool, 1))


def one(job: Job, task: Task, time_limit: float) -> Outcome:
    """One job in a process of its own that serves this process's later jobs as well."""
    future = _single(task.overlays).schedule(work, args=(job, task), timeout=time_limit)
    wait([future])
    return outcome_of(future, job, time_limit)


def _finished(waiting: dict[Future[Outcome], Job], time_limit: float) -> Iterator[Outcome]:
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        yield outcome_of(future, waiting.pop(future), time_limit)


def outcome_of(future: Future[Outcome], job: Job, time_limit: float) -> Outcome:
    """What became of a job, its worker's death included."""
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, TimeoutError):
        text = f"{job.path}: no answer within {time_limit:g} s (raise --time-limit, or scan it alone)"
        return Outcome(job=job, status="timeout", seconds=time_limit, error=text, exit_code=Exit.INPUT)
    text = f"{job.path}: its worker ended unexpectedly: {error}"
    return Outcome(job=job, status="died", seconds=0, error=text, exit_code=Exit.INPUT)
