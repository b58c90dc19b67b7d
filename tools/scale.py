"""Measure the batch over an archive of its own making and write the table of docs/scale.md.

    python tools/scale.py [--files 1000] [--lines 200] [--store-lines 1000000] [--dry]

Every run is a whole process; the archive is invented and the same on every run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import benchfiles
from markers import ROOT, put, table

BATCH = [sys.executable, "-m", "scanner", "batch"]
SINGLE = """
import sys, time
from datetime import date
from scanner.catalog.load import built_in
from scanner.exposure import scan_file
from scanner.options import ScanOptions
from scanner.writers import json
catalog, options = built_in(), ScanOptions(as_of=date(2026, 11, 24))
json.render(scan_file(sys.argv[1], options, catalog))
start = time.perf_counter()
for path in sys.argv[2:]:
    json.render(scan_file(path, options, catalog))
print(time.perf_counter() - start)
"""
VIEWS = (
    "products",
    "parts",
    "makers",
    "suppliers",
    "controls",
    "hits",
    "countries",
    "open_questions",
    "heat",
    "changes",
)


class Run(NamedTuple):
    """What one batch took."""

    seconds: float
    summary: dict[str, Any]
    """As its portfolio.json states it."""


def archive(folder: Path, files: int, lines: int) -> list[Path]:
    """Workbooks of one sheet; no two have the same lines."""
    import xlsxwriter

    source: Iterator[list[str | int | float]] = benchfiles.rows(files * lines)
    made = []
    for n in range(files):
        path = folder / f"bom-{n:05}.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet("BOM")
            sheet.write_row(0, 0, benchfiles.HEADINGS)
            for at, row in enumerate(islice(source, lines), 1):
                sheet.write_row(at, 0, row)
        made.append(path)
    return made


def run(inputs: Path, out: Path, jobs: int) -> Run:
    """A batch as a process."""
    words = [str(inputs), "-o", str(out), "--jobs", str(jobs), "--as-of", "2026-11-24", "-q", "--report", "none"]
    start = time.perf_counter()
    subprocess.run([*BATCH, *words], cwd=ROOT, check=True)
    taken = time.perf_counter() - start
    return Run(taken, json.loads((out / "portfolio.json").read_text(encoding="utf-8"))["summary"])


def measure(folder: Path, files: int, lines: int, store_lines: int) -> list[list[str]]:
    """The rows of the table."""
    inputs = folder / "in"
    inputs.mkdir()
    paths = archive(inputs, files, lines)
    alone = float(
        subprocess.run(
            [sys.executable, "-c", SINGLE, str(paths[0]), *map(str, paths)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )
    one = run(inputs, folder / "one", 1)
    two = run(inputs, folder / "two", 2)
    again = min((run(inputs, folder / "two", 2) for _ in range(3)), key=lambda x: x.seconds)
    assert again.summary["reused"] == files, again.summary
    page = _portfolio(folder / "two" / "portfolio.duckdb")
    views = _views(folder / "two" / "portfolio.duckdb", store_lines)
    slowest = max(views, key=lambda name: views[name])
    return [
        [f"{files:,} files × {lines} lines, scanned one after another in one process", f"{alone:.1f} s", "1"],
        ["batch, one worker", f"{one.seconds:.1f} s", f"{one.seconds / alone:.2f} × the single scans"],
        ["batch, two workers", f"{two.seconds:.1f} s", f"{one.seconds / two.seconds:.2f} × one worker"],
        ["files a second, two workers", f"{files / two.seconds:.0f}", ""],
        ["second run, nothing changed", f"{again.seconds:.2f} s", f"{two.seconds / again.seconds:.0f} × faster"],
        ["most memory of a worker", f"{two.summary['megabytes']} MB", ""],
        ["portfolio JSON, page and workbook", f"{page:.1f} s", ""],
        [f"slowest view of a store of {store_lines:,} lines ({slowest})", f"{views[slowest]:.2f} s", ""],
        ["median view of it", f"{sorted(views.values())[len(views) // 2]:.2f} s", ""],
    ]


def _portfolio(store: Path) -> float:
    from scanner.batch.portfolio import write_portfolio
    from scanner.batch.store import Store

    with Store(store, read_only=True) as opened, tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        write_portfolio(opened, None, f"{folder}/portfolio")
        return time.perf_counter() - start


def _views(store: Path, lines: int) -> dict[str, float]:
    """Seconds of each view, after the store's rows were multiplied up to a number of lines."""
    from scanner.batch.schema import ROWS
    from scanner.batch.store import Store

    with Store(store) as opened:
        run_id = opened.query("SELECT run FROM last_run")[1][0][0]
        have = opened.query("SELECT count(*) FROM lines")[1][0][0]
        for copy in range(1, -(-lines // have)):
            shift = copy * 10_000_000
            first = "scan < 10000000"
            moved = f"scan + {shift} AS scan"
            opened.connection.execute(
                f"INSERT INTO scans SELECT * REPLACE ({moved}, path || '#{copy}' AS path) FROM scans WHERE {first}"
            )
            opened.connection.execute(
                f"INSERT INTO covered SELECT run, path || '#{copy}', {moved}, how FROM covered"
                f" WHERE {first} AND run = {run_id}"
            )
            for name in ROWS:
                if name != "scan":
                    opened.connection.execute(
                        f"INSERT INTO {name} SELECT * REPLACE ({moved}) FROM {name} WHERE {first}"
                    )
        taken = {}
        for view in VIEWS:
            start = time.perf_counter()
            opened.query(f"SELECT * FROM {view} LIMIT 1000")
            taken[view] = time.perf_counter() - start
        return taken


def main() -> int:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--store-lines", type=int, default=1_000_000)
    parser.add_argument("--dry", action="store_true", help="leave the page alone")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        rows = measure(Path(folder), args.files, args.lines, args.store_lines)
    text = table(["what", "measured", "ratio"], rows) + f"\n\n{os.cpu_count()} cores, Python {sys.version.split()[0]}."
    print(text)
    if not args.dry:
        put(ROOT / "docs" / "scale.md", "scale", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
