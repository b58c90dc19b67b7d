"""Runs the command again and again, each time in a process of its own with limits on memory and time.

Started once a test session: what is imported and loaded before the first request is shared by all, so that a run costs
its own work only. One request a line on standard input, one answer a line on standard output, both JSON.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any


def prepare(folder: Path) -> None:
    """One ordinary scan to every format loads what any scan needs."""
    path = folder / "ordinary.csv"
    path.write_text("Part Number,Description,Qty,Unit Price (USD)\nM-1,SmCo magnet,4,4.90\n", encoding="utf-8")
    child = run([*("scan", str(path), "-q"), *outputs(folder)], folder, None, 60, fork=False)
    assert child["code"] == 0, child


def outputs(folder: Path) -> list[str]:
    return [word for ending in ("json", "csv", "md", "html", "xlsx") for word in ("-o", str(folder / f"out.{ending}"))]


def act(arguments: list[str]) -> int:
    from scanner.cli.common import guarded
    from scanner.cli.main import cli

    sys.argv = ["bomscan", *arguments]
    try:
        return int(guarded(cli))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def run(
    arguments: list[str], folder: Path, limits: dict[str, int] | None, seconds: float, *, fork: bool = True
) -> dict[str, Any]:
    """Exit code (negative: the signal that ended it), seconds, most memory in MB, and what was said."""
    if not fork:
        return {"code": act(arguments)}
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            os.chdir(folder)
            for stream, name in ((1, "stdout"), (2, "stderr")):
                handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
                os.dup2(handle, stream)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            for name, value in (limits or {}).items():
                resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
            code = act(arguments)
        finally:
            os._exit(code)
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            break
        if time.monotonic() - started > seconds:
            os.kill(pid, signal.SIGKILL)
            _, status, usage = os.wait4(pid, 0)
            break
        time.sleep(0.004)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": round(time.monotonic() - started, 2),
        "megabytes": usage.ru_maxrss >> 10,
        "stdout": (folder / "stdout").read_text(encoding="utf-8", errors="surrogateescape"),
        "stderr": (folder / "stderr").read_text(encoding="utf-8", errors="surrogateescape"),
    }


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    prepare(Path(sys.argv[1]))
    for request in sys.stdin:
        asked = json.loads(request)
        answer = run(asked["arguments"], Path(asked["folder"]), asked["limits"], asked["seconds"])
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
