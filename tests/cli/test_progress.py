"""What a long run says of itself where there is no terminal."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from scanner.batch.plan import Job
from scanner.batch.worker import Outcome
from scanner.cli.progress import Display, _clock


def outcome(size: int, *, seconds: float = 1.0, error: str | None = None) -> Outcome:
    job = Job(path="in/a.csv", name="a", sha256="0", key="k", size=size)
    return Outcome(job=job, status="failed" if error else "done", seconds=seconds, error=error)


def state(scanned: int = 0, reused: int = 0, failed: int = 0) -> SimpleNamespace:
    return SimpleNamespace(scanned=scanned, reused=reused, failed=failed)


def test_a_line_tells_rate_time_left_and_failures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = []
    for n in range(4):
        paths.append(str(tmp_path / f"{n}.csv"))
        Path(paths[-1]).write_bytes(b"x" * 80_000)
    with Display(quiet=False, every=2) as display:
        display.expect(paths, recovered=3)
        display.started -= 10
        display.tell(state(scanned=1), outcome(80_000))  # type: ignore[arg-type]
        display.tell(state(scanned=1, failed=1), outcome(80_000, error="in/a\x1b.csv: empty"))  # type: ignore[arg-type]
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "3 files that an interrupted run had finished are taken over"
    assert lines[1] == "bomscan: in/a␛.csv: empty", "what a file is called is shown, never sent"
    assert lines[2] == "2 of 4 files, 0.2 scans/s, 0:00:10 left, 1 without an answer"


def test_what_is_known_already_does_not_hasten_the_clock(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Display(quiet=False, every=1) as display:
        display.expect([str(tmp_path / "a"), str(tmp_path / "b")])
        display.tell(state(reused=1), outcome(0, seconds=0))  # type: ignore[arg-type]
    assert capsys.readouterr().err == "1 of 2 files, 1 unchanged, 0 without an answer\n"


def test_an_interrupted_run_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> None:
        with Display(quiet=False, every=100) as display:
            display.expect(["a", "b", "c"])
            display.tell(state(scanned=1), outcome(0))  # type: ignore[arg-type]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    said = capsys.readouterr().err
    assert "interrupted with 1 of 3 files answered; the same command scans the other 2 and keeps these" in said


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Display(quiet=True, every=1) as display:
        display.expect(["a"], recovered=1)
        display.tell(state(failed=1), outcome(0, error="a: empty"))  # type: ignore[arg-type]
    assert capsys.readouterr().err == ""


def test_the_time_left_is_a_clock() -> None:
    assert _clock(3725.4) == "1:02:05"
