"""Decisions: what fits, what acts, what expires, what is left unused."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scanner.catalog.load import load as load_catalog
from scanner.decisions import names
from scanner.decisions.apply import Applied, apply, waived
from scanner.decisions.load import load
from scanner.decisions.names import unknown
from scanner.decisions.select import fingerprint
from scanner.errors import InputError
from scanner.estimate import ALL, NOTHING, UNKNOWN_SHARE, Estimate
from scanner.findings import CriterionResult, Match, Origins
from tests.factory import bom, line

PAPER = "ab" * 32
TODAY = date(2026, 11, 24)
DY, TB = "cn-2025-18:1C905.a.4", "cn-2025-18:1C904.a.4"
ASSEMBLY, P2_DY = "cn-2025-61:P2-magnet-assembly", "cn-2025-61:P2-ndfeb-dy-magnet"
MAGNET = line(2, description="Ring magnet N42SH", manufacturer="Acme", part_number="M-42", price="3.50")


def match(control: str = DY, **given: object) -> Match:
    defaults = {
        "control": control, "measure": control.partition(":")[0], "group": "magnet", "verdict": "possible",
        "confidence": Decimal("0.8"), "applicability": Estimate(Decimal(0), Decimal("0.8"), Decimal(1)),
    }  # fmt: skip
    return Match(**{**defaults, **given})  # type: ignore[arg-type]


def decide(tmp_path: Path, text: str, matches: tuple[Match, ...] = (match(),), as_of: date = TODAY) -> Applied:
    path = tmp_path / "decisions.yaml"
    path.write_text("decisions:\n" + text, encoding="utf-8")
    origins = [Origins(article=UNKNOWN_SHARE, material=UNKNOWN_SHARE, basis="prior")]
    return apply(bom(MAGNET), [matches], origins, load(path), load_catalog(), as_of)


def declaration(states: str, more: str = "", match: str = "{manufacturer: ACME, part_number: m-42}") -> str:
    head = f"- {{id: D-1, kind: declaration, match: {match}, by: Acme, on: 2026-10-01, why: letter"
    return f"{head}, states: {states}{more}}}\n"


def waiver(more: str = "", match: str = "{manufacturer: Acme, part_number: M-42}", state: str = "accepted") -> str:
    return (
        f"- {{id: W-1, kind: waiver, match: {match}, by: QA, on: 2026-10-01, why: low risk, state: {state},"
        f" approver: head of trade compliance, evidence: [{{file: risk.pdf, sha256: {PAPER}}}],"
        f" expires: 2027-01-31{more}}}\n"
    )


def test_a_declared_origin_replaces_the_prior_and_is_evidence(tmp_path: Path) -> None:
    done = decide(tmp_path, declaration("{article_origin: [NO], material_origin: [CN, MY]}"))
    origins = done.origins[0]
    assert (origins.article, origins.basis, origins.countries) == (NOTHING, "declared", ("NO",))
    assert origins.material == Estimate(Decimal(0), Decimal("0.5"), Decimal(1))
    assert {x.source for x in origins.evidence} == {"D-1"}


def test_a_declared_price_is_the_lines_price(tmp_path: Path) -> None:
    changed = decide(tmp_path, declaration("{price: 9.99 USD}")).bom.lines[0]
    assert changed.unit_price is not None
    assert (changed.unit_price.amount, changed.unit_price.currency) == (Decimal("9.99"), "USD")
    assert changed.fields["unit_price"] == "9.99"


def test_an_absent_element_clears_the_controls_that_need_it_and_no_other(tmp_path: Path) -> None:
    done = decide(tmp_path, declaration("{does_not_contain: [Dy]}"), (match(DY), match(TB)))
    by_control = {x.control: x for x in done.matches[0]}
    assert by_control[DY].verdict == "below_threshold"
    assert by_control[DY].applicability == NOTHING
    assert by_control[TB].verdict == "possible"
    assert done.matches[0][0].control == TB, "the strongest match comes first"


def test_an_assembly_of_magnets_is_cleared_only_with_all_of_them(tmp_path: Path) -> None:
    some = decide(tmp_path, declaration("{does_not_contain: [Dy]}"), (match(ASSEMBLY), match(P2_DY)))
    assert {x.control: x.verdict for x in some.matches[0]} == {ASSEMBLY: "possible", P2_DY: "below_threshold"}
    all_of_them = decide(tmp_path, declaration("{does_not_contain: [Dy, Tb, Sm]}"), (match(ASSEMBLY),))
    assert all_of_them.matches[0][0].verdict == "below_threshold"


def test_a_declared_element_makes_a_possible_magnet_listed(tmp_path: Path) -> None:
    done = decide(tmp_path, declaration("{contains: [Dy]}"), (match(DY), match(TB)))
    assert [(x.control, x.verdict, x.applicability == ALL) for x in done.matches[0]] == [
        (DY, "listed", True),
        (TB, "possible", False),
    ]


def test_absences_of_several_declarations_count_together_and_a_later_presence_takes_one_back(tmp_path: Path) -> None:
    each = [declaration(f"{{does_not_contain: [{x}]}}").replace("D-1", f"D-{x}") for x in ("Dy", "Tb", "Sm", "Ga")]
    (cleared,) = decide(tmp_path, "".join(each), (match(ASSEMBLY),)).matches[0]
    assert cleared.verdict == "below_threshold"
    assert [x.source for x in cleared.evidence] == ["D-Dy", "D-Tb", "D-Sm"]
    taken_back = "".join(each) + declaration("{contains: [Tb]}")
    (after,) = decide(tmp_path, taken_back, (match(ASSEMBLY, is_item=False),)).matches[0]
    assert (after.verdict, after.applicability) == ("contains", ALL)


def test_what_is_in_it_says_nothing_of_a_limit_that_is_missed(tmp_path: Path) -> None:
    missed = CriterionResult(parameter="density", op=">", value="17.5", unit="g/cm**3", observed="17", result="not_met")
    below = match(DY, verdict="below_threshold", applicability=NOTHING, criteria=(missed,))
    assert decide(tmp_path, declaration("{contains: [Dy]}"), (below,)).matches[0][0].verdict == "below_threshold"


@pytest.mark.parametrize(
    "found",
    [
        match("cn-2025-18:1C908.b", group="yttrium", settled_by="the form"),
        match("cn-2025-18:1C902.a.2.b", settled_by="the authority's reading of samarium-iron alloy", is_item=False),
    ],
)
def test_an_element_settles_neither_what_an_item_is_nor_how_the_law_is_read(found: Match, tmp_path: Path) -> None:
    (after,) = decide(tmp_path, declaration("{contains: [Y, Sm]}"), (found,)).matches[0]
    assert (after.verdict, after.applicability, after.settled_by) == ("possible", found.applicability, found.settled_by)
    assert [x.source for x in after.evidence] == ["D-1"], "it is shown all the same"


def test_what_is_in_it_weakens_no_finding(tmp_path: Path) -> None:
    sure = match(verdict="listed", is_item=False, applicability=ALL)
    assert decide(tmp_path, declaration("{contains: [Dy]}"), (sure,)).matches[0][0].verdict == "listed"


def test_rare_earths_have_an_origin_of_their_own(tmp_path: Path) -> None:
    origins = decide(tmp_path, declaration("{material_origin: [JP], rare_earth_origin: [CN]}")).origins[0]
    assert (origins.material, origins.part1) == (NOTHING, ALL)


def test_a_waiver_changes_no_verdict_and_says_what_it_covers(tmp_path: Path) -> None:
    done = decide(tmp_path, waiver(match="{manufacturer: Acme, part_number: M-42, measure: cn-2025-18}"))
    assert done.matches[0] == (match(),)
    found = done.by_line["BOM!2"]
    assert waived(found, match()) is not None
    assert waived(found, match(P2_DY)) is None, "another measure"


def test_a_finding_under_investigation_is_not_waived(tmp_path: Path) -> None:
    done = decide(tmp_path, waiver(state="under_investigation"))
    assert waived(done.by_line["BOM!2"], match()) is None


@pytest.mark.parametrize(("day", "acts"), [(date(2027, 1, 31), True), (date(2027, 2, 1), False)])
def test_the_last_day_is_included_and_an_expired_decision_comes_back_marked(
    tmp_path: Path, day: date, acts: bool
) -> None:
    done = decide(tmp_path, waiver(), as_of=day)
    assert ("BOM!2" in done.by_line) is acts
    assert [x.code for x in done.notes] == ([] if acts else ["decision-expired"])


def test_a_decision_that_speaks_of_no_line_is_named(tmp_path: Path) -> None:
    done = decide(tmp_path, waiver(match="{manufacturer: Acme, part_number: M-43}"))
    assert done.unused == ("W-1",)
    assert "'M-43'" in done.notes[0].message


def test_a_changed_line_has_another_fingerprint_wherever_it_stands() -> None:
    moved = line(9, description="RING  magnet n42sh", manufacturer="Acme", part_number="M-42", price="7")
    regraded = line(2, description="Ring magnet N42UH", manufacturer="Acme", part_number="M-42")
    assert fingerprint(moved) == fingerprint(MAGNET) != fingerprint(regraded)


def test_a_number_that_is_a_name_is_to_be_put_in_quotes(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"match\.part_number: 4711 is not of type 'string': put it in quotes"):
        decide(tmp_path, declaration("{article_origin: [DE]}", match="{manufacturer: Acme, part_number: 4711}"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (declaration("{price: 3 EUR}", ", by: Beta"), "the key 'by' stands twice, line 2, column"),
        (declaration("{price: 3 EUR}").replace("2026-10-01", "2026-13-01"), "2026-13-01 is no day: month .*, line 2"),
        (declaration("{price: 1e999999 EUR}"), "price '1e999999 EUR' is not like '12.50 EUR'"),
        (declaration("{contains: [Xx]}"), "contains: Xx is no chemical symbol"),
        (declaration("{article_origin: []}"), "article_origin names no country"),
        (declaration("{price: 3 EUR}", match='{supplier: "", part_number: " "}'), "part_number, supplier is empty"),
        ("\t- a", "line 2, column 1"),
        (
            "- &a [1, 1, 1, 1, 1, 1, 1, 1]\n"
            + "".join(f"- &{y} [{', '.join([f'*{x}'] * 8)}]\n" for x, y in zip("abcdefgh", "bcdefghi", strict=True)),
            "its references grow it beyond measure",
        ),
    ],
)
def test_a_slip_is_one_line_with_its_place(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=says):
        decide(tmp_path, text)


def test_what_is_no_regular_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="no regular file"):
        load(tmp_path / "pipe")


def test_a_name_that_the_catalog_does_not_have_is_said(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    states = '{does_not_contain: [Dy, unobtainium], content: [{group: nope, value_share: "0.1"}]}'
    path.write_text("decisions:\n" + declaration(states) + waiver(", x: y").replace(", x: y", ""), encoding="utf-8")
    (found,) = unknown(load(path).decisions, load_catalog())
    assert (found.decision, found.fault) == ("D-1", "unknown name")
    assert found.says.startswith("names group 'nope', element, group or control 'unobtainium'")
    path.write_text(
        "decisions:\n" + waiver(match="{manufacturer: Acme, part_number: M-42, control: nope, measure: no}"),
        encoding="utf-8",
    )
    (note,) = names.notes(load(path).decisions, load_catalog())
    assert note.message.startswith("W-1 names control 'nope', measure 'no', which the catalog does not have")


@pytest.mark.parametrize(
    ("state", "more", "says"),
    [
        ("not_affected", "", "needs a justification: material_not_present, below_limit"),
        ("accepted", ", justification: below_limit", "a justification belongs to not_affected"),
        ("accepted", "no paper", "accepted needs evidence"),
    ],
)
def test_what_takes_a_finding_out_needs_its_reason_and_its_paper(
    state: str, more: str, says: str, tmp_path: Path
) -> None:
    made = waiver("" if more == "no paper" else more, state=state)
    with pytest.raises(InputError, match=says):
        decide(tmp_path, made.replace(f", sha256: {PAPER}", "") if more == "no paper" else made)


def test_what_is_only_looked_into_needs_no_paper_yet(tmp_path: Path) -> None:
    made = waiver(state="under_investigation")
    decide(tmp_path, made[: made.index(" evidence:")] + made[made.index(" expires:") :])


def test_declarations_that_differ_are_said_and_the_later_one_counts(tmp_path: Path) -> None:
    first = declaration("{article_origin: [NO, CN], contains: [Dy], price: 3 EUR}")
    second = declaration("{article_origin: [DE], does_not_contain: [Dy], price: 3 EUR}").replace("D-1", "D-2")
    done = decide(tmp_path, first + second)
    assert done.origins[0].countries == ("DE",)
    said = [n.message for n in done.notes if n.code == "decision-contradicted"]
    assert [x.partition(" by ")[0] for x in said] == [
        "declarations of BOM!2 differ in article origin: DE",
        "declarations of BOM!2 differ in contains Dy: no",
    ]
    assert said[0].endswith("D-2 of Acme, 2026-10-01, which counts, against CN / NO by D-1 of Acme, 2026-10-01")


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    text = (
        waiver(match="{part_number: M-42}").replace(", expires: 2027-01-31", "")
        + declaration("{article_origin: [XY], price: much}")
        + "- {id: D-3, kind: wish}\n"
    )
    path = tmp_path / "d.yaml"
    path.write_text("decisions:\n" + text, encoding="utf-8")
    with pytest.raises(InputError, match="'match' is a required property") as shape:
        load(path)
    assert "decisions[2] (D-3)" in str(shape.value)
    path.write_text("decisions:\n" + text[: text.index("- {id: D-3")], encoding="utf-8")
    with pytest.raises(InputError) as sense:
        load(path)
    for fault in (
        "W-1: match needs at least two keys",
        "W-1: a waiver needs a day",
        "D-1: 'XY' is no ISO",
        "D-1: price 'much'",
    ):
        assert fault in str(sense.value)
