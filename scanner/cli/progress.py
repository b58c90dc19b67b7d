"""Progress of a long run: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scanner.batch.run import Run
    from scanner.batch.worker import Outcome


class Display:
    """Shows how a batch gets on, and each failure in one line, on stderr."""

    def __init__(self, *, quiet: bool, every: int) -> None:
        self.quiet = quiet
        self.every = every
        self.total = 0
        self.started = time.monotonic()
        self.bar: Any = None
        self.bar_task: Any = None

    def __enter__(self) -> Display:
        if not self.quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (
                MofNCompleteColumn(),
                BarColumn(),
                TextColumn("{task.fields[rate]:.1f} files/s · {task.fields[failed]} without an answer · left"),
                TimeRemainingColumn(),
            )
            self.bar = Progress(*columns, console=Console(stderr=True))
            self.bar.start()
            self.bar_task = self.bar.add_task("", total=None, rate=0.0, failed=0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def expect(self, total: int) -> None:
        """Says how many files there are."""
        self.total = total
        if self.bar is not None:
            self.bar.update(self.bar_task, total=total)

    def tell(self, run: Run, outcome: Outcome) -> None:
        """Takes note of a file that is done."""
        if outcome.error and not self.quiet:
            self._line(f"bomscan: {outcome.error}")
        done = run.scanned + run.reused + run.failed
        rate = done / max(time.monotonic() - self.started, 0.001)
        if self.bar is not None:
            self.bar.update(self.bar_task, completed=done, rate=rate, failed=run.failed)
        elif not self.quiet and done % self.every == 0:
            self._line(f"{done} of {self.total} files, {rate:.1f} files/s, {run.failed} without an answer")

    def _line(self, text: str) -> None:
        if self.bar is not None:
            self.bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(text, err=True)
