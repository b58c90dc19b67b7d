from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.catalog.load import DATA, load
from scanner.cli.catalog import SUBCOMMANDS
from scanner.cli.common import guarded
from scanner.cli.main import cli
from scanner.errors import Exit
from tests.catalog.test_validate import CONTROL, MEASURE, overlay


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*words: str, columns: int = 120, **environment: str) -> Ran:
        monkeypatch.setattr("sys.argv", ["bomscan", "catalog", *words])
        monkeypatch.setenv("COLUMNS", str(columns))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = guarded(cli)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


def test_every_control_is_in_the_list(run: Any) -> None:
    ids = {
        record["id"]
        for path in (DATA / "controls").glob("*.yaml")
        for record in yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    }
    found = run("list", "--format", "json").json
    assert {x["id"] for x in found["controls"]} == ids
    assert len(ids) == 305
    assert found["catalog"]["version"] == load().info.version


def test_the_list_is_filtered_and_says_the_status_of_the_day(run: Any) -> None:
    found = run("list", "--measure", "57", "--group", "erbium", "--as-of", "2025-12-15", "--format", "json").json
    assert {x["measure"] for x in found["controls"]} == {"cn-2025-57"}
    assert {(x["status"], x["until"]) for x in found["controls"]} == {("suspended", "2026-11-10")}


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize(
    "words",
    [
        ("list", "--measure", "cn-2025-61"),
        ("list", "--element", "Er"),
        ("show", "1C910.b"),
        ("show", "cn-2025-61"),
        ("show", "cn-2025-58:3A001"),
        ("show", "faq5-phosphors"),
        ("search", "erbium", "oxide"),
        ("status", "--as-of", "2026-11-24"),
        ("status", "--as-of", "2026-11-10", "--also-as-of", "2026-11-11"),
    ],
)
def test_output_fits_the_terminal_and_is_plain_in_a_pipe(run: Any, words: tuple[str, ...], columns: int) -> None:
    from rich.cells import cell_len

    done = run(*words, columns=columns)
    assert done.code == 0
    assert "\x1b" not in done.out
    assert max(cell_len(line) for line in done.out.splitlines()) <= columns


def test_a_control_is_shown_with_all_that_a_lawyer_asks(run: Any) -> None:
    done = run("show", "cn-2025-18:1C905.a.4", "--as-of", "2025-12-15")
    for wanted in (
        "含镝的钕铁硼永磁材料", "in force", "Neodymium-iron-boron", "does not prove dysprosium", "N42SH",
        "钕铁硼磁钢", "Not this", "rotor or stator", "faq5-rotors-stators", "primary", "secondary", "confidence high",
        "Open questions", "no legal advice", "cn-2025-61:P2-ndfeb-dy-magnet",
    ):  # fmt: skip
        assert wanted in done.out, wanted


def test_limits_and_timeline_are_shown(run: Any) -> None:
    assert "specific energy at least 300 Wh/kg" in run("show", "3A001").out
    shown = run("show", "cn-2025-58").out
    assert "from 2025-11-07: suspended until 2026-11-10 by cn-2025-70" in shown
    assert "from 2026-11-11: unknown, expected suspended until 2027-01-10" in shown


