"""Every mistake of a record at once: the JSON Schema of its type, made readable.

Typed conversion stops at the first mistake; it is the fast path. This is the other one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

import msgspec
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from scanner.catalog.sections import SECTIONS, Section

FORMATS = FormatChecker(formats=("date",))
NUMBER = r"^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\s*$"


def mistakes(section: Section, data: Any) -> list[tuple[str | None, str]]:
    """Path and description of everything in a record that does not fit its type."""
    errors = sorted(_validator(section.name).iter_errors(_plain(data)), key=lambda x: [str(p) for p in x.path])
    return list(dict.fromkeys(found for error in errors for found in _readable(error)))


def json_schema(section: Section) -> dict[str, Any]:
    """The JSON Schema of one record as it is written in the section's files."""
    schema = msgspec.json.schema(section.record)
    _adapt(schema, table=section.suffix == "csv")
    return schema


@lru_cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json_schema(SECTIONS[name]), format_checker=FORMATS)


def _adapt(node: Any, *, table: bool) -> None:
    """What a file may hold where the type has something else: decimals as numbers or text, closed typed dicts."""
    if isinstance(node, list):
        for x in node:
            _adapt(x, table=table)
    if not isinstance(node, dict):
        return
    if node.get("format") == "decimal":
        node.clear()
        node.update({"type": ["number", "string"], "pattern": NUMBER, "description": "a decimal number"})
    elif table and node.get("type") in ("integer", "number"):
        node.update({"type": "string", "pattern": NUMBER})
    if node.get("type") == "object" and "properties" in node:
        node.setdefault("additionalProperties", False)
    for x in node.values():
        _adapt(x, table=table)


def _plain(value: Any) -> Any:
    """YAML's dates as text, as JSON has them."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(x) for x in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _readable(error: ValidationError) -> Iterator[tuple[str | None, str]]:
    key = _path(error)
    if error.validator == "anyOf" and error.context:
        # "x or null": what the null branch says is no help.
        branches = [x for x in error.context if not (x.validator == "type" and x.validator_value == "null")]
        if len({x.schema_path[0] for x in branches}) == 1:
            for x in branches:
                yield from _readable(x)
            return
    if (
        error.validator == "additionalProperties"
        and isinstance(error.schema, dict)
        and isinstance(error.instance, dict)
    ):
        known = sorted(error.schema.get("properties", ()))
        for extra in sorted(set(error.instance) - set(known)):
            yield f"{key}.{extra}" if key else extra, unknown_key(extra, known)
        return
    yield key, _message(error)


def unknown_key(name: str, known: Sequence[str]) -> str:
    """What to say of a key that does not exist."""
    near = get_close_matches(name, known, n=1)
    return f"unknown key; perhaps {near[0]}" if near else f"unknown key; known: {', '.join(known)}"


def _message(error: ValidationError) -> str:
    got = f"{error.instance!r:.60}"
    schema = error.schema if isinstance(error.schema, dict) else {}
    wanted: Any = error.validator_value
    match error.validator:
        case "enum":
            return f"{got} is none of {', '.join(map(str, wanted))}"
        case "type":
            kinds = wanted if isinstance(wanted, list) else [wanted]
            return f"{got} is not of type {' or '.join(kinds)}"
        case "pattern":
            return f"{got} is not {schema.get('description') or f'of the form {wanted}'}"
        case "required":
            missing = re.match(r"'([^']*)'", error.message)
            return f"{missing.group(1) if missing else error.message} is missing"
        case "format":
            return f"{got} is no {wanted}"
        case "anyOf":
            return f"{got} fits none of the forms that are allowed here"
    return error.message


def _path(error: ValidationError) -> str | None:
    text = "".join(f"[{x}]" if isinstance(x, int) else f".{x}" for x in error.absolute_path)
    return text.lstrip(".") or None
