"""Origins, verdicts, missing prices, quantities: whole bills worked by hand from docs/value.md."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from scanner.bom import Money
from scanner.estimate import Estimate
from tests.factory import estimate
from tests.value.bills import ER, ERBIUM_WORLD, GOODS_WORLD, STEEL, Bill, chinese, codes, prior, row, share


@pytest.fixture
def bill(tmp_path: Path) -> Bill:
    return Bill(tmp_path)


# ------------------------------------------------------------------ origin


@pytest.mark.parametrize(
    ("written", "article"),
    [
        ("CN", ("1", "1", "1")),
        ("P.R. China", ("1", "1", "1")),
        ("VR China", ("1", "1", "1")),
        ("中国", ("1", "1", "1")),
        ("DE", ("0", "0", "0")),
        ("EU", ("0", "0", "0")),
        ("JP, MY", ("0", "0", "0")),
        ("non-China", ("0", "0", "0")),
        ("Taiwan, China", ("0", "0", "0")),
        ("Hong Kong SAR", ("0", "0", "0")),
        ("Macau", ("0", "0", "0")),
        ("CN/DE", ("0", "0.5", "1")),
        ("China, Vietnam or Malaysia", ("0", f"{Decimal(1) / 3}", "1")),
        ("CN, CN, DE", ("0", "0.5", "1")),
    ],
)
def test_a_stated_origin_of_a_line_that_is_the_material(bill: Bill, written: str, article: tuple[str, ...]) -> None:
    found = bill(f'1;C-1;{ER};2;pcs;50;"{written}"\n2;H-1;{STEEL};1;pcs;900;DE')
    low, likely, high = (Decimal(x) for x in article)
    line = row(found, 2)
    assert line.origins.basis == "stated"
    part = line.origins.article
    assert part.likely is not None
    assert abs(part.likely - likely) < Decimal("1e-20")
    assert (part.low, part.high) == (low, high)
    assert line.contribution.low == 100 * low
    assert line.contribution.high == 100 * high
    assert abs((line.contribution.likely or 0) - 100 * likely) < Decimal("1e-15")


@pytest.mark.parametrize("written", ["", "various", "diverse", "see CoO", "import", "n/a", "tbd"])
def test_no_country_is_the_world_share_of_the_material(bill: Bill, written: str) -> None:
    found = bill(f"1;C-1;{ER};2;pcs;50;{written}\n2;H-1;{STEEL};1;pcs;900;DE")
    assert row(found, 2).contribution == Estimate(Decimal(0), 100 * ERBIUM_WORLD, Decimal(100))
    assert row(found, 2).origins.basis == "prior"
    assert chinese(found).high == 100


def test_an_unstated_line_that_matches_nothing_has_the_share_of_manufactured_goods(bill: Bill) -> None:
    found = bill(f"1;H-1;{STEEL};1;pcs;100;\n2;H-2;{STEEL} B;1;pcs;100;DE")
    assert chinese(found) == Estimate(Decimal(0), 100 * GOODS_WORLD, Decimal(100))


def test_hong_kong_and_macau_count_only_where_asked(bill: Bill) -> None:
    rows = (
        f"1;C-1;{ER};1;pcs;10;Hong Kong\n2;C-2;{ER};1;pcs;20;Macao\n3;C-3;{ER};1;pcs;40;Taiwan\n4;H;{STEEL};1;pcs;30;DE"
    )
    assert share(bill(rows)).numerator.is_zero
    counted = bill(rows, count_hk_mo=True)
    assert share(counted).numerator == estimate("30", "30", "30")
    assert row(counted, 2).origins.countries == ("HK",)


def test_what_a_motor_holds_has_an_origin_of_its_own(bill: Bill) -> None:
    found = bill("1;M-1;Outrunner motor 5010 360KV;1;pcs;60;DE\n2;M-2;Outrunner motor 5010 360KV;1;pcs;60;CN")
    world = prior("magnet/NdFeB sintered magnets/sintered magnet/2024")
    german, chinese_ = row(found, 2).origins, row(found, 3).origins
    assert german.article.is_zero
    assert german.material == Estimate(Decimal(0), world, Decimal(1))
    assert (chinese_.article, chinese_.material) == (estimate("1", "1", "1"), estimate("0", "0.98", "1"))


MAKERS = "Pos;Part number;Description;Manufacturer;Supplier;Qty;Unit price [EUR];Country of origin"


@pytest.mark.parametrize(
    ("maker", "likely"),
    [
        ("Faulhaber", "0.05"), ("Dr. Fritz Faulhaber GmbH & Co. KG", "0.05"), ("福尔哈贝", "0.05"),
        ("Nidec Corp.", "0.5"), ("日本电产", "0.5"), ("T-Motor", "0.95"),
    ],
)  # fmt: skip
def test_a_known_maker_says_where_it_may_be_made(bill: Bill, maker: str, likely: str) -> None:
    found = bill(f"1;H-1;{STEEL};{maker};;1;100;\n2;H-2;{STEEL};;;1;100;DE", MAKERS)
    line = row(found, 2)
    assert (line.origins.basis, line.origins.article) == ("maker", estimate("0", likely, "1"))


@pytest.mark.parametrize(
    ("maker", "supplier"), [("", "Digi-Key"), ("Mouser", ""), ("", "Faulhaber"), ("Acme", "T-Motor")]
)
def test_who_sells_a_line_says_nothing_of_where_it_was_made(bill: Bill, maker: str, supplier: str) -> None:
    line = row(bill(f"1;H-1;{STEEL};{maker};{supplier};1;100;\n2;H-2;{STEEL};;;1;100;DE", MAKERS), 2)
    if (maker, supplier) != ("", "Faulhaber"):  # a maker in the supplier column, with no maker named, is the maker
        assert line.origins.article.likely == GOODS_WORLD


def test_a_stated_origin_goes_before_what_is_known_of_the_maker(bill: Bill) -> None:
    found = bill(f"1;H-1;{STEEL};T-Motor;;1;100;Germany\n2;H-2;{STEEL};Faulhaber;;1;100;China", MAKERS)
    assert chinese(found) == estimate("100", "100", "100")


# ------------------------------------------------------------------ verdicts


@pytest.mark.parametrize(
    ("price", "origin", "extra", "verdict"),
    [
        ("1.00", "CN", "", "exceeds"),  # 1 of 1000: 'or more'
        ("0.999", "CN", "", "below"),
        ("1.00", "CN", f"3;S;{STEEL} B;1;pcs;;DE", "likely exceeds"),  # a dear bracket could dilute it
        ("2.00", "", "", "likely exceeds"),
        ("2.00", "CN, DE, JP", "", "may exceed"),  # a third of 2 is 0.67
        ("", "CN", "", "undetermined"),
        ("0.50", "CN", f"3;C-2;{ER};1;pcs;TBD;CN", "undetermined"),
        ("", "DE", "", "below"),  # no price, and not Chinese whatever it costs
    ],
)
def test_the_verdict_on_a_thousand(bill: Bill, price: str, origin: str, extra: str, verdict: str) -> None:
    rest = 1000 - Decimal(price or 0)
    found = bill(f'1;C-1;{ER};1;pcs;{price};"{origin}"\n2;H;{STEEL};1;pcs;{rest};DE\n{extra}')
    assert share(found).verdict == verdict


def test_what_unpriced_lines_would_have_to_be_worth_to_turn_the_verdict(bill: Bill) -> None:
    found = bill(
        f"1;C-1;{ER};1;pcs;3.00;CN\n2;H;{STEEL};1;pcs;997;DE\n3;S;{STEEL} B;4;pcs;n/a;DE\n4;T;Label;1;pcs;-;DE"
    )
    assert share(found).turning_point == 2000  # 3 is 0.1 % of 3000
    assert (share(found).verdict, share(found).denominator.low) == ("likely exceeds", 1000)
    assert {("price-missing", 4), ("price-missing", 5), ("unpriced-turning-point", None)} <= codes(found)


def test_the_users_threshold(bill: Bill) -> None:
    rows = f"1;C-1;{ER};1;pcs;0.60;CN\n2;H;{STEEL};1;pcs;999.40;DE"
    assert share(bill(rows)).verdict == "below"
    assert share(bill(rows, threshold=Decimal("0.0006"))).verdict == "exceeds"


def test_nothing_listed_is_below_and_has_no_headline(bill: Bill) -> None:
    found = bill(f"1;H;{STEEL};1;pcs;10;CN")
    assert (share(found).verdict, found.headline) == ("below", None)


# ------------------------------------------------------------------ missing prices and quantities


@pytest.mark.parametrize("price", ["", "-", "TBD", "0", "0.00", "n/a", "on request", "auf Anfrage"])
def test_a_price_that_is_none_is_missing(bill: Bill, price: str) -> None:
    found = bill(f"1;C-1;{ER};1;pcs;{price};CN\n2;H;{STEEL};1;pcs;10;DE")
    assert row(found, 2).extended_cost is None
    assert share(found).numerator == estimate("0", None, None)
    assert ("price-missing", 2) in codes(found)


@pytest.mark.parametrize("quantity", ["", "AR", "n. B.", "as required", "nach Bedarf"])
def test_a_quantity_that_is_none_is_never_one(bill: Bill, quantity: str) -> None:
    found = bill(f"1;C-1;{ER};{quantity};pcs;5;CN\n2;H;{STEEL};1;pcs;10;DE")
    assert (row(found, 2).extended_quantity, row(found, 2).extended_cost) == (None, None)
    assert ("quantity-missing", 2) in codes(found)
    assert share(found).numerator.high is None


def test_a_quantity_of_nothing_counts_nothing(bill: Bill) -> None:
    found = bill(f"1;C-1;{ER};0;pcs;5;CN\n2;H;{STEEL};1;pcs;10;DE")
    assert row(found, 2).extended_cost == 0
    assert share(found).numerator.is_zero


def test_what_is_negative_is_a_data_error_and_out_of_the_sums(bill: Bill) -> None:
    found = bill(f"1;C-1;{ER};-2;pcs;5;CN\n2;C-2;{ER};1;pcs;-5;CN\n3;H;{STEEL};1;pcs;10;DE")
    assert found.product_value.amount == 10
    assert [(x.line.bin, x.line.exclusion) for x in found.lines[:2]] == [("excluded", "data-error")] * 2
    errors = {n.code: n for n in found.notes if n.severity == "error"}
    assert (errors["negative-quantity"].row, errors["negative-price"].row) == (2, 3)
    assert all(errors[c].column for c in ("negative-quantity", "negative-price"))


def test_a_stated_value_bounds_what_unpriced_lines_share(bill: Bill) -> None:
    unpriced = f"1;C-1;{ER};1;pcs;;CN\n2;C-2;{ER} fine;1;pcs;;CN\n3;S;Bracket;1;pcs;;CN\n"
    rows = f"{unpriced}4;H;{STEEL};1;pcs;900;DE\n5;K;Cable;1;pcs;97;DE"
    found = bill(rows, product_value=Money(Decimal(1000), "EUR"))
    assert share(found).numerator == estimate("0", None, "3")
    assert share(found).verdict == "may exceed"
    assert chinese(found) == estimate("0", "0", "3")
    low = bill(rows, product_value=Money(Decimal("997.5"), "EUR"))
    assert (share(low).numerator, share(low).verdict) == (estimate("0", None, "0.5"), "below")
    short = bill(rows, product_value=Money(Decimal(900), "EUR"))
    assert share(short).numerator.is_zero
    assert ("value-below-lines", None) in codes(short)


def test_free_issue_is_nothing_unless_it_matches(bill: Bill) -> None:
    head = "Pos;Part number;Description;Qty;Unit price [EUR];Country of origin;Remark"
    found = bill(
        f"1;C;{ER};1;0;CN;free issue\n2;K;Cable;3;0;CN;free issue, customer furnished\n3;H;{STEEL};1;10;DE;", head
    )
    assert (row(found, 2).extended_cost, row(found, 3).extended_cost) == (None, 0)
    assert share(found).numerator == estimate("0", None, None)
    assert [n.severity for n in found.notes if n.row == 3] == ["info"]


# ------------------------------------------------------------------ quantities, units, prices


@pytest.mark.parametrize(
    ("head", "cells", "cost"),
    [
        ("Qty;Unit;Price per kg [EUR]", "250;g;180", "45"),
        ("Qty;Unit;Price;Price unit", "2500;mm;1.60;m", "4"),
        ("Qty;Unit;Price per 100 [EUR]", "40;pcs;18.50", "7.40"),
        ("Qty;Unit;Price [EUR];per", "40;pcs;18.50;100", "7.40"),
        ("Qty;Unit;Price [EUR]", "40;pcs;4.50 / 100", "1.80"),
        ("Qty;Unit;Price [EUR]", "3;pcs;1.05", "3.15"),
        ("Qty;Unit;Preis pro 1000 Stk [EUR]", "8;Stk;12", "0.096"),
        ("Qty;Unit;Total [EUR]", "4;pcs;10", "10"),
        ("Qty;Unit;Price [EUR];Total [EUR]", "4;pcs;85;430", "340"),
        ("Qty;Unit;Price [EUR];Total [EUR]", "4;pcs;;430", "430"),
        ("Qty;Unit;Price;Price unit", "3;pcs;4.20;m", None),
        ("Qty;Unit;Price;Price unit", "0.5;l;9;kg", None),
    ],
)
def test_what_a_line_costs(bill: Bill, head: str, cells: str, cost: str | None) -> None:
    blank = ";" * head.count(";")
    found = bill(f"1;{ER};CN;{cells}\n2;{STEEL};DE;1;pcs;1{blank[2:]}", f"Pos;Description;Country of origin;{head}")
    assert row(found, 2).extended_cost == (None if cost is None else Decimal(cost))


def test_a_pack_in_the_text_changes_no_price(bill: Bill) -> None:
    found = bill(f"1;C-1;{ER}, pack of 10;3;packs;20;CN\n2;H;{STEEL};1;pcs;40;DE")
    assert row(found, 2).extended_cost == 60
    assert share(found).share == estimate("0.6", "0.6", "0.6")


def test_costs_that_are_no_parts_are_listed_and_count_nothing(bill: Bill) -> None:
    found = bill(
        f"1;C-1;{ER};1;pcs;1;CN\n2;H;{STEEL};1;pcs;99;DE\n3;;Freight and packing;1;pcs;50;CN\n4;;VAT 19 %;1;pcs;28;\n"
        "5;;Assembly labour;2;h;60;DE\n6;;Tooling cost;1;pcs;500;CN"
    )
    assert found.product_value.amount == 100
    assert {x.line.exclusion for x in found.lines[2:]} == {"freight", "tax", "labour", "one-off"}
    assert all(x.line.reason for x in found.lines[2:])
    assert chinese(found) == estimate("1", "1", "1")
