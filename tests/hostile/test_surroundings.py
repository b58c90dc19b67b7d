"""A scan depends on its input alone, calls nobody and writes nothing but its reports."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "samples" / "servo-drive.xlsx"
ENDINGS = ("json", "html", "csv", "md", "xlsx", "sarif", "xml")

GUARD = """
import sys
FORBIDDEN = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
             "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "urllib.Request", "ftplib.connect")
WRITING = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.link", "os.truncate")
ALLOWED = sys.argv.pop(1)
def guard(event, given):
    if event in FORBIDDEN:
        print("reached out:", event, given[:2], file=sys.stderr); sys.stderr.flush()
        import os; os._exit(98)
    written = None
    if event == "open" and isinstance(given[0], str) and (given[2] or 0) & 0o1103:
        written = given[0]
    if event in WRITING:
        written = given[0]
    if isinstance(written, (str, bytes)) and not (w := str(written)).startswith((ALLOWED, "/dev/null")):
        print("wrote:", event, w, file=sys.stderr); sys.stderr.flush()
        import os; os._exit(97)
sys.addaudithook(guard)
from scanner.cli.main import main
main()
"""
"""Python itself reports what is opened, connected and started; a scan that does more than it may ends with 97 or 98."""


def scan(out: Path, *arguments: str, cwd: Path = ROOT, **given: str) -> subprocess.CompletedProcess[str]:
    out.mkdir(exist_ok=True)
    targets = [word for x in ENDINGS for word in ("-o", str(out / f"r.{x}"))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **given}
    return subprocess.run(
        [sys.executable, *arguments, "scan", str(SAMPLE), "--as-of", "2026-11-24", "-q", *targets],
        capture_output=True, text=True, check=False, cwd=cwd, env=environment, timeout=90,
    )  # fmt: skip


def digests(out: Path) -> dict[str, str]:
    return {x: hashlib.sha256((out / f"r.{x}").read_bytes()).hexdigest() for x in ENDINGS}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("usual")
    done = scan(out, "-m", "scanner", TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="0")
    assert done.returncode == 0, done.stderr
    return digests(out)


@pytest.mark.parametrize(
    "given",
    [
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "31337"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE", "COLUMNS": "40", "PYTHONHASHSEED": "random"},
    ],
    ids=["zone", "locale", "language"],
)
def test_the_same_bytes_in_other_surroundings(given: dict[str, str], usual: dict[str, str], tmp_path: Path) -> None:
    done = scan(tmp_path / "out", "-m", "scanner", cwd=tmp_path, **given)
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "out") == usual


def test_a_scan_to_every_format_calls_nobody_and_writes_only_its_reports(usual: dict[str, str], tmp_path: Path) -> None:
    out, home = tmp_path / "out", tmp_path / "home"
    home.mkdir()
    done = scan(out, "-c", GUARD, str(out), cwd=home, HOME=str(home), TMPDIR=str(out))
    assert done.returncode == 0, done.stderr
    assert digests(out) == usual
    assert list(home.iterdir()) == []
    assert {x.name for x in out.iterdir()} == {f"r.{x}" for x in ENDINGS}


def test_the_guard_sees_what_it_must(tmp_path: Path) -> None:
    for act, code in (("open('x', 'w')", 97), ("__import__('socket').create_connection(('127.0.0.1', 9))", 98)):
        script = GUARD.replace("from scanner.cli.main import main\nmain()", act)
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "out")],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
