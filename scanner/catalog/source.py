"""Readable catalog data from the disk: a folder of YAML and CSV files, or one YAML file with sections."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import yaml

from scanner.catalog.faults import Fault
from scanner.catalog.sections import SECTIONS, TEXT_DOCUMENTS, Section

HEADER = "catalog.yaml"


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What catalog data says of itself, in ``catalog.yaml``."""

    name: str
    version: str = ""
    verified_through: date | None = None
    """Last day on which the timelines were checked against their sources."""
    standalone: bool = False
    """A whole catalog, not records to be laid on another."""
    note: str | None = None


class Raw(NamedTuple):
    """A record as written."""

    section: Section
    file: str
    place: tuple[str | int, ...]
    """Keys and indices from the top of a YAML file; for a table the number of the line."""
    data: dict[str, Any]

    @property
    def label(self) -> str:
        """The id, or the place where there is none."""
        parts = [str(self.data.get(x) or "") for x in self.section.key]
        if any(parts):
            return "/".join(parts)
        return f"record {self.place[-1] + 1}" if self.place and isinstance(self.place[-1], int) else "record"

    def fault(self, message: str, key: str | None = None) -> Fault:
        """Something wrong with this record."""
        if self.file.endswith(".csv"):
            return Fault(file=self.file, line=int(self.place[0]), record=self.label, key=key, message=message)
        return Fault(file=self.file, record=self.label, key=key, message=message, place=self.place)


class Tree(NamedTuple):
    """All records of a folder or file, and what could not even be read."""

    path: Path
    header: Header | None
    records: list[Raw]
    faults: list[Fault]


class DuplicateKeyError(yaml.constructor.ConstructorError):
    """A key that stands twice in one mapping: the first value would be lost without a word."""


class _OnceEach:
    """Refuses a key that stands twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        made: dict[Any, Any] = super().construct_mapping(node, deep=deep)  # type: ignore[misc]
        if len(made) < len(node.value) and not any(k.value == "<<" for k, _ in node.value):
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise DuplicateKeyError(None, None, f"the key {key.value!r} stands twice", key.start_mark)
                seen.add(key.value)
        return made


class _Loader(_OnceEach, yaml.CSafeLoader):
    pass


NO_KNOWLEDGE = ("evaluation", "schema")
"""Folders of the data that say nothing of the law or the trade: they are no part of the catalog or its hash."""


def _day(loader: Any, node: yaml.ScalarNode) -> Any:
    """A date; one that the calendar does not have stays text, for the schema to refuse in its place."""
    try:
        return yaml.constructor.SafeConstructor.construct_yaml_timestamp(loader, node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)


class _TextLoader(_OnceEach, yaml.CBaseLoader):
    pass


def load_yaml(path: Path, *, text: bool = False) -> Any:
    """The content of a YAML file; with ``text`` every scalar is text.

    Raises:
        yaml.YAMLError: it is no YAML, or a key stands twice in a mapping.
        OSError: it cannot be read.

    """
    return yaml.load(path.read_bytes(), Loader=_TextLoader if text else _Loader)  # noqa: S506 - derived from the safe ones


def read_tree(path: Path) -> Tree:
    """Everything written under a folder, or in one file whose keys are names of sections."""
    tree = Tree(path, None, [], [])
    if path.is_dir():
        header = _header(path / HEADER, tree) if (path / HEADER).is_file() else None
        _read_folder(path, tree)
    else:
        header = _read_file(path, tree)
    return tree._replace(header=header)


def _read_folder(root: Path, tree: Tree) -> None:
    for section in SECTIONS.values():
        for path in sorted(root.glob(section.files)):
            _read_section_file(section, path, path.relative_to(root).as_posix(), tree)


def unread(root: Path) -> list[Path]:
    """Files of a folder that neither a section nor the header is read from."""
    read = {root / HEADER, *(path for section in SECTIONS.values() for path in root.glob(section.files))}
    return [x for x in source_files(root) if x not in read]


def read_document(root: Path, path: Path) -> Any:
    """A file that no section reads, as it stands: YAML, or the rows of a table by heading.

    Raises:
        yaml.YAMLError: it is no YAML, or a key stands twice in a mapping.
        OSError: it cannot be read.

    """
    name = path.relative_to(root).as_posix()
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    return load_yaml(path, text=any(fnmatchcase(name, x) for x in TEXT_DOCUMENTS))


def source_files(root: Path) -> list[Path]:
    """Every file of a folder that may hold catalog data, in order of name."""
    found = (p for p in root.rglob("*") if p.suffix in (".yaml", ".yml", ".csv"))
    return sorted(p for p in found if p.relative_to(root).parts[0] not in NO_KNOWLEDGE)


def _read_section_file(section: Section, path: Path, name: str, tree: Tree) -> None:
    if path.suffix == ".csv":
        tree.records.extend(_rows(section, path, name, tree.faults))
        return
    data = _yaml(path, name, tree)
    if data is not None:
        _take(section, data, name, (), tree)


def _read_file(path: Path, tree: Tree) -> Header | None:
    """A single file: its keys name sections, or it is one section's file within a folder of that name."""
    own = next((x for x in SECTIONS.values() if path.match(x.files)), None)
    if path.suffix == ".csv" and own:
        _read_section_file(own, path, path.name, tree)
        return None
    data = _yaml(path, path.name, tree)
    if isinstance(data, dict) and (set(data) & set(SECTIONS) or "catalog" in data):
        for name, records in data.items():
            if name in SECTIONS:
                _take(SECTIONS[name], records, path.name, (name,), tree)
            elif name != "catalog":
                known = ", ".join(SECTIONS)
                tree.faults.append(Fault(file=path.name, key=str(name), message=f"is no section; sections: {known}"))
        return _as_header(data.get("catalog"), path.name, tree)
    if own and data is not None:
        _take(own, data, path.name, (), tree)
    elif data is not None:
        hint = f"its keys must name sections ({', '.join(SECTIONS)})"
        tree.faults.append(Fault(file=path.name, message=f"is no catalog file: {hint}"))
    return None


