"""Workers that hang, die or break, for the tests of the pool; each behaves so for the files that its name says."""

from __future__ import annotations

import os
import signal
import time

from scanner.batch.plan import Job
from scanner.batch.worker import Outcome, Task
from scanner.batch.worker import work as real_work


def faulty(job: Job, task: Task) -> Outcome:
    """Hangs on *hang*, is killed on *kill*, raises on *raise*; anything else is real work."""
    name = job.path.rpartition("/")[2]
    if "hang" in name:
        time.sleep(60)
    if "kill" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "raise" in name:
        raise RuntimeError("unforeseen")
    return real_work(job, task)
