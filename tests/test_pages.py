"""docs/letter.md and docs/pipelines.md: their commands, the job and the hook run as they stand there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from scanner.cli.main import cli
from scanner.errors import Exit

ROOT = Path(__file__).parents[1]
PIPELINES = (ROOT / "docs" / "pipelines.md").read_text(encoding="utf-8")
LETTER = (ROOT / "docs" / "letter.md").read_text(encoding="utf-8")


def blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL)


def run(words: list[str]) -> int:
    result = CliRunner().invoke(cli, words, standalone_mode=False)
    if result.exception:
        raise result.exception
    return int(result.return_value or Exit.DONE)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("page", "made"), [
    (PIPELINES, ["findings.sarif", "findings.xml", "report.html", "result.json", "bomscan.toml"]),
    (LETTER, ["servo.json", "letter.html", "letter.docx", "copy.docx"]),
])  # fmt: skip
def test_the_commands_run_and_write_what_they_name(place: Path, page: str, made: list[str]):
    for line in "".join(blocks(page, "console")).splitlines():
        assert run(shlex.split(line)[1:]) == Exit.DONE, line
    assert [x for x in made if not (place / x).stat().st_size] == []


def test_the_job_keeps_its_reports_and_fails_at_the_mark(place: Path):
    steps = yaml.safe_load(blocks(PIPELINES, "yaml")[0])["jobs"]["scan"]["steps"]
    (line,) = (x["run"] for x in steps if x.get("run", "").startswith("bomscan "))
    (place / "bom").mkdir()
    shutil.copy(ROOT / "samples" / "servo-drive.xlsx", place / "bom" / "product.xlsx")
    assert run([*shlex.split(line)[1:], "--as-of", "2026-11-24"]) == Exit.FOUND
    kept = [x["with"].get("sarif_file") or x["with"]["path"] for x in steps if x.get("if") == "always()"]
    assert [x for x in kept if not (place / x).is_file()] == []


def test_the_hook_takes_bills_of_materials_and_stops_at_a_listed_item(place: Path):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (used,) = yaml.safe_load(blocks(PIPELINES, "yaml")[1])["repos"][0]["hooks"]
    assert used["id"] == hook["id"]
    taken = [x for x in ("hw/BOM_v2.xlsx", "board-bom.csv", "notes.md", "bom/readme.md") if re.search(hook["files"], x)]
    assert taken == ["hw/BOM_v2.xlsx", "board-bom.csv"]
    (place / "screws.csv").write_text(
        "Part,Description,Qty,Price EUR\n1,Hex screw M4 steel,4,0.10\n2,Washer M4,4,0.05\n"
    )
    words = [*hook["entry"].split()[1:], *used["args"]]
    assert run([*words, "samples/servo-drive.xlsx"]) == Exit.FOUND
    assert run([*words, "screws.csv"]) == Exit.DONE


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_is_told_how_to_complete(shell: str):
    assert f"{shell}_source" in PIPELINES
    call = [sys.executable, "-c", "import sys; sys.argv = ['bomscan']; from scanner.cli.start import main; main()"]
    env = {"_BOMSCAN_COMPLETE": f"{shell}_source", "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(call, env=env, capture_output=True, text=True, check=True)
    assert "bomscan" in done.stdout
    assert "_BOMSCAN_COMPLETE" in done.stdout


def test_the_exit_codes_are_all_there():
    told = {int(x) for x in re.findall(r"^\| (\d+) \|", PIPELINES, re.MULTILINE)}
    assert told == {int(x) for x in Exit}


ASKS = {
    "bash": """
        eval "$(_BOMSCAN_COMPLETE=bash_source bomscan)"
        compopt() { echo "names of files, as servo: $*"; }
        ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _bomscan_completion bomscan; echo "${COMPREPLY[@]}"; }
        ask bomscan questionn; ask bomscan scan --end-use mil; ask bomscan decide ""; ask bomscan scan servo
    """,
    "fish": """
        _BOMSCAN_COMPLETE=fish_source bomscan | source
        for asked in "bomscan questionn" "bomscan scan --end-use mil" "bomscan decide " "bomscan scan servo"
            complete -C $asked
        end
    """,
    "zsh": r"""
        zmodload zsh/zpty
        zpty z zsh -f -i
        zpty -w z 'autoload -U compinit; compinit -u; eval "$(_BOMSCAN_COMPLETE=zsh_source bomscan)"; echo REA''DY'
        zpty -r -m z out '*READY*'
        ask() { zpty -n -w z $'\C-u'$1$'\t'; zpty -r -m z out "*$2*"; print -r -- $out }
        ask 'bomscan questionn' 'bomscan questionnaire'; ask 'bomscan scan --end-use mil' 'use military'
        ask 'bomscan decide ad' 'decide add'; ask 'bomscan scan servo' 'servo-drive.xlsx'
        zpty -d z
    """,
}
"""Shell → what a user types there, each word cut short where the tabulator is pressed."""


@pytest.mark.parametrize("shell", sorted(ASKS))
def test_the_shell_completes_commands_choices_and_files(shell: str, place: Path):
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"no {shell} on this machine")
    command = place / "bin" / "bomscan"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from scanner.cli.start import main; main()" "$@"\n')
    command.chmod(0o755)
    shutil.copy(ROOT / "samples" / "servo-drive.xlsx", place)
    env = {"PATH": f"{command.parent}:/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(place), "TERM": "dumb"}
    done = subprocess.run([found, "-c", ASKS[shell]], env=env, capture_output=True, text=True, timeout=60, check=False)
    for word in ("questionnaire", "military", "add", "servo"):
        assert word in done.stdout, done.stderr
    if shell == "bash":
        assert "as servo: -o\ndefault" in done.stdout, "bash itself knows the names of files"
    if shell == "fish":
        assert "servo-drive.xlsx" in done.stdout
        assert "Whether a file fits – and what in it is expired" in done.stdout, "to the end of the help"
