"""The words of the trade: what is known of magnets, cells, articles, makers, origins, prices, substances.

Field names are the column names of scanner/data; an empty cell is None, never 0.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from scanner.catalog.law import Confidence


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
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
