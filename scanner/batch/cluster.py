"""Workers of a Dask cluster instead of this machine's; the same jobs, the same outcomes.

Inputs and the output folder must be reachable from every worker: shared storage, or URLs that
fsspec reads. The store stays with the command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scanner.batch.plan import Job
from scanner.batch.pool import AHEAD
from scanner.batch.worker import Outcome, Task
from scanner.errors import Exit, UsageError

RETRIES = 1
"""A task whose worker died is tried on another one this often, in case the machine was at fault."""


def run(
    jobs: Iterable[Job], task: Task, *, address: str, time_limit: float, patience: str = "10s"
) -> Iterator[Outcome]:
    """The outcomes, as they come.

    Args:
        jobs: read lazily.
        task: the same for all jobs.
        address: of the scheduler, ``tcp://host:port``.
        time_limit: seconds a file may take once a worker has begun.
        patience: how long a scheduler may take to answer.

    Raises:
        UsageError: the extra is not installed, or no scheduler answers.

    """
    try:
        import distributed
    except ImportError as error:
        raise UsageError("--cluster needs Dask", hint="pip install 'bomscan[cluster]'") from error
    cluster: Any = distributed  # it has no types
    try:
        client = cluster.Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(f"no Dask scheduler answers: {error}", source=address) from error
    with client:
        settings = client.scatter(task, broadcast=True)
        waiting: dict[Any, Job] = {}
        completed = cluster.as_completed(loop=client.loop, with_results=False, raise_errors=False)
        source = iter(jobs)
        try:
            while True:
                room = AHEAD * max(1, sum(client.nthreads().values())) - len(waiting)
                for job in _take(source, room):
                    future = client.submit(limited, job, settings, time_limit, retries=RETRIES, pure=False)
                    waiting[future.key] = job
                    completed.add(future)
                if not waiting:
                    return
                future = next(completed)
                yield _outcome(future, waiting.pop(future.key))
        finally:
            client.cancel(list(completed.futures))


def limited(job: Job, task: Task, time_limit: float) -> Outcome:
    """The job in a process of its own, so that a hanging file can be ended and a crash stays its own."""
    import multiprocessing

    from scanner.batch.pool import one

    # Dask marks its workers as daemons, which may have no children; ours ends with its worker anyway.
    multiprocessing.current_process().daemon = False
    return one(job, task, time_limit)


def _take(source: Iterator[Job], room: int) -> Iterator[Job]:
    for _ in range(room):
        job = next(source, None)
        if job is None:
            return
        yield job


def _outcome(future: Any, job: Job) -> Outcome:
    if future.status == "finished":
        outcome: Outcome = future.result()
        return outcome
    text = f"{job.path}: its worker ended unexpectedly: {future.exception()}"
    return Outcome(job=job, status="died", seconds=0, error=text, exit_code=Exit.INPUT)
