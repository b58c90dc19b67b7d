"""Which parts the catalog has: where each is written, what a record of it is, what identifies one.

A new kind of knowledge is one ``Section`` here and its record type; loading, checking, compiling,
overlays and ``catalog.table(name, type)`` follow from it. A file that no section reads is a *document*:
compiled as it stands and read by ``catalog.document("headings/fields.yaml", type)``.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from scanner.catalog import model as m
from scanner.catalog.rules import Concept, Rule


class Section(Struct, frozen=True, kw_only=True):
    """A part of the catalog: YAML files of one record or a list of them, or CSV tables."""

    name: str
    files: str
    """Where it is written, ``controls/*.yaml``."""
    record: type[Struct]
    key: tuple[str, ...] = ("id",)
    """Fields that together identify a record; an overlay's record with the same key replaces it."""
    checks: str | None = None
    """``module:function`` that checks what types cannot say; takes a ``checks.Scene``, yields faults."""

    @property
    def suffix(self) -> str:
        return self.files.rpartition(".")[2]

    def identity(self, record: Struct) -> tuple[Any, ...]:
        """What tells a record from every other of the section."""
        return tuple(getattr(record, x) for x in self.key)

    def label(self, record: Struct) -> str:
        """The identity in words."""
        return "/".join(str(x or "") for x in self.identity(record))


_LAW = "scanner.catalog.checks.law"
_TRADE = "scanner.catalog.checks.trade"
_WORDS = "scanner.catalog.checks.words"

SECTIONS: dict[str, Section] = {
    x.name: x
    for x in (
        Section(name="sources", files="sources/*.yaml", record=m.Source),
        Section(name="groups", files="groups/*.yaml", record=m.Group, checks=f"{_LAW}:groups"),
        Section(name="measures", files="measures/*.yaml", record=m.Measure, checks=f"{_LAW}:measures"),
        Section(name="controls", files="controls/*.yaml", record=m.Control, checks=f"{_LAW}:controls"),
        Section(name="exclusions", files="exclusions/*.yaml", record=m.Exclusion, checks=f"{_LAW}:exclusions"),
        Section(name="customs_notes", files="customs/*.yaml", record=m.CustomsNote),
        Section(name="magnet_grades", files="magnets/*.csv", record=m.MagnetGrade, checks=f"{_TRADE}:magnet_grades"),
        Section(name="articles", files="articles/*.csv", record=m.ArticleContent, checks=f"{_TRADE}:articles"),
        Section(
            name="cells",
            files="cells/*.csv",
            record=m.BatteryCell,
            key=("manufacturer", "mpn"),
            checks=f"{_TRADE}:cells",
        ),
        Section(name="makers", files="makers/*.csv", record=m.Maker, key=("name",), checks=f"{_TRADE}:makers"),
        Section(
            name="priors",
            files="priors/*.csv",
            record=m.OriginPrior,
            key=("group", "material", "stage", "year"),
            checks=f"{_TRADE}:priors",
        ),
        Section(
            name="prices",
            files="prices/*.csv",
            record=m.MaterialPrice,
            key=("material", "form", "purity", "market", "date"),
            checks=f"{_TRADE}:prices",
        ),
        Section(
            name="substances",
            files="substances/*.csv",
            record=m.SubstanceName,
            key=("group", "substance", "formula"),
            checks=f"{_TRADE}:substances",
        ),
        Section(
            name="origin_terms",
            files="territories/*.csv",
            record=m.OriginTerm,
            key=("term", "iso_alpha2", "kind"),
            checks=f"{_TRADE}:origin_terms",
        ),
        Section(name="concepts", files="lexicon/concepts/*.yaml", record=Concept, checks=f"{_WORDS}:concepts"),
        Section(name="rules", files="lexicon/rules/*.yaml", record=Rule, checks=f"{_WORDS}:rules"),
    )
}
"""By name, in the order in which they are read: what is referred to before what refers."""

TEXT_DOCUMENTS = ("headings/*.yaml",)
"""Documents (files that no section reads) in which every scalar is text: 'no' and '50' are words there."""

KEPT: dict[str, str] = {
    "matching": "scanner.match.knowledge:built_in_knowledge",
    "families": "scanner.match.families:heads_of_families",
    "headings": "scanner.lines.lexicon:compile_data",
}
"""What ``compiled.kept`` keeps: name → ``module:function`` that makes it, so that packages bring it along."""
