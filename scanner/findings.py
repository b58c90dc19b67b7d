"""What scanning concludes: matches, origins, contributions, fractions, and the whole exposure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from scanner.bom import Bom, BomLine, Note
from scanner.columns import column
from scanner.estimate import ALL, Estimate
from scanner.standing import MeasureStatus, PolicyFinding

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["listed", "contains", "possible", "below_threshold", "none"]
VERDICTS: tuple[Verdict, ...] = ("listed", "contains", "possible", "below_threshold", "none")
"""Verdicts on a line, strongest first."""
EXPOSED: frozenset[Verdict] = frozenset(("listed", "contains", "possible"))

FractionVerdict = Literal["exceeds", "likely exceeds", "may exceed", "undetermined", "below"]
FRACTION_VERDICTS: tuple[FractionVerdict, ...] = ("exceeds", "likely exceeds", "may exceed", "undetermined", "below")
"""Verdicts on a share, gravest first."""

Reading = Literal["text", "assembly", "product"]
Certainty = Literal["documented", "likely", "possible"]


class Evidence(Struct, frozen=True, kw_only=True):
    """One thing that was found: what, in which field, and what it means."""

    signal: str
    """The extractor: term, formula, cas, grade, part, quantity, hs, article, origin ..."""
    text: str
    """The words as written."""
    field: str
    start: int
    """Offsets into the field's text as written; equal when the whole field speaks."""
    end: int
    means: str
    """What an expert reads from it, in one clause."""
    source: str | None = None
    """Id of the catalog record that says so."""


class CriterionResult(Struct, frozen=True, kw_only=True):
    """One technical limit, tested in three-valued logic."""

    parameter: str
    op: str
    value: str
    unit: str
    observed: str | None
    """In the criterion's unit; None when not written and not derivable."""
    result: Literal["met", "not_met", "unknown"]
    derived: str | None = None
    """How the observed value came about, where it is not simply written."""


class Outside(Struct, frozen=True, kw_only=True):
    """What the authority says of goods that hold a listed material and are outside its measure all the same.

    The content counts as content, and other measures may reach the goods.
    """

    id: str
    """Record of data/exclusions."""
    goods: str
    certainty: str
    """ruled: the authority's own answer; reported: known second hand; unclear: sources differ."""
    stated: date | None = None
    """The day of the answer; None = not known."""


class Match(Struct, frozen=True, kw_only=True):
    """A line meets a control."""

    control: str
    measure: str
    group: str
    verdict: Verdict
    confidence: Decimal
    near_threshold: bool = False
    """A stated figure misses the limit by at most 10 %: exporters must declare its parameters."""
    evidence: tuple[Evidence, ...] = ()
    criteria: tuple[CriterionResult, ...] = ()
    settled_by: str | None = None
    """The one fact that would settle it; None when nothing is open."""
    is_item: bool = True
    """The line is the controlled item itself; False where it only contains it."""
    applicability: Estimate = ALL
    """How surely the control applies: all for listed, presence for contains, (0, p, 1) for possible."""
    content_share: Estimate = ALL
    """Share of the line's value that is the controlled material."""
    part1_share: Estimate | None = None
    """Share of the line's value that is Part 1 content of cn-2025-61 (its ``text`` reading); None = none."""
    article: str | None = None
    """Id of the row of articles/ that the shares come from; of a line that is the item, how surely it is one."""
    prior: str | None = None
    """Id of the row of priors/ that says China's share of world production of the material."""
    grade: str | None = None
    """Id of the row of magnets/ for a magnet whose grade is known."""
    outside: Outside | None = None
    """Why the authority holds the goods outside of the measure; None where it does not."""

    @property
    def itself(self) -> bool:
        """The line is what the control is about: said so, listed as such, or a magnet known by its own grade."""
        return self.is_item or self.verdict == "listed" or (self.grade is not None and self.article is None)


