"""Rules of the house that a reviewer should not have to watch: direction of imports, size of files, nothing local."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scanner"
MODULES = sorted(PACKAGE.rglob("*.py"))

VOCABULARY = {
    "bom",
    "columns",
    "decimals",
    "display",
    "errors",
    "estimate",
    "findings",
    "options",
    "standing",
    "version",
    "catalog",
    "whatif",
}
"""What every stage may speak; ``scanner/VOCABULARY`` modules speak only of one another."""
STAGES = {"ingest", "lines", "match", "origin", "value", "writers"}


def part(module: Path) -> str:
    """First name below the package: ``scanner/match/text.py`` → match."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(module: Path) -> Iterator[tuple[str, int, bool]]:
    """(imported module, line, at run time) for every import of this package."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "scanner":
            for name in node.names:
                yield f"scanner.{name.name}", node.lineno, id(node) not in typing_only
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("scanner."):
            yield node.module, node.lineno, id(node) not in typing_only
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name.split(".")[0] == "scanner":
                    yield name.name, node.lineno, id(node) not in typing_only


def targets(module: Path) -> Iterator[tuple[str, int]]:
    for name, line, runtime in imports(module):
        # What a sheet is, is vocabulary too: ingest writes it, lines reads it.
        if runtime and name not in {"scanner.ingest.document", "scanner"}:
            yield name.split(".")[1], line


def test_stages_meet_in_the_vocabulary_and_do_not_import_one_another() -> None:
    crossed = [
        f"{module.relative_to(ROOT)}:{line} imports {target}"
        for module in MODULES
        if part(module) in STAGES
        for target, line in targets(module)
        if target in STAGES | {"cli", "exposure", "batch", "frames"} and target != part(module)
        # an annotated copy is made of the user's own file, which only the reader can open
        if (module.parent, target) != (PACKAGE / "writers" / "annotate", "ingest")
    ]
    assert crossed == []


def test_the_vocabulary_knows_nothing_above_it() -> None:
    reached = [
        f"{module.relative_to(ROOT)}:{line} imports {target}"
        for module in MODULES
        if part(module) in VOCABULARY
        for target, line in targets(module)
        # an Exposure makes data frames of itself on request
        if target not in VOCABULARY and (part(module), target) != ("findings", "frames")
    ]
    assert reached == []


def test_only_the_command_line_knows_click_and_only_the_edges_know_spreadsheets() -> None:
    owners = {
        "click": {"cli"},
        "jinja2": {"writers"},
        "xlsxwriter": {"writers", "questionnaire"},
        "openpyxl": {"ingest", "writers", "questionnaire"},
        "python_calamine": {"ingest"},
        "pandas": {"frames", "findings"},
    }
    misplaced = []
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            misplaced += [
                f"{module.relative_to(ROOT)} imports {name}"
                for name in names
                if part(module) not in owners.get(name.split(".")[0], {part(module)})
            ]
    assert misplaced == []


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    code = [*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in code}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def tracked() -> list[Path]:
    """Files under version control; skips where there is none (an unpacked archive)."""
    try:
        done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no version control here")
    return [path for name in done.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


# A machine's folders, and addresses of package registries: an installation elsewhere has its own.
LOCAL = re.compile(
    rb"(?<![\w.])/(?:home|root|Users|work|mnt)/\w|file:///|--(?:extra-)?index-url|(?:files\.pythonhosted|pypi)\.org/(?:simple|packages)"
)


def test_nothing_of_one_machine_is_under_version_control() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit.group().decode(errors='replace')}"
        for path in tracked()
        if path != Path(__file__) and b"\0" not in (content := path.read_bytes())
        for hit in [LOCAL.search(content)]
        if hit
    ]
    assert found == []


def test_no_work_is_left_behind_in_comments() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX:|HACK)\b")
    code = [path for path in tracked() if path.suffix in {".py", ".sh", ".html", ".yml"} and path != Path(__file__)]
    assert [str(path) for path in code if marks.search(path.read_text(encoding="utf-8"))] == []


def test_every_sample_is_listed_with_what_to_expect() -> None:
    page = (ROOT / "samples" / "README.md").read_text(encoding="utf-8")
    samples = [path.name for path in (ROOT / "samples").iterdir() if path.suffix in {".xlsx", ".csv", ".ods"}]
    assert [name for name in samples if f"({name})" not in page] == []


def test_every_dependency_is_justified_and_pinned() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[<>=~!\[; ]", entry)[0] for entry in project["dependencies"]]
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in page] == []
    pinned = {
        line.partition("==")[0]
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    wanted = {*names, *(re.split(r"[<>=~!\[; ]", entry)[0] for entry in project["optional-dependencies"]["dev"])}
    assert {name.lower() for name in wanted} - pinned == set()
