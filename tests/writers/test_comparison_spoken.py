"""Comparisons and differences in other languages: fixed words are translated, what a file says is not."""

from __future__ import annotations

import re
import string
from datetime import date
from decimal import Context, Decimal, localcontext
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from scanner.catalog.load import load
from scanner.cli.main import cli
from scanner.comparison import compare as compared
from scanner.difference import WORDS
from scanner.difference.compare import compare
from scanner.estimate import Estimate
from scanner.exposure import scan_file
from scanner.findings import Exposure
from scanner.options import ScanOptions
from scanner.standing import EndUse
from scanner.writers import difference
from scanner.writers.comparison.formats import markdown
from scanner.writers.comparison.spoken import WORDS as DOCUMENT
from scanner.writers.comparison.spoken import cell, in_language, speech
from scanner.writers.comparison.tables import Table, tables
from scanner.writers.language import LANGUAGES
from scanner.writers.speech import own_words
from tests.factory import estimate, exposure, fraction

ROOT = Path(__file__).parents[2]
SERVO = ROOT / "samples" / "servo-drive.xlsx"
OTHERS = [x for x in LANGUAGES if x != "en"]


def scanned(name: str, day: date, use: EndUse) -> Exposure:
    options = ScanOptions(as_of=day, end_use=use, export_from="DE", export_to="HK")
    return scan_file(ROOT / "samples" / name, options, load())


@pytest.fixture(scope="module")
def made() -> list[Table]:
    """A difference with everything in it: lines, shares, reasons, the law, the policy."""
    first = scanned("servo-drive.xlsx", date(2026, 10, 1), "civil")
    second = scanned("wafer-saw.ods", date(2026, 11, 24), "military")
    return difference.tables(compare(first, second, ("a", "b"), load()))


def test_every_text_stands_in_every_language_with_the_same_blanks() -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    table = own_words(DOCUMENT)
    assert {k: sorted(v) for k, v in table.items() if set(v) != set(OTHERS)} == {}
    assert [(k, c) for k, v in table.items() for c, text in v.items() if blanks(text) != blanks(k)] == []


@pytest.mark.parametrize("code", OTHERS)
def test_titles_headings_reasons_and_shares_are_said_in_the_language(code: str, made: list[Table]) -> None:
    for before, after in zip(made, in_language(made, code), strict=True):
        assert after.title != before.title
        said = zip(before.heads, after.heads, strict=True)
        assert [b for b, a in said if a == b and b not in ("Part", "Second", "Verdict")] == []
        for (cells, _), (spoken, _) in zip(before.rows, after.rows, strict=True):
            assert all(cells[i] == spoken[i] for i in before.data), "what a file says stays"
    assert all(speech(code).filled(x) != x for x in WORDS.values())


@pytest.mark.parametrize("code", ["zh", "ja"])
def test_no_english_sentence_is_left_in_the_cells(code: str, made: list[Table]) -> None:
    left = [
        c
        for t in in_language(made, code)
        for cells, _ in t.rows
        for i, c in enumerate(cells)
        if i not in t.data and "cn-20" not in c and re.search(r"[a-z]{3,} [a-z]{3,}", c)
    ]
    assert left == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("de", "wahrscheinlich überschritten: 0 % bis 1,02 %, wahrscheinlich 0,186 %"),
        ("zh", "很可能超过：0% 至 1.02%，可能值 0.186%"),
    ],
)
def test_figures_are_written_as_the_language_writes_them(code: str, said: str) -> None:
    assert cell("likely exceeds: 0 % to 1.02 %, likely 0.186 %", speech(code)) == said


def test_what_the_bill_says_in_a_change_stays() -> None:
    text = "description: listed none → price; quantity: 2 → 4"
    assert cell(text, speech("de")) == "Bezeichnung: listed none → price; Menge: 2 → 4"
    assert cell("possible → listed", speech("de")) == "möglich → gelistet"
    assert cell("bom, price", speech("zh")) == "物料清单、价格"
    assert cell("Motor, listed price", speech("de")) == "Motor, listed price"


def test_the_rounding_of_a_division_is_no_difference_between_results() -> None:
    tenth = (Decimal("0.1"), Decimal("0.1" + "0" * 45 + "1"))
    third = [fraction(share=Estimate(x, x, x)) for x in tenth]
    results = [exposure(fractions=[x]) for x in third]
    with localcontext(Context(prec=28)):  # as it is where nothing was valued before
        assert not any(row.changed for row in compared(["a", "b"], results).shares)
    assert not any(row.changed for row in compared(["a", "b"], results).shares)
    other = replace(results[0], fractions=(fraction(share=estimate("0.1001", "0.1001", "0.1001")),))
    assert any(row.changed for row in compared(["a", "b"], [results[0], other]).shares)


@pytest.mark.parametrize("code", OTHERS)
def test_a_comparison_of_results_speaks_it_too(code: str) -> None:
    x = compared(["old", "new"], [exposure(), exposure()])
    text = markdown(x, code).decode()
    assert "| old | new |" in text
    assert "Shares of value" not in text
    assert [t.title for t in tables(x)] == [t.title for t in in_language(tables(x), "en")]


def test_the_commands_take_a_language(tmp_path: Path) -> None:
    a, b = tmp_path / "a.json", tmp_path / "b.json"
    for path, day in ((a, "2026-10-01"), (b, "2026-11-24")):
        assert CliRunner().invoke(cli, ["scan", str(SERVO), "-q", "-o", str(path), "--as-of", day]).exit_code == 0
    page = tmp_path / "c.html"
    assert CliRunner().invoke(cli, ["diff", str(a), str(b), "--lang", "ja", "-o", str(page)]).exit_code == 0
    assert '<html lang="ja">' in page.read_text("utf-8")
    assert "変更点" in page.read_text("utf-8")
    assert "# Was sich geändert hat" in CliRunner().invoke(cli, ["diff", str(a), str(b), "--lang", "de"]).output
    said = CliRunner().invoke(cli, ["report", str(a), str(b), "--lang", "zh"]).output
    assert "# 结果比较" in said
