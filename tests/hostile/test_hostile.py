"""Every hostile file through the whole command: how it must end, in what time, with what memory, saying what."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scanner.errors import Exit
from tests.hostile.cases import CASES, PLAIN, Case

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")

ROOT = Path(__file__).parent.parent.parent
MEMORY = 4 << 30
PATIENCE = 90
ACTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
SECRETS = ("root:x:0", "ha" * 40)
"""What would stand in a report if an entity had been fetched or expanded."""


class Command:
    """The command, run again and again by the server beside this file."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("server.py")), str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def __call__(self, folder: Path, *arguments: str, **limits: int) -> dict[str, Any]:
        asked = {"arguments": arguments, "folder": str(folder), "limits": {"AS": MEMORY, **limits}, "seconds": PATIENCE}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    made = Command(tmp_path_factory.mktemp("server"))
    yield made
    made.close()


def refused(answer: dict[str, Any], code: Exit, *words: str) -> None:
    """It ended so, with one line that holds the words."""
    assert answer["code"] == code, answer
    lines = answer["stderr"].strip().splitlines()
    assert len(lines) == 1, answer["stderr"]
    assert lines[0].startswith("bomscan: ")
    assert [w for w in words if w not in lines[0]] == []
    assert not ACTS.search(lines[0])


OUT = tuple(word for ending in ("json", "csv", "md", "html") for word in ("-o", f"out.{ending}"))


def test_there_are_enough_and_each_is_called_by_a_name_of_its_own() -> None:
    assert len({c.file for c in CASES}) == len(CASES) >= 200


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.file)
def test_hostile_file(case: Case, command: Command, tmp_path: Path) -> None:
    path = tmp_path / case.file
    path.write_bytes(case.make())
    before = path.stat()
    answer = command(tmp_path, "scan", case.file, *OUT, "-q")
    outputs = [tmp_path / f"out.{x}" for x in ("json", "csv", "md", "html")]
    assert answer["seconds"] <= case.seconds, answer
    assert answer["megabytes"] <= case.megabytes, answer
    if case.code != Exit.DONE:
        refused(answer, case.code, case.file, case.says)
        assert [x.name for x in outputs if x.exists()] == []
    else:
        assert answer["code"] == Exit.DONE, answer
        assert answer["stderr"] == ""
        texts = [x.read_text(encoding="utf-8") for x in outputs]
        found = json.loads(texts[0])
        assert case.says in texts[0]
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", texts[0])
        assert not any(ACTS.search(text) for text in texts[1:])
        assert "NaN" not in json.dumps(found["fractions"])
        assert "<script>alert" not in texts[3]
        assert not any(secret in text for text in texts for secret in SECRETS)
    left = {x.name for x in tmp_path.iterdir()} - {case.file, "stdout", "stderr", *(x.name for x in outputs)}
    assert left == set()
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (before.st_mtime_ns, before.st_size)


# ---------------------------------------------------------------- what is no regular file, and where reports go


@pytest.fixture
def bom(tmp_path: Path) -> Path:
    path = tmp_path / "bom.csv"
    path.write_bytes(PLAIN)
    return path


def test_what_is_no_regular_file_is_refused_at_once(command: Command, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("pipe.csv", "/dev/zero", "/dev/null", "/dev/tty"):
        answer = command(tmp_path, "scan", name, "-q")
        refused(answer, Exit.INPUT, name)
        assert answer["seconds"] < 3


def test_a_folder_and_a_link_in_a_circle(command: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    refused(command(tmp_path, "scan", "empty", "-q"), Exit.INPUT, "empty")
    refused(command(tmp_path, "scan", "loop.csv", "-q"), Exit.INPUT, "loop.csv")


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file(command: Command, bom: Path) -> None:
    bom.chmod(0)
    refused(command(bom.parent, "scan", bom.name, "-q"), Exit.INPUT, "cannot be opened")


@pytest.mark.parametrize("name", ["x" * 240 + ".csv", "two\nlines.csv", "\x1b[31mred.csv", "\u202egpj.csv", "<b>&.csv"])
def test_a_name_that_means_harm(name: str, command: Command, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(PLAIN)
    answer = command(tmp_path, "scan", name, *OUT)
    assert answer["code"] == Exit.DONE, answer
    assert not ACTS.search(answer["stderr"])
    assert not ACTS.search((tmp_path / "out.html").read_text(encoding="utf-8"))
    (tmp_path / name).write_bytes(b"%PDF-1.7")
    refused(command(tmp_path, "scan", name, "-q"), Exit.INPUT, "PDF")


@pytest.mark.parametrize("name", ["y" * 300 + ".csv", "nul\0.csv"])
def test_a_name_that_no_file_can_have(name: str, command: Command, tmp_path: Path) -> None:
    refused(command(tmp_path, "scan", name, "-q"), Exit.INPUT)


def test_a_report_never_replaces_the_input(command: Command, bom: Path) -> None:
    (bom.parent / "link.csv").symlink_to(bom)
    for target in ("bom.csv", "./bom.csv", "link.csv"):
        answer = command(bom.parent, "scan", "bom.csv", "-o", target, "-q")
        refused(answer, Exit.USAGE, "would overwrite")
    assert bom.read_bytes() == PLAIN


def test_the_folder_of_the_report_is_missing_or_a_file(command: Command, bom: Path) -> None:
    for target in ("nowhere/out.json", "bom.csv/out.json"):
        refused(command(bom.parent, "scan", "bom.csv", "-o", target, "-q"), Exit.OUTPUT, target)


def test_a_full_disk_leaves_the_old_report_and_no_half_of_the_new(command: Command, bom: Path) -> None:
    old = bom.parent / "out.html"
    old.write_text("old", encoding="utf-8")
    refused(command(bom.parent, "scan", "bom.csv", "-o", "out.html", "-q", FSIZE=4096), Exit.OUTPUT, "out.html")
    assert old.read_text(encoding="utf-8") == "old"
    assert {x.name for x in bom.parent.iterdir()} == {"bom.csv", "out.html", "stdout", "stderr"}


# ---------------------------------------------------------------- limits are settings


@pytest.mark.parametrize(
    ("limit", "content"),
    [
        ("file_bytes=20", PLAIN),
        ("columns=3", PLAIN),
        ("cells=5", PLAIN),
        ("cell_characters=10", PLAIN),
        ("nesting=1", b"Level,Part Number,Description,Qty\n0,A,Pump,1\n1,B,SmCo magnet,1\n2,C,Screw,1\n3,D,Nut,1\n"),
    ],
)
def test_a_limit_is_named_and_can_be_raised(limit: str, content: bytes, command: Command, tmp_path: Path) -> None:
    (tmp_path / "bom.csv").write_bytes(content)
    name = limit.partition("=")[0]
    refused(
        command(tmp_path, "scan", "bom.csv", "-q", "--limit", limit), Exit.INPUT, f"limit {name} of", f"--limit {name}="
    )
    done = command(tmp_path, "scan", "bom.csv", "-q", "--limit", f"{name}=100000", "-o", "out.json")
    assert done["code"] == Exit.DONE, done
    assert f"{name}=100000" in (tmp_path / "out.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("limit", ["columns", "columns=", "columns=-1", "columns=x", "colour=3", "columns=²"])
def test_what_is_no_limit_is_refused_with_their_names(limit: str, command: Command, bom: Path) -> None:
    refused(command(bom.parent, "scan", "bom.csv", "--limit", limit), Exit.USAGE, "expanded_bytes", "nesting")
