"""The 0.1 % rule: items, readings, headline, limbs."""

from __future__ import annotations

import pytest

from scanner.findings import Origins, Valuation
from tests.factory import estimate, line, match
from tests.value.helpers import CHINA, ERBIUM, GERMANY, SMCO, UNKNOWN, fraction, motor, value

HOLDS = motor(estimate("0.05", "0.1", "0.2"), part1_share=estimate("0.001", "0.006", "0.03"))


def scopes(found: Valuation) -> set[tuple[str, str | None]]:
    return {(f.scope, f.reading) for f in found.fractions if f.kind == "de_minimis"}


def test_every_item_that_holds_a_magnet_has_its_share_and_what_is_made_in_china_has_none() -> None:
    found = value([
        (line(2, bin="assembly", level=1), (), GERMANY),
        (line(3, quantity="12", price="0.35", parent="BOM!2"), SMCO, CHINA),
        (line(4, price="63.80", parent="BOM!2"), (), GERMANY),
        (line(5, price="120"), HOLDS, GERMANY),
        (line(6, price="90"), HOLDS, CHINA),
        (line(7, price="721.80"), (), GERMANY),
    ])  # fmt: skip
    items = {"assembly:BOM!2", "line:BOM!5"}
    expected = {(s, r) for s in items | {"product"} for r in ("text", "assembly")} | {("product", "product")}
    assert scopes(found) == expected
    hub = fraction(found, "de_minimis", "assembly:BOM!2", reading="assembly")
    assert (hub.numerator.low, hub.denominator.low, hub.verdict) == (estimate("4.2", None, None).low, 68, "exceeds")
    assert hub.headline
    assert hub.readers


def test_a_single_top_is_the_product_and_a_phantom_is_no_item() -> None:
    found = value([
        (line(2, bin="assembly", level=0), (), GERMANY),
        (line(3, bin="assembly", phantom=True, parent="BOM!2"), (), UNKNOWN),
        (line(4, price="5", parent="BOM!3"), SMCO, UNKNOWN),
    ])  # fmt: skip
    assert {s for s, _ in scopes(found)} == {"product", "line:BOM!4"}


def test_an_item_of_unknown_origin_is_computed_and_marked_so() -> None:
    found = value([(line(2, price="5", description="Rotor"), SMCO, UNKNOWN)])
    share = fraction(found, "de_minimis", "line:BOM!2", reading="assembly")
    assert share.denominator_is == "value of Rotor (row 2), origin not stated: taken as made abroad"


def test_an_item_whose_value_is_not_known_has_no_share_and_is_undetermined() -> None:
    found = value([(line(2), HOLDS, GERMANY), (line(3, price="5"), (), GERMANY)])
    share = fraction(found, "de_minimis", "line:BOM!2", reading="assembly")
    assert (share.share, share.verdict) == (None, "undetermined")


def test_a_japanese_magnet_counts_in_the_text_by_its_samarium_and_not_as_a_magnet() -> None:
    feed = estimate("0", "0.92", "1")
    from_japan = Origins(
        article=GERMANY.article, material=GERMANY.article, part1=feed, basis="stated", countries=("JP",)
    )  # fmt: skip
    found = value([(line(2, price="5"), SMCO, from_japan), (line(3, price="995"), (), GERMANY)])
    assert fraction(found, "de_minimis", "line:BOM!2", reading="assembly").numerator.is_zero
    text = fraction(found, "de_minimis", "line:BOM!2", reading="text").share
    assert text is not None
    assert text.high is not None
    assert 0 == text.low < (text.likely or 0) < text.high < 1


def test_a_reading_restricts_the_headline_and_without_an_item_there_is_none() -> None:
    rows = [(line(2, price="5"), ERBIUM, CHINA), (line(3, price="95"), (), GERMANY)]
    assert [f.reading for f in value(rows).fractions if f.headline] == ["product"]
    assert not [f for f in value(rows, reading="text").fractions if f.headline]
    with_magnet = [*rows, (line(4, price="1"), HOLDS, GERMANY)]
    assert [f.reading for f in value(with_magnet, reading="text").fractions if f.headline] == ["text"]


def test_nothing_matched_is_below_and_has_no_headline() -> None:
    found = value([(line(2, price="5"), (), CHINA)])
    assert fraction(found).verdict == "below"
    assert not [f for f in found.fractions if f.kind == "de_minimis"]


@pytest.mark.parametrize(
    ("matches", "origins", "expected"),
    [
        (SMCO, CHINA, {("limb-3-origin", "cn-2025-61:P2-smco-magnet", "documented")}),
        (SMCO, GERMANY, {("limb-2-technology", "cn-2025-61:P2-smco-magnet", "possible")}),
        (SMCO, UNKNOWN, {
            ("limb-3-origin", "cn-2025-61:P2-smco-magnet", "possible"),
            ("limb-2-technology", "cn-2025-61:P2-smco-magnet", "possible"),
        }),
        (HOLDS, CHINA, {("limb-3-origin", "cn-2025-61:P2-magnet-assembly", "documented")}),
        ((match("cn-2025-18:1C905.a.1", group="dysprosium"),), CHINA, {
            ("limb-3-origin", "cn-2025-61:P1-dysprosium-metal", "documented"),
        }),
        (ERBIUM, CHINA, set()),
    ],
)  # fmt: skip
def test_limbs_without_a_threshold(
    matches: tuple[object, ...], origins: Origins, expected: set[tuple[str, ...]]
) -> None:
    found = value([(line(2, price="5"), matches, origins)])  # type: ignore[list-item]
    assert {(x.limb, x.control, x.certainty) for x in found.lines[0].limbs} == expected


def test_technology_is_likely_where_a_chinese_owner_makes_it_abroad() -> None:
    abroad = Origins(
        article=GERMANY.article, material=GERMANY.article, basis="stated", countries=("VN",), owner_country="CN"
    )
    found = value([(line(2, price="5"), SMCO, abroad)])
    assert [(x.limb, x.certainty) for x in found.lines[0].limbs] == [("limb-2-technology", "likely")]


def test_only_uncertain_shares_carry_a_chance() -> None:
    sure = value([(line(2, price="5"), SMCO, CHINA), (line(3, price="5"), (), GERMANY)])
    assert all(f.probability is None for f in sure.fractions if f.reading == "product")
    unsure = motor(estimate("0", "0.002", "0.004"), applies=estimate("0", "0.5", "1"))
    origin = Origins(article=GERMANY.article, material=estimate("0", "0.9", "1"), basis="stated", countries=("DE",))
    found = value([(line(2, price="100"), unsure, origin)])
    chance = fraction(found, "de_minimis", reading="product").probability
    assert chance is not None
    assert abs(float(chance) - 0.45 * (1 - 0.125)) < 0.03


def test_an_item_is_named_by_its_number_its_text_and_its_row() -> None:
    text = "Brushless servo motor 400 W with holding brake and absolute encoder, IP65"
    found = value([
        (line(2, price="100", part_number="4100-01", description=text), SMCO, UNKNOWN),
        (line(3, price="100"), (), GERMANY),
    ])  # fmt: skip
    named = fraction(found, "de_minimis", "line:BOM!2", reading="assembly").denominator_is
    assert named.startswith("value of 4100-01, Brushless servo motor 400 W with holding brake and absolute… (row 2)")
