"""The JSON Schema of the result, made from the types of ``result``; the shipped copy is checked against it."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import msgspec

from scanner.writers.json import FORMAT_VERSION
from scanner.writers.result import Result

NAME = f"result-{FORMAT_VERSION}.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def made() -> bytes:
    """The schema as the types give it. Additional fields are allowed everywhere: later versions may bring them."""
    (top,), parts = msgspec.json.schema_components([Result], ref_template="#/$defs/{name}")
    schema = {
        "$schema": DIALECT,
        "$id": f"bomscan:{NAME}",
        "title": f"Result of bomscan, format {FORMAT_VERSION}",
        **top,
        "$defs": {name: _tidy(parts[name]) for name in sorted(parts)},
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=1) + b"\n"


def shipped() -> dict[str, Any]:
    """The schema that comes with the package."""
    content = (files("scanner") / "data" / "schema" / NAME).read_bytes()
    schema: dict[str, Any] = msgspec.json.decode(content)
    return schema


def _tidy(part: dict[str, Any]) -> dict[str, Any]:
    """Docstrings in one line; empty containers as defaults say nothing."""
    if "description" in part:
        part = {**part, "description": re.sub(r"\s+", " ", part["description"])}
    return part


if __name__ == "__main__":
    from pathlib import Path

    place = Path(__file__).parent.parent / "data" / "schema" / NAME
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(made())
