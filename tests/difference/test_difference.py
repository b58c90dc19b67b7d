"""Differences: each cause is named as what it is, and the steps add up to the whole move."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner.catalog.load import built_in
from scanner.cli.diff import command
from scanner.difference import Difference, LineChange, ShareChange
from scanner.difference.compare import compare
from scanner.errors import Exit
from scanner.estimate import Estimate
from scanner.exposure import scan_file
from scanner.findings import Exposure
from scanner.options import ScanOptions
from scanner.questionnaire.ask import ask, by_supplier
from scanner.questionnaire.form import form
from scanner.writers import difference as writer
from scanner.writers import json as json_writer
from scanner.writers.reload import reload
from tests.questionnaire.filling import fill

HEAD = "Item,Part Number,Description,Qty,Unit Price,Currency,Country of Origin,Supplier\n"
OXIDE = "1,E-1,Erbium oxide Er2O3 powder 99.9 %,1,8.00,EUR,CN,Acme\n"
MAGNET = "2,M-1,Ring magnet NdFeB N42UH 10x5 mm,4,1.50,EUR,CN,Acme\n"
HOUSING = "3,H-1,Housing aluminium,1,86.00,EUR,DE,Beta\n"
BEFORE, AFTER = date(2025, 11, 1), date(2025, 12, 1)
DECLARED = """
decisions:
- {id: D-1, kind: declaration, match: {part_number: M-1, supplier: Acme}, by: Acme, on: 2025-10-01, why: letter,
   states: {article_origin: [JP], material_origin: [JP]}}
