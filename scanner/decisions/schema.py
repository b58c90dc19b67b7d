"""The JSON Schema of a decisions file, made from its types; the shipped copy is checked against it."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import msgspec

from scanner.decisions.model import Decisions

NAME = "decisions-1.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema as the types give it."""
    (top,), parts = msgspec.json.schema_components([Decisions], ref_template="#/$defs/{name}")
    return {
        "$schema": DIALECT,
        "$id": f"bomscan:{NAME}",
        "title": "Decisions file of bomscan, version 1",
        **top,
        "$defs": {name: _tidy(parts[name]) for name in sorted(parts)},
    }


def made() -> bytes:
    """The schema as it is shipped."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=1) + b"\n"


def shipped() -> dict[str, Any]:
    """The schema that comes with the package."""
    found: dict[str, Any] = msgspec.json.decode((files("scanner") / "data" / "schema" / NAME).read_bytes())
    return found


def _tidy(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "description": re.sub(r"\s+", " ", part["description"])} if "description" in part else part


if __name__ == "__main__":
    from pathlib import Path

    (Path(__file__).parent.parent / "data" / "schema" / NAME).write_bytes(made())
