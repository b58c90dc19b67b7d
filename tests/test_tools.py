"""The tools that write pages and figures: they replace only their own part, and never report what was not measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parent.parent / "tools"


@pytest.fixture(autouse=True)
def tools_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOLS))


def test_only_the_text_between_the_markers_changes() -> None:
    from markers import spliced

    page = "before\n<!-- help -->\nold\n<!-- end of help -->\nafter\n"
    assert spliced(page, "help", "new") == "before\n<!-- help -->\nnew\n<!-- end of help -->\nafter\n"
    assert spliced(spliced(page, "help", "new"), "help", "new") == spliced(page, "help", "new")


def test_a_page_without_markers_is_refused() -> None:
    from markers import spliced

    with pytest.raises(ValueError, match="no markers"):
        spliced("a page", "help", "new")


def test_benchmark_files_are_the_same_on_every_run_and_five_in_a_hundred_are_relevant() -> None:
    from benchfiles import RELEVANT, rows

    first, second = list(rows(1000)), list(rows(1000))
    assert first == second
    starts = tuple(pattern.split("{")[0] for pattern in RELEVANT)
    assert sum(str(row[2]).startswith(starts) for row in first) == 50


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "1 packages audited, 0 vulnerable"),
        ([{"name": "a", "skip_reason": "unknown"}], 0, "NOT DONE"),
        (
            [{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "unknown"}],
            0,
            "not audited, unknown to the service: b",
        ),
        ([{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}], 1, "a 1: X-1, fixed in 2"),
    ],
)
def test_an_audit_never_counts_the_unknown_as_clean(
    answers: list[dict[str, object]], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from audit import _report

    assert _report(answers) == code
    assert said in capsys.readouterr().out


def test_evaluation_without_labelled_files_says_so_and_leaves_the_page_alone(tmp_path: Path) -> None:
    page = TOOLS.parent / "docs" / "evaluation.md"
    before = page.read_bytes()
    done = subprocess.run(
        [sys.executable, TOOLS / "evaluate.py", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith("evaluate: NOT DONE")
    assert page.read_bytes() == before
