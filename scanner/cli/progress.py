"""Progress of a long run: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scanner.batch.run import Run
    from scanner.batch.worker import Outcome

EACH = 20_000
"""What a file costs whatever its size, in bytes of content: so the time left is told where sizes differ widely."""


class Display:
    """Shows how a batch gets on, and each failure in one line, on stderr."""

    def __init__(self, *, quiet: bool, every: int) -> None:
        self.quiet = quiet
        self.every = every
        self.total = 0
        self.done = 0
        self.started = time.monotonic()
        self.work = self.worked = 0
        self.answered = 0
        """Files that cost no scan."""
        self.bar: Any = None
        self.bar_task: Any = None

    def __enter__(self) -> Display:
        if not self.quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn

            columns = (
                TextColumn("{task.fields[done]:,} of {task.fields[files]:,} files"),
                BarColumn(),
                TextColumn("{task.fields[says]}"),
            )
            self.bar = Progress(*columns, console=Console(stderr=True))
            self.bar.start()
            self.bar_task = self.bar.add_task("", total=None, done=0, files=0, says="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.stop()
        if isinstance(error, KeyboardInterrupt) and not self.quiet:
            left = self.total - self.done
            self._line(
                f"bomscan: interrupted with {self.done:,} of {self.total:,} files answered; the same command scans the"
                f" other {left:,} and keeps these"
            )

    def expect(self, paths: Sequence[str], recovered: int = 0) -> None:
        """Says which files there are, and how many scans an interrupted run left."""
        from scanner.batch.plan import size_of

        self.total = len(paths)
        self.work = sum(map(size_of, paths)) + EACH * len(paths)
        self.started = time.monotonic()
        if self.bar is not None:
            self.bar.update(self.bar_task, total=self.work, files=self.total)
        if recovered and not self.quiet:
            self._line(f"{recovered:,} files that an interrupted run had finished are taken over")

    def tell(self, run: Run, outcome: Outcome) -> None:
        """Takes note of a file that is done."""
        if outcome.error and not self.quiet:
            self._line(f"bomscan: {outcome.error}")
        self.done = run.scanned + run.reused + run.failed
        cost = outcome.job.size + EACH
        if outcome.seconds or outcome.status != "done":
            self.worked += cost
        else:
            self.answered += 1
            self.work -= cost
        if self.bar is not None:
            self.bar.update(self.bar_task, total=self.work, completed=self.worked, done=self.done, says=self._says(run))
        elif not self.quiet and self.done % self.every == 0:
            self._line(f"{self.done:,} of {self.total:,} files, {self._says(run)}")

    def _says(self, run: Run) -> str:
        """Rate, time left, failures; as far as there is something to say."""
        passed = time.monotonic() - self.started
        scanned = self.done - self.answered
        said = []
        if scanned and passed:
            said.append(f"{scanned / passed:,.1f} scans/s")
            left = max(0.0, (self.work - self.worked) / self.worked * passed)
            said.append(f"{_clock(left)} left")
        if self.answered:
            said.append(f"{self.answered:,} unchanged")
        said.append(f"{run.failed:,} without an answer")
        return ", ".join(said)

    def _line(self, text: str) -> None:
        from scanner.writers.inert import inert

        if self.bar is not None:
            self.bar.console.print(inert(text), markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(inert(text), err=True)


def _clock(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}"