def test_a_record_as_yaml_is_an_overlay(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(run("show", "cn-2025-57", "--format", "yaml").out, "utf-8")
    done = run("validate", str(path))
    assert (done.code, done.err) == (0, "")
    assert load((path,)).measures == load().measures


def test_an_unknown_id_has_a_hint(run: Any) -> None:
    done = run("show", "cn-2025-57:1C910.bb")
    assert done.code == Exit.USAGE
    assert done.err.count("\n") == 1
    assert "perhaps" in done.err
    assert run("list", "--group", "erbiun").code == Exit.USAGE
    assert run("list", "--measure", "cn-2025-75").code == Exit.USAGE


def test_status_for_machines(run: Any) -> None:
    found = run("status", "--as-of", "2026-11-24", "--format", "json").json
    by_id = {x["id"]: x for x in found["measures"]}
    assert (by_id["cn-2025-58"]["status"], by_id["cn-2025-58"]["until"]) == ("unknown", "2027-01-10")
    assert set(found["readings"]) == {"if_back_in_force", "if_still_suspended"}
    assert found["verified_through"] == "2026-10-08"
    early = run("status", "--as-of", "2025-04-03", "--format", "json").json
    assert {x["id"]: x["status"] for x in early["measures"]}["cn-2025-18"] == "not_issued"
    assert len(early["measures"]) == len(found["measures"]) == len(load().measures)
    both = run("status", "--as-of", "2025-10-09", "--also-as-of", "2025-11-07", "--format", "json").json
    assert {x["id"] for x in both["changes"]} == {f"cn-2025-{n}" for n in (55, 56, 57, 58, 61, 62, 70)}


def test_after_the_last_check_the_status_says_so(run: Any) -> None:
    assert "last check of the sources, 2026-10-08" in run("status", "--as-of", "2026-10-09").out.replace("\n", " ")
    assert "not verified" not in run("status", "--as-of", "2026-10-08").out


def test_a_broken_overlay_ends_in_five_with_all_faults(run: Any, tmp_path: Path) -> None:
    bad = CONTROL.replace("erbium", "x").replace("xx-1:a", "xx-9:a").replace("kind: material", "kind: thing")
    folder = overlay(tmp_path, measures__x_yaml=MEASURE, controls__x_yaml=bad + CONTROL.replace("erbium", "x"))
    for words in (("validate", str(folder)), ("list", "--catalog", str(folder))):
        done = run(*words)
        assert done.code == Exit.CATALOG == 5
        assert done.out == ""
        assert "has 2 faults" in done.err
        assert "kind: 'thing' is none of" in done.err
        assert "there is no group 'x'" in done.err
    machine = run("validate", str(folder), "--format", "json")
    assert (machine.code, machine.json["valid"], len(machine.json["faults"])) == (5, False, 2)


def test_the_built_in_data_are_valid(run: Any) -> None:
    done = run("validate")
    assert done.code == 0
    assert "305 controls" in done.out


def test_the_template_is_valid_and_never_overwrites(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    assert run("template", str(folder)).code == 0
    assert run("validate", str(folder)).code == 0
    assert "Example watch list 1 (sha256 " in run("list", "--catalog", str(folder), "--format", "json").out
    again = run("template", str(folder))
    assert again.code == Exit.OUTPUT
    assert "already" in again.err


def test_the_overlay_is_named_on_the_terminal(run: Any, tmp_path: Path) -> None:
    folder = overlay(tmp_path, catalog_yaml="name: Watch [bold]\x1b[31m", measures__x_yaml=MEASURE)
    done = run("validate", str(folder))
    assert done.code == Exit.CATALOG  # a control character is no valid YAML
    overlay(tmp_path, catalog_yaml="name: 'Watch [bold]'\n")
    assert "with Watch [bold] (sha256" in run("status", "--catalog", str(folder)).out.replace("\n", " ")


def test_export_in_three_forms(run: Any, tmp_path: Path) -> None:
    assert len(run("export").json["sections"]["controls"]) == 305
    target = tmp_path / "makers.csv"
    assert run("export", "-o", str(target), "--section", "makers").code == 0
    table = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))
    assert len(table) == len(load().makers)
    book = tmp_path / "catalog.xlsx"
    assert run("export", "-o", str(book)).code == 0
    with zipfile.ZipFile(book) as archive:
        assert b"controls" in archive.read("xl/workbook.xml")
        assert not any(b"<f>" in archive.read(x) for x in archive.namelist() if "worksheets" in x)
    assert run("export", "-o", str(tmp_path / "x.pdf")).code == Exit.USAGE
    assert run("export", "--section", "laws").code == Exit.USAGE
    assert run("export", "-o", str(tmp_path / "none" / "x.json")).code == Exit.OUTPUT


def test_diff_tells_what_an_overlay_moves(run: Any, tmp_path: Path) -> None:
    folder = overlay(tmp_path, measures__x_yaml=MEASURE)
    done = run("diff", "built-in", str(folder), "--as-of", "2026-02-01")
    assert "+ measures xx-1: A list" in done.out
    assert "~ xx-1: not issued → in force" in done.out
    assert "nothing moved" in run("diff", "built-in", "built-in").out
    assert run("diff", "nowhere").code == Exit.CATALOG
    machine = run("diff", str(folder), "built-in", "--format", "json").json
    assert [(x["what"], x["id"]) for x in machine["changes"]] == [("removed", "xx-1")]


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_each_subcommand_explains_itself(run: Any, name: str) -> None:
    done = run(name, "--help")
    assert done.code == 0
    assert "Example:" in done.out or name in ("template", "diff", "validate")
