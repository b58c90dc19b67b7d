"""Checks of the trade's facts: figures in order, codes real, grades that match their examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from scanner.catalog.checks import OWN_MARKS, Scene, cas_number, countries, differs, ordered, unknown
from scanner.catalog.faults import Fault
from scanner.catalog.law import Control
from scanner.catalog.source import Raw
from scanner.catalog.trade import (
    ArticleContent,
    BatteryCell,
    MagnetGrade,
    Maker,
    MaterialPrice,
    OriginPrior,
    OriginTerm,
    SubstanceName,
)

KA_M_PER_KOE = (Decimal(74), Decimal(86))
"""1 kOe is 79.6 kA/m; catalogues round both."""
PLAUSIBLE_WH_KG = (Decimal(15), Decimal(760))
RECHARGEABLE_MAX = Decimal(500)
SHARED_CAS = frozenset(("7782-42-5", "7782-40-3"))
"""Graphite and diamond: one number for several rows."""


def magnet_grades(scene: Scene) -> Iterator[Fault]:
    """Patterns match their examples; contents and coercivities fit one another."""
    for raw, x in scene.of("magnet_grades", MagnetGrade):
        yield from ordered(raw, x, "dytb_wt_pct", 15)
        yield from ordered(raw, x, "controlled_ree_wt_pct", 40)
        yield from _pattern(raw, x)
        if x.hcj_min_ka_m and x.hcj_min_koe and not _between(x.hcj_min_ka_m / x.hcj_min_koe, KA_M_PER_KOE):
            yield raw.fault(f"{x.hcj_min_ka_m} kA/m and {x.hcj_min_koe} kOe disagree", "hcj_min_koe")
        if "SmCo" in x.material_family or "Sm2Co17" in x.material_family:
            continue
        for level in ("low", "likely", "high"):
            part, whole = getattr(x, f"dytb_wt_pct_{level}"), getattr(x, f"controlled_ree_wt_pct_{level}")
            if part is not None and whole is not None and whole < part:
                yield raw.fault(f"{whole} is less than the Dy and Tb in it, {part}", f"controlled_ree_wt_pct_{level}")


def _pattern(raw: Raw, x: MagnetGrade) -> Iterator[Fault]:
    if x.designation_regex is None:
        return
    try:
        pattern = re.compile(x.designation_regex, re.IGNORECASE)
    except re.error as error:
        yield raw.fault(f"is no regular expression: {error}", "designation_regex")
        return
    for example in x.examples:
        if not pattern.search(example):
            yield raw.fault(f"the pattern does not match the example {example!r}", "examples")


def articles(scene: Scene) -> Iterator[Fault]:
    """Shares are ordered, at most 1, and of a known group."""
    known = scene.ids("groups")
    for raw, x in scene.of("articles", ArticleContent):
        for stem in ("presence", "value_share", "mass_share"):
            yield from ordered(raw, x, stem, 1)
        yield from unknown(raw, "controlled_group", (x.controlled_group,), known, "group")


def cells(scene: Scene) -> Iterator[Fault]:
    """Specific energy follows from capacity, voltage and mass."""
    limit = _listed_energy(scene)
    for raw, x in scene.of("cells", BatteryCell):
        yield from countries(raw, "plant_countries", x.plant_countries)
        if x.capacity_min_ah and x.capacity_typ_ah and x.capacity_min_ah > x.capacity_typ_ah:
            yield raw.fault("the least capacity is above the typical", "capacity_min_ah")
        capacity = x.capacity_typ_ah or x.capacity_min_ah
        if not (capacity and x.nominal_v and x.mass_g):
            if x.ge300 != "unknown":
                yield raw.fault("is not 'unknown' although figures are missing", "ge300")
            continue
        energy = capacity * x.nominal_v / x.mass_g * 1000
        if x.specific_energy_wh_kg is None or differs(energy, x.specific_energy_wh_kg, "0.11"):
            yield raw.fault(f"is {x.specific_energy_wh_kg}, computed {energy:.1f}", "specific_energy_wh_kg")
        if limit is not None and (energy >= limit) != (x.ge300 == "yes"):
            yield raw.fault(f"is {x.ge300!r} at {energy:.1f} Wh/kg", "ge300")
        if not _between(energy, PLAUSIBLE_WH_KG) or (x.rechargeable == "yes" and energy > RECHARGEABLE_MAX):
            yield raw.fault(f"{energy:.0f} Wh/kg is implausible", "specific_energy_wh_kg")


def _listed_energy(scene: Scene) -> Decimal | None:
    """The specific energy from which a control lists cells: what the column ge300 speaks of."""
    found = [
        Decimal(str(c.value))
        for x in scene.all("controls", Control)
        for c in x.criteria
        if x.group == "battery-cell" and c.parameter == "specific_energy"
    ]
    return min(found, default=None)


def makers(scene: Scene) -> Iterator[Fault]:
    """Countries and groups are real."""
    known = scene.ids("groups")
    for raw, x in scene.of("makers", Maker):
        yield from countries(raw, "hq_country", (x.hq_country,) if x.hq_country else ())
        yield from countries(raw, "owner_country", (x.owner_country,) if x.owner_country else ())
        yield from countries(raw, "manufacturing_countries", x.manufacturing_countries)
        yield from unknown(raw, "groups", x.groups, known, "group")


def priors(scene: Scene) -> Iterator[Fault]:
    """Shares of world production are ordered, at most 1, and of a known group."""
    known = scene.ids("groups")
    for raw, x in scene.of("priors", OriginPrior):
        yield from ordered(raw, x, "china_share", 1)
        yield from unknown(raw, "group", (x.group,), known, "group")


def prices(scene: Scene) -> Iterator[Fault]:
    """Prices are ordered and dated."""
    for raw, x in scene.of("prices", MaterialPrice):
        yield from ordered(raw, x, "price")
        if not re.fullmatch(r"20\d\d(-\d\d)?", x.date):
            yield raw.fault(f"{x.date!r} is no year, nor a year and month", "date")


def substances(scene: Scene) -> Iterator[Fault]:
    """CAS numbers check; each names one substance."""
    known = scene.ids("groups")
    rows = list(scene.of("substances", SubstanceName))
    uses = Counter(x.cas for _, x in rows if x.cas)
    for raw, x in rows:
        yield from unknown(raw, "group", (x.group,), known, "group")
        if x.cas and not cas_number(x.cas):
            yield raw.fault(f"{x.cas!r} is no CAS number: its check digit or form is wrong", "cas")
        if x.cas and uses[x.cas] > 1 and x.cas not in SHARED_CAS:
            yield raw.fault(f"{x.cas} stands on {uses[x.cas]} rows", "cas")
        if x.hs6 and not re.fullmatch(r"\d{4}\.\d{2}", x.hs6):
            yield raw.fault(f"{x.hs6!r} is no heading of the form 1234.56", "hs6")


def origin_terms(scene: Scene) -> Iterator[Fault]:
    """Countries are real; what counts as China says China."""
    for raw, x in scene.of("origin_terms", OriginTerm):
        codes = tuple((x.iso_alpha2 or "").split(";"))
        yield from countries(raw, "iso_alpha2", codes, also=OWN_MARKS)
        if x.china_origin == "yes" and x.iso_alpha2 != "CN":
            yield raw.fault(f"counts as China, yet the code is {x.iso_alpha2}", "china_origin")


def _between(value: Decimal, bounds: tuple[Decimal, Decimal]) -> bool:
    return bounds[0] <= value <= bounds[1]
