"""The whole catalog as one JSON document, and back; sections as rows for tables."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from scanner.catalog.compiled import FORMAT, Compiled
from scanner.catalog.load import Catalog
from scanner.catalog.sections import SECTIONS
from scanner.errors import CatalogError

FORMAT_VERSION = "1.0"


class Exported(msgspec.Struct, kw_only=True):
    """An exported catalog."""

    format_version: str
    catalog: dict[str, Any]
    sections: dict[str, list[dict[str, Any]]]


def to_json(catalog: Catalog, sections: tuple[str, ...] = ()) -> bytes:
    """The records of a catalog, overlays included; by section, in the catalog's order.

    Args:
        catalog: what to export.
        sections: names of the sections; empty = all.

    """
    content = Exported(
        format_version=FORMAT_VERSION,
        catalog=msgspec.to_builtins(catalog.info),
        sections={name: [bare(x) for x in catalog.table(name, msgspec.Struct)] for name in sections or tuple(SECTIONS)},
    )
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def from_json(path: Path) -> Catalog:
    """An exported catalog, to be compared with another.

    Raises:
        CatalogError: it is no exported catalog of a version that can be read.

    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Exported)
        sections = {
            name: msgspec.msgpack.encode([msgspec.convert(x, section.record) for x in found.sections.get(name, ())])
            for name, section in SECTIONS.items()
        }
        info = found.catalog
        verified = date.fromisoformat(info["verified_through"]).isoformat()
        content = Compiled(
            format=FORMAT,
            name=str(path),
            version=str(info["version"]),
            verified_through=verified,
            sha256=str(info["sha256"]),
            frozen=True,
            stamps={},
            sections={k: msgspec.Raw(v) for k, v in sections.items()},
            documents={},
        )
    except (OSError, msgspec.MsgspecError, KeyError, ValueError) as error:
        raise CatalogError(f"is no catalog that this version can read: {error}", source=str(path)) from error
    return Catalog(path, content=content)


def bare(record: msgspec.Struct) -> dict[str, Any]:
    """A record as plain values, without what is not stated; what its type requires stays."""
    required = _required(type(record))
    return {k: v for k, v in msgspec.to_builtins(record).items() if k in required or v not in (None, [], {}, ())}


@cache
def _required(kind: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(x.encode_name for x in msgspec.structs.fields(kind) if x.required)


def rows(catalog: Catalog, section: str) -> tuple[list[str], list[list[str]]]:
    """A section as a table: its headings and a row of text a record; lists are joined by ``; ``."""
    record = SECTIONS[section].record
    heads = list(record.__struct_fields__)
    return heads, [
        [_cell(x) for x in (getattr(one, head) for head in heads)] for one in catalog.table(section, msgspec.Struct)
    ]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, msgspec.Struct):
        plain = {k: v for k, v in msgspec.to_builtins(value).items() if v not in (None, "", [], {}, ())}
        return ", ".join(f"{k} {_cell(v)}" for k, v in plain.items())
    if isinstance(value, dict):
        return "; ".join(f"{k}: {_cell(v)}" for k, v in value.items() if v not in (None, "", [], {}, ()))
    if isinstance(value, tuple | list):
        return "; ".join(_cell(x) for x in value)
    return str(value)
