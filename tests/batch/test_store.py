"""The store: what goes in comes out, all or nothing, and its page is true."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from scanner.batch.plan import Job, output_name
from scanner.batch.schema import ROWS, STORE_VERSION, TABLES
from scanner.batch.store import VIEWS, Store
from scanner.batch.worker import Outcome
from scanner.errors import InputError, OutputError, UsageError

DOCS = Path(__file__).parents[2] / "docs" / "store.md"


def entry(
    path: str,
    *,
    key: str = "k",
    verdict: str = "exceeds",
    part: str = "M-1",
    line_verdict: str = "listed",
    share: float = 0.01,
) -> dict[str, object]:
    """A journal entry with one affected line and one question."""
    scan = {"path": path, "name": output_name(path), "sha256": "0", "key": key, "as_of": "2026-11-24", "catalog": "c",
            "lines": 2, "strongest": line_verdict, "flagged": True, "verdict": verdict, "share_low": share,
            "share_likely": share, "share_high": share}  # fmt: skip
    line = {"line": "BOM!2", "bin": "line_item", "part_number": part, "supplier": "Acme", "verdict": line_verdict,
            "group": "magnet", "extended_cost": 6.0, "contribution_low": 0.0, "contribution_high": 6.0}  # fmt: skip
    match = {"line": "BOM!2", "control": "x:1", "measure": "x", "group": "magnet", "verdict": line_verdict}
    question = {"line": "BOM!2", "fact": "origin", "ask": "Acme", "narrows": 0.5, "flips": True}
    return {"name": output_name(path), "seconds": 0.5, "scan_row": scan, "lines": columns("lines", line),
            "matches": columns("matches", match), "questions": columns("questions", question)}  # fmt: skip


def columns(table: str, *rows: dict[str, object]) -> dict[str, list[object]]:
    return {name: [row.get(name) for row in rows] for name in ROWS[table]}


def put(folder: Path, *entries: dict[str, object]) -> list[Path]:
    paths = []
    for i, x in enumerate(entries):
        path = folder / f"{i}.ndjson"
        path.write_text(json.dumps(x) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def begin(store: Store) -> int:
    return store.begin(as_of="2026-11-24", options={}, catalog="c", tool="t")


def test_every_file_of_a_run_is_covered_once_and_failures_keep_their_reason(tmp_path: Path) -> None:
    with Store(tmp_path / "p.duckdb") as store:
        run = begin(store)
        store.load(run, put(tmp_path, entry("a.xlsx"), entry("b.xlsx", key="l")))
        broken = Job(path="c.xlsx", name="c", sha256="", key="")
        store.fail(run, [Outcome(job=broken, status="failed", seconds=0.1, error="c.xlsx: empty file")])
        store.end(run)
        names, rows = store.query("SELECT path, status, error FROM current ORDER BY path")
    assert names == ["path", "status", "error"]
    assert rows == [("a.xlsx", "done", None), ("b.xlsx", "done", None), ("c.xlsx", "failed", "c.xlsx: empty file")]


def test_a_faulty_entry_leaves_nothing_behind(tmp_path: Path) -> None:
    good, bad = put(tmp_path, entry("a.xlsx"), entry("b.xlsx"))
    bad.write_text("{ not json", encoding="utf-8")
    with Store(tmp_path / "p.duckdb") as store:
        run = begin(store)
        with pytest.raises(Exception, match="JSON"):
            store.load(run, [good, bad])
        assert store.query("SELECT count(*) FROM scans")[1] == [(0,)]


def test_an_unfinished_run_is_not_the_last_run(tmp_path: Path) -> None:
    with Store(tmp_path / "p.duckdb") as store:
        first = begin(store)
        store.load(first, put(tmp_path, entry("a.xlsx")))
        store.end(first)
        store.load(begin(store), put(tmp_path, entry("b.xlsx")))
        assert store.query("SELECT path FROM current")[1] == [("a.xlsx",)]


def test_the_question_that_turns_most_products_comes_first(tmp_path: Path) -> None:
    with Store(tmp_path / "p.duckdb") as store:
        run = begin(store)
        store.load(run, put(tmp_path, entry("a", part="rare"), entry("b", part="common"), entry("c", part="common")))
        store.end(run)
        rows = store.query("SELECT part, boms, boms_flipped FROM open_questions")[1]
    assert rows == [("common", 2, 2), ("rare", 1, 1)]


def test_changes_say_what_differs_from_the_run_before(tmp_path: Path) -> None:
    with Store(tmp_path / "p.duckdb") as store:
        first = begin(store)
        store.load(first, put(tmp_path, entry("same"), entry("moved", key="1"), entry("gone")))
        store.end(first)
        second = begin(store)
        store.load(
            second, put(tmp_path, entry("same"), entry("moved", key="2", verdict="below", share=0.0), entry("new"))
        )
        store.end(second)
        rows = store.query("SELECT path, change, verdict_before, verdict_now FROM changes")[1]
    assert rows == [
        ("gone", "removed", "exceeds", None),
        ("moved", "changed", "exceeds", "below"),
        ("new", "added", None, "exceeds"),
    ]


def test_the_strongest_verdict_of_a_part_is_shown(tmp_path: Path) -> None:
    with Store(tmp_path / "p.duckdb") as store:
        run = begin(store)
        store.load(run, put(tmp_path, entry("a", line_verdict="contains"), entry("b", line_verdict="listed")))
        store.end(run)
        assert store.query("SELECT verdict FROM parts")[1] == [("listed",)]


def test_a_missing_store_and_bad_sql_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no portfolio store"):
        Store(tmp_path / "none.duckdb", read_only=True)
    with Store(tmp_path / "p.duckdb") as store, pytest.raises(UsageError, match="nonsense"):
        store.query("SELECT nonsense FROM products")


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb"
    path.write_text("not a database, by far" * 300, encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be opened"):
        Store(path)


def test_a_store_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb"
    with Store(path) as store:
        store.connection.execute("UPDATE about SET store_version = '999'")
    with pytest.raises(OutputError, match="later bomscan"):
        Store(path)


def test_a_store_of_an_earlier_version_gets_the_views_of_this_one(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb"
    with Store(path) as store:
        store.connection.execute("UPDATE about SET store_version = '1'; DROP VIEW hits")
    with Store(path) as store:
        assert store.query("SELECT count(*) FROM hits")[1] == [(0,)]
        assert store.query("SELECT store_version FROM about")[1] == [(STORE_VERSION,)]


def test_a_change_of_a_table_or_view_raises_the_version() -> None:
    made = hashlib.sha256(json.dumps(TABLES).encode() + VIEWS.read_bytes()).hexdigest()[:16]
    assert (STORE_VERSION, made) == ("2", "2637e7713073e94f"), (
        "raise STORE_VERSION and docs/store.md, then state the new hash here"
    )


def test_tables_export_as_parquet(tmp_path: Path) -> None:
    with Store(tmp_path / "it's.duckdb") as store:
        store.load(begin(store), put(tmp_path, entry("a.xlsx")))
        paths = store.export(tmp_path / "it's parquet")
        assert {x.stem for x in paths} == set(TABLES)
        file = str(tmp_path / "it's parquet" / "lines.parquet").replace("'", "''")
        assert store.query(f"SELECT part_number FROM '{file}'")[1] == [("M-1",)]


def test_the_page_lists_every_table_column_and_view() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for table, columns in TABLES.items():
        section = text.partition(f"### {table}\n")[2].partition("\n### ")[0]
        for column, kind in columns.items():
            assert f"| {column} | {kind} |" in section, (table, column)
    for view in re.findall(r"VIEW (\w+)", VIEWS.read_text(encoding="utf-8")):
        assert f"| {view} |" in text, view
