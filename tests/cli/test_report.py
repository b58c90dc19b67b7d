from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner.cli.report import command, names_of
from scanner.errors import InputError, UsageError
from scanner.writers import csv, json, save
from tests.factory import exposure


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    save(exposure(), tmp_path / "q4.json")
    return tmp_path / "q4.json"


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(command, list(map(str, words)), catch_exceptions=False, standalone_mode=False)
    return result.output


@pytest.mark.parametrize("ending", [".html", ".xlsx", ".csv", ".md", ".json"])
def test_a_saved_result_renders_as_the_scan_did(saved: Path, ending: str) -> None:
    out = saved.with_name(f"out{ending}")
    run(saved, "-o", out)
    direct = saved.with_name(f"direct{ending}")
    save(exposure(), direct)
    assert out.read_bytes() == direct.read_bytes()


def test_several_results_give_one_comparison(saved: Path) -> None:
    other = saved.with_name("q5.json")
    other.write_bytes(json.render(exposure()))
    out = saved.with_name("both.md")
    run(saved, other, "-o", out)
    assert "q4 | q5" in out.read_text()


def test_several_outputs_at_once(saved: Path) -> None:
    run(saved, "-o", saved.with_name("a.csv"), "-o", saved.with_name("a.md"))
    assert saved.with_name("a.csv").read_bytes() == csv.render(exposure())
    assert saved.with_name("a.md").exists()


def test_redacted_copies(saved: Path) -> None:
    out = saved.with_name("out.md")
    run(saved, "-o", out, "--redact", "suppliers")
    assert "Drive GmbH" not in out.read_text()


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    with pytest.raises(InputError, match="no saved result"):
        run(bad, "-o", tmp_path / "x.html")
    with pytest.raises(InputError, match="cannot be read"):
        run(tmp_path / "none.json", "-o", tmp_path / "x.html")


def test_an_unknown_ending_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        run(tmp_path / "none.json", "-o", tmp_path / "x.pdf")


def test_results_are_named_by_what_tells_them_apart(tmp_path: Path) -> None:
    assert names_of([Path("a/x.json"), Path("b/x.json")]) == ["a/x", "b/x"]
    assert names_of([Path("x.json"), Path("y.json")]) == ["x", "y"]
    with pytest.raises(UsageError, match="twice"):
        names_of([Path("x.json"), Path("x.json")])
