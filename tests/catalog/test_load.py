from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from scanner.catalog import compiled
from scanner.catalog.load import DATA, Catalog, built_in, load
from scanner.catalog.sections import SECTIONS
from scanner.catalog.validate import examine
from scanner.errors import CatalogError


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The built-in data, to be changed."""
    return Path(shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.msgpack")))


def test_the_built_in_data_has_no_fault() -> None:
    assert [str(x) for x in examine(DATA).faults] == []


def test_what_is_loaded_is_what_the_sources_say() -> None:
    """No drift: the compiled form holds every record of the sources, and nothing else."""
    sources = examine(DATA).records
    catalog = load()
    for name in SECTIONS:
        assert list(catalog.table(name, msgspec.Struct)) == [x.record for x in sources[name]], name


def test_a_changed_source_is_compiled_anew(copy: Path) -> None:
    before = Catalog(copy)
    path = copy / "measures" / "cn-2025-18.yaml"
    path.write_text(
        path.read_text("utf-8").replace("title: Controls on samarium", "title: CONTROLS on samarium"), "utf-8"
    )
    after = Catalog(copy)
    assert after.measures["cn-2025-18"].title.startswith("CONTROLS")
    assert before.info.sha256 != after.info.sha256


def test_the_compiled_form_is_used_while_nothing_changes(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Catalog(copy)
    monkeypatch.setattr(compiled, "build", lambda *_, **__: pytest.fail("compiled although nothing changed"))
    assert Catalog(copy).info == first.info


def test_a_damaged_compiled_form_is_made_anew(copy: Path) -> None:
    info = Catalog(copy).info
    (copy / compiled.FILE).write_bytes(b"\x81\xa6format\x01")
    assert Catalog(copy).info == info


def test_a_frozen_form_does_not_look_at_its_sources(copy: Path) -> None:
    compiled.save(compiled.build(copy, frozen=True), copy)
    (copy / "measures" / "cn-2025-18.yaml").unlink()
    assert "cn-2025-18" in Catalog(copy).measures


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="folders cannot be made read-only for this user")
def test_a_folder_that_cannot_be_written_to_is_read_all_the_same(copy: Path) -> None:
    copy.chmod(0o555)
    try:
        assert Catalog(copy).measures
    finally:
        copy.chmod(0o755)


def test_the_hash_does_not_depend_on_line_ends(copy: Path) -> None:
    before = compiled.digest(copy)
    path = copy / "catalog.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert compiled.digest(copy) == before


def test_faulty_data_is_refused_with_every_fault(copy: Path) -> None:
    path = copy / "measures" / "cn-2025-18.yaml"
    path.write_text(path.read_text("utf-8").replace("scope: export", "scope: exports\nissuer: MOFCOM"), "utf-8")
    with pytest.raises(CatalogError) as caught:
        Catalog(copy)
    assert len(caught.value.faults) == 2
    assert "issuer" in str(caught.value)
    assert "cn-2025-18.yaml:11: cn-2025-18: scope: 'exports' is none of" in str(caught.value)


def test_a_document_is_read_as_the_type_asked_for() -> None:
    assert built_in().document("headings/settings.yaml", dict[str, dict[str, float]])["limits"]["rows"] > 0
    with pytest.raises(CatalogError, match="no such file"):
        built_in().document("headings/none.yaml", dict)
    with pytest.raises(CatalogError):
        built_in().document("headings/settings.yaml", list[int])


def test_a_kept_result_is_made_once_and_again_when_the_data_change(copy: Path) -> None:
    made: list[int] = []

    def make() -> dict[str, int]:
        made.append(1)
        return {"controls": len(Catalog(copy).controls)}

    first = compiled.kept("count", dict[str, int], make, copy)
    assert compiled.kept("count", dict[str, int], make, copy) == first == {"controls": 305}
    assert len(made) == 1
    path = copy / "groups" / "groups.yaml"
    path.write_text(path.read_text("utf-8") + "\n# changed\n", "utf-8")
    compiled.kept("count", dict[str, int], make, copy)
    assert len(made) == 2


@pytest.mark.slow
def test_loading_costs_less_than_sixty_milliseconds() -> None:
    """Importing, opening and decoding every section in a fresh process; processor time, the best of five."""
    load()
    code = (
        "import time, msgspec; t = time.process_time();"
        "from scanner.catalog.load import load; from scanner.catalog.sections import SECTIONS;"
        "c = load(); [c.table(x, msgspec.Struct) for x in SECTIONS];"
        "print(time.process_time() - t)"
    )
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)
        for _ in range(5)
    ]
    assert min(times) < 0.06
