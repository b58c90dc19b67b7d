"""A decision into a decisions file that people keep by hand: added at its end, everything else as it was."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import msgspec

from scanner.decisions.load import check, load
from scanner.decisions.model import Decision, Decisions, Proof
from scanner.errors import InputError, OutputError

HEAD = "# Waivers and declarations of bomscan; docs/decisions.md shows a whole file.\nversion: 1\ndecisions:\n"
EMPTY = re.compile(r"^decisions:[ \t]*(?:\[[ \t]*\])?[ \t]*(?:#.*)?$", re.MULTILINE)
ITEM = re.compile(r"^([ ]*)- ", re.MULTILINE)


def add(path: Path, decision: Decision) -> str:
    """The file's text with one more decision; comments and the form of the others stay. A missing file is begun.

    Raises:
        InputError: the file, or the decision, has faults; the id stands already.
        OutputError: the list of decisions is not the last thing of the file, or not in block style.

    """
    before = load(path) if path.exists() else Decisions()
    together = msgspec.structs.replace(before, decisions=(*before.decisions, decision))
    check(together, source=f"{path} with {decision.id}")
    text = path.read_text(encoding="utf-8") if path.exists() else HEAD
    indent = "" if not before.decisions else _indent(text)
    if not before.decisions:
        text = EMPTY.sub("decisions:", text)
    made = text.rstrip("\n") + "\n" + _block(decision, indent)
    if _read(made) != together:
        raise OutputError(
            "the decisions cannot be added to without rewriting the file",
            source=str(path),
            hint="let 'decisions:' be its last key, with '- id: ...' below it",
        )
    return made


def proof(path: Path, folder: Path, note: str | None = None) -> Proof:
    """A paper with its hash, named from the folder of the decisions where it lies in it, else by its name alone.

    Raises:
        InputError: it cannot be read.

    """
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"evidence cannot be read: {error.strerror}", source=str(path)) from error
    inside = path.resolve().is_relative_to(folder.resolve())
    name = path.resolve().relative_to(folder.resolve()).as_posix() if inside else path.name
    return Proof(file=name, sha256=digest, note=note)


def _indent(text: str) -> str:
    body = text[text.index("decisions:") :]
    found = ITEM.search(body)
    return found[1] if found else ""


def _read(text: str) -> Decisions | None:
    import yaml

    from scanner import yaml12

    try:
        return msgspec.convert(yaml12.read(text), Decisions)
    except (yaml.YAMLError, msgspec.ValidationError):
        return None


def _block(decision: Decision, indent: str) -> str:
    """One item of the list."""
    import yaml

    plain = _plain(msgspec.to_builtins(decision))
    text = yaml.dump([plain], Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=110)
    return "".join(f"{indent}{line}\n" for line in text.rstrip("\n").split("\n"))


def _plain(value: Any) -> Any:
    """Without what is not given."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if v is not None and v not in ((), [], {})}
    return [_plain(x) for x in value] if isinstance(value, list | tuple) else value


def _dumper() -> Any:
    """Writes days without quotes, and quotes what other readers of YAML would take for a truth value."""
    import yaml

    class Dumper(yaml.SafeDumper):
        pass

    def text(dumper: Any, value: str) -> Any:
        plain = re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        return dumper.represent_scalar("tag:yaml.org,2002:timestamp" if plain else "tag:yaml.org,2002:str", value)

    Dumper.add_representer(str, text)
    return Dumper
