"""Checks of the law: measures, controls, exclusions, groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.catalog.checks import Scene, cas_number, unit_reader, unknown
from scanner.catalog.faults import Fault
from scanner.catalog.law import (
    Control,
    Criterion,
    Event,
    Exclusion,
    Group,
    Measure,
    MeasureLimb,
    MeasureRule,
    ValueShare,
)
from scanner.catalog.schema import unknown_key
from scanner.catalog.source import Raw

OWN_SCALES = frozenset(("HRB",))
"""Scales of hardness that are no units: values compare only with values of the same scale."""
LANGUAGES = ("en", "zh", "de")
"""Languages in which a group must have its name."""


def measures(scene: Scene) -> Iterator[Fault]:
    """Timelines run forward, limbs are declared, acts that are named exist."""
    known = scene.ids("measures")
    for raw, x in scene.of("measures", Measure):
        yield from _timeline(raw, x)
        limbs = {limb["id"] for limb in x.limbs}
        for n, entry in enumerate(x.timeline):
            yield from unknown(raw, f"timeline[{n}].limbs", entry.limbs or (), limbs, "limb")
            acts = tuple(filter(None, (entry.by, entry.evidence)))
            yield from unknown(raw, f"timeline[{n}]", acts, known, "measure")
        # 'cn-2024-46 paragraph 2': the id comes first.
        yield from unknown(raw, "suspends", tuple(s.partition(" ")[0] for s in x.suspends), known, "measure")
        for key, kind in (
            ("rules", MeasureRule),
            ("limbs", MeasureLimb),
            ("events", Event),
            ("value_share", ValueShare),
        ):
            yield from _extra(raw, key, kind)
        yield from _repeated(raw, "rules", [r["id"] for r in x.rules])
        yield from _repeated(raw, "limbs", [limb["id"] for limb in x.limbs])
        if not x.sources:
            yield raw.fault("a measure needs a source", "sources")


def _extra(raw: Raw, key: str, kind: type) -> Iterator[Fault]:
    """Keys that a typed dict does not know: conversion drops them without a word."""
    given = raw.data.get(key) or []
    for n, item in enumerate(given if isinstance(given, list) else [given]):
        place = f"{key}[{n}]" if isinstance(given, list) else key
        for extra in sorted(set(item) - set(kind.__annotations__)):
            yield raw.fault(unknown_key(extra, sorted(kind.__annotations__)), f"{place}.{extra}")


def _timeline(raw: Raw, x: Measure) -> Iterator[Fault]:
    if not x.timeline:
        yield raw.fault("is empty: say at least from when the measure is announced or in force", "timeline")
    for n, entry in enumerate(x.timeline):
        key = f"timeline[{n}]"
        if entry.from_ < x.issued:
            yield raw.fault(f"{entry.from_} is before the day of issue, {x.issued}", f"{key}.from")
        if n and entry.from_ < x.timeline[n - 1].from_:
            yield raw.fault(f"{entry.from_} is before the entry above it: entries run forward", f"{key}.from")
        if entry.until is not None and entry.until < entry.from_:
            yield raw.fault(f"the last day, {entry.until}, is before the first, {entry.from_}", f"{key}.until")
        if entry.status == "unknown" and not (entry.evidence or entry.note):
            yield raw.fault("an unknown status needs evidence or a note that says why", key)
        if entry.expected and entry.status != "unknown":
            yield raw.fault("only an unknown status expects another", f"{key}.expected")


def controls(scene: Scene) -> Iterator[Fault]:
    """Each belongs to a measure and a group; codes, units and references are real."""
    measures_of = {x.id: x for x in scene.all("measures", Measure)}
    known, groups_known, controls_known = scene.ids("measures"), scene.ids("groups"), scene.ids("controls")
    for raw, x in scene.of("controls", Control):
        if x.measure not in known:
            yield raw.fault(f"there is no measure {x.measure!r}; an id is MEASURE:CODE", "id")
        elif x.limbs and x.measure in measures_of:
            # 'limb-1-content (as content)': the id comes first.
            limbs = {limb["id"] for limb in measures_of[x.measure].limbs}
            yield from unknown(raw, "limbs", tuple(s.partition(" ")[0] for s in x.limbs), limbs, "limb of its measure")
        yield from unknown(raw, "group", (x.group,), groups_known, "group")
        yield from unknown(raw, "refers_to", x.refers_to, controls_known, "control")
        for n, cas in enumerate(x.cas):
            if not cas_number(cas):
                yield raw.fault(f"{cas!r} is no CAS number: its check digit or form is wrong", f"cas[{n}]")
        yield from _extra(raw, "value_share", ValueShare)
        yield from _criteria(raw, x)
        for language, terms in x.terms.items():
            yield from _repeated(raw, f"terms.{language}", [t.casefold() for t in terms])
            if any(not t.strip() for t in terms):
                yield raw.fault("holds an empty term", f"terms.{language}")
        if not x.sources:
            yield raw.fault("a control needs a source", "sources")


def _criteria(raw: Raw, x: Control) -> Iterator[Fault]:
    listed: list[tuple[str, Sequence[Criterion]]] = [("criteria", x.criteria)]
    listed += [(f"alternatives[{n}]", found) for n, found in enumerate(x.alternatives)]
    for key, criteria in listed:
        for n, c in enumerate(criteria):
            if c.unit and c.unit not in OWN_SCALES and (wrong := _unit_fault(c.unit)):
                yield raw.fault(wrong, f"{key}[{n}].unit")
            if c.op != "==" and not isinstance(c.value, int | float):
                yield raw.fault(f"{c.value!r} cannot be compared by {c.op}", f"{key}[{n}].value")


def _unit_fault(unit: str) -> str | None:
    try:
        unit_reader()(unit)
    except Exception as error:  # noqa: BLE001 - pint raises of many kinds: undefined units, tokens, syntax
        return f"{unit!r} is no unit that pint reads: {error}"
    return None


def exclusions(scene: Scene) -> Iterator[Fault]:
    """What is excluded, and from what, exists."""
    articles = scene.ids("articles")
    for raw, x in scene.of("exclusions", Exclusion):
        yield from unknown(raw, "measures", x.measures, scene.ids("measures"), "measure")
        yield from unknown(raw, "controls", x.controls, scene.ids("controls"), "control")
        yield from unknown(raw, "still_inside", x.still_inside, scene.ids("controls"), "control")
        yield from unknown(raw, "groups", x.groups, scene.ids("groups"), "group")
        for n, stem in enumerate(x.articles):
            if not any(a.startswith(stem) for a in articles):
                yield raw.fault(f"no article's id begins with {stem!r}", f"articles[{n}]")
        for n, control in enumerate(x.controls):
            if control.partition(":")[0] not in x.measures:
                yield raw.fault(f"{control!r} is of none of the measures named", f"controls[{n}]")
        if not x.sources:
            yield raw.fault("an exclusion needs a source", "sources")


def groups(scene: Scene) -> Iterator[Fault]:
    """Each has its name in the languages of the reports."""
    for raw, x in scene.of("groups", Group):
        for language in LANGUAGES:
            if not x.name.get(language):
                yield raw.fault(f"has no name in {language}", "name")
        if not x.description.get("en"):
            yield raw.fault("has no English description", "description")


def _repeated(raw: Raw, key: str, given: Sequence[str]) -> Iterator[Fault]:
    for x in sorted({x for x in given if given.count(x) > 1}):
        yield raw.fault(f"{x!r} stands twice", key)
