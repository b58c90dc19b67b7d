"""Records as written into typed records, with every fault of every record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from scanner.catalog.faults import Fault
from scanner.catalog.model import Source
from scanner.catalog.sections import SECTIONS
from scanner.catalog.source import Raw, Tree

Keyed = Mapping[str, Mapping[tuple[Any, ...], msgspec.Struct]]
"""Section → identity → record."""


class Typed(NamedTuple):
    """A record as written, and as its type."""

    raw: Raw
    record: msgspec.Struct


def convert(tree: Tree, beneath: Keyed | None = None) -> tuple[dict[str, list[Typed]], list[Fault]]:
    """Every record of a tree as its type.

    Args:
        tree: what was read.
        beneath: the records that an overlay lies on; its sources may be named and its records amended.

    Returns:
        Section → records, and the faults of the records that are left out.

    """
    beneath = beneath or {}
    found: dict[str, list[Typed]] = {}
    faults: list[Fault] = []
    sources = {x.id: x for x in beneath.get("sources", {}).values() if isinstance(x, Source) and x.id}
    order = {name: n for n, name in enumerate(SECTIONS)}
    for raw in sorted(tree.records, key=lambda x: order[x.section.name]):
        data, wrong = _resolved(_amended(raw, beneath, faults), sources)
        faults.extend(raw.fault(message, key) for key, message in wrong)
        record = None if wrong else _typed(raw, data, faults)
        if record is None:
            continue
        found.setdefault(raw.section.name, []).append(Typed(raw, record))
        if isinstance(record, Source) and record.id:
            sources[record.id] = record
    return found, faults


def _typed(raw: Raw, data: dict[str, Any], faults: list[Fault]) -> msgspec.Struct | None:
    try:
        return msgspec.convert(data, raw.section.record, strict=raw.section.suffix != "csv")
    except msgspec.ValidationError as error:
        from scanner.catalog.schema import mistakes

        found = mistakes(raw.section, data) or [(None, str(error))]
        faults.extend(raw.fault(message, key) for key, message in found)
        return None


def _amended(raw: Raw, beneath: Keyed, faults: list[Fault]) -> dict[str, Any]:
    """A record that says ``amends: true`` keeps every field of the one beneath that it does not give."""
    if not raw.data.get("amends"):
        return raw.data
    given = {k: v for k, v in raw.data.items() if k != "amends"}
    identity = tuple(given.get(x) for x in raw.section.key)
    old = beneath.get(raw.section.name, {}).get(identity)
    if old is None:
        faults.append(raw.fault("there is no such record to amend", "amends"))
        return given
    kept = msgspec.to_builtins(old)
    return {**kept, **given}


def _resolved(data: dict[str, Any], sources: Mapping[str, Source]) -> tuple[dict[str, Any], Sequence[tuple[str, str]]]:
    """The record with each key of a source replaced by the source; ``{is: key, note: ...}`` adds to one."""
    given = data.get("sources")
    if not isinstance(given, list):
        return data, ()
    made: list[Any] = []
    wrong: list[tuple[str, str]] = []
    for index, item in enumerate(given):
        name = item.get("is") if isinstance(item, dict) else item
        if isinstance(item, dict) and name is None:
            made.append(item)
        elif isinstance(name, str) and (source := sources.get(name)):
            more = {k: v for k, v in item.items() if k != "is"} if isinstance(item, dict) else {}
            made.append({**msgspec.to_builtins(source), **more})
        else:
            wrong.append((f"sources[{index}]", f"there is no source {name!r}"))
    return {**data, "sources": made}, wrong
