"""``bomscan decide`` and --strict, as a user calls them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner.cli.common import guarded
from scanner.cli.main import cli
from scanner.errors import Exit

SAMPLE = Path(__file__).parent.parent.parent / "samples" / "servo-drive.xlsx"
DAY = ("--as-of", "2026-11-24")
PAPER = Path(__file__)
"""Any file is evidence."""
WAIVER = (
    "--by",
    "QA",
    "--on",
    "2026-11-01",
    "--why",
    "low",
    "--state",
    "accepted",
    "--approver",
    "Head of QA",
    "--evidence",
    str(PAPER),
)


def run(*words: str) -> int:
    result = CliRunner().invoke(cli, list(words), standalone_mode=False)
    if result.exception:
        raise result.exception
    return int(result.return_value or 0)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "servo.json"
    assert run("scan", str(SAMPLE), "-q", "-o", str(path), *DAY) == 0
    return path


def test_a_line_of_a_result_is_taken_with_its_fingerprint_and_acts(saved: Path, tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    added = ("decide", "add", str(file), "--id", "W-1", *WAIVER, "--expires", "2027-01-31", "--from", str(saved))
    assert run(*added, "--line", "BOM!12") == 0
    assert "fingerprint:" in file.read_text("utf-8")
    papers = ("--papers", str(PAPER.parent))
    assert run("decide", "check", str(file), str(saved), *DAY, *papers) == 0
    assert run("decide", "check", str(file), str(SAMPLE), *DAY, *papers) == 0
    assert run("scan", str(SAMPLE), "-q", "--strict", "--decisions", str(file), *DAY) == 0


def test_expired_unused_and_too_broad_are_said_and_end_with_one(saved: Path, tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    common = (*WAIVER, "--from", str(saved), "--line")
    run("decide", "add", str(file), "--id", "W-old", *common, "BOM!12", "--expires", "2026-11-23")
    for name, *keys in (
        ("W-none", "part_number=x", "description=y"),
        ("W-all", "file=servo-drive.xlsx", "supplier=Magtrade GmbH"),
    ):
        matched = [word for key in keys for word in ("--match", key)]
        run("decide", "add", str(file), "--id", name, *WAIVER, "--expires", "2027-01-31", *matched)
    result = CliRunner().invoke(cli, ["decide", "check", str(file), str(saved), "--at-most", "1", *DAY])
    assert "W-old: expired: its last day was 2026-11-23" in result.output
    assert "W-none: unused" in result.output
    assert "W-all: too broad: speaks of 2 lines, more than 1" in result.output
    assert run("decide", "check", str(file), str(saved), *DAY) == Exit.FOUND
    assert run("scan", str(SAMPLE), "-q", "--strict", "--decisions", str(file), *DAY) == Exit.FOUND
    assert run("scan", str(SAMPLE), "-q", "--decisions", str(file), *DAY) == Exit.DONE


def test_the_list_tells_how_each_stands_on_the_day(saved: Path, tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    run(
        "decide",
        "add",
        str(file),
        "--id",
        "W-1",
        *WAIVER,
        "--expires",
        "2027-01-31",
        "--from",
        str(saved),
        "--line",
        "12",
    )
    said = CliRunner().invoke(cli, ["decide", "list", str(file), "--as-of", "2027-01-30"]).output
    assert "W-1  waiver, acts, 1 days left" in said
    assert "approved by Head of QA" in said
    assert (
        "W-1  waiver, expired" in CliRunner().invoke(cli, ["decide", "list", str(file), "--as-of", "2027-02-01"]).output
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--match", "part_number=x"), Exit.INPUT),
        (("--match", "colour=red"), Exit.USAGE),
        (("--line", "BOM!7"), Exit.USAGE),
    ],
)
def test_what_does_not_fit_is_one_line_and_nothing_is_written(
    words: tuple[str, ...], code: Exit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "d.yaml"
    argv = ["bomscan", "decide", "add", str(file), "--id", "W", *WAIVER, "--expires", "2027-01-31", *words]
    monkeypatch.setattr("sys.argv", argv)
    assert guarded(cli) == code
    assert not file.exists()


def test_the_papers_of_a_decision_are_held_against_their_hashes(saved: Path, tmp_path: Path) -> None:
    file, paper = tmp_path / "d.yaml", tmp_path / "licence.pdf"
    paper.write_bytes(b"licence no. 1")
    given = (*WAIVER[:-1], str(paper), "--expires", "2027-01-31", "--from", str(saved), "--line", "BOM!12")
    assert run("decide", "add", str(file), "--id", "W-1", *given) == 0
    check, scan = ("decide", "check", str(file), *DAY), ("scan", str(SAMPLE), "-q", "--decisions", str(file), *DAY)
    assert run(*check) == Exit.DONE
    assert run(*scan, "--strict") == Exit.DONE
    paper.write_bytes(b"licence no. 2")
    assert "W-1: evidence altered: licence.pdf has SHA-256" in CliRunner().invoke(cli, [*check]).output
    assert run(*check) == Exit.FOUND
    assert run(*scan, "--strict") == Exit.FOUND
    out = tmp_path / "r.json"
    assert run(*scan, "-o", str(out)) == Exit.DONE
    assert '"evidence-altered"' in out.read_text("utf-8")
    paper.unlink()
    assert f"W-1: evidence missing: licence.pdf does not lie in {tmp_path}" in CliRunner().invoke(cli, [*check]).output
