"""What moved between two catalogs: the law apart from how we read it, and both apart from the trade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec

from scanner.catalog.load import DATA, Catalog, built_in
from scanner.catalog.moves import StatusMove, moves_across
from scanner.catalog.sections import SECTIONS
from scanner.errors import CatalogError

Records = dict[str, dict[str, msgspec.Struct]]
"""Section → label → record."""
Weight = Literal["law", "reading", "trade"]

_LAW_FIELDS: Mapping[str, frozenset[str]] = {
    "measures": frozenset(
        ["number", "issued", "scope", "timeline", "planned", "rules", "limbs", "value_share", "suspends"]
    ),
    "controls": frozenset(
        [
            "code",
            "group",
            "kind",
            "elements",
            "criteria",
            "alternatives",
            "hs_refs",
            "hs_refs_2026_added",
            "cas",
            "part",
            "limbs",
            "value_share",
        ]
    ),
    "exclusions": frozenset(
        ["measures", "controls", "groups", "goods", "articles", "unless", "still_inside", "certainty"]
    ),
}
"""Fields whose change is a change of the law; the others of these sections say how we read it."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference between two catalogs."""

    weight: Weight
    """law: what is controlled, or when; reading: words, notes, sources; trade: facts about goods and firms."""
    section: str
    id: str
    title: str
    what: Literal["added", "removed", "changed"]
    field: str | None = None
    """None where the whole record came or went."""
    before: Any = None
    """Of a list only what went."""
    after: Any = None
    """Of a list only what came."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """All differences, the law first."""

    old: str
    new: str
    statuses: tuple[StatusMove, ...]
    """Measures whose status on the day is another."""
    changes: tuple[Change, ...]


def compare(old: Catalog, new: Catalog, day: date, names: tuple[str, str] = ("old", "new")) -> Comparison:
    """Everything that one catalog says otherwise than another.

    Args:
        old: the earlier one.
        new: the later one.
        day: for which the statuses are compared.
        names: how the two are called in the result.

    """
    found = [x for name in SECTIONS for x in _section(name, records_of(old, name), records_of(new, name))]
    order: dict[Weight, int] = {"law": 0, "reading": 1, "trade": 2}
    return Comparison(
        old=names[0],
        new=names[1],
        statuses=moves_across(old, new, day),
        changes=tuple(sorted(found, key=lambda x: order[x.weight])),
    )


def records_of(catalog: Catalog, section: str) -> dict[str, msgspec.Struct]:
    """The records of a section by label."""
    label = SECTIONS[section].label
    return {label(x): x for x in catalog.table(section, msgspec.Struct)}


def catalog_at(name: str) -> Catalog:
    """The catalog that a word names: ``built-in``, a folder or file of records, or an exported JSON file.

    A folder that stands alone is taken as it is; records of any other are laid on the built-in catalog.

    Raises:
        CatalogError: there is no such file, or it is faulty.

    """
    from scanner.catalog.export import from_json
    from scanner.catalog.load import load
    from scanner.catalog.source import HEADER, read_tree

    path = Path(name)
    if name == "built-in" or (path.exists() and path.resolve() == DATA.resolve()):
        return built_in()
    if path.suffix == ".json" and path.is_file():
        return from_json(path)
    if path.is_dir() and (path / HEADER).is_file():
        header = read_tree(path).header
        if header and header.standalone:
            return Catalog(path)
    if not path.exists():
        hint = "OLD and NEW are folders of records, files made by bomscan catalog export, or the word built-in"
        raise CatalogError("there is no such catalog", source=name, hint=hint)
    return load((path,))


def _section(name: str, old: Mapping[str, msgspec.Struct], new: Mapping[str, msgspec.Struct]) -> Iterator[Change]:
    from scanner.catalog.query import title

    if name == "sources":
        return
    whole: Weight = "law" if name in _LAW_FIELDS else "reading" if name in ("groups", "concepts", "rules") else "trade"
    for label in dict.fromkeys([*new, *old]):
        before, after = old.get(label), new.get(label)
        if before is None or after is None:
            known = after or before
            assert known is not None
            what: Literal["added", "removed"] = "added" if before is None else "removed"
            yield Change(weight=whole, section=name, id=label, title=title(known), what=what)
        elif before != after:
            yield from _fields(name, whole, label, before, after)


def _fields(name: str, whole: Weight, label: str, before: msgspec.Struct, after: msgspec.Struct) -> Iterator[Change]:
    from scanner.catalog.query import title

    for field in after.__struct_fields__:
        a, b = getattr(before, field, None), getattr(after, field)
        if a == b:
            continue
        weight: Weight = whole
        if name in _LAW_FIELDS and field not in _LAW_FIELDS[name]:
            weight = "reading"
        gone, come = _difference(_bare(a), _bare(b))
        yield Change(
            weight=weight,
            section=name,
            id=label,
            title=title(after),
            what="changed",
            field=field,
            before=gone,
            after=come,
        )


def _bare(value: Any) -> Any:
    """Plain values without what is not stated, so that only what is said is compared."""
    return _said(msgspec.to_builtins(value))


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _said(v) for k, v in value.items() if v is not None}
    return [_said(x) for x in value] if isinstance(value, list | tuple) else value


def _difference(a: Any, b: Any) -> tuple[Any, Any]:
    """Of lists and mappings only what differs, of all else both."""
    if isinstance(a, list) and isinstance(b, list):
        return [x for x in a if x not in b], [x for x in b if x not in a]
    if isinstance(a, dict) and isinstance(b, dict):
        pairs = {k: _difference(a.get(k), b.get(k)) for k in dict.fromkeys([*a, *b]) if a.get(k) != b.get(k)}
        return {k: v[0] for k, v in pairs.items()}, {k: v[1] for k, v in pairs.items()}
    return a, b
