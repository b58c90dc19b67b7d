"""What is installed is what was written: the wheel holds templates and data, and scans without the sources."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_every_module_template_and_data_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    package = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "scanner").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    templates = {f"scanner/{path.relative_to(ROOT)}" for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert templates
    assert (package | templates) - held == set()
    assert not [name for name in held if name.startswith(("tests/", "tools/", "samples/"))]


def test_the_installed_package_scans_without_the_sources(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    report = tmp_path / "report.html"
    sample = ROOT / "samples" / "servo-drive.xlsx"
    command = [sys.executable, "-m", "scanner", "scan", str(sample), "-q", "-o", str(report)]
    here = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(command, cwd=tmp_path, env=here, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "N42SH" in report.read_text(encoding="utf-8")
    where = subprocess.run(
        [sys.executable, "-c", "import scanner; print(scanner.__file__)"],
        cwd=tmp_path,
        env=here,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(tmp_path))