"""


def scan(tmp_path: Path, rows: str, day: date = AFTER, decisions: str = "") -> Exposure:
    path = tmp_path / "bom.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    options = ScanOptions(as_of=day)
    if decisions:
        file = tmp_path / "d.yaml"
        file.write_text(decisions, encoding="utf-8")
        options = ScanOptions(as_of=day, decisions=(file,))
    return reload(json_writer.render(scan_file(path, options)))


def diff(first: Exposure, second: Exposure) -> Difference:
    return compare(first, second, ("a", "b"), built_in())


def share(found: Difference, what: str) -> ShareChange:
    return next(x for x in found.shares if x.what == what)


def only_line(found: Difference) -> LineChange:
    assert len(found.lines) == 1
    return found.lines[0]


def test_a_price_alone_is_a_price(tmp_path: Path) -> None:
    first = scan(tmp_path, OXIDE + HOUSING)
    found = diff(first, scan(tmp_path, OXIDE.replace("8.00", "14.00") + HOUSING))
    line = only_line(found)
    assert (line.reasons, line.said) == (("price",), ("unit price: 8 EUR → 14 EUR",))
    moved = share(found, "controlled of the product")
    assert set(moved.by_reason) == {"price"}
    assert moved.by_reason["price"][0] == pytest.approx(Decimal(14) / 100 - Decimal(8) / 94)
    assert not found.law


def test_a_date_alone_is_the_law(tmp_path: Path) -> None:
    found = diff(scan(tmp_path, OXIDE + HOUSING, BEFORE), scan(tmp_path, OXIDE + HOUSING, AFTER))
    assert not found.lines
    assert any(x.startswith("cn-2025-57: announced → suspended") for x in found.law)


def test_an_answer_alone_is_an_answer(tmp_path: Path) -> None:
    first = scan(tmp_path, MAGNET + HOUSING)
    found = diff(first, scan(tmp_path, MAGNET + HOUSING, decisions=DECLARED))
    assert only_line(found).reasons == ("answer",)
    assert set(share(found, "controlled of the product").by_reason) == {"answer"}


def test_a_filled_form_alone_is_an_answer_with_its_share_of_the_move(tmp_path: Path) -> None:
    catalog, rows = built_in(), MAGNET.replace(",CN,", ",,") + HOUSING
    first = scan(tmp_path, rows)
    ((supplier, questions),) = by_supplier(ask([first], catalog).questions).items()
    paper = tmp_path / "acme.xlsx"
    paper.write_bytes(form(questions, supplier, "en", AFTER))
    fill(paper, lambda fact: ("JP",) if fact == "article_origin" else None, on=AFTER)
    second = scan_file(tmp_path / "bom.csv", ScanOptions(as_of=AFTER, answers=(paper,)))
    found = diff(first, reload(json_writer.render(second)))
    assert only_line(found).reasons == ("answer",)
    assert found.unexplained is None
    moved = share(found, "chinese origin of the product")
    assert set(moved.by_reason) == {"answer"}
    assert moved.before is not None
    assert moved.after is not None
    assert moved.by_reason["answer"][2] == moved.after.high - moved.before.high < 0  # type: ignore[operator]


def test_the_rounding_of_a_division_is_no_move_and_a_share_of_one_day_comes_with_the_law(tmp_path: Path) -> None:
    rows = OXIDE + MAGNET + HOUSING
    found = diff(scan(tmp_path, rows, date(2026, 10, 1)), scan(tmp_path, rows, date(2026, 11, 24)))
    assert found.shares
    for moved in found.shares:
        assert (moved.before is None) != (moved.after is None)
        assert (moved.came_with, moved.by_reason) == ("law", {})
    assert "the law: date or catalog: the share came with it" in writer.text(found)
    a, b = (Estimate(Decimal(0), x, Decimal(1)) for x in (Decimal("0.1"), Decimal("0.1") + Decimal("1e-48")))
    assert a.says(b)
    assert not a.says(Estimate(Decimal(0), Decimal("0.1000001"), Decimal(1)))
    assert not a.says(Estimate(Decimal(0), None, Decimal(1)))


def test_a_share_that_comes_with_a_part_comes_with_the_bill_of_materials(tmp_path: Path) -> None:
    found = diff(scan(tmp_path, HOUSING), scan(tmp_path, MAGNET + HOUSING))
    assert share(found, "de minimis of the product, reading text").came_with == "bom"


def test_a_stated_origin_is_an_origin(tmp_path: Path) -> None:
    found = diff(scan(tmp_path, MAGNET + HOUSING), scan(tmp_path, MAGNET.replace(",CN,", ",JP,") + HOUSING))
    assert only_line(found).said == ("origin: CN (stated) → JP (stated)",)
    assert set(share(found, "chinese origin of the product").by_reason) == {"origin"}


def test_all_at_once_is_split_and_adds_up(tmp_path: Path) -> None:
    first = scan(tmp_path, OXIDE + MAGNET + HOUSING)
    screw = "9,S-1,Screw,4,1.00,EUR,DE,Beta\n"
    rows = MAGNET.replace(",4,1.50,", ",6,2.00,") + OXIDE.replace(",CN,", ",US,") + screw
    second = scan(tmp_path, rows)
    found = diff(first, second)
    assert {x.change for x in found.lines} == {"added", "removed", "changed"}
    moved = share(found, "chinese origin of the product")
    assert set(moved.by_reason) == {"bom", "price", "origin"}
    assert moved.before is not None
    assert moved.after is not None
    assert sum(x[0] or 0 for x in moved.by_reason.values()) == pytest.approx(moved.after.low - moved.before.low)


def test_moved_lines_are_no_change(tmp_path: Path) -> None:
    found = diff(scan(tmp_path, OXIDE + MAGNET + HOUSING), scan(tmp_path, HOUSING + OXIDE + MAGNET))
    assert not found
    assert found.same_lines == 3


def test_what_cannot_be_computed_again_says_why(tmp_path: Path) -> None:
    first = scan(tmp_path, OXIDE + HOUSING)
    first.options["rates"] = "rates.csv"
    found = diff(first, scan(tmp_path, OXIDE.replace("8.00", "14.00") + HOUSING))
    assert found.unexplained == "its option rates is not in the result"
    assert found.shares[0].by_reason == {}
    assert "not split by reason: its option rates" in writer.text(found)


def test_every_form_says_the_same(tmp_path: Path) -> None:
    found = diff(scan(tmp_path, OXIDE + HOUSING), scan(tmp_path, OXIDE.replace("Er2O3", "<b>=1+1") + MAGNET))
    page, data = writer.render(found, ".html").decode(), json.loads(writer.render(found, ".json"))
    markdown = writer.render(found, ".md").decode()
    assert "<b>=1+1" not in page
    for line in data["lines"]:
        assert line["change"] in markdown
        assert line["part"].split(" · ")[0] in page
    assert data["verdict_changed"] is True


def test_the_command_compares_files_and_results_and_ends_as_asked(tmp_path: Path) -> None:
    old, new, saved = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "a.json"
    old.write_text(HEAD + OXIDE + HOUSING, encoding="utf-8")
    new.write_text(HEAD + OXIDE.replace("8.00", "9.00") + HOUSING, encoding="utf-8")
    saved.write_bytes(json_writer.render(scan_file(old, ScanOptions(as_of=AFTER))))

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(command, [*words, "--as-of", AFTER.isoformat()], standalone_mode=False)
        assert result.exception is None, result.output
        return result.return_value, result.output

    assert run(str(saved), str(old), "--fail-on-change", "any")[0] == Exit.DONE
    code, text = run(str(saved), str(new), "--fail-on-change", "any")
    assert code == Exit.FOUND
    assert "unit price: 8 EUR → 9 EUR" in text
    assert run(str(saved), str(new), "--fail-on-change", "verdict")[0] == Exit.DONE