class Origins(Struct, frozen=True, kw_only=True):
    """Where a line was made and where the controlled material in it comes from."""

    article: Estimate
    """Chinese part of the article: (1, 1, 1) China, (0, 0, 0) elsewhere."""
    material: Estimate
    """Chinese part of the controlled material; for a line that is the material the same as ``article``."""
    basis: Literal["stated", "declared", "maker", "prior"]
    countries: tuple[str, ...] = ()
    """ISO 3166 alpha-2 codes stated or declared, sorted; empty when none is."""
    evidence: tuple[Evidence, ...] = ()
    contained: Estimate | None = None
    """Chinese part of what the line only contains, where it is itself a material too; None = as ``material``."""
    part1: Estimate | None = None
    """Chinese part of the Part 1 content of cn-2025-61 in the line; None = as ``material``. A Japanese magnet is
    no Chinese magnet, yet its samarium may be."""
    owner_country: str | None = None
    """Seat of the maker's ultimate owner, where known: for questions of ownership, not of origin."""


class Limb(Struct, frozen=True, kw_only=True):
    """A limb of cn-2025-61 without a value threshold that a line meets (Article 1, items 2 and 3)."""

    limb: str
    control: str
    certainty: Certainty


class LineFinding(Struct, frozen=True, kw_only=True, gc=False):
    """Everything known about one line."""

    line: BomLine
    matches: tuple[Match, ...]
    """Strongest first."""
    origins: Origins
    extended_quantity: Decimal | None
    """For one product; None = not known."""
    extended_cost: Decimal | None
    """In the base currency, for one product. Of an assembly: its own price × quantity."""
    value_added: Decimal | None
    """Assemblies only: own price beyond the parts; None for line items and unpriced assemblies."""
    contribution: Estimate
    """Chinese controlled value, all measures of scope export, in the base currency."""
    limbs: tuple[Limb, ...] = ()
    decision: str | None = None
    """Ids of the waivers and declarations that were applied, joined by a comma; None for none."""
    waived: tuple[str, ...] = ()
    """Controls whose findings a waiver handles: they stand as found, but --fail-on passes over them."""

    @property
    def verdict(self) -> Verdict:
        """The strongest verdict of the matches."""
        return self.matches[0].verdict if self.matches else "none"


class Fraction(Struct, frozen=True, kw_only=True):
    """A numerator over a named denominator."""

    kind: Literal["chinese_origin", "controlled", "de_minimis"]
    scope: str
    """product, measure:ID, group:NAME, line:ID or assembly:ID."""
    reading: Reading | None
    """For de_minimis only."""
    numerator: Estimate
    numerator_is: str
    denominator: Estimate
    denominator_is: str
    share: Estimate | None
    """None when the denominator is not known."""
    threshold: Decimal | None
    verdict: FractionVerdict | None
    """None for chinese_origin, which has no threshold."""
    measures: Literal["all", "in_force", "if_back_in_force", "if_still_suspended"] = "all"
    turning_point: Decimal | None = None
    """What unpriced lines that match nothing would together have to be worth to turn the verdict."""
    headline: bool = False
    probability: Decimal | None = None
    """Estimated chance that the share is at or over the threshold; only where the bounds do not decide."""
    readers: str | None = None
    """Who reads the rule so."""


class Resolve(Struct, frozen=True, kw_only=True):
    """A question whose answer would narrow the headline, most decisive first."""

    line: str
    fact: str
    ask: str
    narrows: Decimal
    """How far the headline interval would shrink at most, as a share."""
    flips: bool = False
    """The answer alone can turn the verdict."""


class Assumption(Struct, frozen=True, kw_only=True):
    """A constant, default or prior that entered a figure."""

    id: str
    value: str
    source: str
    lines: int = 0
    """How many lines used it."""


class Coverage(Struct, frozen=True, kw_only=True):
    """How much of the bill of materials the figures rest on."""

    lines: int
    priced: int
    origin_stated: int
    matched: int
    value_priced: Decimal | None
    """Sum of extended costs before any stated product value."""


class ProductValue(Struct, frozen=True, kw_only=True):
    """The denominator V."""

    amount: Decimal | None
    basis: Literal["stated", "top_assembly", "sum_of_lines", "none"]


