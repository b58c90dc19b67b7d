"""Measure speed as ratios in one run and write the table of docs/performance.md.

    python tools/bench.py [--quick] [--million] [--dry]

Every figure is the wall time of a whole process, the median of several runs; --quick runs each once and leaves the
page alone, --million adds a csv of a million lines.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import benchfiles
from markers import ROOT, put, table

BOMSCAN = [sys.executable, "-m", "scanner"]
EMPTY = [sys.executable, "-c", "pass"]
CALAMINE = "import sys, python_calamine as c; c.load_workbook(sys.argv[1]).get_sheet_by_index(0).to_python()"
CSV = "import sys, csv; list(csv.reader(open(sys.argv[1], encoding='utf-8', newline='')))"
PANDAS = "import sys, pandas; pandas.read_excel(sys.argv[1], engine='openpyxl')"

ENV = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "bomscan-bench-bytecode")
}
"""As an installed command runs: pip compiles its modules once, a working tree under that variable at every start."""


class Cost(NamedTuple):
    """What one process took."""

    seconds: float
    megabytes: float
    """Most memory held at once."""


class Row(NamedTuple):
    """One row of the table."""

    what: str
    cost: Cost
    ratio: str


def cost(command: list[str], runs: int) -> Cost:
    """The median of several runs, after one that warms the file cache."""
    taken = [_once(command) for _ in range(runs + (runs > 1))][runs > 1 :]
    return Cost(statistics.median(x.seconds for x in taken), statistics.median(x.megabytes for x in taken))


def _once(command: list[str]) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.stderr:
        process.stderr.close()
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(command)} ended with {process.returncode}\n{errors.decode()[-800:]}")
    return Cost(seconds, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))


def measure(folder: Path, runs: int, *, million: bool) -> list[Row]:
    """All rows, cheapest first."""
    empty = cost(EMPTY, runs * 3)
    rows = [Row("empty Python", empty, "1")]

    def command(what: str, arguments: list[str], repeat: int = runs) -> Row:
        taken = cost([*BOMSCAN, *arguments], repeat)
        row = Row(what, taken, f"{taken.seconds / empty.seconds:.1f} × empty Python")
        rows.append(row)
        return row

    def beside(what: str, arguments: list[str], base: Cost, name: str) -> Cost:
        taken = cost([*BOMSCAN, *arguments], runs)
        rows.append(Row(what, taken, f"{taken.seconds / base.seconds:.2f} × {name}"))
        return taken

    command("`bomscan --help`", ["--help"], runs * 3)
    command('`bomscan check "NdFeB magnet N42SH"`', ["check", "NdFeB magnet N42SH 10x5x2 mm", "--origin", "CN"])
    outputs = [part for kind in ("json", "html", "xlsx") for part in ("-o", str(folder / f"out.{kind}"))]
    command("1,000 lines xlsx → JSON, HTML, Excel", ["scan", "-q", str(benchfiles.xlsx(folder, 1_000)), *outputs])

    to_json = ["-o", str(folder / "out.json")]
    small = command("10,000 lines xlsx → JSON", ["scan", "-q", str(benchfiles.xlsx(folder, 10_000)), *to_json])
    book = benchfiles.xlsx(folder, 100_000)
    bare = cost([sys.executable, "-c", CALAMINE, str(book)], runs)
    rows.append(Row("100,000 lines xlsx, bare read (calamine)", bare, "1"))
    slow = cost([sys.executable, "-c", PANDAS, str(book)], 1)
    rows.append(Row("100,000 lines xlsx, pandas with openpyxl", slow, f"{slow.seconds / bare.seconds:.1f} × bare read"))
    big = beside("100,000 lines xlsx → JSON", ["scan", "-q", str(book), *to_json], bare, "bare read")
    exponent = math.log10(big.seconds / small.cost.seconds)
    rows.append(
        Row("growth from 10,000 to 100,000 lines", Cost(math.nan, math.nan), f"lines to the power of {exponent:.2f}")
    )

    for count in (100_000, 1_000_000) if million else (100_000,):
        text = benchfiles.delimited(folder, count)
        plain = cost([sys.executable, "-c", CSV, str(text)], runs)
        rows.append(Row(f"{count:,} lines csv, bare read", plain, "1"))
        beside(f"{count:,} lines csv → JSON", ["scan", "-q", str(text), *to_json], plain, "bare read")
    return rows


def main() -> int:
    """Measure, print, and write the page; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="each once; the page is left alone")
    parser.add_argument("--million", action="store_true", help="a csv of a million lines too")
    parser.add_argument("--dry", action="store_true", help="leave the page alone")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rows = measure(Path(folder), 1 if given.quick else 3, million=given.million)
    shown = [[row.what, _number(row.cost.seconds, 2), _number(row.cost.megabytes, 0), row.ratio] for row in rows]
    where = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    text = f"{where}\n\n" + table(["what", "seconds", "MB at most", "ratio"], shown)
    print(text)
    if not (given.quick or given.dry):
        put(ROOT / "docs" / "performance.md", "figures", text)
    return 0


def _number(value: float, digits: int) -> str:
    return "" if math.isnan(value) else f"{value:.{digits}f}"


if __name__ == "__main__":
    sys.exit(main())
