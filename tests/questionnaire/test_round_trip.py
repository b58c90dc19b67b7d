"""Scan, ask each supplier, fill in, scan with the answers: the share is narrower and the verdict the expected one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scanner.catalog.load import load
from scanner.exposure import scan_file
from scanner.findings import Exposure
from scanner.options import ScanOptions
from scanner.questionnaire.ask import ask, by_supplier
from scanner.questionnaire.form import form
from scanner.questionnaire.words import language_of
from tests.questionnaire.filling import fill

SAMPLES = Path(__file__).parent.parent.parent / "samples"
DAY = date(2026, 11, 24)
MOTOR = """Part number,Description,Manufacturer,Supplier,Quantity,Unit price,Currency,Country of origin
M-1,BLDC motor 2207 1750KV,Motorwerk,Drive GmbH,4,30,EUR,
H-1,Aluminium housing,Guss AG,Guss AG,1,80,EUR,DE
"""
"""A product whose only question is what is in its motors."""


def scan(path: Path, *answers: Path) -> Exposure:
    return scan_file(path, ScanOptions(as_of=DAY, answers=answers))


def forms(exposure: Exposure, folder: Path) -> list[Path]:
    catalog = load()
    made = []
    for n, (supplier, questions) in enumerate(by_supplier(ask([exposure], catalog).questions).items()):
        path = folder / f"{n}.xlsx"
        path.write_bytes(form(questions, supplier, language_of(supplier, catalog), DAY))
        made.append(path)
    return made


def width(exposure: Exposure) -> object:
    share = exposure.headline.share if exposure.headline else None
    assert share is not None
    return share.high - share.low if share.high is not None else None


def everything_from_japan(fact: str) -> tuple[object, ...]:
    kind = fact.partition(":")[0]
    return {
        "contains": ("否",), "material_origin": ("JP – 日本",), "rare_earth_origin": ("CN", "澳大利亚"),
        "article_origin": ("JP",), "content": (5,),
        "price": (1200.5, "CNY"), "limit": (9, None), "statement": ("a coated finished optic",),
    }[kind]  # fmt: skip


def test_answers_narrow_the_share_and_settle_the_verdict(tmp_path: Path) -> None:
    before = scan(SAMPLES / "drone-zh.xlsx")
    filled = [fill(x, everything_from_japan) for x in forms(before, tmp_path)]
    after = scan(SAMPLES / "drone-zh.xlsx", *filled)
    assert before.headline is not None
    assert after.headline is not None
    assert (before.headline.verdict, after.headline.verdict) == ("likely exceeds", "exceeds")
    assert width(after) < width(before) / 5  # type: ignore[operator]
    assert {d.by.partition(", ")[0] for d in after.decisions} == {"Li Wei"}
    assert {d.on for d in after.decisions} == {"2026-11-20"}
    assert all("sha256" in p for d in after.decisions for p in d.evidence)
    assert len(ask([after], load()).questions) < len(ask([before], load()).questions) / 5


@pytest.mark.parametrize(
    ("yes", "origin", "verdict"), [(False, "CN", None), (True, "CN", "exceeds"), (True, "JP", "below")]
)
def test_what_is_in_a_motor_decides_alone(yes: bool, origin: str, verdict: str | None, tmp_path: Path) -> None:
    bill = tmp_path / "bill.csv"
    bill.write_text(MOTOR, encoding="utf-8")
    before = scan(bill)
    (paper,) = forms(before, tmp_path)

    def answer(fact: str) -> tuple[object, ...] | None:
        kind, _, about = fact.partition(":")
        return {
            "contains": ("ja" if yes and about == "Dy" else "nein",), "material_origin": (origin,),
            "rare_earth_origin": (origin,), "content": (12.5,),
        }.get(kind)  # fmt: skip

    after = scan(bill, fill(paper, answer))
    assert before.headline is not None
    assert before.headline.verdict not in ("exceeds", "below")
    assert (after.headline.verdict if after.headline else None) == verdict
    motor = next(f for f in after.lines if f.line.part_number == "M-1")
    assert motor.verdict == ("contains" if yes else "below_threshold")


def test_a_changed_part_reopens_its_question(tmp_path: Path) -> None:
    bill = tmp_path / "bill.csv"
    bill.write_text(MOTOR, encoding="utf-8")
    (paper,) = forms(scan(bill), tmp_path)
    fill(paper, lambda fact: ("nein",) if fact.startswith("contains") else None)
    bill.write_text(MOTOR.replace("1750KV", "1950KV"), encoding="utf-8")
    after = scan(bill, paper)
    assert after.decisions == ()
    assert {n.severity for n in after.notes if n.code == "decision-unused"} == {"info"}
    assert any(q.fact == "contains:Dy" for q in ask([after], load()).questions)
