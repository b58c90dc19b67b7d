"""The law section: which lines a measure's lists reach, what follows for them, and for which no share matters."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from scanner.findings import Exposure, Limb, LineFinding
from scanner.standing import MeasureStatus

DUTY_ORDER = (
    "licence", "value_share", "declaration", "ban", "licensing_policy", "exemption", "exclusion", "procedure",
)  # fmt: skip
"""Kinds of duties that come first, in this order; definitions and notes come last."""
LINKS = 40
"""Lines named one by one; more are counted."""


class MeasureView(Struct, kw_only=True):
    """A measure that matters here."""

    status: MeasureStatus
    lines: dict[str, int]
    """Lines by verdict."""
    duties: list[tuple[str, list[tuple[str, str]]]]
    """Kind of duty → to whom or what it applies, what it says."""


class LimbView(Struct, kw_only=True):
    """Lines that a limb without a threshold reaches, as surely as each other."""

    limb: str
    certainty: str
    lines: list[str]
    more: int


def measures(exposure: Exposure) -> list[MeasureView]:
    """Measures whose lists are met, and the extraterritorial one; those in force first."""
    counts: dict[str, Counter[str]] = {}
    for x in exposure.lines:
        if x.line.bin != "excluded":
            for measure in {m.measure for m in x.matches}:
                best = next(m.verdict for m in x.matches if m.measure == measure)
                counts.setdefault(measure, Counter())[best] += 1
    order = ("in_force", "unknown", "not_verified", "announced", "suspended", "not_issued")
    shown = [m for m in exposure.measures if m.controls_matched or m.id in counts or m.scope == "extraterritorial"]
    shown.sort(key=lambda m: (order.index(m.status), m.issued.isoformat() if m.issued else "", m.id))
    return [MeasureView(status=m, lines=dict(counts.get(m.id, {})), duties=_duties(m)) for m in shown]


def _duties(m: MeasureStatus) -> list[tuple[str, list[tuple[str, str]]]]:
    kinds: dict[str, list[tuple[str, str]]] = {}
    for d in m.duties:
        kinds.setdefault(d.kind, []).append((d.applies_to, d.note))
    place = {k: i for i, k in enumerate(DUTY_ORDER)}
    return sorted(kinds.items(), key=lambda p: place.get(p[0], len(place)))


def limbs(exposure: Exposure) -> list[LimbView]:
    """Lines that limbs without a threshold reach, by limb and certainty."""
    found: dict[tuple[str, str], list[str]] = {}
    for x in exposure.lines:
        for b in _each(x):
            found.setdefault((b.limb, b.certainty), []).append(x.line.id)
    order = ("documented", "likely", "possible")
    return [
        LimbView(limb=limb, certainty=certainty, lines=lines[:LINKS], more=max(0, len(lines) - LINKS))
        for (limb, certainty), lines in sorted(found.items(), key=lambda p: (p[0][0], order.index(p[0][1])))
    ]


def _each(x: LineFinding) -> list[Limb]:
    """Each limb of a line once, as surely as its surest control says."""
    order = ("documented", "likely", "possible")
    best: dict[str, Limb] = {}
    for b in sorted(x.limbs, key=lambda b: order.index(b.certainty)):
        best.setdefault(b.limb, b)
    return list(best.values())


def near(exposure: Exposure) -> tuple[list[str], int]:
    """Lines that miss a limit by a tenth at most, which exporters must declare; and how many more."""
    lines = [x.line.id for x in exposure.lines if any(m.near_threshold for m in x.matches)]
    return lines[:LINKS], max(0, len(lines) - LINKS)
