from __future__ import annotations

import re
from pathlib import Path

from scanner.catalog.load import built_in, load
from scanner.catalog.sections import SECTIONS
from scanner.catalog.validate import examine
from scanner.cli.catalog import SUBCOMMANDS

PAGE = (Path(__file__).parents[2] / "docs" / "catalog.md").read_text(encoding="utf-8")


def test_the_page_names_every_section_and_command() -> None:
    assert [x.name for x in SECTIONS.values() if f"| {x.name} | `{x.files}` |" not in PAGE] == []
    assert [x for x in SUBCOMMANDS if f"bomscan catalog {x}" not in PAGE] == []


def test_the_records_of_the_page_are_valid(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert blocks
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block, encoding="utf-8")
        assert [str(x) for x in examine(path, built_in()).faults] == []
        assert "xx-2027-5" in load((path,)).measures


def test_the_python_of_the_page_runs() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(block, "docs/catalog.md", "exec"), {})
