"""Two origins: of the article, and of a material that it only contains."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from scanner.catalog.load import built_in
from scanner.errors import UsageError
from scanner.estimate import Estimate
from scanner.findings import Match, Origins
from scanner.options import ScanOptions
from scanner.origin import find_origins
from tests.factory import estimate, line, match

CATALOG = built_in()
PRIOR = CATALOG.priors["magnet/NdFeB sintered magnets/sintered magnet/2024"].china_share_likely
MOTOR = match(
    "cn-2025-18:1C905.a.4", group="magnet", verdict="contains", is_item=False, article="industrial-servo-motor-magnet",
    part1_share=estimate("0.001", "0.006", "0.03"),
)  # fmt: skip
MAGNET = match("cn-2025-18:1C905.a.4", group="magnet", part1_share=estimate("0.01", "0.02", "0.1"))
YES, NO = estimate("1", "1", "1"), estimate("0", "0", "0")


def within(likely: Decimal | str | None) -> Estimate:
    return Estimate(Decimal(0), None if likely is None else Decimal(likely), Decimal(1))


def find(*matches: Match, assume: tuple[str, ...] = (), count_hk_mo: bool = False, **given: Any) -> Origins:
    options = ScanOptions(as_of=date(2025, 12, 15), assume=assume, count_hk_mo=count_hk_mo)
    return find_origins([line(**given)], [matches], CATALOG, options)[0]


@pytest.mark.parametrize(
    ("stated", "article", "material"),
    [
        ("China", YES, within("0.98")),
        ("Germany", NO, within(PRIOR)),
        ("EU", NO, within(PRIOR)),
        ("Vietnam, Malaysia", NO, within(PRIOR)),
        ("non-China", NO, within(PRIOR)),
        ("China / Vietnam", within("0.5"), within(PRIOR)),
        ("Taiwan", NO, within(PRIOR)),
        ("Hong Kong", NO, within(PRIOR)),
    ],
)
def test_a_stated_origin_settles_the_article_and_not_what_it_contains(
    stated: str, article: Estimate, material: Estimate
) -> None:
    found = find(MOTOR, country_of_origin=stated)
    assert (found.article, found.material, found.basis) == (article, material, "stated")


def test_a_line_that_is_the_material_takes_the_article_column() -> None:
    assert find(MAGNET, country_of_origin="China").material == YES
    assert find(MAGNET, country_of_origin="Japan").material == NO
    assert find(MAGNET).material == within(PRIOR)


def test_a_japanese_magnet_may_hold_chinese_dysprosium() -> None:
    found = find(MAGNET, country_of_origin="Japan")
    assert found.part1 is not None
    assert (found.part1.low, found.part1.high) == (0, 1)
    assert found.part1.likely == CATALOG.priors["dysprosium/Dy and Dy-Fe metal/metal making/2024"].china_share_likely


def test_a_line_that_is_one_material_and_contains_another_keeps_both() -> None:
    found = find(match(), MOTOR, country_of_origin="Germany")
    assert (found.material, found.contained) == (NO, within(PRIOR))


@pytest.mark.parametrize(
    ("maker", "article", "material"),
    [
        ("Ningbo Yunsheng", within("0.95"), within("0.98")),
        ("Nidec", within("0.5"), within(PRIOR)),
        ("maxon motor ag", within("0.05"), within(PRIOR)),
    ],
)
def test_a_known_maker_says_what_is_likely_and_excludes_nothing(
    maker: str, article: Estimate, material: Estimate
) -> None:
    found = find(MOTOR, manufacturer=maker)
    assert (found.article, found.material, found.basis) == (article, material, "maker")


def test_a_distributor_says_nothing_on_origin_and_a_maker_that_supplies_does() -> None:
    sold = find(MOTOR, supplier="Mouser")
    assert sold.basis == "prior"
    assert [e.signal for e in sold.evidence if e.field == "supplier"] == ["seller"]
    assert find(MOTOR, supplier="Ningbo Yunsheng").basis == "maker"
    assert find(MOTOR, supplier="Ningbo Yunsheng", manufacturer="Nobody Knows Ltd").basis == "prior"


def test_the_owner_is_carried_along_and_is_no_origin() -> None:
    owned = next(m for m in CATALOG.makers if m.owner_country == "CN" and m.brand_tells_origin == "mostly")
    found = find(MOTOR, manufacturer=owned.name)
    assert (found.owner_country, found.countries) == ("CN", ())
    assert found.article.likely == Decimal("0.05")


def test_a_hint_in_the_text_counts_where_the_column_is_silent() -> None:
    found = find(description="Magnet, Made in P.R.C.")
    assert (found.article, found.basis, found.countries) == (YES, "stated", ("CN",))
    assert found.evidence[0].field == "description"
    assert find(description="Magnet, Made in P.R.C.", country_of_origin="Japan").countries == ("JP",)


def test_an_unclear_cell_is_said_to_be_so() -> None:
    found = find(country_of_origin="various")
    assert (found.basis, found.article.low, found.article.high) == ("prior", 0, 1)
    assert [e.signal for e in found.evidence][:1] == ["origin-unclear"]


def test_hong_kong_counts_where_the_user_says_so() -> None:
    assert find(country_of_origin="Hong Kong", count_hk_mo=True).article == YES
    assert find(country_of_origin="Taiwan", count_hk_mo=True).article == NO
    assert find(country_of_origin="China, Macau", count_hk_mo=True).article == YES


def test_what_the_user_assumes_goes_before_what_the_line_states() -> None:
    found = find(MOTOR, assume=('origin:"Acme"=DE',), country_of_origin="China", manufacturer="ACME")
    assert (found.article, found.material, found.basis, found.countries) == (NO, NO, "declared", ("DE",))
    assert find(MOTOR, assume=('origin:"Acme"=DE',), country_of_origin="China").article == YES
    with pytest.raises(UsageError, match="names no country"):
        find(assume=('origin:"Acme"=Nowhere',))


def test_equal_evidence_gives_the_same_object() -> None:
    lines = [line(row=k, country_of_origin="China", manufacturer="Acme") for k in (2, 3)]
    first, second = find_origins(lines, [(), ()], CATALOG, ScanOptions(as_of=date(2025, 12, 15)))
    assert first is second
