"""Runs over an archive: every file accounted for once, whatever happens on the way."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path

import msgspec
import pytest

from scanner.batch import pool
from scanner.batch.plan import output_name, plan
from scanner.batch.run import Run, Summary
from scanner.batch.store import Store
from scanner.batch.worker import Outcome, Task
from scanner.cli.batch import expand_all
from scanner.options import ScanOptions

HEAD = "Item,Part Number,Description,Qty,Unit Price,Currency,Country of Origin,Supplier\n"
TODAY = date(2026, 11, 24)


def write_bom(path: Path, *, price: str = "8.00", listed: bool = True) -> Path:
    rows = [f"1,E-{price},Erbium oxide Er2O3 powder 99.9 %,1,{price},EUR,CN,Acme"] if listed else []
    path.write_text(
        HEAD + "\n".join([*rows, "2,H-1,Housing aluminium,1,92.00,EUR,DE,Beta", "3,S-1,Screw M3,4,0.10,EUR,DE,Beta"]),
        encoding="utf-8",
    )
    return path


def archive(folder: Path, n: int) -> list[str]:
    folder.mkdir(exist_ok=True)
    return [str(write_bom(folder / f"bom{i:03}.csv", price=f"{8 + i}.00", listed=i % 2 == 0)) for i in range(n)]


def task(folder: Path, **given: object) -> Task:
    folder.mkdir(exist_ok=True)
    defaults = {
        "options": ScanOptions(as_of=TODAY),
        "overlays": (),
        "out": str(folder),
        "formats": (".json",),
        "report": "none",
    }
    return Task(**{**defaults, **given})  # type: ignore[arg-type]


def run(
    paths: list[str], out: Path, *, work: pool.Work = pool.work, time_limit: float = 60, **given: object
) -> tuple[Summary, list[Outcome]]:
    told: list[Outcome] = []
    this = task(out, **given)
    with Store(out / "p.duckdb") as store:
        job = Run(this, store, out / "journal", tell=lambda _, x: told.append(x))
        summary = job.go(paths, partial(pool.run, task=this, workers=2, time_limit=time_limit, work=work))
    return summary, told


def covered(out: Path) -> list[tuple[str, str]]:
    with Store(out / "p.duckdb", read_only=True) as store:
        return store.query("SELECT path, status FROM current ORDER BY path")[1]


def test_a_second_run_scans_only_what_is_new_or_changed(tmp_path: Path) -> None:
    paths = archive(tmp_path / "in", 4)
    first, _ = run(paths, tmp_path / "out")
    assert (first.files, first.scanned, first.reused, first.failed, first.flagged) == (4, 4, 0, 0, 2)
    write_bom(Path(paths[1]), price="99.00")
    second, _ = run([*paths, *archive(tmp_path / "more", 1)], tmp_path / "out")
    assert (second.files, second.scanned, second.reused, second.flagged) == (5, 2, 3, 4)
    assert len(covered(tmp_path / "out")) == 5
    (tmp_path / "out" / f"{output_name(paths[0])}.json").unlink()
    third, _ = run(paths, tmp_path / "out")
    assert (third.scanned, third.reused) == (1, 3), "a report that is gone is made again"
    other_day, _ = run(paths, tmp_path / "out", options=ScanOptions(as_of=date(2025, 12, 1)))
    assert (other_day.scanned, other_day.reused) == (4, 0), "another date is another question"


def test_results_are_those_of_single_scans_byte_for_byte(tmp_path: Path) -> None:
    from scanner.exposure import scan_file
    from scanner.writers import json as writer

    paths = archive(tmp_path / "in", 2)
    run(paths, tmp_path / "out")
    for path in paths:
        alone = writer.render(scan_file(path, ScanOptions(as_of=TODAY)))
        assert (tmp_path / "out" / f"{output_name(path)}.json").read_bytes() == alone


def test_names_of_outputs_are_stable_safe_and_distinct() -> None:
    paths = [
        "a/bom.xlsx",
        "b/bom.xlsx",
        "a/物料清单 (最终).xlsx",
        "x" * 300 + ".csv",
        "../../etc/passwd",
        "a/CON.",
        "s3://b/k?v=1.csv",
        "a/\udcff.csv",
    ]
    names = [output_name(x) for x in paths]
    assert len(set(names)) == len(paths)
    assert names == [output_name(x) for x in paths]
    for name in names:
        assert "/" not in name
        assert not name.startswith(".")
        assert len(name.encode("utf-8", "surrogateescape")) <= 120
    assert names[2].startswith("物料清单-最终-.xlsx")


def test_lists_folders_and_patterns_name_the_same_files(tmp_path: Path) -> None:
    paths = archive(tmp_path / "in", 3)
    (tmp_path / "list.txt").write_text("# ours\n" + "\n".join(paths) + "\n", encoding="utf-8")
    assert list(expand_all([f"@{tmp_path / 'list.txt'}"])) == paths
    assert list(expand_all([str(tmp_path / "in" / "*.csv")])) == paths
    assert list(expand_all([str(tmp_path / "in")])) == paths


def test_a_job_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    job = next(iter(plan([str(tmp_path / "none.xlsx")], "q")))
    assert job.sha256 == ""
    assert job.fault is not None
    assert "No such file" in job.fault


def test_an_outcome_survives_the_way_between_processes() -> None:
    job = next(iter(plan([__file__], "q")))
    outcome = Outcome(job=job, status="done", seconds=1.0)
    assert msgspec.json.decode(msgspec.json.encode(outcome), type=Outcome) == outcome


def test_a_report_that_is_wanted_now_is_made_though_the_answer_is_known(tmp_path: Path) -> None:
    paths = archive(tmp_path / "in", 2)
    run(paths, tmp_path / "out")
    again, _ = run(paths, tmp_path / "out", formats=(".json", ".md"), report="flagged")
    assert (again.scanned, again.reused) == (1, 1), "the flagged one lacks its report"
    third, _ = run(paths, tmp_path / "out", formats=(".json", ".md"), report="flagged")
    assert (third.scanned, third.reused) == (0, 2)


def test_a_changed_overlay_or_second_day_is_another_question(tmp_path: Path) -> None:
    paths = archive(tmp_path / "in", 1)
    overlay = tmp_path / "watch"
    makers = overlay / "makers" / "x.csv"
    makers.parent.mkdir(parents=True)
    text = "name,kind,brand_tells_origin,source,confidence\nmaxon,maker,no,own audit,high\n"
    makers.write_text(text, encoding="utf-8")
    run(paths, tmp_path / "out", overlays=(overlay,))
    assert run(paths, tmp_path / "out", overlays=(overlay,))[0].reused == 1
    makers.write_text(text.replace("own", "our"), encoding="utf-8")
    assert run(paths, tmp_path / "out", overlays=(overlay,))[0].scanned == 1
    assert run(paths, tmp_path / "out", overlays=(overlay,), also_as_of=date(2027, 1, 11))[0].scanned == 1
    result = json.loads((tmp_path / "out" / f"{output_name(paths[0])}.json").read_text(encoding="utf-8"))
    assert result["also"]["as_of"] == "2027-01-11"


def test_what_cannot_be_read_is_not_tried_again_until_it_changes(tmp_path: Path) -> None:
    paths = archive(tmp_path / "in", 1)
    broken = tmp_path / "in" / "broken.xlsx"
    broken.write_bytes(b"PK no workbook")
    run([*paths, str(broken)], tmp_path / "out")

    def none(jobs: object) -> list[Outcome]:
        assert list(jobs) == []  # type: ignore[call-overload]
        return []

    this = task(tmp_path / "out")
    with Store(tmp_path / "out" / "p.duckdb") as store:
        told: list[str | None] = []
        again = Run(this, store, tmp_path / "out" / "journal", tell=lambda _, x: told.append(x.error)).go(
            [*paths, str(broken)],
            none,  # type: ignore[arg-type]
        )
    assert (again.reused, again.failed) == (1, 1)
    assert any("broken.xlsx" in (x or "") for x in told)
    write_bom(broken)
    assert run([*paths, str(broken)], tmp_path / "out")[0].scanned == 1


def test_members_of_an_archive_are_files_of_their_own(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "boms.zip", "w") as packed:
        for path in archive(tmp_path / "in", 2):
            packed.write(path, Path(path).name)
    paths = list(expand_all([str(tmp_path / "boms.zip")]))
    assert run(paths, tmp_path / "out")[0].scanned == 2
    again, _ = run(paths, tmp_path / "out")
    assert (again.reused, again.failed) == (2, 0)


def test_a_folder_that_holds_the_outputs_is_scanned_without_them(tmp_path: Path) -> None:
    paths = archive(tmp_path, 2)
    out = tmp_path / "reports"
    run(paths, out)
    assert list(expand_all([str(tmp_path)], str(out))) == paths
    assert len(list(expand_all([str(out)], str(out)))) == 2, "asked for by name, they are taken"


def test_many_files_of_one_name_keep_their_outputs_apart() -> None:
    names = {output_name(f"{n}/bom.xlsx") for n in range(100_000)}
    assert len(names) == 100_000
    assert output_name("a/con.xlsx").startswith("_con.xlsx-"), "Windows keeps that name for a device"


def test_large_entries_go_by_the_disk_and_count_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scanner.batch import worker

    paths = archive(tmp_path / "in", 2)
    monkeypatch.setattr(worker, "SPOOL_BYTES", 100)
    told = []

    def here(jobs: object) -> object:
        for job in jobs:  # type: ignore[attr-defined]
            told.append(worker.work(job, this))
            yield told[-1]

    this = task(tmp_path / "out", spool=str(tmp_path / "out" / "journal"))
    with Store(tmp_path / "out" / "p.duckdb") as store:
        Run(this, store, tmp_path / "out" / "journal").go(paths, here)  # type: ignore[arg-type]
        assert store.query("SELECT count(*) FROM lines")[1] == [(5,)]
    assert all(x.spooled and not x.entry for x in told)
    assert not (tmp_path / "out" / "journal").exists()
