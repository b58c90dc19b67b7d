"""Settings: where they are found, what wins, and what is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scanner.cli.main import cli
from scanner.errors import UsageError

BOM = "Item,Description,Qty,Unit Price,Currency,Country of Origin\n1,Erbium oxide Er2O3 99.9 %,1,8.00,EUR,CN\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "bom.csv").write_text(BOM, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "deep")
    return tmp_path


def run(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, list(words), env=environment, standalone_mode=False)


def shown(*words: str, **environment: str) -> dict[str, str]:
    result = run("config", "show", *words, **environment)
    assert result.exception is None, result.output
    return dict(line.split(" = ", 1) for line in result.output.splitlines() if " = " in line)


def test_the_nearest_file_upwards_gives_defaults_and_flags_win(folder: Path) -> None:
    (folder / "bomscan.toml").write_text('as-of = 2025-12-01\n[scan]\nfail-on = "listed"\n', encoding="utf-8")
    assert run("scan", "bom.csv", "-q").return_value == 1
    assert run("scan", "bom.csv", "-q", "--fail-on", "undetermined").return_value == 1
    assert str(folder / "bomscan.toml") in shown()["as-of"]
    assert "built in" in shown("batch")["fail-on"], "a command's table is for that command alone"


def test_the_environment_wins_over_the_file(folder: Path) -> None:
    (folder / "bomscan.toml").write_text('currency = "EUR"\n', encoding="utf-8")
    assert shown()["currency"].startswith("EUR")
    assert shown(BOMSCAN_SCAN_CURRENCY="USD")["currency"] == "USD  (environment BOMSCAN_SCAN_CURRENCY)"


def test_a_pyproject_with_our_table_counts_and_another_does_not(folder: Path) -> None:
    (folder / "deep" / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text("[tool.bomscan]\nown-country = 'DE'\n", encoding="utf-8")
    assert shown()["own-country"].startswith("DE")


def test_paths_are_taken_from_the_files_folder(folder: Path) -> None:
    (folder / "bomscan.toml").write_text('rates = "rates.csv"\n', encoding="utf-8")
    assert shown()["rates"].startswith(str(folder / "rates.csv"))


def test_unknown_keys_are_named_all_at_once(folder: Path) -> None:
    (folder / "bomscan.toml").write_text("colour = 1\n[scan]\nspeed = 2\n", encoding="utf-8")
    error = run("scan", "bom.csv").exception
    assert isinstance(error, UsageError)
    assert "colour, scan.speed" in str(error)


def test_a_broken_file_is_one_line(folder: Path) -> None:
    (folder / "bomscan.toml").write_text("as-of = \n", encoding="utf-8")
    error = run("scan", "bom.csv").exception
    assert isinstance(error, UsageError)
    assert "is no TOML" in str(error)


def test_init_writes_a_file_that_is_valid_with_and_without_its_marks(folder: Path) -> None:
    assert run("init", ".").exception is None
    text = (folder / "deep" / "bomscan.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) <= {"scan", "batch"}
    bare = "\n".join(x.removeprefix("# ") if " = " in x else x for x in text.splitlines())
    found = tomllib.loads(bare)
    assert {"as-of", "currency", "rates", "reading"} <= set(found)
    assert isinstance(run("init", ".").exception, UsageError), "never over a file that stands"
