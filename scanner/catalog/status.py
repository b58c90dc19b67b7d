"""What the law says on a day, from the dated timeline of each measure.

A status holds from the day of its timeline entry to the day before the next one; a stated last day
(``until``) is included. Four rules keep a guess from looking like knowledge:

- An entry with the status *unknown* is answered as unknown, with what it expects and why.
- A status with a stated last day holds through that day, as published.
- Any other status asked for a day after the catalog was last checked against its sources is
  *not verified*; the last known status is given as what is expected.
- After the last day of the last entry nothing is known: not verified, and nothing is expected.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

import msgspec

from scanner.catalog.load import Catalog
from scanner.catalog.model import Control, Measure, MeasureRule, Source, TimelineEntry
from scanner.findings import EXPOSED, Match
from scanner.standing import ControlText, Duty, MeasureStatus, SourceLink, Status, StatusSpan

WORDS: dict[Status, str] = {
    "not_issued": "not issued",
    "announced": "announced",
    "in_force": "in force",
    "suspended": "suspended",
    "unknown": "unknown",
    "not_verified": "not verified",
}
"""How each status reads in a sentence."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The status of a measure, or of one limb of it, on a day."""

    status: Status
    expected: str | None = None
    until: date | None = None
    """Last day of the status, or of what is expected; None = open."""
    note: str | None = None
    by: str | None = None
    """Id of the measure that brought the status about."""
    evidence: str | None = None
    """Id of the record that speaks for what is expected."""

    @property
    def certain(self) -> bool:
        return self.status not in ("unknown", "not_verified")

    @property
    def rank(self) -> tuple[int, date]:
        """Strength of the legal effect, strongest first; a later last day is stronger."""
        may_hold = self.status == "not_verified" and self.expected == "in_force"
        order = ("in_force", "unknown", "not_verified", "suspended", "announced", "not_issued")
        place = 0.5 if may_hold else order.index(self.status)
        return int(place * 2), self.until or date.max


def answer(measure: Measure, day: date, verified_through: date, limb: str | None = None) -> Answer:
    """The status of one limb, or of what the timeline says of the measure as a whole.

    Args:
        measure: the legal instrument.
        day: the day asked for.
        verified_through: last day on which the timelines were checked against their sources.
        limb: id of a limb; None asks only entries that concern the whole measure.

    """
    begun = [x for x in measure.timeline if x.from_ <= day and (x.limbs is None or limb in x.limbs)]
    if not begun:
        return Answer(status="not_issued")
    entry = begun[-1]
    if entry.until is not None and entry.until < day:
        return _lapsed(entry, verified_through)
    if entry.status == "unknown":
        return _given(entry, "unknown", expected=entry.expected)
    if day > verified_through and entry.until is None:
        note = (
            f"Not verified since {verified_through}, the last check of the sources; last known: {WORDS[entry.status]}."
        )
        return _given(entry, "not_verified", expected=entry.status, add=note)
    late = f"As published; last check of the sources: {verified_through}." if day > verified_through else None
    return _given(entry, entry.status, add=late)


def _given(entry: TimelineEntry, status: Status, *, expected: str | None = None, add: str | None = None) -> Answer:
    return Answer(
        status=status,
        expected=expected,
        until=entry.until,
        note=" ".join(filter(None, (add, entry.note))) or None,
        by=entry.by,
        evidence=entry.evidence,
    )


def _lapsed(entry: TimelineEntry, verified_through: date) -> Answer:
    was = WORDS[entry.status] if entry.expected is None else f"expected to be {entry.expected.replace('_', ' ')}"
    return Answer(
        status="not_verified",
        note=f"Not verified since {verified_through}. The last entry ({was}) ended on {entry.until}; "
        "nothing is known of the time after it.",
        by=entry.by,
    )


def limb_ids(measure: Measure) -> tuple[str, ...]:
    """Ids of the limbs that may have a status of their own, in the measure's order."""
    named = [str(x["id"]) for x in measure.limbs]
    return tuple(dict.fromkeys([*named, *(x for entry in measure.timeline for x in entry.limbs or ())]))


def status(measure: Measure, day: date, verified_through: date) -> MeasureStatus:
    """The status of a measure; where its limbs differ, the strongest, and each limb named."""
    verified = measure.verified_through or verified_through
    limbs = {x: answer(measure, day, verified, x) for x in limb_ids(measure)}
    shown = min(limbs.values(), key=lambda x: x.rank) if limbs else answer(measure, day, verified)
    differ = len({(x.status, x.expected, x.until) for x in limbs.values()}) > 1
    return MeasureStatus(
        id=measure.id,
        number=measure.number or measure.id.partition("-")[2],
        title=measure.title,
        status=shown.status,
        expected=shown.expected,
        until=shown.until.isoformat() if shown.until else None,
        note=" ".join(filter(None, (shown.note, _limb_note(limbs) if differ else None))) or None,
        limbs={k: v.status for k, v in limbs.items()} if differ else {},
        scope=measure.scope,
        issued=measure.issued,
        title_zh=measure.title_zh,
        timeline=tuple(_span(x) for x in measure.timeline),
    )


