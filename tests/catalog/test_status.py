from __future__ import annotations

from datetime import date, timedelta

import pytest

from scanner.catalog.load import load
from scanner.catalog.model import Measure, TimelineEntry
from scanner.catalog.status import in_force_readings, status, statuses
from tests.factory import match

CATALOG = load()

DAYS = (
    "2025-04-03", "2025-04-04", "2025-10-09", "2025-11-06", "2025-11-07", "2025-12-01",
    "2026-11-10", "2026-11-11", "2026-11-24", "2026-11-28", "2027-01-10", "2027-01-11",
)  # fmt: skip

# n not issued, a announced, F in force, S suspended, U unknown, V not verified; a small letter after V is what is
# expected. Written by hand from the timelines; sources checked through 2026-10-08.
OCTOBER = "n n a a S S  S U U U U V"
ALWAYS = "F F F F F F  Vf Vf Vf Vf Vf Vf"
TABLE = {
    "cn-2023-23": ALWAYS,
    "cn-2023-39": ALWAYS,
    "cn-2023-tech-catalogue": ALWAYS,
    "cn-2024-33": ALWAYS,
    "cn-2024-46": ALWAYS,
    "cn-2025-10": ALWAYS,
    "cn-2025-18": "n F F F F F  Vf Vf Vf Vf Vf Vf",
    "cn-2025-tech-catalogue": "n n F F F F  Vf Vf Vf Vf Vf Vf",
    "cn-2025-55": OCTOBER,
    "cn-2025-56": OCTOBER,
    "cn-2025-57": OCTOBER,
    "cn-2025-58": OCTOBER,
    "cn-2025-61": "n n F F S S  S U U U U V",
    "cn-2025-62": "n n F F S S  S U U U U V",
    "cn-2025-70": "n n n n F F  F U U U U U",
    "cn-2025-72": "n n n n n F  F F F U U U",
    "cn-2026-01": "n n n n n n  Vf Vf Vf Vf Vf Vf",
    "cn-2026-kl-extension": "n n n n n n  Va Va Va Va Va Va",
}
LETTERS = {
    "n": "not_issued",
    "a": "announced",
    "F": "in_force",
    "f": "in_force",
    "S": "suspended",
    "U": "unknown",
    "V": "not_verified",
}


def test_every_measure_is_in_the_table() -> None:
    assert set(TABLE) == set(CATALOG.measures)


@pytest.mark.parametrize("measure", TABLE)
@pytest.mark.parametrize("place", range(len(DAYS)), ids=DAYS)
def test_status_on_the_boundary_days(measure: str, place: int) -> None:
    letters = TABLE[measure].split()[place]
    got = status(CATALOG.measures[measure], date.fromisoformat(DAYS[place]), CATALOG.verified_through)
    assert got.status == LETTERS[letters[0]]
    if letters[0] == "V":
        assert got.expected == (LETTERS[letters[1]] if len(letters) > 1 else None)


@pytest.mark.parametrize("measure", [k for k, v in TABLE.items() if v == OCTOBER or k in ("cn-2025-61", "cn-2025-62")])
def test_last_days_of_the_suspension_and_of_what_is_expected(measure: str) -> None:
    on = {d: status(CATALOG.measures[measure], date.fromisoformat(d), CATALOG.verified_through) for d in DAYS}
    assert {on[d].until for d in ("2025-11-07", "2025-12-01", "2026-11-10")} == {"2026-11-10"}
    for day in ("2026-11-11", "2026-11-24", "2026-11-28", "2027-01-10"):
        assert (on[day].expected, on[day].until) == ("suspended", "2027-01-10")
        assert on[day].note
    assert on["2027-01-11"].until is None


def test_limbs_of_61_have_their_own_dates() -> None:
    measure = CATALOG.measures["cn-2025-61"]
    for day in ("2025-10-09", "2025-11-06"):
        got = status(measure, date.fromisoformat(day), CATALOG.verified_through)
        assert got.limbs == {
            "limb-1-content": "announced",
            "limb-2-technology": "announced",
            "limb-3-origin": "in_force",
        }
        assert "limb-3-origin: in force" in (got.note or "")
    assert status(measure, date(2025, 11, 7), CATALOG.verified_through).limbs == {}


def test_the_military_ban_of_46_stays_while_its_second_paragraph_is_suspended() -> None:
    measure = CATALOG.measures["cn-2024-46"]
    assert status(measure, date(2025, 11, 8), CATALOG.verified_through).limbs == {}
    got = status(measure, date(2025, 11, 9), CATALOG.verified_through)
    assert (got.status, got.limbs) == ("in_force", {"paragraph-1": "in_force", "paragraph-2": "suspended"})
    assert status(measure, date(2026, 11, 27), CATALOG.verified_through).limbs["paragraph-2"] == "suspended"
    assert status(measure, date(2026, 11, 28), CATALOG.verified_through).limbs["paragraph-2"] == "unknown"


