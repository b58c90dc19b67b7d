"""The samples through the command, against the answers of a person who knows the lists (samples/*.expected.yaml)."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.catalog.load import load

SAMPLES = Path(__file__).parent.parent / "samples"
EXPECTED = {path.name.removesuffix(".expected.yaml"): path for path in sorted(SAMPLES.glob("*.expected.yaml"))}
names = pytest.mark.parametrize("name", EXPECTED)


@cache
def expected(name: str) -> dict[str, Any]:
    return yaml.safe_load(EXPECTED[name].read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def scan(tmp_path_factory: pytest.TempPathFactory):
    """Sample → the command's JSON, each scanned once in a process of its own."""
    folder = tmp_path_factory.mktemp("samples")

    @cache
    def scanned(name: str) -> dict[str, Any]:
        out = folder / f"{name}.json"
        path = SAMPLES / expected(name)["file"]
        command = [sys.executable, "-m", "scanner", "scan", str(path), "--as-of", "2026-11-24", "-q", "-o", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        return json.loads(out.read_text(encoding="utf-8"))

    return scanned


def lines_of(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {line["id"]: line for line in result["lines"]}


def test_six_samples_and_each_has_its_answers() -> None:
    files = {path.name for path in SAMPLES.iterdir()} - {"README.md"} - {path.name for path in EXPECTED.values()}
    assert files == {expected(name)["file"] for name in EXPECTED}
    assert len(files) >= 6


def test_every_group_of_the_catalog_is_met_by_some_sample() -> None:
    groups = {entry.get("group") for name in EXPECTED for entry in expected(name)["lines"]}
    assert {control.group for control in load().controls.values()} - groups == set()


@names
def test_sheets_rows_and_currency(name: str, scan) -> None:
    want, result = expected(name), scan(name)
    sheets = {sheet["name"]: sheet for sheet in result["inputs"][0]["sheets"]}
    for sheet in want["sheets"]:
        found = sheets[sheet["name"]]
        assert found["used"]
        assert found["header_rows"][-1] == sheet["header_row"]
        bins = {key: value for key, value in sheet.items() if key not in ("name", "header_row")}
        assert {key: found["rows"][key] for key in bins} == bins
    for unused in want.get("unused_sheets", ()):
        assert not sheets[unused]["used"]
    assert result["currency"] == want["currency"]


@names
def test_rows_that_count_nothing_are_kept_with_their_reason(name: str, scan) -> None:
    lines = lines_of(scan(name))
    want = {entry["line"] for entry in expected(name).get("excluded", ())}
    assert {key for key, line in lines.items() if line["bin"] == "excluded"} == want
    assert all(lines[key]["reason"] for key in want)


@names
def test_verdicts_on_affected_lines(name: str, scan) -> None:
    lines, wrong = lines_of(scan(name)), []
    still_open = {entry["line"] for entry in expected(name).get("open", ())}
    for entry in expected(name)["lines"]:
        if entry["line"] in still_open:
            continue
        line = lines[entry["line"]]
        assert entry["text"] in {**line["fields"], **line["other"]}.values()
        controls = {match["control"] for match in line["matches"]}
        faults = []
        if line["verdict"] not in entry["verdict"].split("|"):
            faults.append(f"verdict {line['verdict']}, not {entry['verdict']}")
        elif line["verdict"] == "none":
            continue
        if "group" in entry and entry["group"] not in {match["group"] for match in line["matches"]}:
            faults.append(f"groups {sorted({match['group'] for match in line['matches']})}, not {entry['group']}")
        if "control" in entry and entry["control"] not in controls:
            faults.append(f"controls {sorted(controls)}, not {entry['control']}")
        if entry.get("near_threshold") and not any(match["near_threshold"] for match in line["matches"]):
            faults.append("not near threshold")
        wrong += [f"{entry['line']} {entry['text']}: {fault}" for fault in faults]
    assert wrong == []


@names
def test_near_misses_and_everything_else_stay_out(name: str, scan) -> None:
    lines = lines_of(scan(name))
    for entry in expected(name)["none"]:
        assert entry["text"] in lines[entry["line"]]["fields"].values()
    affected = {entry["line"] for entry in expected(name)["lines"]}
    alarms = [
        f"{key} {line['fields'].get('description')}: {[(m['control'], m['verdict']) for m in line['matches']]}"
        for key, line in lines.items()
        if key not in affected and line["bin"] != "excluded" and line["verdict"] != "none"
    ]
    assert alarms == []


def test_a_common_anode_led_is_no_anode_material(scan) -> None:
    for name, text in (("servo-drive", "common anode"), ("drone-zh", "共阳")):
        found = [line for line in scan(name)["lines"] if text in str(line["fields"]) + str(line["other"])]
        assert found
        assert all(match["group"] not in ("anode", "graphite") for line in found for match in line["matches"])


@names
def test_figures_worked_out_with_pencil_and_paper(name: str, scan) -> None:
    want, result = expected(name), scan(name)
    value = result["product_value"]
    assert (Decimal(value["amount"]), value["basis"]) == (
        Decimal(want["product_value"]["amount"]),
        want["product_value"]["basis"],
    )
    costs = [line["extended_cost"] for line in result["lines"] if line["bin"] == "line_item" and line["extended_cost"]]
    assert sum(map(Decimal, costs)) == Decimal(want["parts"])
    shares = {
        (f["kind"], f["scope"]): f for f in result["fractions"] if f["reading"] is None and f["measures"] == "all"
    }
    chinese = shares["chinese_origin", "product"]
    assert Decimal(chinese["numerator"]["low"]) == Decimal(want["chinese_origin_low"])
    controlled = Decimal(shares["controlled", "product"]["numerator"]["low"])
    if "controlled_low" in want:
        assert controlled == Decimal(want["controlled_low"])
    else:
        assert controlled >= Decimal(want["controlled_low_at_least"])
    unpriced = {line["id"] for line in result["lines"] if line["bin"] == "line_item" and line["extended_cost"] is None}
    assert unpriced == set(want.get("unpriced", ()))


@names
def test_the_headline_is_one_de_minimis_share_and_says_so(name: str, scan) -> None:
    headlines = [f for f in scan(name)["fractions"] if f["headline"]]
    assert [f["kind"] for f in headlines] == ["de_minimis"]
    assert headlines[0]["denominator_is"]
