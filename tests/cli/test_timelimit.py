"""A file may take so long and no longer; what was there before stays, and other files are scanned all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from scanner.cli.timelimit import within
from scanner.errors import InputError
from scanner.options import ReadOptions
from tests.files import as_csv
from tests.hostile.archives import ROWS

ROOT = Path(__file__).parent.parent.parent
AT_ONCE = ReadOptions(limits={"seconds": 0})


def wait_long() -> None:
    for _ in range(400):
        time.sleep(0.01)


def test_what_takes_longer_is_interrupted_and_the_limit_is_named() -> None:
    started = time.monotonic()
    with pytest.raises(InputError, match="limit seconds of 0") as refused, within(AT_ONCE, "bom.csv"):
        wait_long()
    assert time.monotonic() - started < 3
    assert refused.value.source == "bom.csv"
    assert "--limit seconds=" in str(refused.value)


def test_what_is_quick_is_left_alone_and_the_handler_is_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with within(ReadOptions(), "bom.csv"):
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_an_interrupt_of_the_user_is_still_one() -> None:
    def work() -> None:
        with within(ReadOptions(), "bom.csv"):
            signal.raise_signal(signal.SIGINT)
            wait_long()

    with pytest.raises(KeyboardInterrupt):
        work()


def test_beside_the_main_thread_there_is_no_limit() -> None:
    done: list[bool] = []

    def work() -> None:
        with within(AT_ONCE, "bom.csv"):
            time.sleep(0.05)
        done.append(True)

    beside = threading.Thread(target=work)
    beside.start()
    beside.join()
    assert done == [True]


HANG = """
import ctypes
from scanner.cli import timelimit
from scanner.options import ReadOptions
timelimit.GRACE = 0.2
with timelimit.within(ReadOptions(limits={"seconds": 1}), "bom\\x1b[31m.xls"):
    ctypes.CDLL(None).sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="stands for native code with a call of unix")
def test_native_code_that_does_not_return_ends_with_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HANG],
        capture_output=True, text=True, timeout=30, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 3, done
    assert done.stderr.startswith("bomscan: bom␛[31m.xls: took longer than the limit seconds of 1")


def test_the_command_refuses_one_file_and_scans_the_next(tmp_path: Path) -> None:
    (tmp_path / "slow.csv").write_bytes(as_csv(ROWS))
    done = subprocess.run(
        [sys.executable, "-m", "scanner", "scan", "slow.csv", "--limit", "seconds=0", "-o", "out.html"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 3, done
    assert done.stderr.startswith("bomscan: slow.csv: took longer than the limit seconds of 0 (raise it")
    assert done.stderr.count("\n") == 1
    assert [x.name for x in tmp_path.iterdir()] == ["slow.csv"]
