"""Names and words that are no text: bytes of another encoding in a file's name, in arguments, on standard input."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.cases import PLAIN

ROOT = Path(__file__).parent.parent.parent
NAME = os.fsdecode(b"b\xff\xe4.csv")
pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")


def command(folder: Path, *words: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "scanner", *words], cwd=folder, capture_output=True, check=False, timeout=90,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, input=given,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_bytes(PLAIN)
    return tmp_path


def test_every_report_is_written_and_is_text(folder: Path) -> None:
    outputs = [f"out.{x}" for x in ("json", "html", "csv", "md", "sarif", "xml", "xlsx")]
    done = command(
        folder, "scan", NAME, *(w for x in outputs for w in ("-o", x)), "--annotate", "copy.xlsx",
        "--assume", os.fsdecode(b'origin:"\xff"=DE'),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for name in outputs[:-1]:
        assert "b\N{REPLACEMENT CHARACTER}" in (folder / name).read_text(encoding="utf-8"), name
    assert (folder / "copy.xlsx").exists()
    assert command(folder, "report", "out.json", "-q").returncode == 0


def test_a_batch_keeps_it_and_knows_it_again(folder: Path) -> None:
    first = command(folder, "batch", NAME, os.fsdecode(b"none\xff.csv"), "-o", "out", "-j", "1")
    assert first.returncode == 3
    assert b"1 scanned" in first.stderr
    again = command(folder, "batch", NAME, "-o", "out", "-j", "1")
    assert again.returncode == 0, again.stderr
    assert b"1 unchanged" in again.stderr


@pytest.mark.parametrize("words", [[os.fsdecode(b"\xff SmCo magnet")], ["magnet", "--origin", os.fsdecode(b"\xff")]])
def test_words_of_the_command_line(words: list[str], tmp_path: Path) -> None:
    done = command(tmp_path, "check", *words)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8")


def test_standard_input(tmp_path: Path) -> None:
    done = command(tmp_path, "check", given=b"\xff SmCo magnet\n")
    assert done.returncode == 0, done.stderr
    assert "LISTED" in done.stdout.decode("utf-8")
