"""Runs over an archive: every file accounted for once, whatever happens on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path

import msgspec
import pytest

from scanner.batch import pool
from scanner.batch.plan import output_name, plan
from scanner.batch.run import Run, Summary
from scanner.batch.store import Store
from scanner.batch.worker import Outcome, Task
from scanner.cli.batch import expand_all
from scanner.errors import Exit
from scanner.options import ScanOptions
from tests.batch.faults import faulty

HEAD = "Item,Part Number,Description,Qty,Unit Price,Currency,Country of Origin,Supplier\n"
TODAY = date(2026, 11, 24)


def write_bom(path: Path, *, price: str = "8.00", listed: bool = True) -> Path:
    rows = [f"1,E-{price},Erbium oxide Er2O3 powder 99.9 %,1,{price},EUR,CN,Acme"] if listed else []
    path.write_text(
        HEAD + "\n".join([*rows, "2,H-1,Housing aluminium,1,92.00,EUR,DE,Beta", "3,S-1,Screw M3,4,0.10,EUR,DE,Beta"]),
        encoding="utf-8",
    )
    return path


def archive(folder: Path, n: int) -> list[str]:
    folder.mkdir(exist_ok=True)
    return [str(write_bom(folder / f"bom{i:03}.csv", price=f"{8 + i}.00", listed=i % 2 == 0)) for i in range(n)]


def task(folder: Path, **given: object) -> Task:
    folder.mkdir(exist_ok=True)
    defaults = {
        "options": ScanOptions(as_of=TODAY),
        "overlays": (),
        "out": str(folder),
        "formats": (".json",),
        "report": "none",
    }
    return Task(**{**defaults, **given})  # type: ignore[arg-type]


def run(
    paths: list[str], out: Path, *, work: pool.Work = pool.work, time_limit: float = 60, **given: object
) -> tuple[Summary, list[Outcome]]:
    told: list[Outcome] = []
    this = task(out, **given)
    with Store(out / "p.duckdb") as store:
        job = Run(this, store, out / "journal", tell=lambda _, x: told.append(x))
        summary = job.go(paths, partial(pool.run, task=this, workers=2, time_limit=time_limit, work=work))
    return summary, told


def covered(out: Path) -> list[tuple[str, str]]:
    with Store(out / "p.duckdb", read_only=True) as store:
        return store.query("SELECT path, status FROM current ORDER BY path")[1]


def test_a_second_run_scans_only_what_is_new_or_changed(tmp_path: Path) -> None:
    paths = archive(tmp_path / "in", 4)
    first, _ = run(paths, tmp_path / "out")
    assert (first.files, first.scanned, first.reused, first.failed, first.flagged) == (4, 4, 0, 0, 2)
    write_bom(Path(paths[1]), price="99.00")
    second, _ = run([*paths, *archive(tmp_path / "more", 1)], tmp_path / "out")
    assert (second.files, second.scanned, second.reused, second.flagged) == (5, 2, 3, 4)
    assert len(covered(tmp_path / "out")) == 5
    (tmp_path / "out" / f"{output_name(paths[0])}.json").unlink()
    third, _ = run(paths, tmp_path / "out")
    assert (third.scanned, third.reused) == (1, 3), "a report that is gone is made again"
    other_day, _ = run(paths, tmp_path / "out", options=ScanOptions(as_of=date(2025, 12, 1)))
    assert (other_day.scanned, other_day.reused) == (4, 0), "another date is another question"


def test_what_hangs_dies_or_breaks_is_a_row_with_its_reason(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    paths = archive(folder, 3)
    paths += [str(write_bom(folder / f"{x}.csv")) for x in ("hang", "kill", "raise")]
    (folder / "empty.csv").touch()
    paths += [str(folder / "empty.csv"), str(folder / "missing.csv")]
    summary, told = run(paths, tmp_path / "out", work=faulty, time_limit=8)
    assert (summary.files, summary.scanned, summary.failed) == (8, 3, 5)
    status = {Path(path).name: status for path, status in covered(tmp_path / "out")}
    assert status == {
        "bom000.csv": "done", "bom001.csv": "done", "bom002.csv": "done", "hang.csv": "timeout", "kill.csv": "died",
        "raise.csv": "died", "empty.csv": "failed", "missing.csv": "failed",
    }  # fmt: skip
    assert all(x.error and x.job.path in x.error for x in told if x.status != "done")


def test_results_are_those_of_single_scans_byte_for_byte(tmp_path: Path) -> None:
    from scanner.exposure import scan_file
    from scanner.writers import json as writer

    paths = archive(tmp_path / "in", 2)
    run(paths, tmp_path / "out")
    for path in paths:
        alone = writer.render(scan_file(path, ScanOptions(as_of=TODAY)))
        assert (tmp_path / "out" / f"{output_name(path)}.json").read_bytes() == alone


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


def test_names_of_outputs_are_stable_safe_and_distinct() -> None:
    paths = [
        "a/bom.xlsx",
        "b/bom.xlsx",
        "a/物料清单 (最终).xlsx",
        "x" * 300 + ".csv",
        "../../etc/passwd",
        "a/CON.",
        "s3://b/k?v=1.csv",
        "a/\udcff.csv",
    ]
    names = [output_name(x) for x in paths]
    assert len(set(names)) == len(paths)
    assert names == [output_name(x) for x in paths]
    for name in names:
        assert "/" not in name
        assert not name.startswith(".")
        assert len(name.encode("utf-8", "surrogateescape")) <= 120
    assert names[2].startswith("物料清单-最终-.xlsx")


def test_lists_folders_and_patterns_name_the_same_files(tmp_path: Path) -> None:
    paths = archive(tmp_path / "in", 3)
    (tmp_path / "list.txt").write_text("# ours\n" + "\n".join(paths) + "\n", encoding="utf-8")
    assert list(expand_all([f"@{tmp_path / 'list.txt'}"])) == paths
    assert list(expand_all([str(tmp_path / "in" / "*.csv")])) == paths
    assert list(expand_all([str(tmp_path / "in")])) == paths


def test_a_job_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    job = next(iter(plan([str(tmp_path / "none.xlsx")], "q")))
    assert job.sha256 == ""
    assert job.fault is not None
    assert "No such file" in job.fault


def test_an_outcome_survives_the_way_between_processes() -> None:
    job = next(iter(plan([__file__], "q")))
    outcome = Outcome(job=job, status="done", seconds=1.0)
    assert msgspec.json.decode(msgspec.json.encode(outcome), type=Outcome) == outcome
