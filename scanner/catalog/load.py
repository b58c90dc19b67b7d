"""The catalog in use: the built-in one, with a user's overlays on top."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from scanner.catalog import compiled
from scanner.catalog import model as m
from scanner.catalog.sections import SECTIONS
from scanner.errors import CatalogError
from scanner.findings import CatalogInfo

if TYPE_CHECKING:
    from scanner.catalog.overlay import Overlay

DATA = Path(__file__).parent.parent / "data"
T = TypeVar("T", bound=msgspec.Struct)
K = TypeVar("K")


class Catalog:
    """The law and the trade's facts. Each section is decoded when first asked for.

    Raises:
        CatalogError: the data at ``root`` is faulty.

    """

    def __init__(
        self, root: Path = DATA, overlays: tuple[Overlay, ...] = (), *, content: compiled.Compiled | None = None
    ) -> None:
        self.root = root
        self.overlays = overlays
        self._compiled = content or compiled.current(root)
        self._tables: dict[str, tuple[msgspec.Struct, ...]] = {}

    @property
    def info(self) -> CatalogInfo:
        """Which data this is: version, hash and overlays, for every output."""
        return CatalogInfo(
            version=self._compiled.version,
            sha256=self._compiled.sha256,
            overlays=tuple(str(x) for x in self.overlays),
            verified_through=self._compiled.verified_through,
        )

    @cached_property
    def verified_through(self) -> date:
        """Last day on which the timelines were checked against their sources."""
        return date.fromisoformat(self._compiled.verified_through)

    def table(self, section: str, kind: type[T]) -> tuple[T, ...]:
        """All records of a section (see ``sections.SECTIONS``), overlays included.

        Args:
            section: its name.
            kind: the type of its records.

        """
        if section not in self._tables:
            record = SECTIONS[section].record
            found = msgspec.msgpack.decode(self._compiled.sections[section], type=tuple[record, ...])  # type: ignore[valid-type]
            for overlay in self.overlays:
                found = overlay.laid_on(section, found)
            self._tables[section] = found
        assert issubclass(SECTIONS[section].record, kind)
        return self._tables[section]  # type: ignore[return-value]

    def document(self, name: str, kind: type[K]) -> K:
        """The content of a built-in file that no section reads, for example ``headings/fields.yaml``.

        Raises:
            CatalogError: there is no such file, or it does not fit the type.

        """
        found = self._compiled.documents.get(name)
        if found is None:
            raise CatalogError("there is no such file in the catalog", source=name)
        try:
            return msgspec.msgpack.decode(found, type=kind, strict=False)
        except msgspec.ValidationError as error:
            raise CatalogError(str(error), source=name) from error

    @cached_property
    def measures(self) -> dict[str, m.Measure]:
        """By id."""
        return {x.id: x for x in self.table("measures", m.Measure)}

    @cached_property
    def controls(self) -> dict[str, m.Control]:
        """By id."""
        return {x.id: x for x in self.table("controls", m.Control)}

    @cached_property
    def groups(self) -> dict[str, m.Group]:
        """By id: names in three languages and a line of description."""
        return {x.id: x for x in self.table("groups", m.Group)}

    @cached_property
    def exclusions(self) -> tuple[m.Exclusion, ...]:
        """What the authority says is outside a measure."""
        return self.table("exclusions", m.Exclusion)

    @cached_property
    def customs_notes(self) -> tuple[m.CustomsNote, ...]:
        """How much a customs code says alone; the longest prefix of a code counts."""
        return self.table("customs_notes", m.CustomsNote)

    @cached_property
    def sources(self) -> dict[str, m.Source]:
        """By key; the records of the law hold them resolved."""
        return {x.id: x for x in self.table("sources", m.Source) if x.id}

    @property
    def magnet_grades(self) -> tuple[m.MagnetGrade, ...]:
        return self.table("magnet_grades", m.MagnetGrade)

    @property
    def articles(self) -> tuple[m.ArticleContent, ...]:
        return self.table("articles", m.ArticleContent)

    @property
    def cells(self) -> tuple[m.BatteryCell, ...]:
        return self.table("cells", m.BatteryCell)

    @property
    def makers(self) -> tuple[m.Maker, ...]:
        return self.table("makers", m.Maker)

    @cached_property
    def priors(self) -> dict[str, m.OriginPrior]:
        """By id."""
        return {x.id: x for x in self.table("priors", m.OriginPrior)}

    @property
    def prices(self) -> tuple[m.MaterialPrice, ...]:
        return self.table("prices", m.MaterialPrice)

    @property
    def substances(self) -> tuple[m.SubstanceName, ...]:
        return self.table("substances", m.SubstanceName)

    @property
    def origin_terms(self) -> tuple[m.OriginTerm, ...]:
        return self.table("origin_terms", m.OriginTerm)


def load(overlays: tuple[Path, ...] = ()) -> Catalog:
    """The built-in catalog with a user's overlays on top, the last one uppermost.

    Args:
        overlays: folders, or single YAML files whose keys name sections.

    Raises:
        CatalogError: an overlay is faulty; the error names every fault of it.

    """
    catalog = built_in()
    if overlays:
        from scanner.catalog.overlay import read_overlay

        for path in overlays:
            catalog = Catalog(DATA, (*catalog.overlays, read_overlay(path, catalog)))
    return catalog


@cache
def built_in() -> Catalog:
    """The built-in catalog without overlays, loaded once; for knowledge that overlays do not touch."""
    return Catalog(DATA)