def _span(x: TimelineEntry) -> StatusSpan:
    return StatusSpan(
        starts=x.from_, status=x.status, until=x.until, by=x.by, limbs=x.limbs or (), expected=x.expected, note=x.note
    )


def _limb_note(limbs: dict[str, Answer]) -> str:
    said: dict[str, list[str]] = {}
    for limb, x in limbs.items():
        words = WORDS[x.status] + (f", expected {x.expected.replace('_', ' ')}" if x.expected else "")
        said.setdefault(words + (f" until {x.until}" if x.until else ""), []).append(limb)
    return "; ".join(f"{' and '.join(names)}: {words}" for words, names in said.items()) + "."


def statuses(catalog: Catalog, as_of: date, matches: Sequence[tuple[Match, ...]] = ()) -> tuple[MeasureStatus, ...]:
    """The status of every measure that is issued on the day, with the controls that lines meet.

    Duties, texts and sources are given for the measures that a line meets.
    """
    met = sorted({(m.measure, m.control) for line in matches for m in line if m.verdict in EXPOSED})
    found = []
    for measure in catalog.measures.values():
        one = status(measure, as_of, catalog.verified_through)
        if one.status == "not_issued":
            continue
        if matched := tuple(control for of, control in met if of == measure.id):
            one = msgspec.structs.replace(
                one,
                controls_matched=matched,
                controls=tuple(_control_text(catalog.controls[x]) for x in matched if x in catalog.controls),
                duties=tuple(_duty(x) for x in measure.rules),
                sources=_links(measure.sources),
            )
        found.append(one)
    return tuple(found)


def every_status(catalog: Catalog, day: date) -> tuple[MeasureStatus, ...]:
    """The status of every measure on a day, those not issued included."""
    return tuple(status(x, day, catalog.verified_through) for x in catalog.measures.values())


def _control_text(x: Control) -> ControlText:
    return ControlText(
        id=x.id,
        code=x.code,
        group=x.group,
        name=x.name,
        name_zh=x.name_zh,
        detail=x.detail,
        criteria_note=x.criteria_note,
        sources=_links(x.sources),
    )


def _duty(x: MeasureRule) -> Duty:
    return Duty(id=x["id"], kind=x["kind"], applies_to=x.get("applies_to") or "", note=x.get("note") or "")


def _links(sources: Iterable[Source]) -> tuple[SourceLink, ...]:
    return tuple(
        SourceLink(
            url=x.url,
            primary=x.primary,
            language=x.language,
            opened=x.opened,
            read_as="; ".join(filter(None, (x.accessed_as, x.note))) or None,
        )
        for x in sources
    )


def in_force_readings(catalog: Catalog, as_of: date, among: Collection[str] | None = None) -> dict[str, frozenset[str]]:
    """Which measures are in force on the day: one set when that is certain, else one for each reading.

    Args:
        catalog: the law.
        as_of: the day.
        among: ids of the measures that matter, for example those with a match; None = all.

    Returns:
        ``{"in_force": ids}`` when the status of each is certain. Otherwise two readings:
        ``if_back_in_force`` (whatever is unknown or not verified takes effect) and
        ``if_still_suspended`` (it does not; what is not verified but was last in force stays so).

    """
    asked = [x for x in catalog.measures.values() if among is None or x.id in among]
    found = [(x, status(x, as_of, catalog.verified_through)) for x in asked]
    if all(s.status not in ("unknown", "not_verified") for _, s in found):
        return {"in_force": _in_force(found, revived=False)}
    return {
        "if_back_in_force": _in_force(found, revived=True),
        "if_still_suspended": _in_force(found, revived=False),
    }


def _in_force(found: Iterable[tuple[Measure, MeasureStatus]], *, revived: bool) -> frozenset[str]:
    return frozenset(x.id for x, s in found if _holds(x, s, revived=revived))


def _holds(measure: Measure, s: MeasureStatus, *, revived: bool) -> bool:
    if s.status == "in_force" or (s.status == "not_verified" and s.expected == "in_force"):
        return True
    if s.status == "unknown" or (s.status == "not_verified" and s.expected in (None, "suspended")):
        # An instrument that suspends others is in force exactly when they are not.
        return revived != bool(measure.suspends)
    return False
