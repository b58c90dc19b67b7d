"""Texts that were written before anyone looked at what the lexicon holds: floors of what the engine makes of them.

The floors lie a little under what is reached. A text counts as right when its verdict is one of those that its row
allows; recall and precision are of exposure (listed, contains, possible), and a row that allows both counts in neither.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from scanner.catalog.load import built_in
from scanner.findings import EXPOSED
from scanner.match import match_lines
from tests.factory import line

CASES = Path(__file__).parent.parent / "cases"
FILES = sorted(p.name for p in CASES.glob("blind_*.csv"))
RECALL, PRECISION, VERDICT, GROUP = 0.98, 0.98, 0.97, 0.97


@cache
def answers(name: str) -> list[tuple[dict[str, str], frozenset[str], str, str]]:
    """Row, the verdicts that it allows, the verdict found, the group found ("" = none)."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    found = match_lines([line(description=c["text"]) for c in cases], built_in())
    return [
        (c, frozenset(c["expected_verdict"].split("|")), m[0].verdict if m else "none", m[0].group if m else "")
        for c, m in zip(cases, found, strict=True)
    ]


def exposed(allowed: frozenset[str]) -> bool | None:
    """Whether the verdicts are of exposure; None where both readings are fair."""
    kinds = {v in EXPOSED for v in allowed}
    return kinds.pop() if len(kinds) == 1 else None


def share(right: int, total: int) -> float:
    assert total > 0
    return right / total


def told(name: str, wrong: list[tuple[dict[str, str], frozenset[str], str, str]]) -> str:
    return "\n".join(
        f"{name} {c['id']}: {c['text']}: {verdict} {group}, not {'|'.join(sorted(allowed))} {c['expected_group']}"
        for c, allowed, verdict, group in wrong
    )


@pytest.mark.parametrize("name", FILES)
def test_exposures_are_found(name: str) -> None:
    gold = [a for a in answers(name) if exposed(a[1])]
    missed = [a for a in gold if a[2] not in EXPOSED]
    assert share(len(gold) - len(missed), len(gold)) >= RECALL, told(name, missed)


@pytest.mark.parametrize("name", FILES)
def test_flagged_lines_are_exposures(name: str) -> None:
    flagged = [a for a in answers(name) if a[2] in EXPOSED and exposed(a[1]) is not None]
    false = [a for a in flagged if not exposed(a[1])]
    assert share(len(flagged) - len(false), len(flagged)) >= PRECISION, told(name, false)


@pytest.mark.parametrize("name", FILES)
def test_verdicts_are_among_those_allowed(name: str) -> None:
    wrong = [a for a in answers(name) if a[2] not in a[1]]
    assert share(len(answers(name)) - len(wrong), len(answers(name))) >= VERDICT, told(name, wrong)


@pytest.mark.parametrize("name", FILES)
def test_the_leading_group_is_the_one_meant(name: str) -> None:
    gold = [a for a in answers(name) if exposed(a[1]) and a[2] in EXPOSED and a[0]["expected_group"]]
    wrong = [a for a in gold if a[3] not in a[0]["expected_group"].split(";")]
    assert share(len(gold) - len(wrong), len(gold)) >= GROUP, told(name, wrong)


def test_most_texts_are_innocent_and_every_one_says_why() -> None:
    hardware = [a for a in answers("blind_hardware.csv") if not exposed(a[1])]
    assert len(hardware) >= 0.6 * len(answers("blind_hardware.csv"))
    assert [a[0]["id"] for name in FILES for a in answers(name) if not a[0]["reason"]] == []
