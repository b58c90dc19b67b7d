"""How a report is to look: its language, and a template of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner.cli.options import LOOK_OPTIONS
from scanner.cli.scan import command
from scanner.errors import UsageError
from scanner.writers.language import LANGUAGES

BOM = (
    "Part,Description,Qty,Unit price EUR,Origin\nER-9,Erbium oxide Er2O3 powder,1,8.00,China\nH-7,Housing,1,66.00,DE\n"
)


@pytest.fixture
def bom(tmp_path: Path) -> Path:
    path = tmp_path / "bom.csv"
    path.write_text(BOM, encoding="utf-8")
    return path


def scan(*words: str | Path) -> str:
    result = CliRunner().invoke(command, [*map(str, words), "--as-of", "2026-10-01"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_the_terminal_speaks_the_language_asked_for(bom: Path):
    assert "Bei oder über der Marke von 0,1" in scan(bom, "--lang", "de")


def test_the_report_speaks_it_too_and_data_formats_do_not(bom: Path, tmp_path: Path):
    scan(bom, "--lang", "ja", "-o", tmp_path / "r.html", "-o", tmp_path / "r.json")
    assert '<html lang="ja">' in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert '"listed"' in (tmp_path / "r.json").read_text(encoding="utf-8")


def test_a_template_of_ones_own_makes_the_report(bom: Path, tmp_path: Path):
    template = tmp_path / "house.html"
    template.write_text("{{ headline.title }} / {{ x.lines|length }}", encoding="utf-8")
    scan(bom, "--template", template, "-o", tmp_path / "r.html")
    assert (tmp_path / "r.html").read_text(encoding="utf-8").endswith("/ 2")


def test_a_faulty_template_leaves_no_report_and_names_its_line(bom: Path, tmp_path: Path):
    template = tmp_path / "house.html"
    template.write_text("\n\n{% for %}", encoding="utf-8")
    with pytest.raises(UsageError, match=r"house\.html:3: the template fails"):
        scan(bom, "--template", template, "-o", tmp_path / "r.html")
    assert not (tmp_path / "r.html").exists()


def test_the_option_offers_exactly_the_languages_that_have_a_catalogue():
    lang = LOOK_OPTIONS[0](lambda: None).__click_params__[0]
    assert sorted(lang.type.choices) == sorted(LANGUAGES)


def test_a_redacted_annotated_copy_is_refused(tmp_path: Path) -> None:
    """The user's own workbook holds the prices and names that a redacted copy leaves out."""
    bom, out = tmp_path / "bom.csv", tmp_path / "out.xlsx"
    bom.write_text("Item,Description,Qty,Unit Price\n1,Housing,1,5\n", encoding="utf-8")
    words = [str(bom), "--annotate", str(out), "--redact", "prices"]
    result = CliRunner().invoke(command, words, standalone_mode=False)
    assert isinstance(result.exception, UsageError)
    assert not out.exists()
