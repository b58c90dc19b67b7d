from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scanner.catalog.load import built_in, load
from scanner.catalog.status import status
from scanner.errors import CatalogError
from tests.catalog.test_validate import CONTROL, MEASURE, overlay

HEADER = "name: Watch list\nversion: '3'\nverified_through: 2026-12-31\n"


def test_records_are_added_and_named_in_the_output(tmp_path: Path) -> None:
    folder = overlay(tmp_path, catalog_yaml=HEADER, measures__x_yaml=MEASURE, controls__x_yaml=CONTROL)
    catalog = load((folder,))
    assert len(catalog.controls) == len(built_in().controls) + 1
    assert catalog.controls["xx-1:a"].measure == "xx-1"
    (named,) = catalog.info.overlays
    assert named.startswith("Watch list 3 (sha256 ")
    assert catalog.info.sha256 == built_in().info.sha256
    assert "xx-1" not in built_in().measures


def test_the_hash_of_an_overlay_follows_its_content(tmp_path: Path) -> None:
    folder = overlay(tmp_path, catalog_yaml=HEADER, measures__x_yaml=MEASURE)
    before = load((folder,)).info.overlays
    assert load((folder,)).info.overlays == before
    overlay(tmp_path, measures__x_yaml=MEASURE.replace("A list", "Another list"))
    assert load((folder,)).info.overlays != before


def test_a_record_of_the_same_id_replaces_in_its_place(tmp_path: Path) -> None:
    row = "name,kind,brand_tells_origin,source,confidence\nmaxon,maker,no,own audit,high\n"
    catalog = load((overlay(tmp_path, makers__x_csv=row),))
    names = [x.name for x in catalog.makers]
    assert names == [x.name for x in built_in().makers]
    assert catalog.makers[names.index("maxon")].source == "own audit"


def test_amending_keeps_what_is_not_given(tmp_path: Path) -> None:
    amended = """
- id: cn-2025-58
  amends: true
  timeline:
    - {from: 2025-10-09, status: announced, by: cn-2025-58}
    - {from: 2026-11-11, status: in_force, note: 'read at its source'}
"""
    catalog = load((overlay(tmp_path, catalog_yaml=HEADER, measures__x_yaml=amended),))
    old, new = built_in().measures["cn-2025-58"], catalog.measures["cn-2025-58"]
    assert (new.title, new.rules, new.sources) == (old.title, old.rules, old.sources)
    day = date(2026, 11, 24)
    assert status(old, day, built_in().verified_through).status == "unknown"
    assert status(new, day, catalog.verified_through).status == "in_force"
    assert status(catalog.measures["cn-2025-18"], day, catalog.verified_through).status == "not_verified"


def test_amending_what_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="there is no such record to amend"):
        load((overlay(tmp_path, measures__x_yaml="- {id: cn-1999-1, amends: true, title: New}"),))


def test_one_file_may_hold_several_sections(tmp_path: Path) -> None:
    path = tmp_path / "watch.yaml"
    indented = MEASURE.strip().replace("\n", "\n    ")
    controls = CONTROL.strip("\n").replace("\n", "\n  ")
    path.write_text(
        f"catalog: {{name: W, version: '1'}}\ncontrols:\n  {controls}\nmeasures:\n  - {indented}\n", "utf-8"
    )
    catalog = load((path,))
    assert "xx-1:a" in catalog.controls
    assert catalog.info.overlays[0].startswith("W 1 (")


def test_the_last_overlay_lies_uppermost_and_may_build_on_the_first(tmp_path: Path) -> None:
    first = overlay(tmp_path / "a", measures__x_yaml=MEASURE)
    second = overlay(tmp_path / "b", controls__x_yaml=CONTROL, measures__x_yaml=MEASURE.replace("A list", "B list"))
    catalog = load((first, second))
    assert catalog.measures["xx-1"].title == "B list"
    assert len(catalog.info.overlays) == 2
    with pytest.raises(CatalogError, match="there is no measure 'xx-1'"):
        load((overlay(tmp_path / "c", controls__x_yaml=CONTROL),))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "holds no records"),
        ({"catalog_yaml": "name: A\nsecret: 1\n"}, "secret"),
        ({"measures__x_yaml": "just words"}, "not a mapping of keys to values"),
        ({"measures__x_yaml": "- [1, 2]"}, "not a mapping of keys to values"),
        ({"measures__x_yaml": "a: b: c"}, "is no valid YAML"),
    ],
)
def test_what_is_no_overlay_is_refused_in_words(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(CatalogError, match=message):
        load((overlay(tmp_path, **files),))


def test_a_missing_overlay_says_what_to_try(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="bomscan catalog template"):
        load((tmp_path / "none",))
    path = tmp_path / "x.yaml"
    path.write_text("lines: [1]\n", "utf-8")
    with pytest.raises(CatalogError, match="its keys must name sections"):
        load((path,))
