"""The letter for the next recipient: what it says, what it leaves open, and that text of the file stays text."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from scanner.catalog.load import load
from scanner.cli.main import cli
from scanner.errors import UsageError
from scanner.exposure import scan_file
from scanner.letter import html, word
from scanner.letter.compose import ASKED, BLANK, DRAFT, OPEN, Letter, compose
from scanner.options import ScanOptions

ROOT = Path(__file__).parents[2]
SERVO = ROOT / "samples" / "servo-drive.xlsx"
DAY = date(2026, 11, 24)


def letter(day: date = DAY, file: Path = SERVO) -> Letter:
    return compose(scan_file(file, ScanOptions(as_of=day), load()), load(), to="Muster GmbH")


def run(*call: object) -> Result:
    return CliRunner().invoke(cli, ["letter", *map(str, call)])


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    file = tmp_path / "bom.csv"
    text = "<script>alert(1)</script> {{ 7*7 }} SmCo magnet Sm2Co17\u202eABC"
    file.write_text(f'Part,Description,Qty,Price EUR,Origin\nP-1,"{text}",2,10,China\n', encoding="utf-8")
    return file


def test_it_says_what_the_notice_asks_for_and_marks_the_rest():
    marks = {p.id: p.mark for p in letter().parts}
    assert marks["control-statement"] == marks["value-share"] == ASKED
    assert {marks[k] for k in ("measures", "origin", "end-use")} == {OPEN}


def test_the_headline_share_stands_first_with_its_reading_numerator_and_denominator():
    x = scan_file(SERVO, ScanOptions(as_of=DAY), load())
    share = next(p for p in compose(x, load()).parts if p.id == "value-share")
    assert x.headline is not None
    first = share.rows[0]
    assert "(headline)" in first[0]
    assert x.headline.verdict in first[0]
    assert first[4].startswith(x.headline.numerator_is)
    assert first[5].startswith(x.headline.denominator_is)
    assert len(first) == len(share.heads) == 6


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2025, 10, 20), "The goods fall under Chinese export control"),
        (date(2026, 3, 1), "suspended until 10 November 2026"),
        (DAY, "not known; expected: suspended until 10 January 2027"),
        (date(2025, 1, 10), "No measure that asks for this notice is issued"),
    ],
)
def test_the_control_statement_follows_the_status_on_the_day(day: date, said: str):
    statement = next(p for p in letter(day).parts if p.id == "control-statement")
    assert said in statement.says[0]


def test_goods_without_a_finding_are_not_called_clear(tmp_path: Path):
    bom = tmp_path / "screws.csv"
    bom.write_text("Part,Description,Qty,Price EUR\n1,Hex screw M4 steel,4,0.10\n2,Washer M4 steel,4,0.05\n")
    statement = next(p for p in letter(file=bom).parts if p.id == "control-statement")
    assert statement.says[0].endswith("that is no finding that none applies.")


def test_what_is_open_comes_from_the_catalog():
    measure = load().measures["cn-2025-61"]
    assert set(measure.open_questions) <= set(letter().unsettled)
    assert measure.annex2 is not None
    assert measure.annex2["unknown_fields"] in letter().unsettled[0]


def test_it_names_item_recipient_date_and_versions_and_leaves_the_sender_blank():
    facts = dict(letter().facts)
    assert facts["To"] == "Muster GmbH"
    assert facts["From"] == BLANK
    assert facts["Law as of"] == "2026-11-24"
    assert facts["Catalog"] == load().info.version
    assert facts["Made by"].startswith("bomscan ")


def test_it_says_once_that_it_is_a_draft():
    page = html.render(letter()).decode()
    assert page.count(DRAFT) == 1
    assert words_of(word.render(letter(), "2026-11-24")).count(DRAFT) == 1


def test_text_of_the_file_is_inert(hostile: Path):
    page = html.render(letter(file=hostile)).decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page
    assert "\u202e" not in page
    assert "⟦U+202E⟧" in words_of(word.render(letter(file=hostile), "2026-11-24"))


def test_the_page_runs_nothing_and_loads_nothing():
    page = html.render(letter()).decode()
    assert "default-src &#39;none&#39;" in page
    assert not re.search(r"<(script|img|link|iframe)|style=|url\(", page)


def test_the_document_says_the_same_in_named_styles():
    document = docx.Document(io.BytesIO(word.render(letter(), "2026-11-24")))
    heads = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert [p.title for p in letter().parts] == heads[:-1]
    text = words_of(word.render(letter(), "2026-11-24"))
    for part in letter().parts:
        assert all(cell in text for row in part.rows for cell in row)


def test_the_same_result_gives_the_same_document():
    assert words_of(word.render(letter(), "2026-11-24")) == words_of(word.render(letter(), "2026-11-24"))


def test_a_company_keeps_its_letterhead_and_styles(tmp_path: Path):
    house = docx.Document()
    house.sections[0].header.paragraphs[0].text = "House of Magnets"
    house.add_paragraph("Our address")
    house.styles["Heading 1"].font.name = "Courier New"
    house.save(str(tmp_path / "house.docx"))
    out = tmp_path / "out.docx"
    assert run(SERVO, "-o", out, "--template", tmp_path / "house.docx", "--as-of", "2026-11-24").exit_code == 0
    made = docx.Document(str(out))
    assert made.sections[0].header.paragraphs[0].text == "House of Magnets"
    assert made.paragraphs[0].text == "Our address"
    assert made.styles["Heading 1"].font.name == "Courier New"


def test_a_page_of_ones_own_may_extend_ours_in_the_sandbox(tmp_path: Path):
    own, out = tmp_path / "house.html", tmp_path / "out.html"
    own.write_text('{% extends "letter.html" %}{% block head %}<p>House of Magnets</p>{% endblock %}')
    assert run(SERVO, "-o", out, "--template", own).exit_code == 0
    assert "<p>House of Magnets</p>" in out.read_text(encoding="utf-8")
    own.write_text("{{ ''.__class__.__mro__ }}")
    refused = run(SERVO, "-o", out, "--template", own)
    assert isinstance(refused.exception, UsageError)
    assert "SecurityError" in str(refused.exception)


def test_a_template_that_is_no_document_is_one_line(tmp_path: Path):
    (tmp_path / "house.docx").write_text("no document")
    refused = run(SERVO, "-o", tmp_path / "out.docx", "--template", tmp_path / "house.docx")
    assert "cannot be read as a Word document" in str(refused.exception)


def test_a_saved_result_gives_the_same_letter_and_takes_an_end_use(tmp_path: Path):
    result, a, b = tmp_path / "r.json", tmp_path / "a.html", tmp_path / "b.html"
    CliRunner().invoke(cli, ["scan", str(SERVO), "--as-of", "2026-11-24", "-o", str(result)])
    use = ("--end-use", "military", "--export-to", "US")
    assert run(SERVO, "--as-of", "2026-11-24", *use, "-o", a).exit_code == 0
    assert run(result, *use, "-o", b).exit_code == 0
    assert a.read_bytes() == b.read_bytes()
    assert "refuse in principle" in b.read_text(encoding="utf-8")


def test_an_option_that_a_saved_result_cannot_heed_is_refused(tmp_path: Path):
    result = tmp_path / "r.json"
    CliRunner().invoke(cli, ["scan", str(SERVO), "-o", str(result)])
    refused = run(result, "--as-of", "2026-01-01", "-o", tmp_path / "a.html")
    assert "--as-of: a saved result is as it was judged" in str(refused.exception)


def test_a_copy_without_prices_shows_none(tmp_path: Path):
    out = tmp_path / "a.html"
    assert run(SERVO, "--as-of", "2026-11-24", "--redact", "prices", "-o", out).exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert "EUR" not in page
    assert "This copy leaves out: prices." in page


def test_another_ending_is_refused(tmp_path: Path):
    assert "no letter ends in '.pdf'" in str(run(SERVO, "-o", tmp_path / "a.pdf").exception)
