"""How long a file may take: beyond that it is refused, as any other file that is too much."""

from __future__ import annotations

import os
import signal
import threading
from _thread import interrupt_main
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from scanner.errors import Exit, InputError

if TYPE_CHECKING:
    from scanner.options import ReadOptions

GRACE = 5.0
"""Seconds in which the work may still end by itself, after which the process ends: native code that does not return
cannot be interrupted.
"""


@contextmanager
def within(options: ReadOptions, source: str) -> Iterator[None]:
    """Work on one file for as long as the limit ``seconds`` allows.

    Beside the main thread, where no signal arrives, there is no limit.

    Raises:
        InputError: it took longer.

    """
    from scanner.collector import WAITING
    from scanner.ingest.limits import defaults

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    seconds = options.limits.get("seconds", defaults()["seconds"])
    late = threading.Event()
    over = threading.Event()

    def watch() -> None:
        if over.wait(seconds):
            return
        late.set()
        interrupt_main()
        if not over.wait(GRACE):
            _end(refusal(seconds, source))

    def interrupted(number: int, frame: FrameType | None) -> None:
        if late.is_set() and not over.is_set():
            raise refusal(seconds, source)
        if callable(before):
            before(number, frame)

    before = signal.signal(signal.SIGINT, interrupted)
    watcher = threading.Thread(target=watch, daemon=True, name=WAITING)
    try:
        try:
            watcher.start()
            yield
        finally:
            over.set()
    finally:  # the interrupt may come at any line above; from here on it is let pass
        over.set()
        watcher.join()
        signal.signal(signal.SIGINT, before)


def refusal(seconds: int, source: str) -> InputError:
    """The file took too long."""
    return InputError(
        f"took longer than the limit seconds of {seconds:,}",
        source=source,
        hint="raise it with --limit seconds=N, split the file, or scan many with bomscan batch --time-limit",
    )


def _end(refused: InputError) -> None:
    """Say so and end the process from beside; nothing of a report has been begun."""
    from scanner.cli.common import say

    say(f"bomscan: {refused}")
    os._exit(Exit.INPUT)
