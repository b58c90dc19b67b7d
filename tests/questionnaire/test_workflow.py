"""docs/workflow.md: its commands run as they stand there, and do what the page says."""

from __future__ import annotations

import json
import re
import shlex
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from scanner.cli.main import cli
from scanner.errors import Exit, UsageError
from tests.questionnaire.filling import facts, fill

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "workflow.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    blocks = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    return [shlex.split(x, comments=True)[1:] for block in blocks for x in block.splitlines() if x]


def expected(words: list[str]) -> Exit:
    """How the page says that a command ends."""
    (line,) = {x for x in PAGE.splitlines() if x.startswith("bomscan ") and shlex.split(x, comments=True)[1:] == words}
    return Exit.FOUND if "# ends with 1" in line else Exit.DONE


def run(words: list[str], expected: Exit = Exit.DONE) -> str:
    result = CliRunner().invoke(cli, words, standalone_mode=False)
    if result.exception:
        raise result.exception
    assert (result.return_value or Exit.DONE) == expected, result.output
    return result.output


def width(result: str) -> Decimal:
    (share,) = (x["share"] for x in json.loads(Path(result).read_text("utf-8"))["fractions"] if x["headline"])
    return Decimal(share["high"]) - Decimal(share["low"])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    (tmp_path / "licence.pdf").write_bytes(b"licence")
    book = openpyxl.load_workbook(ROOT / "samples" / "servo-drive.xlsx")
    book["BOM"]["L12"] = 1.20  # the magnet segments cost 0.86 EUR before
    book.save(tmp_path / "servo-rev-b.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page_works_from_top_to_bottom(place: Path) -> None:
    said = {}
    for words in commands():
        if "--answers" in words and "decisions.yaml" not in words:
            form = place / "questions" / "Magtrade-GmbH.xlsx"
            fill(form, lambda fact: ("ja",) if fact == "contains:Dy" else ("China",))
        key = " ".join(words[:4] if words[0] == "decide" else words[:3])
        said[key] = said.get(key, "") + run(words, expected(words))
    assert width("servo-2.json") < width("servo.json")
    assert "Magtrade GmbH: 2 questions about 1 part, in de" in said["questionnaire servo.json drone.json"]
    assert len(list((place / "questions").glob("*.xlsx"))) == 10
    assert "W-1  waiver, acts, 188 days left" in said["decide list decisions.yaml --as-of"]
    answered = said["diff servo.json servo-2.json"]
    assert "answers and declarations: " in answered
    assert not re.search(r"\n  (prices|origins|the bill of materials|the law)", answered)
    dearer = json.loads((place / "changes.json").read_text("utf-8"))
    assert {reason for share in dearer["shares"] for reason in share["by_reason"]} == {"price"}
    assert [line["reasons"] for line in dearer["lines"]] == [["price"]]
    assert "unit price: 0.86 EUR → 1.2 EUR" in (place / "changes.html").read_text("utf-8")
    another_day = said["diff servo.json samples/servo-drive.xlsx"]
    assert "The law:" in another_day
    assert "Lines: 0 added, 0 removed, 0 changed" in another_day
    assert "W-1: expired: its last day was 2027-05-31" in said["decide check decisions.yaml servo-2.json"]
    assert "W-1: unused" in said["decide check decisions.yaml drone.json"]
    assert "货物是否受中国出口管制" in (place / "letter.html").read_text("utf-8")
    last = json.loads((place / "servo-3.json").read_text("utf-8"))
    assert {(d["id"], d["kind"]) for d in last["decisions"]} >= {("W-1", "waiver")}
    waived = next(x for x in last["lines"] if x["id"] == "BOM!23")
    assert waived["verdict"] == "listed", "a waiver changes no verdict"
    assert waived["waived"]


def test_the_same_part_of_two_products_is_asked_about_once(place: Path) -> None:
    for name in ("one", "two"):
        run(["scan", "samples/servo-drive.xlsx", "-q", "-o", f"{name}.json", "--as-of", "2026-11-24"])
    run(["questionnaire", "one.json", "two.json", "-o", "asked", "--by", "supplier"])
    assert facts(place / "asked" / "Magtrade-GmbH.xlsx") == ["contains:Dy", "rare_earth_origin"]


def test_the_results_of_a_batch_are_asked_for_and_its_portfolio_is_passed_over(place: Path) -> None:
    (place / "boms").mkdir()
    (place / "boms" / "servo-drive.xlsx").write_bytes((ROOT / "samples" / "servo-drive.xlsx").read_bytes())
    run(["batch", "boms", "-o", "reports", "--as-of", "2026-11-24", "--jobs", "1"])
    results = sorted(map(str, (place / "reports").glob("*.json")))
    said = run(["questionnaire", *results, "-o", "asked", "--by", "supplier"])
    assert "portfolio.json: passed over" in said
    assert [x.name for x in (place / "asked").iterdir()] == ["Magtrade-GmbH.xlsx"]
    with pytest.raises(UsageError, match="no result among the files"):
        run(["questionnaire", "reports/portfolio.json", "-o", "none", "--by", "supplier"])


def test_without_by_supplier_one_workbook_says_whom_each_question_is_for(place: Path) -> None:
    run(["questionnaire", "samples/servo-drive.xlsx", "-o", "all.xlsx", "--lang", "ja", "--as-of", "2026-11-24"])
    sheet: Any = openpyxl.load_workbook(place / "all.xlsx").worksheets[0]
    assert not sheet.column_dimensions["F"].hidden
    assert sheet["F10"].value == "Magtrade GmbH"


def test_what_was_left_out_is_said_and_no_form_is_written_without_questions(place: Path) -> None:
    (place / "bill.csv").write_text(
        "Part number,Description,Quantity,Unit price\nS-1,Screw M3,4,0.1\n", encoding="utf-8"
    )
    said = run(["questionnaire", "bill.csv", "-o", "out.xlsx"])
    assert "nothing is open" in said
    assert not (place / "out.xlsx").exists()
    ours = run(["questionnaire", "samples/wafer-saw.ods", "-o", "saw.xlsx", "--as-of", "2026-11-24"])
    assert "for yourselves to answer: Wire saw!18: end use" in ours


def test_an_expired_waiver_lets_its_finding_count_again(place: Path) -> None:
    add = next(x for x in commands() if x[:2] == ["decide", "add"])
    run(["scan", "samples/servo-drive.xlsx", "-q", "-o", "servo-2.json", "--as-of", "2026-11-24"])
    run(add)
    scan = ["scan", "samples/servo-drive.xlsx", "-q", "--decisions", "decisions.yaml", "--fail-on", "listed"]
    run([*scan, "--as-of", "2027-05-31"])
    run([*scan, "--as-of", "2027-06-01"], Exit.FOUND)
    run([*scan[:-2], "--strict", "--as-of", "2027-06-01"], Exit.FOUND)
