"""``bomscan check`` and ``bomscan explain``."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from scanner.cli.main import cli


def run(*args: str, given: str | None = None) -> str:
    result = CliRunner().invoke(cli, list(args), input=given, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_magnet_is_explained_with_words_entry_law_and_what_would_settle_it() -> None:
    text = run("check", "NdFeB magnet N42SH 10x5x2 mm", "--origin", "CN", "--as-of", "2026-11-24")
    for wanted in (
        "[NdFeB]",
        "[N42SH]",
        "POSSIBLE",
        "cn-2025-18:1C905.a.4",
        "coercivity class SH",
        "settles",
        "(CN)",
        "https://",
    ):
        assert wanted in text


def test_a_false_friend_is_named() -> None:
    text = run("check", "ER20 collet 6 mm")
    assert "NOTHING LISTED" in text
    assert "not erbium" in text


def test_what_only_goes_with_a_part_is_said_to() -> None:
    assert "does not name it" in run("check", "BRACKET NEMA 17 STEEL")


def test_limits_are_shown_with_their_figures() -> None:
    text = run("check", "Samsung INR18650-35E 3450mAh 3.6V 50g")
    assert "BELOW THE LIMIT" in text
    assert "here 248.4 Wh/kg" in text
    assert "not met" in " ".join(text.split())


def test_goods_that_the_authority_holds_outside_are_said_to_be() -> None:
    assert "still counts as content" in run("check", "NEMA 17 stepper motor")


def test_many_lines_become_json_lines() -> None:
    lines = run("check", "--format", "json", given="Er2O3 5N\nM3 screw\n").splitlines()
    first, second = (json.loads(x) for x in lines)
    assert (first["verdict"], second["verdict"]) == ("listed", "none")
    assert first["matches"][0]["evidence"][0]["field"] == "description"


def test_nothing_to_check_is_a_usage_error() -> None:
    result = CliRunner().invoke(cli, ["check"], input="")
    assert result.exit_code != 0


def test_a_line_of_a_file_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "bom.csv"
    file.write_text(
        "Item,Description,Quantity,Unit Price,Currency\n1,M3 screw,4,0.10,EUR\n2,NEMA 17 stepper motor,2,9.50,EUR\n"
    )
    text = run("explain", str(file), "--line", "3")
    assert "CONTAINS" in text
    assert "19.00 EUR" in text
    missing = CliRunner().invoke(cli, ["explain", str(file), "--line", "9"])
    assert missing.exception is not None
