"""The words of the law and the trade, as typed records.

The law: ``Measure`` (one legal instrument) and ``Control`` (a thing that it lists).
The trade: what is known of magnets, cells, articles, makers, origins, prices, substances.
Field names are the column or key names of scanner/data; an empty cell is None, never 0.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct, field

Scope = Literal["export", "extraterritorial", "technology", "destination-ban", "origin-tracing"]
Kind = Literal["material", "article", "equipment", "reagent", "technology"]
Confidence = Literal["high", "medium", "low"]


class Source(Struct, frozen=True, kw_only=True):
    """Where a fact was read."""

    url: str
    primary: bool = False
    language: str | None = None
    accessed_as: str | None = None
    note: str | None = None
    opened: bool = True
    """False = the address is cited, the page was not read."""


class TimelineEntry(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """The status that holds from a day on."""

    from_: date
    status: Literal["announced", "in_force", "suspended", "unknown"]
    by: str | None = None
    until: date | None = None
    """Last day, included."""
    limbs: tuple[str, ...] | None = None
    """Limbs that the entry speaks of; None = the whole measure."""
    expected: str | None = None
    evidence: str | None = None
    note: str | None = None


class Measure(Struct, frozen=True, kw_only=True):
    """One legal instrument."""

    id: str
    authority: tuple[str, ...]
    number: str | None
    issued: date
    title: str
    title_zh: str | None = None
    scope: Scope
    timeline: tuple[TimelineEntry, ...]
    planned: tuple[TimelineEntry, ...] = ()
    rules: tuple[dict[str, Any], ...] = ()
    limbs: tuple[dict[str, Any], ...] = ()
    value_share: dict[str, Any] | None = None
    annex2: dict[str, Any] | None = None
    suspends: tuple[str, ...] = ()
    events: tuple[dict[str, Any], ...] = ()
    sources: tuple[Source, ...] = ()
    open_questions: tuple[str, ...] = ()
    confidence: Confidence | None = None
    verified_through: date | None = None
    """Last day on which the timeline was checked against its sources; None = the catalog's."""


class Criterion(Struct, frozen=True, kw_only=True):
    """A technical limit; a control's criteria must all hold."""

    parameter: str
    op: Literal[">=", "<=", ">", "<", "=="]
    value: int | float | bool | str
    unit: str = ""
    """As pint reads it; HRB and delta_degC are scales of their own."""


class Control(Struct, frozen=True, kw_only=True):
    """A thing that a measure lists."""

    id: str
    code: str
    group: str
    kind: Kind
    name: str
    name_zh: str | None = None
    elements: tuple[str, ...] = ()
    detail: str = ""
    criteria: tuple[Criterion, ...] = ()
    alternatives: tuple[tuple[Criterion, ...], ...] = ()
    criteria_note: str = ""
    hs_refs: tuple[str, ...] = ()
    hs_refs_2026_added: tuple[str, ...] = ()
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cas: tuple[str, ...] = ()
    not_this: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    confidence: Confidence | None = None
    part: Literal[1, 2] | None = None
    """Part of Annex 1 of cn-2025-61."""
    limbs: tuple[str, ...] = ()
    value_share: Any = None
    refers_to: tuple[str, ...] = ()

    @property
    def measure(self) -> str:
        """Id of the measure that lists it."""
        return self.id.partition(":")[0]


class Record(Struct, frozen=True, kw_only=True):
    """A row of a table of trade facts."""

    source: str
    confidence: Confidence
    note: str | None = None


