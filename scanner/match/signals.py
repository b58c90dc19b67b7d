"""What the extractors find: typed spans over one normalised text.

Offsets count characters of the text that was given, end excluded.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from scanner.catalog.model import BatteryCell

Bound = Literal["=", "..", "<", "<=", ">", ">=", "~", "±"]
Specificity = Literal["maker", "grade", "family", "words"]
SubstanceKind = Literal["element", "oxide", "compound", "alloy", "doped", "host", "semiconductor", "battery", "ceramic"]


class QuantitySpan(Struct, frozen=True, gc=False):
    """A quantity as written, in the unit as written."""

    start: int
    end: int
    low: Decimal | None
    """None = unbounded below."""
    high: Decimal | None
    """None = unbounded above."""
    op: Bound
    """How the bounds are stated; for ``<`` and ``>`` the bound itself is excluded."""
    unit: str
    """As pint reads it; HRB and delta_degC are scales of their own."""
    dimension: str
    """length, mass, charge, fraction ... as in data/units."""
    text: str
    role: str = ""
    """What the notation itself says: purity, grit, mesh, d50, diameter, height (of Ø6x3), inner_diameter,
    dim1 to dim3, tolerance (±3, of which the value is the magnitude)."""


class SubstanceSpan(Struct, frozen=True, gc=False):
    """A chemical formula, a doped host, or an element symbol in chemical company."""

    start: int
    end: int
    text: str
    formula: str
    """In its usual writing: Er2O3, Er:YAG, Dy."""
    kind: SubstanceKind
    elements: tuple[str, ...]
    """Symbols of all elements of the substance and of its host, dopants included, sorted."""
    counts: tuple[tuple[str, Decimal | None], ...] = ()
    """Atoms per formula unit; None for x, y and the like; empty where the notation gives none."""
    dopants: tuple[str, ...] = ()
    host: str | None = None
    mass_percent: tuple[tuple[str, Decimal], ...] = ()
    """Weight percent where the notation of an alloy gives it: Al-2Sc, Mg-30Y, DyFe80, W90NiFe."""
    needs_context: bool = False
    """The same letters are often something else; believe it only beside words of chemistry."""


class CasSpan(Struct, frozen=True, gc=False):
    """A CAS number with a valid check digit."""

    start: int
    end: int
    cas: str
    labelled: bool
    """'CAS' stands before it."""


class HsCode(Struct, frozen=True, gc=False):
    """A customs code: a hint, never a confirmation."""

    digits: str
    """6, 8 or 10 digits."""


class GradeSpan(Struct, frozen=True, gc=False):
    """A magnet grade or a word that names a magnet material."""

    start: int
    end: int
    text: str
    grade: str
    """Id of the row of magnets/."""
    family: str
    coercivity_class: str | None
    specificity: Specificity
    dytb_wt_pct: tuple[Decimal | None, Decimal | None, Decimal | None]
    """Dysprosium and terbium together: low, likely, high."""
    caught: Literal["yes", "no", "open"]
    """yes: the material is named by itself (SmCo); no: holds no controlled rare earth; open: only with Dy, Tb or Ho."""
    needs_context: bool = False
    """The same letters are also steel, rubber, soft ferrite or part codes; believe it only beside a word for magnet."""


class CellSpan(Struct, frozen=True, gc=False):
    """A battery cell or pack known by its part number."""

    start: int
    end: int
    text: str
    cell: BatteryCell
    score: Decimal
    """1 for the exact part number, less for a near one."""
    certain: bool
    """False = a resemblance or a generic code without company: to be shown, never to be relied on."""


class PartSpan(Struct, frozen=True, gc=False):
    """A part of a family that is known by its part number."""

    start: int
    end: int
    text: str
    family: str
    """Id of the row of parts/."""
    article: str
    """Article class, as in articles/."""
    what: str
    needs_context: bool = False
