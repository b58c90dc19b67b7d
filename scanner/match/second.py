"""A second process for half of a long list: where this one is alone on a machine of several cores.

Reading is pure computation on what both processes already hold, so nothing has to be sent but the matches. Where a
process cannot be split off safely (beside threads that work, in a worker, on a system that copies no processes), or
where it dies, the work is done here.
"""

from __future__ import annotations

import os
import sys
import threading
import warnings
from collections.abc import Callable
from multiprocessing import parent_process

import msgspec

from scanner.collector import WAITING
from scanner.findings import Match

Found = dict[int, tuple[Match, ...]]
"""Number of a line → its matches, where it has any."""


def may_start() -> bool:
    """Whether a second process is safe and of use."""
    main = threading.main_thread()
    return (
        sys.platform == "linux"
        and all(t is main or t.name == WAITING for t in threading.enumerate())
        and parent_process() is None
        and len(os.sched_getaffinity(0)) > 1
    )


class Second:
    """Work that a process of its own does meanwhile."""

    def __init__(self, work: Callable[[], Found]) -> None:
        self._work = work
        self._source, sink = os.pipe()
        with warnings.catch_warnings():  # newer Pythons warn of any thread
            warnings.simplefilter("ignore", DeprecationWarning)
            self._child = os.fork()
        if self._child == 0:
            _answer(work, self._source, sink)
        os.close(sink)

    def result(self) -> Found:
        """What it found; worked out here where it did not end well."""
        with os.fdopen(self._source, "rb") as pipe:
            content = pipe.read()
        _, status = os.waitpid(self._child, 0)
        if status:
            return self._work()
        return msgspec.msgpack.decode(content, type=Found)


def _answer(work: Callable[[], Found], source: int, sink: int) -> None:
    """The whole life of the second process: it answers and ends, whatever happens, without tidying up for the first."""
    code = 1
    try:
        os.close(source)
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(msgspec.msgpack.encode(work()))
        code = 0
    finally:
        os._exit(code)
