"""``make fuzz``: every target for its share of the time, one process at a time, and a table of what came of it."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from fuzz.targets import TARGETS

HOME = Path(__file__).resolve().parent.parent
LOADING = 8
"""Seconds that a start costs, which are not counted as fuzzing."""


@dataclass
class Told:
    """What the fuzzer said of one target."""

    seconds: float = 0
    executions: int = 0
    edges: int = 0
    features: int = 0
    kept: int = 0
    megabytes: int = 0
    stops: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="for all targets together")
    parser.add_argument("--only", default="", help="names of targets, with commas between")
    parser.add_argument("--folder", type=Path, default=HOME / "build" / "fuzz", help="corpus and findings")
    given = parser.parse_args()
    names = [x for x in given.only.split(",") if x] or list(TARGETS)
    shares = sum(TARGETS[x].share for x in names)
    results = given.folder / "results.json"
    told = {k: Told(**v) for k, v in json.loads(results.read_text()).items()} if results.exists() else {}
    for name in names:
        seconds = max(2, round(given.seconds * TARGETS[name].share / shares))
        run(name, seconds, given.folder, told.setdefault(name, Told()))
        print(f"{name}: {told[name]}", flush=True)
        results.parent.mkdir(parents=True, exist_ok=True)
        results.write_text(json.dumps({k: asdict(v) for k, v in told.items()}, indent=1))
    print(table(told, given.folder))
    return 1 if any(findings(x, given.folder) for x in names) else 0


def run(name: str, seconds: int, folder: Path, told: Told) -> None:
    """Fuzz one target until its time is over, starting again after what ended the process."""
    ends = time.monotonic() + seconds + LOADING
    while (left := round(ends - time.monotonic() - LOADING)) > 1:
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "fuzz.one", name, str(left), str(folder)],
            cwd=HOME, capture_output=True, text=True, errors="replace", timeout=left + 300, check=False,
        )  # fmt: skip
        (folder / f"{name}.log").write_text(done.stderr[-200_000:], encoding="utf-8")
        told.seconds = round(told.seconds + min(left, time.monotonic() - started), 1)
        _read(done.stderr, told)
        told.stops += done.returncode != 0
        if done.returncode and "INITED" not in done.stderr:
            print(done.stderr[-2000:], file=sys.stderr)  # it does not start: trying again would not help
            break


def _read(text: str, told: Told) -> None:
    # where native code ended the process, the last line of progress is all that is told
    ran = re.findall(r"stat::number_of_executed_units:\s+(\d+)", text) or re.findall(r"^#(\d+)\s", text, re.MULTILINE)
    told.executions += int(ran[-1]) if ran else 0
    for line in re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)/\S+ .*?rss: (\d+)Mb", text)[-1:]:
        told.edges, told.features, told.kept = (
            max(a, int(b)) for a, b in zip((told.edges, told.features, told.kept), line[:3], strict=True)
        )
        told.megabytes = max(told.megabytes, int(line[3]))


def findings(name: str, folder: Path) -> list[Path]:
    """Inputs that ended in something else than an answer or a refusal."""
    return sorted(x for x in (folder / "found" / name).glob("*") if x.suffix != ".txt")


def table(told: dict[str, Told], folder: Path) -> str:
    """What was run, in Markdown."""
    rows = [
        f"| `{k}` | {v.seconds:,.0f} | {v.executions:,} | {v.edges:,} | {v.kept:,} | {len(findings(k, folder))} |"
        for k, v in told.items()
    ]
    total = (
        f"| all | {sum(v.seconds for v in told.values()):,.0f} | {sum(v.executions for v in told.values()):,} | | | |"
    )
    return "\n".join(
        [
            "| target | seconds | executions | edges reached | inputs kept | findings |",
            "|---|---|---|---|---|---|",
            *rows,
            total,
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
