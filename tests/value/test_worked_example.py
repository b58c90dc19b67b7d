"""The worked example of docs/value.md, recomputed from its own tables."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scanner.catalog.load import built_in
from scanner.display import share_text
from scanner.estimate import ALL, NOTHING, Estimate
from scanner.findings import Fraction, Match, Origins, Valuation
from scanner.options import ScanOptions
from scanner.value import assess
from tests.factory import bom, line, match

PAGE = (Path(__file__).parents[2] / "docs" / "value.md").read_text(encoding="utf-8").partition("## A worked example")[2]
TABLES = [
    [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]
    for table in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE)
]
LINES, FRACTIONS = TABLES


def triple(text: str) -> Estimate:
    low, likely, high = (Decimal(x) for x in text.split(","))
    return Estimate(low, likely, high)


@pytest.fixture(scope="module")
def result() -> Valuation:
    lines, matches, origins = [], [], []
    for row, (name, qty, price, matched, applies, share, part1, article, material, _) in enumerate(LINES, start=2):
        lines.append(line(row, quantity=qty, price=price, currency="USD", description=name, country_of_origin=article))
        made = ALL if article == "CN" else NOTHING
        inner = triple(material) if material != "–" else made
        origins.append(Origins(article=made, material=inner, basis="stated", countries=(article,)))
        matches.append(() if matched == "none" else (_match(matched, applies, share, part1),))
    return assess(bom(*lines), matches, origins, (), built_in(), ScanOptions(as_of=date(2025, 12, 15)))


def _match(words: str, applies: str, share: str, part1: str) -> Match:
    control, verdict = words.split()
    return match(
        control,
        verdict=verdict,
        group=built_in().controls[control].group,
        is_item=verdict != "contains",
        applicability=triple(applies),
        content_share=triple(share),
        part1_share=None if part1 == "–" else triple(part1),
    )


@pytest.mark.parametrize("k", range(len(LINES)))
def test_each_line_contributes_what_the_page_says(result: Valuation, k: int) -> None:
    assert result.lines[k].contribution == triple(LINES[k][-1])


@pytest.mark.parametrize("row", FRACTIONS, ids=lambda row: row[0])
def test_each_fraction_is_what_the_page_says(result: Valuation, row: list[str]) -> None:
    name, numerator, denominator, share, verdict = row
    kind, _, scope = name.partition(" ")
    scope, _, reading = scope.partition(", ")
    scope = re.sub(r"line (\d+)", r"line:BOM!\1", scope)
    found = _only(result, kind, scope, reading or None)
    assert found.numerator == triple(numerator)
    assert found.denominator.low == Decimal(denominator)
    assert share_text(found.share, found.threshold) == share
    assert (found.verdict or "–") == verdict


def test_the_headline_and_what_has_no_share(result: Valuation) -> None:
    headline = next(f for f in result.fractions if f.headline)
    assert (headline.reading, headline.scope, headline.verdict) == ("product", "product", "exceeds")
    assert not [f for f in result.fractions if f.scope == "line:BOM!2"]
    assert ("limb-3-origin", "likely") in {(x.limb, x.certainty) for x in result.lines[0].limbs}
    assert result.lines[1].limbs == ()


def _only(result: Valuation, kind: str, scope: str, reading: str | None) -> Fraction:
    found = [f for f in result.fractions if (f.kind, f.scope, f.reading, f.measures) == (kind, scope, reading, "all")]
    assert len(found) == 1
    return found[0]