class Valuation(Struct, frozen=True, kw_only=True):
    """What the value stage concludes about a whole bill of materials."""

    currency: str
    product_value: ProductValue
    coverage: Coverage
    lines: Sequence[LineFinding]
    fractions: tuple[Fraction, ...]
    resolve: tuple[Resolve, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    notes: tuple[Note, ...] = ()


class CatalogInfo(Struct, frozen=True, kw_only=True):
    """Which law and trade facts were used."""

    version: str
    sha256: str
    overlays: tuple[str, ...] = ()
    verified_through: str = ""


class Change(Struct, frozen=True, kw_only=True):
    """What is another on a second day, or in a second result, in words."""

    what: str
    """A measure's id, a fraction, ``controlled product, in force``, or a rule, ``cn-2025-61 licence``."""
    before: str
    after: str


class AlsoAsOf(Struct, frozen=True, kw_only=True):
    """The same bill of materials under the law and the exchange rates of a second day."""

    as_of: str
    measures: tuple[Change, ...]
    fractions: tuple[Change, ...]
    policy: tuple[Change, ...] = ()
    """What follows for end use, end user and route, rule by rule; empty where none was asked about."""

    @property
    def every(self) -> tuple[Change, ...]:
        """All of them: the law first, then the shares, then the policy."""
        return (*self.measures, *self.fractions, *self.policy)


class AppliedDecision(Struct, frozen=True, kw_only=True):
    """A waiver or declaration that acted on a line: what, who, when, why, until when."""

    id: str
    kind: Literal["declaration", "waiver"]
    line: str
    says: str
    """What is declared, or the state of the waiver, in words."""
    by: str
    on: str
    why: str
    approver: str | None = None
    expires: str | None = None
    """Last day, included."""
    evidence: tuple[str, ...] = ()
    """Papers it rests on, each with its hash where one is given."""
    controls: tuple[str, ...] = ()
    """For a waiver: the controls of the line that it handles."""


class Exposure(Struct, frozen=True, kw_only=True):
    """The answer for one bill of materials: what is affected, how surely, what share, what to ask."""

    bom: Bom
    as_of: date
    catalog: CatalogInfo
    currency: str
    product_value: ProductValue
    coverage: Coverage
    lines: Sequence[LineFinding]
    """One for each line of ``bom``, in its order."""
    fractions: tuple[Fraction, ...]
    measures: tuple[MeasureStatus, ...]
    resolve: tuple[Resolve, ...]
    assumptions: tuple[Assumption, ...]
    notes: tuple[Note, ...]
    options: dict[str, str] = {}
    """Options that differ from the defaults, as a user would write them."""
    also: AlsoAsOf | None = None
    """What changes under a second date; None where none was asked for."""
    decisions: tuple[AppliedDecision, ...] = ()
    """What users and suppliers decided and declared, one record a decision and line."""
    policy: tuple[PolicyFinding, ...] = ()
    """Rules on end use, end user and route that apply or may; empty where none of these was asked about."""

    @property
    def headline(self) -> Fraction | None:
        """The gravest de minimis share; None when nothing the rule reaches was found."""
        return next((f for f in self.fractions if f.headline), None)

    @property
    def strongest(self) -> Verdict:
        """The strongest verdict of a line that counts, findings that a waiver handles left out."""
        found = zip(*(column(self.lines, x) for x in ("line.bin", "matches", "waived")), strict=True)
        return min(
            (m.verdict for bin_name, matches, waived in found if matches and bin_name != "excluded"
             for m in matches if m.control not in waived),
            key=VERDICTS.index,
            default="none",
        )  # fmt: skip

    def lines_frame(self) -> pd.DataFrame:
        """One row a line: id, fields, verdict, group, origin and contribution columns (floats)."""
        from scanner.frames import lines_frame

        return lines_frame(self)

    def fractions_frame(self) -> pd.DataFrame:
        """One row a fraction: kind, scope, reading, measures, share and numerator columns (floats)."""
        from scanner.frames import fractions_frame

        return fractions_frame(self)
