"""The matcher as a whole: verdicts, evidence, references, hints."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.bom import BomLine, Substance
from scanner.catalog.load import built_in
from scanner.findings import Match
from scanner.match import match_lines
from tests.factory import line


def match(text: str, **given: object) -> tuple[Match, ...]:
    (found,) = match_lines([line(description=text, **given)], built_in())
    return found


def test_evidence_stands_where_it_was_written() -> None:
    text = "ＮＥＯ magnet, grade Ｎ４２ＳＨ, néodyme"
    for m in match(text):
        for e in m.evidence:
            assert text[e.start : e.end].strip()
            assert e.field == "description"
    assert "Ｎ４２ＳＨ" in {text[e.start : e.end] for e in match(text)[0].evidence}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("NdFeB disc N42 10x2", "possible"),
        ("NdFeB disc N42SH 10x2", "possible"),
        ("NdFeB disc N38UH 10x2", "listed"),
        ("NdFeB disc N38UH, Dy 2.1 wt%", "listed"),
        ("SmCo disc 10x2", "listed"),
    ],
)
def test_the_class_of_a_magnet_decides(text: str, verdict: str) -> None:
    assert match(text)[0].verdict == verdict


def test_a_higher_class_is_never_less_sure() -> None:
    likely = [match(f"NdFeB N38{c} block")[0].applicability.likely for c in ("", "H", "SH", "UH", "EH")]
    assert likely == sorted(x for x in likely if x is not None)


def test_a_magnet_without_heavy_rare_earths_by_statement_is_nothing() -> None:
    assert match("N42SH magnet, heavy-rare-earth free") == ()


def test_a_magnet_listed_by_its_grade_is_as_sure_as_the_grade() -> None:
    lead = match("NdFeB N38UH block")[0]
    assert lead.applicability.low < 1
    assert lead.is_item
    assert lead.grade is not None


def test_an_article_only_holds_the_material() -> None:
    lead, second = match("NEMA 17 stepper motor")[:2]
    assert (lead.verdict, lead.is_item, lead.control) == ("contains", False, "cn-2025-18:1C905.a.4")
    assert second.control == "cn-2025-61:P2-magnet-assembly"
    assert lead.content_share.likely is not None
    assert lead.content_share.likely < 1
    assert lead.part1_share is not None
    assert lead.part1_share.high is not None
    assert lead.content_share.high is not None
    assert lead.part1_share.high <= lead.content_share.high


def test_part_1_material_is_wholly_part_1_content() -> None:
    lead = match("Dysprosium metal 1 kg")[0]
    assert lead.part1_share is not None
    assert lead.part1_share.low == 1


def test_the_same_item_in_other_measures_comes_along() -> None:
    assert {"cn-2025-61:P1-dysprosium-oxide"} < {m.control for m in match("Dy2O3 99.9 % 5 kg")}
    assert {"cn-2024-46:us-gallium"} < {m.control for m in match("GaAs wafer 4 inch")}


def test_every_prior_is_a_row_of_the_table() -> None:
    texts = [
        "N42SH magnet",
        "SmCo ring",
        "Er2O3",
        "Yb-doped fibre",
        "YSZ balls",
        "diamond paste 3 um",
        "GaAs wafer",
        "LiPo",
    ]
    for text in texts:
        for m in match(text):
            assert m.prior in built_in().priors


def test_limits_decide_and_a_near_miss_says_so() -> None:
    below = match("LFP cathode powder 2.45 g/cm3 154 mAh/g")[0]
    assert (below.verdict, below.near_threshold) == ("below_threshold", True)
    assert {c.result for c in below.criteria} == {"not_met"}
    open_one = match("LFP cathode powder 25 kg")[0]
    assert open_one.verdict == "possible"
    assert open_one.settled_by is not None


def test_notes_add_to_a_line_and_do_not_name_it() -> None:
    assert match("Hex screw M3x8", notes="for stepper motor and magnet") == ()
    assert match("ML 5010 300KV", notes="Motor")[0].group == "magnet"


def test_a_board_position_of_a_connector_is_a_connector() -> None:
    assert match("MOTOR", reference_designators="J3") == ()
    assert match("FAN", other={"Footprint": "PinHeader_1x02_P2.54mm"}) == ()
    assert match("MOTOR", reference_designators="M1")[0].group == "magnet"


def test_a_customs_code_hints_and_never_confirms() -> None:
    hinted = match("Terbium oxide", hs_code="2846.90.19")[0]
    assert hinted.evidence[-1].signal in ("hs", "term")
    assert match("Special item 4711", hs_code="8112.92") == () or all(
        m.verdict == "possible" for m in match("Special item 4711", hs_code="8112.92")
    )
    assert match("Hex screw", hs_code="2846.90") == ()


def test_a_cas_number_names_its_substance() -> None:
    assert match("Fine chemical 1308-87-8, 100 g")[0].control == "cn-2025-18:1C905.b"
    assert match("Fine chemical 1308-87-7, 100 g") == ()


def test_declared_substances_are_content() -> None:
    made = BomLine(
        **{
            **{f: getattr(line(description="Moulding 77"), f) for f in BomLine.__struct_fields__},
            "substances": (Substance(name="dysprosium oxide", cas_number="1308-87-8"),),
        }
    )
    (found,) = match_lines([made], built_in())
    assert next((m.control, m.verdict, m.is_item) for m in found) == ("cn-2025-18:1C905.b", "contains", False)


def test_one_wrong_letter_in_a_long_word_still_counts_and_none_in_a_short_one() -> None:
    assert match("Neodynium magnet 6x3")[0].group == "magnet"
    assert match("brushles motor 2207")[0].verdict == "contains"
    assert match("magnat") == ()


def test_equal_texts_share_their_matches_and_order_does_not_matter() -> None:
    lines = [line(description=t) for t in ("NEMA 17 stepper", "M3 screw", "Er2O3", "NEMA 17 stepper")]
    found = match_lines(lines, built_in())
    assert found[0] is found[3]
    assert match_lines(lines[::-1], built_in()) == found[::-1]


def test_confidence_is_a_share() -> None:
    for text in ("NEMA 17 stepper", "Er2O3", "fan 40 mm", "18650 battery", "N52 magnet"):
        for m in match(text):
            assert Decimal(0) < m.confidence <= 1