class MagnetGrade(Record, frozen=True, kw_only=True):
    """A grade designation and what it says of the composition."""

    id: str
    producer_or_standard: str
    designation_regex: str | None
    examples: tuple[str, ...] = ()
    material_family: str
    coercivity_class: str | None = None
    hcj_min_ka_m: Decimal | None = None
    hcj_min_koe: Decimal | None = None
    max_temp_c: Decimal | None = None
    dytb_wt_pct_low: Decimal | None = None
    dytb_wt_pct_likely: Decimal | None = None
    dytb_wt_pct_high: Decimal | None = None
    dy_free_possible: str | None = None
    other_controlled_elements: tuple[str, ...] = ()
    controlled_ree_wt_pct_low: Decimal | None = None
    controlled_ree_wt_pct_likely: Decimal | None = None
    controlled_ree_wt_pct_high: Decimal | None = None
    listed_without_dy_tb: str | None = None


class ArticleContent(Record, frozen=True, kw_only=True):
    """How much of a controlled group an article class holds, by presence, value and mass."""

    id: str
    article_class: str
    terms: tuple[str, ...] = ()
    controlled_group: str
    element_or_material: str
    presence_low: Decimal
    presence_likely: Decimal
    presence_high: Decimal
    value_share_low: Decimal
    value_share_likely: Decimal
    value_share_high: Decimal
    mass_share_low: Decimal | None = None
    mass_share_likely: Decimal | None = None
    mass_share_high: Decimal | None = None
    reasoning: str | None = None


class BatteryCell(Record, frozen=True, kw_only=True):
    """A cell or pack by maker and part number."""

    manufacturer: str
    mpn: str
    aliases: tuple[str, ...] = ()
    format: str | None = None
    chemistry: str | None = None
    capacity_min_ah: Decimal | None = None
    capacity_typ_ah: Decimal | None = None
    nominal_v: Decimal | None = None
    mass_g: Decimal | None = None
    mass_basis: str | None = None
    rechargeable: str | None = None
    plant_countries: tuple[str, ...] = ()
    specific_energy_wh_kg: Decimal | None = None
    specific_energy_min_wh_kg: Decimal | None = None
    ge300: str | None = None
    borderline: str | None = None


class Maker(Record, frozen=True, kw_only=True):
    """A maker, brand or seller, and what its name says of origin."""

    name: str
    aliases_en: tuple[str, ...] = ()
    aliases_zh: tuple[str, ...] = ()
    tickers_brands: tuple[str, ...] = ()
    hq_country: str | None = None
    manufacturing_countries: tuple[str, ...] = ()
    owner_country: str | None = None
    groups: tuple[str, ...] = ()
    makes: str | None = None
    kind: str
    brand_tells_origin: Literal["yes", "mostly", "partly", "no"]


class OriginPrior(Record, frozen=True, kw_only=True):
    """China's share of world production of a material at a stage, 0 to 1."""

    group: str
    material: str
    stage: str
    china_share_low: Decimal
    china_share_likely: Decimal
    china_share_high: Decimal
    year: str | None = None

    @property
    def id(self) -> str:
        """``group/material/stage/year``, unique."""
        return "/".join((self.group, self.material, self.stage, self.year or ""))


class MaterialPrice(Record, frozen=True, kw_only=True):
    """A market price of a material."""

    material: str
    form: str | None = None
    purity: str | None = None
    unit: str
    market: str
    price_low: Decimal
    price_likely: Decimal
    price_high: Decimal
    date: str


class SubstanceName(Record, frozen=True, kw_only=True):
    """A substance with its names, formula and CAS number."""

    group: str
    element: str | None = None
    substance: str
    formula: str | None = None
    cas: str | None = None
    synonyms_en: tuple[str, ...] = ()
    synonyms_zh: tuple[str, ...] = ()
    synonyms_de: tuple[str, ...] = ()
    synonyms_ja: tuple[str, ...] = ()
    hs6: str | None = None


class OriginTerm(Record, frozen=True, kw_only=True):
    """A way in which a country, region or the lack of one is written."""

    term: str
    lang: str | None = None
    iso_alpha2: str | None = None
    """XX unknown or a negative claim, XE European Union: both our own marks."""
    kind: str
    china_origin: Literal["yes", "separate", "mixed", "unknown", "no"]
    ambiguous: str | None = None
