from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.catalog.load import load
from scanner.catalog.model import MagnetGrade
from scanner.match.grades import find
from scanner.match.signals import GradeSpan

GRADES = load().magnet_grades
BY_ID: dict[str, MagnetGrade] = {g.id: g for g in GRADES}


def first(text: str) -> GradeSpan:
    return find(text, GRADES)[0]


@pytest.mark.parametrize(
    ("text", "grade", "coercivity"),
    [
        ("MAGNET NEO N38UH ARC R30", "g-n38uh", "UH"), ("neodymium disc N42SH 10x5", "g-n42sh", "SH"),
        ("钕铁硼 N35EH 瓦形", "g-n35eh", "EH"),
        ("NdFeB 45SH block", "g-n45sh", "SH"), ("magnet N-48H", "g-n48h", "H"), ("neo magnet 45M", "g-n45m", "M"),
        ("magnet N52", "g-n52", "N"), ("NdFeB N33VH", "g-n33ah", "AH"), ("magnet N39UH", "fam-UH", "UH"),
        ("NdFeB N42SH GBD", "fam-SH-gbd", "SH"), ("N45UH 钕铁硼 晶界扩散", "fam-UH-gbd", "UH"),
        ("VACODYM 890 TP segment", "p-vac-677", "UH to EH"), ("Recoma 33E block", "s-recoma-17", None),
        ("YXG-30H 钐钴", "s-yxg", None),
        ("NMX-S49F", "p-nmx-f", "SH without Dy/Tb"), ("NEOREC38UX", "p-neorec-ux", "SH to EH"),
    ],
)  # fmt: skip
def test_the_most_specific_grade_leads(text: str, grade: str, coercivity: str | None) -> None:
    found = first(text)
    assert (found.grade, found.coercivity_class, found.needs_context) == (grade, coercivity, False)
    record = BY_ID[grade]
    assert found.dytb_wt_pct == (record.dytb_wt_pct_low, record.dytb_wt_pct_likely, record.dytb_wt_pct_high)


@pytest.mark.parametrize(
    ("text", "coercivity"),
    [
        ("REFeB 300/200 segment", "UH"), ("S-NdFeB-380/80", "N"), ("NdFeB 35/26 MMPA", "UH"),
        ("NdFeB magnet Hcj >= 2000 kA/m", "UH"),
        ("magnet iHc 20 kOe", "SH"),
    ],
)  # fmt: skip
def test_a_coercivity_in_figures_tells_the_class(text: str, coercivity: str) -> None:
    assert coercivity in [s.coercivity_class for s in find(text, GRADES)]


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("SmCo28 ring magnet", "yes"), ("VACOMAX 240 HR", "yes"), ("SmCo5 disc", "yes"), ("Y30BH ring magnet", "no"),
        ("Ceramic magnet C8", "no"), ("AlNiCo 5 rod", "no"), ("Ferritmagnet", "no"), ("LNG44 铝镍钴", "no"),
        ("magnet N42", "open"),
    ],
)  # fmt: skip
def test_the_material_says_whether_it_is_named_by_itself(text: str, caught: str) -> None:
    assert first(text).caught == caught


@pytest.mark.parametrize(
    "text", ["N52", "N35 material", "Steel plate N52 hull", "N35 NITRILE O-RING 10X2", "N30 ferrite toroid R25.3"]
)
def test_a_bare_grade_asks_for_context(text: str) -> None:
    assert [s.grade for s in find(text, GRADES) if not s.needs_context] == []


def test_a_size_beside_the_grade_is_context_enough() -> None:
    assert not first("D6x3 N52").needs_context
    assert not first("N42SH").needs_context


@pytest.mark.parametrize(
    "text",
    [
        "CORE EE25 N87 UNGAPPED", "INDUCTOR 33UH 20%", "N-channel 30V", "screw C8 class", "Y30 crystal", "M8x30 H",
        "TAPE MAGNETIC ADH 30M",
        "magnetometer BNO055 C5", "NEMA 17", "AWG 28 wire", "N41 PQ26 core set", "NEO-6M GPS",
    ],
)  # fmt: skip
def test_other_codes_are_no_grades(text: str) -> None:
    assert [s for s in find(text, GRADES) if s.specificity != "words" and not s.needs_context] == []


SAME = {"p-shinetsu-n", "p-jlmag", "p-sanhuan", "p-evac", "p-yunsheng-bm", "p-kjm", "p-daido-dr", "p-nmx-s"}
"""Makers on the common scale, sellers whose codes need their name, and rows that a more specific one answers for."""


@pytest.mark.parametrize(
    "grade", [g for g in GRADES if g.id.startswith(("g-", "s-", "b-", "f-", "p-")) and g.id not in SAME]
)
def test_examples_are_recognised_as_their_material(grade: MagnetGrade) -> None:
    for example in grade.examples:
        found = find(f"NdFeB magnet {example}" if grade.id.startswith("g-") else f"magnet {example}", GRADES)
        families = {s.family for s in found}
        assert grade.material_family in families or any(s.grade == grade.id for s in found), example


@given(st.sampled_from(["M", "H", "SH", "UH", "EH"]), st.integers(25, 58))
def test_a_higher_class_never_holds_less_dysprosium(letters: str, number: int) -> None:
    order = ["M", "H", "SH", "UH", "EH"]
    here = find(f"NdFeB N{number}{letters}", GRADES)[0]
    for other in order[order.index(letters) + 1 :]:
        above = find(f"NdFeB N{number}{other}", GRADES)[0]
        assert (here.dytb_wt_pct[1] or Decimal(0)) <= (above.dytb_wt_pct[1] or Decimal(0))


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(["N", "42", "SH", "-", " ", "magnet", "钕铁硼", "Y30", "C8", "/", "12", "SmCo", "x", "D"]),
        max_size=8,
    ).map("".join)
)
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    spans = sorted(find(text, GRADES), key=lambda s: s.start)
    for s in spans:
        assert text[s.start : s.end] == s.text
    for a, b in pairwise(spans):
        assert a.end <= b.start
