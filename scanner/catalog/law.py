"""The words of the law: a measure is one legal instrument, a control a thing that it lists."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from msgspec import Meta, Struct, field

from scanner.standing import EndUse

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$")]
"""Lower-case words joined by hyphens."""
CustomsCode = Annotated[str, Meta(pattern=r"^\d{4,10}$")]
"""A code of a customs tariff, digits only."""
LanguageCode = Annotated[str, Meta(pattern=r"^[a-z]{2}$")]
"""ISO 639-1."""
Scope = Literal["export", "extraterritorial", "technology", "destination-ban", "origin-tracing"]
Kind = Literal["material", "article", "equipment", "reagent", "technology"]
Confidence = Literal["high", "medium", "low"]


class Law(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A record of the law, or a part of one; keys that it does not know are faults."""


class Source(Law, frozen=True, kw_only=True):
    """Where a fact was read."""

    id: Slug | None = None
    """Key in the table of sources; None where a record states its source itself."""
    url: str
    primary: bool = False
    language: str | None = None
    accessed_as: str | None = None
    note: str | None = None
    opened: bool = True
    """False = the address is cited, the page was not read."""


class TimelineEntry(Law, frozen=True, kw_only=True, rename={"from_": "from"}):
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


class MeasureRule(TypedDict):
    """A condition of the whole instrument: what it asks, of whom, or what it leaves out.

    A rule with an ``outcome`` is decided by the conditions beneath it, all of which must hold: ``end_uses``,
    ``listed_end_user``, ``destinations``, ``exported_from`` and ``exported_from_except`` (ISO 3166 alpha-2),
    ``groups`` of the goods; none of them = always. ``..._open`` names values
    for which the text leaves open whether the condition holds.
    ``limb`` is the part of the instrument whose status counts.
    """

    id: Slug
    kind: str
    applies_to: str
    note: NotRequired[str]
    status: NotRequired[str]
    outcome: NotRequired[str]
    parameter: NotRequired[str]
    op: NotRequired[str]
    value: NotRequired[int | float | str]
    unit: NotRequired[str]
    numerator: NotRequired[str]
    denominator: NotRequired[str]
    affiliate_threshold: NotRequired[float]
    report_within: NotRequired[int]
    limb: NotRequired[str]
    end_uses: NotRequired[list[EndUse]]
    end_uses_open: NotRequired[list[EndUse]]
    listed_end_user: NotRequired[bool]
    destinations: NotRequired[list[str]]
    destinations_open: NotRequired[list[str]]
    exported_from: NotRequired[list[str]]
    exported_from_except: NotRequired[list[str]]
    groups: NotRequired[list[str]]


class MeasureLimb(TypedDict):
    """A part of the instrument that may have dates of its own."""

    id: Slug
    article: str
    summary: str
    planned_from: NotRequired[date]
    threshold: NotRequired[str | None]


class ValueShare(TypedDict):
    """A share of value that an instrument sets as a limit."""

    numerator: str
    denominator: str
    op: str
    threshold: float
    value_basis: NotRequired[str]
    aggregation: NotRequired[str]
    commentary: NotRequired[str]
    product_advice: NotRequired[str]


class Event(TypedDict):
    """Something that happened around the instrument."""

    date: date
    what: str


class Measure(Law, frozen=True, kw_only=True):
    """One legal instrument."""

    id: Slug
    authority: tuple[str, ...]
    number: str | None
    issued: date
    title: str
    title_zh: str | None = None
    scope: Scope
    timeline: tuple[TimelineEntry, ...]
    planned: tuple[TimelineEntry, ...] = ()
    rules: tuple[MeasureRule, ...] = ()
    limbs: tuple[MeasureLimb, ...] = ()
    value_share: ValueShare | None = None
    annex2: dict[str, Any] | None = None
    suspends: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    sources: tuple[Source, ...] = ()
    open_questions: tuple[str, ...] = ()
    confidence: Confidence | None = None
    verified_through: date | None = None
    """Last day on which the timeline was checked against its sources; None = the catalog's."""


class Criterion(Law, frozen=True, kw_only=True):
    """A technical limit; a control's criteria must all hold."""

    parameter: str
    op: Literal[">=", "<=", ">", "<", "=="]
    value: int | float | bool | str
    unit: str = ""
    """As pint reads it; HRB and delta_degC are scales of their own."""


class Control(Law, frozen=True, kw_only=True):
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
    hs_refs: tuple[CustomsCode, ...] = ()
    hs_refs_2026_added: tuple[CustomsCode, ...] = ()
    terms: dict[LanguageCode, tuple[str, ...]] = field(default_factory=dict)
    cas: tuple[str, ...] = ()
    not_this: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    confidence: Confidence | None = None
    part: Literal[1, 2] | None = None
    """Part of Annex 1 of cn-2025-61."""
    limbs: tuple[str, ...] = ()
    value_share: ValueShare | None = None
    refers_to: tuple[str, ...] = ()

    @property
    def measure(self) -> str:
        """Id of the measure that lists it."""
        return self.id.partition(":")[0]


class Exclusion(Law, frozen=True, kw_only=True):
    """Goods that an authority says are outside a measure although they hold what it lists.

    It speaks for the measures it names and for no other: what is outside No. 18 may well be inside No. 61.
    """

    id: Slug
    measures: tuple[str, ...]
    """Ids of the measures that the goods are outside of."""
    controls: tuple[str, ...] = ()
    """Ids of the controls concerned; empty = every control of the measures."""
    groups: tuple[str, ...] = ()
    """Groups concerned; empty = every group."""
    goods: str
    """Which goods, in our words."""
    goods_zh: str | None = None
    articles: tuple[str, ...] = ()
    """Stems of ids in the table of articles: every article class whose id begins so is meant."""
    terms: dict[LanguageCode, tuple[str, ...]] = field(default_factory=dict)
    """Words by which such goods are called on a bill of materials."""
    unless: str | None = None
    """What stays inside."""
    still_inside: tuple[str, ...] = ()
    """Ids of controls of other measures that may catch the goods all the same."""
    certainty: Literal["ruled", "reported", "unclear"]
    """ruled: the authority's own answer was read; reported: known second hand; unclear: sources differ."""
    stated: date | None = None
    """Day of the answer; None = not known."""
    sources: tuple[Source, ...]
    note: str | None = None
    confidence: Confidence


class CustomsNote(Law, frozen=True, kw_only=True):
    """How much a customs code says by itself."""

    id: CustomsCode
    """A code, or the first digits of many."""
    alone: Literal["never", "suggests"]
    """never: too broad to say anything without words; suggests: narrow, yet no proof."""
    covers: str
    """What else is cleared under it."""
    source: str
    confidence: Confidence


class Group(Law, frozen=True, kw_only=True):
    """A group of controls that belong together in a report."""

    id: Slug
    name: dict[LanguageCode, str]
    """English, Chinese and German at least."""
    description: dict[LanguageCode, str]
    """One line."""
    kind: Literal["material", "article", "equipment", "technology", "other"]