def test_not_issued_is_left_out_and_the_number_is_always_text() -> None:
    day = statuses(CATALOG, date(2023, 7, 2))
    assert day == ()
    all_of_them = statuses(CATALOG, date(2026, 11, 24))
    assert len(all_of_them) == len(TABLE)
    assert all(isinstance(x.number, str) and x.number for x in all_of_them)


def test_controls_matched_are_those_a_line_meets() -> None:
    met = match("cn-2025-57:1C910.b", verdict="listed")
    below = match("cn-2025-58:3A901.a", verdict="below_threshold")
    found = {x.id: x.controls_matched for x in statuses(CATALOG, date(2025, 12, 15), [(met,), (), (met, below)])}
    assert found["cn-2025-57"] == ("cn-2025-57:1C910.b",)
    assert found["cn-2025-58"] == ()


def test_readings_are_one_when_certain_and_two_when_not() -> None:
    assert in_force_readings(CATALOG, date(2025, 12, 15), {"cn-2025-18", "cn-2025-57"}) == {
        "in_force": frozenset({"cn-2025-18"})
    }
    assert in_force_readings(CATALOG, date(2026, 11, 10), {"cn-2025-58"}) == {"in_force": frozenset()}
    assert in_force_readings(CATALOG, date(2026, 11, 24), {"cn-2025-18", "cn-2025-58"}) == {
        "if_back_in_force": frozenset({"cn-2025-18", "cn-2025-58"}),
        "if_still_suspended": frozenset({"cn-2025-18"}),
    }
    late = in_force_readings(CATALOG, date(2027, 1, 11), {"cn-2025-58", "cn-2025-70"})
    assert late == {"if_back_in_force": frozenset({"cn-2025-58"}), "if_still_suspended": frozenset({"cn-2025-70"})}


def made(*entries: TimelineEntry, **given: object) -> Measure:
    return Measure(
        id="xx-1",
        authority=("X",),
        number=None,
        issued=entries[0].from_,
        title="t",
        scope="export",
        timeline=entries,
        **given,  # type: ignore[arg-type]
    )


def test_a_measure_checked_later_than_the_catalog_is_verified_longer() -> None:
    entry = TimelineEntry(from_=date(2025, 1, 1), status="in_force")
    assert status(made(entry), date(2026, 6, 1), date(2026, 5, 1)).status == "not_verified"
    assert (
        status(made(entry, verified_through=date(2026, 6, 1)), date(2026, 6, 1), date(2026, 5, 1)).status == "in_force"
    )


def test_between_an_end_and_the_next_entry_nothing_is_known() -> None:
    end = date(2025, 3, 31)
    measure = made(
        TimelineEntry(from_=date(2025, 1, 1), status="in_force", until=end),
        TimelineEntry(from_=date(2025, 6, 1), status="suspended"),
    )
    on = [status(measure, end + timedelta(days=n), date(2026, 1, 1)).status for n in (0, 1, 61, 62)]
    assert on == ["in_force", "not_verified", "not_verified", "suspended"]


def test_what_a_line_meets_comes_with_its_text_and_duties() -> None:
    met = match("cn-2025-18:1C905.a.4", verdict="listed")
    found = {x.id: x for x in statuses(CATALOG, date(2025, 12, 15), [(met,)])}
    magnet = found["cn-2025-18"]
    assert [x.code for x in magnet.controls] == ["1C905.a.4"]
    assert any(x.kind == "licence" for x in magnet.duties)
    assert magnet.sources
    assert magnet.timeline[0].starts == date(2025, 4, 4)
    assert found["cn-2025-57"].timeline
    assert found["cn-2025-57"].duties == ()


def test_a_status_changes_only_on_a_day_that_an_entry_or_the_last_check_names() -> None:
    """Every day of five years, every measure: nothing changes between the days that the data name."""
    for measure in CATALOG.measures.values():
        days = {CATALOG.verified_through + timedelta(days=1)}
        for entry in measure.timeline:
            days.add(entry.from_)
            if entry.until:
                days.add(entry.until + timedelta(days=1))
        day = date(2023, 6, 1)
        before = status(measure, day, CATALOG.verified_through)
        while day < date(2027, 6, 1):
            day += timedelta(days=1)
            after = status(measure, day, CATALOG.verified_through)
            if day not in days:
                assert (after.status, after.expected, after.until, after.limbs) == (
                    before.status, before.expected, before.until, before.limbs,
                ), (measure.id, day)  # fmt: skip
            before = after
