"""The records of a decisions file; docs/decisions.md shows one whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

WaiverState = Literal["under_investigation", "not_affected", "accepted"]
"""States of a waiver, named as in VEX."""

Justification = Literal["material_not_present", "below_limit", "not_the_item", "outside_the_measure"]
"""Why a control does not affect a line, in the manner of VEX: what it is about is not in there; it is, and stays under
the limit; it is something else than what is listed; or the measure does not reach this delivery."""

KEYS = (
    "part_number",
    "manufacturer",
    "manufacturer_part_number",
    "supplier",
    "supplier_part_number",
    "description",
    "file",
)
"""What a selector may compare; at least two, or the fingerprint."""  # fmt: skip


class Selector(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which lines a decision speaks of. Texts are compared without regard to case and spacing."""

    fingerprint: str | None = None
    """Of the line as it stood; a line whose identifying texts changed has another one."""
    part_number: str | None = None
    manufacturer: str | None = None
    manufacturer_part_number: str | None = None
    supplier: str | None = None
    supplier_part_number: str | None = None
    description: str | None = None
    file: str | None = None
    """Name of the file, without its folder."""
    group: str | None = None
    """Narrows a waiver to findings of a group ..."""
    control: str | None = None
    """... or of one control ..."""
    measure: str | None = None
    """... or of one measure; none of these is a key."""

    @property
    def keys(self) -> dict[str, str]:
        """The keys that are given."""
        return {k: v for k in KEYS if (v := getattr(self, k)) is not None}


class Proof(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The paper that a decision rests on."""

    file: str
    sha256: str | None = None
    note: str | None = None


class Content(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Declared content of a controlled group, as a share of the line's value."""

    group: str
    value_share: Decimal
    """0 to 1 of the line's value."""


class Statement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is declared; at least one of these."""

    article_origin: tuple[str, ...] | None = None
    """ISO 3166 alpha-2 codes of the countries where the article is made."""
    material_origin: tuple[str, ...] | None = None
    """The same for the controlled material in it."""
    rare_earth_origin: tuple[str, ...] | None = None
    """The same for the rare earths of Part 1 of cn-2025-61 in it: a magnet from Japan may hold samarium from China."""
    price: str | None = None
    """For one unit of the line's quantity: ``12.50 EUR``."""
    does_not_contain: tuple[str, ...] = ()
    """Chemical symbols, groups or control ids."""
    contains: tuple[str, ...] = ()
    """Chemical symbols that are in it."""
    content: tuple[Content, ...] = ()
    facts: dict[str, str] = {}
    """Figures that limits of controls are held against, by parameter of the catalog: ``purity: 99.95 percent``."""
    in_words: str | None = None
    """What no figure takes: shown as evidence, changes nothing."""


class Decision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One declaration or waiver."""

    id: str
    kind: Literal["declaration", "waiver"]
    match: Selector
    by: str
    """Who decides or declares: a name or a role."""
    on: date
    why: str
    evidence: tuple[Proof, ...] = ()
    expires: date | None = None
    """Last day on which it acts; required for a waiver."""
    states: Statement | None = None
    """For a declaration."""
    state: WaiverState | None = None
    """For a waiver."""
    justification: Justification | None = None
    """For a waiver whose state is not_affected."""
    approver: str | None = None
    """For a waiver: who takes the responsibility."""


class Decisions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decisions file."""

    version: Literal[1] = 1
    decisions: tuple[Decision, ...] = ()
