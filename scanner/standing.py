"""What the law says on a day, as results carry it and reports print it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

Status = Literal["not_issued", "announced", "in_force", "suspended", "unknown", "not_verified"]

EndUse = Literal["military", "semiconductor-14nm", "memory-256", "ai-military", "humanitarian", "civil"]
"""What goods are for, as far as licensing rules tell uses apart; civil = none of the others."""


STATED_USE = {
    "end_use": "end use",
    "end_user_listed": "importer or end user on a list",
    "export_from": "exported from",
    "export_to": "exported to",
}
"""Options that ask for the licensing policy → what they state."""


class StatusSpan(Struct, frozen=True, kw_only=True):
    """A stretch of a measure's timeline; it holds until ``until`` or the next span of the same limbs."""

    starts: date
    status: Status
    until: date | None = None
    """Last day, included."""
    by: str | None = None
    """Id of the measure that set it."""
    limbs: tuple[str, ...] = ()
    """Limbs it speaks of; empty = the whole measure."""
    expected: str | None = None
    note: str | None = None


class SourceLink(Struct, frozen=True, kw_only=True):
    """Where a fact of the catalog was read."""

    url: str
    primary: bool = False
    language: str | None = None
    opened: bool = True
    """False = the address is cited, the page was not read."""
    read_as: str | None = None
    """What was read there, in words."""


class ControlText(Struct, frozen=True, kw_only=True):
    """What a control says, as far as a report prints it."""

    id: str
    code: str
    group: str
    name: str
    name_zh: str | None = None
    detail: str = ""
    criteria_note: str = ""
    sources: tuple[SourceLink, ...] = ()


class Duty(Struct, frozen=True, kw_only=True):
    """A rule of a measure: what it asks, of whom, or what it leaves out."""

    id: str
    kind: str
    """licence, declaration, licensing_policy, exemption, exclusion, procedure, definition, value_share ..."""
    applies_to: str = ""
    note: str = ""


class MeasureStatus(Struct, frozen=True, kw_only=True):
    """What the law says on the as-of date."""

    id: str
    number: str
    title: str
    status: Status
    expected: str | None = None
    until: str | None = None
    """Last day, included."""
    note: str | None = None
    controls_matched: tuple[str, ...] = ()
    limbs: dict[str, str] = {}
    """Status of each limb, where they differ."""
    scope: str = ""
    """export, extraterritorial, technology, destination-ban, origin-tracing; empty = not told."""
    issued: date | None = None
    title_zh: str | None = None
    timeline: tuple[StatusSpan, ...] = ()
    """In order of date; the statuses of ``Status``, except not_issued and not_verified."""
    duties: tuple[Duty, ...] = ()
    controls: tuple[ControlText, ...] = ()
    """The texts of ``controls_matched``, for reports."""
    sources: tuple[SourceLink, ...] = ()


class PolicyFinding(Struct, frozen=True, kw_only=True):
    """What a rule of a measure makes of the end use, end user and route of the goods."""

    measure: str
    rule: str
    kind: str
    """licence, licensing_policy, exemption, scope, end_user_ban, liability."""
    outcome: str
    """In words: refuse in principle, case by case, no licence; report after the export ..."""
    applies_to: str
    certainty: Literal["applies", "may apply"]
    """may apply: a fact that the rule asks for is not stated, or the text leaves it open."""
    because: str
    """Which facts it rests on, and which are not known."""
    status: Status
    """Of the measure, or of the part of it that holds the rule, on the as-of date."""
    expected: str | None = None
    until: str | None = None
    """Last day, included."""
    report_within: str | None = None
    """Term of a report, in words: ``10 working days``."""
    note: str = ""
