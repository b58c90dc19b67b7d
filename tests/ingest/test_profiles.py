"""Saved mappings: written, found by layout, faulty, not fitting; the command that shows and saves them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner import ingest, lines
from scanner.errors import InputError
from scanner.ingest import profiles
from scanner.ingest.document import Profile
from scanner.options import ReadOptions
from tests.files import as_csv, as_xlsx

ODD = [
    ["Ident", "Wording", "How many", "Geld"],
    ["A-1", "Frame, welded", "2", "4.50"],
    ["A-2", "Cover, sheet", "1", "12.00"],
]
MAPPING = {"part_number": "Ident", "description": "Wording", "quantity": "How many", "unit_price": "Geld"}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOMSCAN_PROFILES", str(tmp_path / "profiles"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def saved(target: str) -> Path:
    return profiles.save(
        Profile(bomscan_profile=1, name="erp", layout=tuple(ODD[0]), mapping=MAPPING, currency="EUR"), target
    )


def test_a_profile_is_found_by_the_layout(tmp_path: Path) -> None:
    saved("erp")
    bom_file = tmp_path / "list.csv"
    bom_file.write_bytes(as_csv(ODD))
    bom = lines.build(ingest.read(bom_file, ReadOptions()), ReadOptions())
    assert {c.field: c.basis for c in bom.inputs[0].sheets[0].columns} == dict.fromkeys(MAPPING, "profile")
    assert bom.lines[0].unit_price is not None
    assert bom.lines[0].unit_price.currency == "EUR"
    assert "profile-used" in {n.code for n in bom.notes}


def test_a_named_profile_must_fit_and_exist(tmp_path: Path) -> None:
    path = saved(str(tmp_path / "erp.yaml"))
    other = tmp_path / "other.csv"
    other.write_bytes(as_csv([["Part", "Description", "Qty"], ["A", "Frame, welded", 1], ["B", "Cover, sheet", 2]]))
    with pytest.raises(InputError, match="does not have the columns of the profile 'erp'"):
        lines.build(ingest.read(other, ReadOptions(profile=path)), ReadOptions(profile=path))
    with pytest.raises(InputError, match="no such profile"):
        ingest.read(other, ReadOptions(profile=tmp_path / "none.yaml"))
    path.write_text("bomscan_profile: 1\nname: x\nmapping: []\n", encoding="utf-8")
    with pytest.raises(InputError, match="is no profile"):
        ingest.read(other, ReadOptions(profile=path))


def test_what_the_user_says_wins_over_the_profile(tmp_path: Path) -> None:
    saved("erp")
    bom_file = tmp_path / "list.csv"
    bom_file.write_bytes(as_csv(ODD))
    options = ReadOptions(mapping={"description": "Ident"})
    bom = lines.build(ingest.read(bom_file, options), options)
    assert [x.description for x in bom.lines] == ["A-1", "A-2"]


def run(*words: str) -> str:
    from scanner.cli.columns import command

    done = CliRunner().invoke(command, list(words), standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.output


def test_columns_shows_the_mapping_and_a_few_lines(tmp_path: Path) -> None:
    target = tmp_path / "list.xlsx"
    target.write_bytes(
        as_xlsx(
            {
                "BOM": [
                    ["Item", "Description", "Qty", "Unit price (EUR)", "Shelf"],
                    [1, "Frame, welded", 2, 4.5, "A"],
                    [2, "Cover, sheet", 1, 2, "B"],
                ],
                "Changes": [["x"]],
            }
        )
    )
    shown = run(str(target))
    for words in (
        "sheet 'BOM'",
        "heading in row 1",
        "2 line item",
        "unit price",
        "100%",
        "Shelf",
        "kept, feeds nothing",
        "Frame, welded",
        "not used: sheet 'Changes'",
    ):
        assert words in shown


def test_columns_as_json_and_saved(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_bytes(as_csv([["Item", "Description", "Qty"], [1, "Frame, welded", 2], [2, "Cover, sheet", 1]]))
    output = run(str(target), "--format", "json", "--save", "mine")
    data = json.loads(output[output.index("{") :])
    sheet = data["inputs"][0]["sheets"][0]
    assert sheet["rows"]["line_item"] == 2
    assert {c["field"] for c in sheet["columns"]} == {"item_number", "description", "quantity"}
    assert profiles.load(Path("mine")).mapping == {
        "item_number": "Item",
        "description": "Description",
        "quantity": "Qty",
    }
