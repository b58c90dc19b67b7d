from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from scanner.catalog.compare import Change, catalog_at, compare
from scanner.catalog.export import from_json, rows, to_json
from scanner.catalog.load import DATA, Catalog, built_in
from scanner.errors import CatalogError
from tests.catalog.test_validate import MEASURE, overlay

DAY = date(2026, 11, 24)


@pytest.fixture
def changed(tmp_path: Path) -> Catalog:
    """The built-in catalog a release later: a limit, a status, a code, a name, a maker moved."""
    root = Path(shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.msgpack")))
    for name, old, new in (
        ("controls/cn-2025-58.yaml", "value: 300", "value: 280"),
        ("controls/cn-2025-57.yaml", "hs_refs: ['28053019']", "hs_refs: ['28053019', '28053099']"),
        ("controls/cn-2025-57.yaml", "name: Erbium metal", "name: Metallic erbium"),
        ("measures/cn-2025-58.yaml", "status: unknown", "status: in_force"),
        ("measures/cn-2025-58.yaml", "    expected: suspended\n", ""),
        ("makers/manufacturers.csv", "\nmaxon,", "\nmaxon motor,"),
    ):
        path = root / name
        text = path.read_text("utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new, 1), "utf-8")
    return Catalog(root)


def find(changes: tuple[Change, ...], **given: object) -> list[Change]:
    return [x for x in changes if all(getattr(x, k) == v for k, v in given.items())]


def test_a_catalog_does_not_differ_from_itself() -> None:
    found = compare(built_in(), built_in(), DAY)
    assert (found.statuses, found.changes) == ((), ())


def test_what_moved_is_told_by_weight(changed: Catalog) -> None:
    found = compare(built_in(), changed, DAY)
    (limit,) = find(found.changes, field="criteria")
    assert (limit.weight, limit.id) == ("law", "cn-2025-58:3A001")
    assert limit.before[0]["value"] == 300
    assert limit.after[0]["value"] == 280
    (codes,) = find(found.changes, field="hs_refs")
    assert (codes.before, codes.after) == ([], ["28053099"])
    (name,) = find(found.changes, field="name", section="controls")
    assert (name.weight, name.before, name.after) == ("reading", "Erbium metal", "Metallic erbium")
    assert {(x.what, x.id) for x in find(found.changes, section="makers")} == {
        ("added", "maxon motor"),
        ("removed", "maxon"),
    }
    assert [x.weight for x in found.changes] == sorted(
        (x.weight for x in found.changes), key=["law", "reading", "trade"].index
    )


def test_a_status_that_moved_is_told_for_the_day(changed: Catalog) -> None:
    (moved,) = compare(built_in(), changed, DAY).statuses
    assert moved.before is not None
    assert moved.after is not None
    assert (moved.id, moved.before.status, moved.after.status) == ("cn-2025-58", "unknown", "in_force")
    assert compare(built_in(), changed, date(2025, 12, 1)).statuses == ()


def test_an_exported_catalog_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "catalog.json"
    path.write_bytes(to_json(built_in()))
    again = from_json(path)
    assert again.info == built_in().info
    assert compare(built_in(), again, DAY).changes == ()


def test_rows_of_a_section_are_text_under_headings() -> None:
    heads, found = rows(built_in(), "controls")
    assert len(found) == 305
    cell = next(x for x in found if x[0] == "cn-2025-58:3A001")[heads.index("criteria")]
    assert "specific_energy" in cell
    assert all(len(x) == len(heads) for x in found)


def test_a_word_names_a_catalog(tmp_path: Path) -> None:
    assert catalog_at("built-in") is built_in()
    assert catalog_at(str(DATA)) is built_in()
    over = catalog_at(str(overlay(tmp_path / "o", measures__x_yaml=MEASURE)))
    assert {"xx-1", "cn-2025-57"} <= set(over.measures)
    with pytest.raises(CatalogError, match="there is no such catalog"):
        catalog_at(str(tmp_path / "none"))
    broken = tmp_path / "x.json"
    broken.write_text('{"format_version": "1.0"}')
    with pytest.raises(CatalogError, match="no catalog that this version can read"):
        catalog_at(str(broken))
