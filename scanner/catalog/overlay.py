"""A user's own records: a company's watch list, another country's list, a correction of ours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from scanner.catalog.faults import refuse
from scanner.catalog.model import Measure
from scanner.catalog.sections import SECTIONS
from scanner.catalog.source import source_files
from scanner.catalog.validate import examine
from scanner.errors import CatalogError

if TYPE_CHECKING:
    from scanner.catalog.load import Catalog


class Overlay(msgspec.Struct, frozen=True, kw_only=True):
    """Records that add to a catalog, or replace those of the same identity."""

    name: str
    version: str
    sha256: str
    records: Mapping[str, tuple[msgspec.Struct, ...]]

    def __str__(self) -> str:
        """Named as every output names it."""
        return f"{self.name}{' ' + self.version if self.version else ''} (sha256 {self.sha256[:12]})"

    def laid_on(self, section: str, beneath: tuple[Any, ...]) -> tuple[Any, ...]:
        """The section with this overlay's records: in the place of the old ones, new ones at the end."""
        own = self.records.get(section, ())
        if not own:
            return beneath
        identity = SECTIONS[section].identity
        mine = {identity(x): x for x in own}
        kept = tuple(mine.pop(identity(x), x) for x in beneath)
        return kept + tuple(mine.values())


def read_overlay(path: Path, beneath: Catalog) -> Overlay:
    """Read and check an overlay: a folder laid out as the built-in catalog, or one YAML file with sections.

    Raises:
        CatalogError: it is faulty; every fault is named. Or it holds nothing.

    """
    if not path.exists():
        raise CatalogError(
            "there is no such folder or file", source=str(path), hint="bomscan catalog template DIR writes one"
        )
    found = examine(path, beneath)
    refuse(found.faults, str(path))
    if not found.records:
        raise CatalogError(
            "holds no records", source=str(path), hint="bomscan catalog template DIR writes one to start from"
        )
    header = found.header
    records = {k: tuple(x.record for x in v) for k, v in found.records.items()}
    if header and header.verified_through:
        records["measures"] = tuple(
            msgspec.structs.replace(x, verified_through=header.verified_through)
            if isinstance(x, Measure) and x.verified_through is None
            else x
            for x in records.get("measures", ())
        )
    return Overlay(
        name=header.name if header else path.name,
        version=header.version if header else "",
        sha256=_digest(path),
        records=records,
    )


def _digest(path: Path) -> str:
    made = hashlib.sha256()
    for file in source_files(path) if path.is_dir() else [path]:
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        made.update(name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return made.hexdigest()
