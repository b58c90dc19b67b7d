"""Everything that is wrong with catalog data, in one pass: form, meaning, and what refers to what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import yaml

from scanner.catalog.checks import Scene
from scanner.catalog.convert import Keyed, Typed, convert
from scanner.catalog.faults import Fault
from scanner.catalog.sections import SECTIONS
from scanner.catalog.source import Header, read_document, read_tree, unread

if TYPE_CHECKING:
    from scanner.catalog.load import Catalog


class Examined(NamedTuple):
    """What a folder or file holds, and all that is wrong with it."""

    header: Header | None
    records: dict[str, list[Typed]]
    faults: list[Fault]


def examine(path: Path, beneath: Catalog | None = None) -> Examined:
    """Read and check catalog data.

    Args:
        path: a folder laid out as scanner/data, or one YAML file with sections.
        beneath: the catalog that it lies on; None = it stands alone.

    """
    tree = read_tree(path)
    under = keyed(beneath) if beneath else {}
    records, faults = convert(tree, under)
    scene = Scene(records, under, tree.records)
    strays = _documents(path) if beneath is None else _strays(path)
    meaning = [x for section in SECTIONS.values() for x in _checked(section.checks, scene)]
    found = [*tree.faults, *faults, *strays, *scene.twice(), *meaning]
    return Examined(tree.header, records, located(found, path))


def _documents(root: Path) -> list[Fault]:
    """What is wrong with the files of the built-in catalog that no section reads."""
    found = []
    for path in unread(root) if root.is_dir() else ():
        try:
            read_document(root, path)
        except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
            found.append(Fault(file=path.relative_to(root).as_posix(), message=f"cannot be read: {error}"))
    return found


def _strays(root: Path) -> list[Fault]:
    """Files of an overlay that nothing would be read from."""
    where = ", ".join(sorted({x.files for x in SECTIONS.values()}))
    strays = unread(root) if root.is_dir() else ()
    return [Fault(file=x.relative_to(root).as_posix(), message=f"is not read; files: {where}") for x in strays]


def keyed(catalog: Catalog) -> Keyed:
    """Every record of a catalog by section and identity."""
    return {
        name: {section.identity(x): x for x in catalog.table(name, msgspec.Struct)}
        for name, section in SECTIONS.items()
    }


def _checked(name: str | None, scene: Scene) -> list[Fault]:
    if name is None:
        return []
    module, _, function = name.partition(":")
    return list(getattr(import_module(module), function)(scene))


def located(faults: Sequence[Fault], root: Path) -> list[Fault]:
    """The faults with the line of each value, in order of file and line, none twice."""
    trees: dict[str, yaml.Node | None] = {}
    found = [
        x
        if x.line or not x.file.endswith((".yaml", ".yml"))
        else msgspec.structs.replace(x, line=_line(x, root, trees))
        for x in faults
    ]
    return sorted(dict.fromkeys(found), key=lambda x: (x.file, x.line or 0))


def _line(fault: Fault, root: Path, trees: dict[str, yaml.Node | None]) -> int | None:
    if fault.file not in trees:
        path = root / fault.file if root.is_dir() else root
        try:
            trees[fault.file] = yaml.compose(path.read_bytes(), Loader=yaml.CSafeLoader)
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            trees[fault.file] = None  # the file's own fault says so
    node = trees[fault.file]
    if node is None or fault.record is None:
        return None
    steps: list[Any] = [
        *fault.place,
        *(int(x) if x.isdigit() else x for x in re.findall(r"[^.\[\]]+", fault.key or "")),
    ]
    line = node.start_mark.line
    for step in steps:
        child = _child(node, step)
        if child is None:
            break
        line, node = child
    return int(line) + 1


def _child(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line, node.value[step]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line, value
    return None