def _take(section: Section, data: Any, name: str, place: tuple[str | int, ...], tree: Tree) -> None:
    many = data if isinstance(data, list) else [data]
    for index, record in enumerate(many):
        here = (*place, index) if isinstance(data, list) else place
        if isinstance(record, dict):
            tree.records.append(Raw(section, name, here, record))
        else:
            message = f"is {record!r:.60}, not a mapping of keys to values"
            tree.faults.append(Fault(file=name, record=f"record {index + 1}", message=message))


def _rows(section: Section, path: Path, name: str, faults: list[Fault]) -> Iterator[Raw]:
    lists = {f.encode_name for f in msgspec.structs.fields(section.record) if str(f.type).startswith("tuple")}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Fault(file=name, message=f"cannot be read: {error}"))
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    head = next(reader, [])
    for cells in reader:
        if len(cells) != len(head):
            message = f"has {len(cells)} cells, the heading has {len(head)}"
            faults.append(Fault(file=name, line=reader.line_num, record=(cells or [""])[0], message=message))
            continue
        data = {k: _items(v) if k in lists else v or None for k, v in zip(head, cells, strict=True)}
        yield Raw(section, name, (reader.line_num,), data)


def _items(cell: str) -> list[str]:
    return [x for part in cell.split(";") if (x := part.strip())]


def _yaml(path: Path, name: str, tree: Tree) -> Any:
    try:
        return load_yaml(path)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        tree.faults.append(Fault(file=name, line=line, message=f"is no valid YAML: {error.problem}"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        tree.faults.append(Fault(file=name, message=f"cannot be read: {error}"))
    return None


def _header(path: Path, tree: Tree) -> Header | None:
    return _as_header(_yaml(path, path.name, tree), path.name, tree)


def _as_header(data: Any, name: str, tree: Tree) -> Header | None:
    if data is None:
        return None
    try:
        return msgspec.convert(data, Header)
    except msgspec.ValidationError as error:
        tree.faults.append(Fault(file=name, record="catalog", message=str(error)))
        return None
