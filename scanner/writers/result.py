"""The JSON result as types: what docs/json-output.md promises, and what the JSON Schema is made from.

Names and meanings are public. Fields may be added; a field changes or goes only with a new major version.
Records of the vocabulary that hold no decimals stand here as they are.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from scanner.bom import Bin, Exclusion, InputFile, Note
from scanner.findings import (
    AlsoAsOf,
    AppliedDecision,
    Assumption,
    CatalogInfo,
    Certainty,
    CriterionResult,
    Evidence,
    FractionVerdict,
    Outside,
    Reading,
    Verdict,
)
from scanner.standing import MeasureStatus, PolicyFinding

Number = Annotated[str, Meta(pattern=r"^-?\d+(\.\d+)?$", description="A decimal in plain digits.")]
Scope = Annotated[str, Meta(pattern=r"^(product|(measure|group):.+|(line|assembly):.+!\d+(#\d+)?)$")]
LineId = Annotated[str, Meta(description="Sheet!row; of two items in one row the second has #2.")]


class Triple(Struct, frozen=True, gc=False):
    """What is documented, likely, and not excluded; likely null = not known, high null = no upper bound."""

    low: Number
    likely: Number | None
    high: Number | None


class Amount(Struct, frozen=True, gc=False, omit_defaults=True):
    """A quantity with its unit, or money with its currency."""

    amount: Number
    unit: str | None = None
    currency: str | None = None


class SubstanceRecord(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """One declared substance of a line."""

    name: str
    cas_number: str | None = None
    mass: Amount | None = None


class Details(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """How a line was read, as far as its fields do not say it; what is not there is not stated."""

    phantom: bool = False
    free_issue: bool = False
    exclusion: Exclusion | None = None
    alternate_of: str | None = None
    quantity: Amount | None = None
    unit_price: Amount | None = None
    price_per: Amount | None = None
    extended_price: Amount | None = None
    mass: Amount | None = None
    column: str | None = None
    texts: dict[str, str | None] = {}
    """Fields that were read otherwise than written."""
    substances: tuple[SubstanceRecord, ...] = ()


class OriginRecord(Struct, frozen=True, gc=False, kw_only=True):
    """Where the article was made and where the controlled material in it comes from, as shares of China."""

    article: Triple
    material: Triple
    basis: Literal["stated", "declared", "maker", "prior"]
    countries: tuple[str, ...]
    owner_country: str | None = None
    part1: Triple | None = None
    contained: Triple | None = None
    evidence: tuple[Evidence, ...] = ()


class MatchRecord(Struct, frozen=True, gc=False, kw_only=True):
    """A control that a line meets."""

    control: str
    measure: str
    group: str
    verdict: Verdict
    confidence: Number
    near_threshold: bool
    evidence: tuple[Evidence, ...]
    criteria: tuple[CriterionResult, ...]
    settled_by: str | None
    is_item: bool = True
    applicability: Triple
    content_share: Triple
    part1_share: Triple | None = None
    article: str | None = None
    prior: str | None = None
    grade: str | None = None
    outside: Outside | None = None


class LimbRecord(Struct, frozen=True, gc=False, kw_only=True):
    """A limb of cn-2025-61 without a value threshold that a line meets."""

    limb: str
    control: str
    certainty: Certainty


class LineRecord(Struct, frozen=True, gc=False, kw_only=True):
    """A line item, assembly or excluded row with everything that is known about it."""

    id: LineId
    file: int
    sheet: str
    row: int
    bin: Bin
    level: int | None
    parent: str | None
    fields: dict[str, str]
    other: dict[str, str]
    hidden: bool
    reason: str | None
    extended_quantity: Number | None
    extended_cost: Number | None
    value_added: Number | None
    origin: OriginRecord
    verdict: Verdict
    matches: tuple[MatchRecord, ...]
    limbs: tuple[LimbRecord, ...]
    contribution: Triple
    decision: str | None
    waived: tuple[str, ...] = ()
    read: Details = Details()


class FractionRecord(Struct, frozen=True, gc=False, kw_only=True):
    """A numerator over a named denominator."""

    kind: Literal["chinese_origin", "controlled", "de_minimis"]
    scope: Scope
    reading: Reading | None
    numerator: Triple
    numerator_is: str
    denominator: Triple
    denominator_is: str
    share: Triple | None
    threshold: Number | None
    verdict: FractionVerdict | None
    measures: Literal["all", "in_force", "if_back_in_force", "if_still_suspended"]
    turning_point: Number | None
    headline: bool
    probability: Number | None = None
    readers: str | None = None


class Tool(Struct, frozen=True, gc=False):
    """What made the result."""

    name: Literal["bomscan"]
    version: str


class ProductValueRecord(Struct, frozen=True, gc=False):
    """The denominator V."""

    amount: Number | None
    basis: Literal["stated", "top_assembly", "sum_of_lines", "none"]


class CoverageRecord(Struct, frozen=True, gc=False, kw_only=True):
    """How much of the bill of materials the figures rest on."""

    lines: int
    priced: int
    origin_stated: int
    matched: int
    value_priced: Number | None


class ResolveRecord(Struct, frozen=True, gc=False, kw_only=True):
    """A question whose answer would narrow the headline, most decisive first."""

    line: str
    fact: str
    ask: str
    narrows: Number
    flips: bool = False


class StatedTotalRecord(Struct, frozen=True, gc=False, kw_only=True):
    """A total that the file itself states."""

    amount: Number
    currency: str | None
    file: int
    sheet: str
    row: int
    column: str | None


class Result(Struct, frozen=True, gc=False, kw_only=True):
    """The result of one scan by bomscan: exposure of a bill of materials to China's export controls."""

    format_version: Annotated[str, Meta(pattern=r"^1\.\d+$")]
    tool: Tool
    catalog: CatalogInfo
    as_of: Annotated[str, Meta(extra_json_schema={"format": "date"})]
    options: dict[str, str] = {}
    product: str | None = None
    product_quantity: Number | None = None
    inputs: tuple[InputFile, ...]
    stated_totals: tuple[StatedTotalRecord, ...] = ()
    currency: str
    product_value: ProductValueRecord
    coverage: CoverageRecord
    fractions: tuple[FractionRecord, ...]
    measures: tuple[MeasureStatus, ...]
    lines: tuple[LineRecord, ...]
    resolve: tuple[ResolveRecord, ...]
    assumptions: tuple[Assumption, ...]
    notes: tuple[Note, ...]
    also: AlsoAsOf | None = None
    decisions: tuple[AppliedDecision, ...] = ()
    policy: tuple[PolicyFinding, ...] = ()
