"""What runs beside the work on one bill of materials: Python's search for unreachable cycles, and who only waits."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

WAITING = "only waits"
"""Name of a thread that holds no lock and touches nothing: beside it a process may be split off."""


@contextmanager
def held_back() -> Iterator[None]:
    """No search for cycles within; afterwards it is as it was.

    A scan makes some objects a line that live until the report is written and form no cycles: the collector walks all
    of them again and again and frees nothing. Counted references free what a scan drops all the same. Hold it back for
    one file at a time, so that a long run stays flat in memory.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
