"""What goes wrong on the way: workers and runs that are killed, full disks; every file is accounted for once."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from scanner.batch import pool
from scanner.batch.plan import output_name, plan
from scanner.batch.run import Run
from scanner.batch.store import Store
from scanner.errors import Exit
from tests.batch.faults import faulty
from tests.batch.test_run import archive, covered, run, task, write_bom


def test_what_hangs_dies_or_breaks_is_a_row_with_its_reason(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    paths = archive(folder, 3)
    paths += [str(write_bom(folder / f"{x}.csv")) for x in ("hang", "kill", "raise")]
    (folder / "empty.csv").touch()
    paths += [str(folder / "empty.csv"), str(folder / "missing.csv")]
    summary, told = run(paths, tmp_path / "out", work=faulty, time_limit=15)
    assert (summary.files, summary.scanned, summary.failed) == (8, 3, 5)
    status = {Path(path).name: status for path, status in covered(tmp_path / "out")}
    assert status == {
        "bom000.csv": "done", "bom001.csv": "done", "bom002.csv": "done", "hang.csv": "timeout", "kill.csv": "died",
        "raise.csv": "died", "empty.csv": "failed", "missing.csv": "failed",
    }  # fmt: skip
    assert all(x.error and x.job.path in x.error for x in told if x.status != "done")


def test_an_interrupted_run_loses_at_most_the_files_in_flight(tmp_path: Path) -> None:
    paths = archive(tmp_path / "in", 6)

    class StopError(Exception):
        pass

    def stop_after_three(jobs: object) -> object:
        for n, outcome in enumerate(pool.run(jobs, this, workers=1, time_limit=60)):  # type: ignore[arg-type]
            yield outcome
            if n == 2:
                raise StopError

    this = task(tmp_path / "out")
    with Store(tmp_path / "out" / "p.duckdb") as store, pytest.raises(StopError):
        Run(this, store, tmp_path / "out" / "journal").go(paths, stop_after_three)  # type: ignore[arg-type]
    summary, _ = run(paths, tmp_path / "out")
    assert summary.reused >= 3
    assert summary.scanned + summary.reused == 6


@pytest.mark.slow
def test_kill_9_loses_at_most_the_files_in_flight(tmp_path: Path) -> None:
    archive(tmp_path / "in", 60)
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "scanner",
        "batch",
        str(tmp_path / "in" / "*.csv"),
        "-o",
        str(out),
        "--jobs",
        "2",
        "--report",
        "none",
        "--as-of",
        "2026-11-24",
    ]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list(out.glob("bom*.json"))) < 10:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    written = len(list(out.glob("bom*.json")))
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == Exit.DONE, again.stderr
    summary = json.loads((out / "portfolio.json").read_text(encoding="utf-8"))["summary"]
    assert summary["files"] == 60 == summary["scanned"] + summary["reused"]
    assert summary["reused"] >= written - 2 * (pool.AHEAD + 1)


def test_an_entry_that_a_crash_cut_off_is_scanned_again(tmp_path: Path) -> None:
    from scanner.batch import worker

    paths = archive(tmp_path / "in", 2)
    this = task(tmp_path / "out")
    journal = tmp_path / "out" / "journal"
    journal.mkdir()
    with Store(tmp_path / "out" / "p.duckdb") as store:
        question = Run(this, store, journal).question
        whole, cut = (worker.work(job, this).entry for job in plan(paths, question))
        (journal / "1.ndjson").write_bytes(whole + cut[:-20])
        (journal / ".half.ndjson.x1").write_bytes(b"half")
        again = Run(this, store, journal)
        assert again.recovered == 1
        assert list(journal.iterdir()) == []
        summary = again.go(paths, partial(pool.run, task=this, workers=1, time_limit=60))
    assert (summary.scanned, summary.reused) == (1, 1)


def test_a_full_disk_ends_the_run_and_the_next_one_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scanner.batch import worker
    from scanner.errors import OutputError
    from scanner.writers import files

    paths = archive(tmp_path / "in", 6)
    put, room = files.os.fdopen, [3]

    def no_room(*given: object, **more: object) -> object:
        room[0] -= 1
        if room[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return put(*given, **more)  # type: ignore[call-overload]

    this = task(tmp_path / "out")
    monkeypatch.setattr(files.os, "fdopen", no_room)
    with (
        Store(tmp_path / "out" / "p.duckdb") as store,
        pytest.raises(OutputError, match=r"No space left.*same command"),
    ):
        Run(this, store, tmp_path / "out" / "journal").go(paths, lambda jobs: (worker.work(x, this) for x in jobs))
    monkeypatch.undo()
    assert len(list((tmp_path / "out").glob("bom*.json"))) == 3
    assert not list((tmp_path / "out").glob(".*")), "no half file is left"
    summary, _ = run(paths, tmp_path / "out")
    assert (summary.scanned, summary.reused, summary.failed) == (3, 3, 0)
    assert len(covered(tmp_path / "out")) == 6


def test_a_report_that_cannot_be_written_is_a_row_and_an_exit_code(tmp_path: Path) -> None:
    paths = archive(tmp_path / "in", 3)
    out = tmp_path / "out"
    (out / f"{output_name(paths[1])}.json").mkdir(parents=True)
    command = [sys.executable, "-m", "scanner", "batch", str(tmp_path / "in"), "-o", str(out), "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.OUTPUT, done.stderr
    summary = json.loads((out / "portfolio.json").read_text(encoding="utf-8"))["summary"]
    assert (summary["scanned"], summary["failed"], summary["unwritten"]) == (2, 1, 1)
    with Store(out / "portfolio.duckdb", read_only=True) as store:
        assert store.query("SELECT status FROM failures")[1] == [("unwritten",)]


FULL = """
set -eu
mount -t tmpfs -o size={size} tmpfs "$OUT"
run() {{ "$PYTHON" -m scanner batch "$IN" -o "$OUT" --jobs 2 --as-of 2026-11-24; }}
run && code=0 || code=$?
echo "first $code"
ls -A "$OUT" "$OUT"/*.journal >&2
mount -o remount,size=100m "$OUT"
run && code=0 || code=$?
echo "second $code"
cp "$OUT"/portfolio.json "$OUT"/portfolio.duckdb "$KEEP"
ls -A "$OUT" | grep "^[.]" || true
"""


@pytest.mark.slow
@pytest.mark.parametrize("size", ["500k", "900k", "1500k"])
def test_whatever_write_fills_the_disk_every_file_is_accounted_for_once(tmp_path: Path, size: str) -> None:
    """A disk that is really full: a small one in memory, in a name space of the test's own."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine gives no name space for a disk of our own")
    paths = archive(tmp_path / "in", 40)
    for name in ("out", "kept"):
        (tmp_path / name).mkdir()
    places = {"IN": tmp_path / "in", "OUT": tmp_path / "out", "KEEP": tmp_path / "kept", "PYTHON": sys.executable}
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", FULL.format(size=size)],
        env={**os.environ, **{k: str(v) for k, v in places.items()}},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["first 4", "second 0"], done.stderr
    assert sum("No space left on device" in x for x in done.stderr.splitlines()) == 1, "one line says it"
    assert "Traceback" not in done.stderr
    summary = json.loads((tmp_path / "kept" / "portfolio.json").read_text(encoding="utf-8"))["summary"]
    assert summary["files"] == 40 == summary["scanned"] + summary["reused"]
    with Store(tmp_path / "kept" / "portfolio.duckdb", read_only=True) as store:
        assert store.query("SELECT path FROM current ORDER BY path")[1] == [(x,) for x in paths]


@pytest.mark.slow
def test_unreadable_files_among_many_are_each_told_once(tmp_path: Path) -> None:
    good = archive(tmp_path / "in", 20)
    bad = []
    for n in range(980):
        path = tmp_path / "in" / f"bad{n:04}{('.csv', '.xlsx', '.xml', '.json')[n % 4]}"
        if n % 5:
            path.write_bytes((b"", b"PK\x03\x04 cut off", b"\x00\xff" * 50, b"<a><b></a>")[n % 4])
        else:
            path.symlink_to(tmp_path / "nowhere")
        bad.append(str(path))
    summary, told = run([*bad[:500], *good, *bad[500:]], tmp_path / "out")
    assert (summary.files, summary.scanned, summary.failed) == (1000, 20, 980)
    assert sorted(x.job.path for x in told) == sorted([*good, *bad])
    assert all(x.error and x.job.path in x.error for x in told if x.status != "done")
    rows = covered(tmp_path / "out")
    assert [path for path, _ in rows] == sorted([*good, *bad])
    assert sum(status == "done" for _, status in rows) == 20
