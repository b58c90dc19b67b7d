"""No output takes the place of a file that the command reads, whatever name leads to it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scanner.cli.common import guarded
from scanner.cli.main import cli
from scanner.errors import Exit
from tests.files import as_csv
from tests.hostile.archives import ROWS, packed

PAGE = b"<html><table><tr><th>Part Number<th>Description<th>Qty<tr><td>M-1<td>SmCo magnet<td>4"
RATES = "from,to,rate,date,source\nUSD,EUR,0.9,2026-11-20,x\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bom.csv").write_bytes(as_csv(ROWS))
    (tmp_path / "page.html").write_bytes(PAGE)
    (tmp_path / "rates.csv").write_text(RATES, encoding="utf-8")
    (tmp_path / "boms.zip").write_bytes(packed({"bom.csv": as_csv(ROWS)}))
    (tmp_path / "link.json").symlink_to("old.json")
    call(monkeypatch, "scan", "bom.csv", "-o", "old.json", "-q")
    call(monkeypatch, "scan", "bom.csv", "-o", "new.json", "-q")
    return tmp_path


def call(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["bomscan", *words])
    return int(guarded(cli))


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (("scan", "bom.csv", "-o", "bom.csv"), "bom.csv"),
        (("scan", "bom.csv", "--rates", "rates.csv", "-o", "./rates.csv"), "rates.csv"),
        (("scan", "bom.csv", "page.html", "-o", "{name}.html"), "page.html"),
        (("scan", "bom.csv", "--annotate", "bom.csv"), "bom.csv"),
        (("report", "old.json", "-o", "old.json"), "old.json"),
        (("report", "old.json", "-o", "link.json"), "old.json"),
        (("report", "old.json", "new.json", "-o", "new.json"), "new.json"),
        (("diff", "old.json", "new.json", "-o", "new.json"), "new.json"),
        (("diff", "old.json", "page.html", "-o", "page.html"), "page.html"),
        (("letter", "page.html", "-o", "page.html"), "page.html"),
        (("columns", "bom.csv", "--save", "./bom.csv"), "bom.csv"),
    ],
)  # fmt: skip
def test_it_is_refused_and_stays(
    words: tuple[str, ...],
    kept: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = (folder / kept).read_bytes()
    code = call(monkeypatch, *words)
    assert code != Exit.DONE
    assert (folder / kept).read_bytes() == before
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert code != Exit.DEFECT
    if words[0] in ("scan", "report", "diff", "letter", "columns") and "--annotate" not in words:
        assert "would overwrite a file that is read" in said


@pytest.mark.parametrize(
    "words",
    [
        ("scan", "bom.csv", "-o", "DIR/out.html"),
        ("scan", "bom.csv", "--annotate", "DIR/out.xlsx"),
        ("report", "old.json", "-o", "DIR/out.md"),
        ("report", "old.json", "new.json", "-o", "DIR/out.xlsx"),
        ("diff", "old.json", "new.json", "-o", "DIR/out.html"),
        ("letter", "old.json", "-o", "DIR/out.docx"),
        ("questionnaire", "old.json", "-o", "DIR/out.xlsx"),
        ("decide", "add", "DIR/d.yaml", "--id", "D", "--by", "x", "--on", "2026-01-02", "--why", "y",
         "--article-origin", "DE", "--match", "part_number=A", "--match", "supplier=B"),
        ("columns", "bom.csv", "--save", "DIR/p.yaml"),
        ("catalog", "export", "-o", "DIR/c.json"),
        ("init", "DIR"),
        ("batch", "bom.csv", "-o", "DIR", "-j", "1"),
    ],
    ids=lambda w: " ".join(w[:2]),
)  # fmt: skip
@pytest.mark.parametrize("place", ["missing/below", "bom.csv", "/dev/full", "/proc/self"])
def test_a_place_that_cannot_be_written_is_told_in_one_line(
    words: tuple[str, ...],
    place: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if place.startswith("/") and not Path(place).exists():
        pytest.skip("there is no such place on this system")
    if place == "missing/below" and words[0] in ("batch", "init", "columns"):
        pytest.skip("makes the folder")
    capsys.readouterr()
    code = call(monkeypatch, *(w.replace("DIR", place) for w in words))
    said = capsys.readouterr().err
    assert code in (Exit.OUTPUT, Exit.USAGE), said
    assert said.strip().splitlines()[-1].count(place), said
    assert "defect" not in said
    assert (folder / "bom.csv").read_bytes() == as_csv(ROWS)
