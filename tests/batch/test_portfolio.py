"""The answer over all files: JSON, page and workbook say the same, and hostile text stays text."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from scanner.batch import pool
from scanner.batch.portfolio import write_portfolio
from scanner.batch.run import Run
from scanner.batch.store import Store
from scanner.cli.portfolio import command
from tests.batch.test_run import HEAD, archive, task


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("portfolio")
    paths = archive(folder / "in", 3)
    hostile = folder / "in" / "<script>alert(1)<.csv"
    hostile.write_text(HEAD + '1,"=cmd|1","Erbium oxide Er2O3 <b>99.9 %</b>",1,5.00,EUR,CN,"=1+1"\n', encoding="utf-8")
    paths += [str(hostile), str(folder / "in" / "missing.csv")]
    out = folder / "out"
    this = task(out, formats=(".json", ".html"), report="flagged")
    with Store(out / "portfolio.duckdb") as store:
        summary = Run(this, store, out / "journal").go(paths, partial(pool.run, task=this, workers=2, time_limit=60))
        write_portfolio(store, summary, str(out / "portfolio"))
    return out


def test_every_input_is_a_row_of_the_json(portfolio: Path) -> None:
    data = json.loads((portfolio / "portfolio.json").read_text(encoding="utf-8"))
    assert len(data["files"]) == 5
    assert [x["status"] for x in data["failures"]] == ["failed"]
    assert data["summary"]["flagged"] == 3
    assert {x["group"] for x in data["heat"]} == {"erbium"}
    assert data["products"][0]["verdict"] == "exceeds"


def test_the_page_links_the_reports_that_exist_and_runs_no_text_of_a_file(portfolio: Path) -> None:
    page = (portfolio / "portfolio.html").read_text(encoding="utf-8")
    reports = {x.name for x in portfolio.glob("bom*.html")}
    assert len(reports) == 2
    assert all(f'href="{x}"' in page for x in reports)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "default-src &#39;none&#39;" in page
    assert "missing.csv" in page


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # data bars, which openpyxl does not know
def test_the_workbook_has_the_same_products_and_no_formula(portfolio: Path) -> None:
    book = openpyxl.load_workbook(portfolio / "portfolio.xlsx")
    data = json.loads((portfolio / "portfolio.json").read_text(encoding="utf-8"))
    shown = [row[0].value for row in book["Products"].iter_rows(min_row=2)]
    assert shown == [x["path"] for x in data["products"]]
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert "=1+1" in {c.value for c in cells}
    assert {c.data_type for c in cells} <= {"s", "n"}


def test_an_unchanged_archive_leaves_the_page_alone_and_names_the_run(tmp_path: Path) -> None:
    paths = archive(tmp_path / "in", 2)
    out = tmp_path / "out"

    def again() -> tuple[dict[str, object], set[str]]:
        this = task(out)
        before = {
            x: (out / f"portfolio{x}").stat().st_ino
            for x in (".html", ".xlsx", ".json")
            if (out / f"portfolio{x}").exists()
        }
        with Store(out / "portfolio.duckdb") as store:
            summary = Run(this, store, out / "j").go(paths, partial(pool.run, task=this, workers=1, time_limit=60))
            write_portfolio(store, summary, str(out / "portfolio"))
        data = json.loads((out / "portfolio.json").read_text(encoding="utf-8"))
        return data, {x for x, node in before.items() if (out / f"portfolio{x}").stat().st_ino != node}

    first, _ = again()
    second, rewritten = again()
    assert rewritten <= {".json"}
    assert (second["summary"]["scanned"], second["summary"]["reused"]) == (0, 2)  # type: ignore[index]
    assert second["run"]["run"] != first["run"]["run"]  # type: ignore[index]
    assert {k: v for k, v in second.items() if k not in ("run", "summary")} == {
        k: v for k, v in first.items() if k not in ("run", "summary")
    }
    Path(paths[0]).write_text(HEAD + "1,S-1,Screw M3,1,5.00,EUR,CN,Acme\n", encoding="utf-8")
    third, rewritten = again()
    assert ".html" in rewritten
    assert [x["change"] for x in third["changes"]] == ["changed"]  # type: ignore[attr-defined]
    fourth, _ = again()
    assert fourth["changes"] == [], "what changed is told once"
    (out / "portfolio.xlsx").unlink()
    again()
    assert (out / "portfolio.xlsx").exists()


def ask(*words: str) -> str:
    result = CliRunner().invoke(command, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_views_and_queries_answer_in_every_form(portfolio: Path) -> None:
    store = str(portfolio / "portfolio.duckdb")
    rows = json.loads(ask("view", "hits", "--measure", "cn-2025-57", "--store", store, "--format", "json"))
    assert {x["verdict"] for x in rows} == {"listed"}
    assert len(rows) == 3
    assert ask("query", "SELECT count(*) AS n FROM products", "--store", store, "--format", "csv") == "n\n4\n"
    assert "erbium" in ask("view", "controls", "--store", store)


def test_a_terminal_shows_shares_as_percent_and_names_as_text(portfolio: Path) -> None:
    store = str(portfolio / "portfolio.duckdb")
    shown = ask("view", "products", "--store", store)
    assert " %" in shown
    assert f"files below {portfolio.parent / 'in'}/" in shown
    assert "%" not in ask("view", "products", "--store", store, "--format", "csv")


def test_only_what_changes_under_another_days_law(portfolio: Path) -> None:
    store = str(portfolio / "portfolio.duckdb")

    def changed(day: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(
            ask("rejudge", "--as-of", day, "--changed", "--store", store, "--format", "json")
        )
        return found

    assert changed("2026-11-24") == [], "the day of the scans itself, by either reading of its law"
    assert {x["verdict"] for x in changed("2025-12-01")} == {"below"}


def test_another_days_law_is_answered_from_the_store(portfolio: Path) -> None:
    store = str(portfolio / "portfolio.duckdb")

    def verdicts(day: str) -> set[tuple[str, str, str]]:
        rows = json.loads(ask("rejudge", "--as-of", day, "--store", store, "--format", "json"))
        return {(x["reading"], x["in_force"], x["verdict"]) for x in rows}

    assert verdicts("2025-12-01") == {("in_force", "", "below")}, "cn-2025-57 was suspended"
    both = verdicts("2026-11-24")
    assert ("if_back_in_force", "cn-2025-57", "exceeds") in both
    assert ("if_still_suspended", "", "below") in both
