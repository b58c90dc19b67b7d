"""Whole bills as a company writes them, each with its answer worked by hand from docs/value.md.

The controlled lines are erbium oxide (listed, the line is the material), samarium-cobalt magnets (listed, and items
of Part 2), the extractant P507 and lithium-ion packs of 320 Wh/kg, so that no share of the catalog enters.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scanner.bom import Money
from scanner.catalog.load import load
from scanner.estimate import Estimate
from scanner.exposure import scan_file
from scanner.findings import Exposure, Fraction, LineFinding
from scanner.options import ScanOptions
from tests.factory import estimate

HEAD = "Pos;Part number;Description;Qty;Unit;Unit price [EUR];Country of origin"
TREE = "Level;Part number;Description;Qty;Unit price [EUR];Country of origin"
DAY = date(2025, 12, 15)
ER = "Erbium oxide Er2O3 powder 99.9 %"
SMCO = "SmCo magnet Sm2Co17, ground"
PACK = "Li-ion battery pack 320 Wh/kg"
STEEL = "Steel housing, machined"


class Bill:
    """Scans a bill that a test writes out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, rows: str, head: str = HEAD, **options: Any) -> Exposure:
        path = self.folder / "bill.csv"
        lines = [x.strip() for x in rows.strip().splitlines()]
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return scan_file(path, ScanOptions(as_of=DAY, **options), load())


@pytest.fixture
def bill(tmp_path: Path) -> Bill:
    return Bill(tmp_path)


def row(found: Exposure, number: int) -> LineFinding:
    return next(x for x in found.lines if x.line.source.row == number)


def share(found: Exposure, kind: str = "controlled", scope: str = "product", **wanted: Any) -> Fraction:
    wanted = {"measures": "all", "reading": None, **wanted}
    (one,) = (
        f
        for f in found.fractions
        if f.kind == kind and f.scope == scope and all(getattr(f, k) == v for k, v in wanted.items())
    )
    return one


def chinese(found: Exposure) -> Estimate:
    return share(found, "chinese_origin").numerator


def codes(found: Exposure) -> set[tuple[str, int | None]]:
    return {(n.code, n.row) for n in found.notes}


def prior(name: str) -> Decimal:
    found = load().priors[name].china_share_likely
    assert found is not None
    return found


ERBIUM_WORLD = prior("erbium/erbium oxide/separation/2024")
GOODS_WORLD = prior("other/manufactured goods, all/manufacturing value added/2023")


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
        ("Faulhaber", "0.05"), ("Dr. Fritz Faulhaber GmbH & Co. KG", "0.05"), ("福尔哈贝", "0.05"), ("Nidec Corp.", "0.5"),
        ("日本电产", "0.5"), ("T-Motor", "0.95"),
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
    rows = f"1;C-1;{ER};1;pcs;;CN\n2;C-2;{ER} fine;1;pcs;;CN\n3;S;Bracket;1;pcs;;CN\n4;H;{STEEL};1;pcs;997;DE"
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
    assert ("price-missing", 3) not in codes(found)


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


# ------------------------------------------------------------------ assemblies


def test_an_assemblys_value_is_counted_once_and_its_surplus_is_of_its_own_origin(bill: Bill) -> None:
    rows = f"""0;P;Product;1;;
        1;A;Module;2;100;CN
        2;C;{ER};3;4;CN
        2;D;{STEEL};1;50;DE
        1;E;Cover;1;40;DE"""
    found = bill(rows, TREE)
    # two modules of 100; in each 12 of erbium, 50 of steel and 38 of work in China
    assert (found.product_value.amount, row(found, 3).value_added) == (240, 76)
    assert chinese(found) == estimate("100", "100", "100")
    assert share(found).numerator == estimate("24", "24", "24")
    assert row(found, 4).extended_quantity == 6


def test_parts_dearer_than_their_assembly_are_worth_what_they_cost(bill: Bill) -> None:
    found = bill(f"0;P;Product;1;;\n1;A;Module;1;10;DE\n2;C;{ER};3;4;CN\n1;E;Cover;1;8;DE", TREE)
    assert (found.product_value.amount, row(found, 3).value_added) == (20, 0)
    assert ("children-exceed-parent", 3) in codes(found)
    assert share(found).share == estimate("0.6", "0.6", "0.6")


def test_unpriced_parts_share_what_their_assembly_leaves_over(bill: Bill) -> None:
    rows = f"""0;P;Product;1;;
        1;A;Motor;1;20;DE
        2;C;{ER};1;;CN
        2;M;{SMCO};4;;CN
        2;D;{STEEL};1;15;DE
        1;E;Cover;1;980;DE"""
    found = bill(rows, TREE)
    assert share(found).numerator == estimate("0", None, "5")
    assert (row(found, 4).contribution.high, row(found, 5).contribution.high) == (5, 5)
    assert share(found).verdict == "may exceed"
    item = share(found, "de_minimis", "assembly:bill!3", reading="assembly")
    assert (item.numerator.high, item.denominator.low, item.verdict) == (5, 20, "may exceed")


def test_the_price_of_the_top_is_the_value_of_the_product(bill: Bill) -> None:
    found = bill(f"0;P;Product;1;1000;DE\n1;C;{ER};1;0.9;CN\n1;H;{STEEL};1;400;DE", TREE)
    assert (found.product_value.amount, found.product_value.basis) == (1000, "top_assembly")
    assert share(found).verdict == "below"


def test_figures_are_for_one_product_where_the_top_row_says_ten(bill: Bill) -> None:
    found = bill(f"0;P;Product;10;1000;DE\n1;C;{ER};2;1;CN\n1;H;{STEEL};1;400;DE", TREE)
    assert found.product_value.amount == 1000
    assert share(found).numerator == estimate("2", "2", "2")


def test_several_priced_tops_are_the_product_together(bill: Bill) -> None:
    rows = f"0;P;Unit A;1;300;DE\n1;C;{ER};1;1;CN\n0;Q;Unit B;1;700;DE\n1;H;{STEEL};1;40;DE"
    found = bill(rows, TREE)
    assert (found.product_value.amount, found.product_value.basis) == (1000, "top_assembly")
    assert share(found).verdict == "exceeds"


def test_work_of_no_stated_origin_is_of_the_users_own_country(bill: Bill) -> None:
    rows = f"0;P;Product;1;100;\n1;H;{STEEL};1;40;DE"
    assert chinese(bill(rows, TREE)) == Estimate(Decimal(0), 60 * GOODS_WORLD, Decimal(60))
    assert chinese(bill(rows, TREE, own_country="NO")).is_zero
    assert chinese(bill(rows, TREE, own_country="CN")) == estimate("60", "60", "60")


def test_a_listed_assembly_counts_as_a_whole_and_its_parts_add_nothing(bill: Bill) -> None:
    cell = "Li-ion cell 21700 320 Wh/kg"
    rows = f"0;P;Product;1;;\n1;B;{PACK};2;500;CN\n2;C;{cell};10;30;CN\n1;H;{STEEL};1;1000;DE"
    found = bill(rows, TREE)
    assert share(found).numerator == estimate("1000", "1000", "1000")
    elsewhere = bill(rows.replace("500;CN", "500;DE"), TREE)
    assert share(elsewhere).numerator == estimate("600", "600", "600")  # its Chinese cells


def test_a_phantom_costs_nothing_and_lets_its_parts_through(bill: Bill) -> None:
    head = "Level;Part number;Description;Type;Qty;Unit price [EUR];Country of origin"
    found = bill(f"0;P;Product;make;1;;\n1;F;Kit;phantom;3;99;DE\n2;C;{ER};;2;5;CN\n1;H;{STEEL};buy;1;70;DE", head)
    assert found.product_value.amount == 100
    assert share(found).numerator == estimate("30", "30", "30")
    assert not any(f.scope == "assembly:bill!3" for f in found.fractions)


def test_what_is_not_fitted_counts_nothing_with_all_its_parts(bill: Bill) -> None:
    head = "Level;Part number;Description;Qty;Unit price [EUR];Country of origin;Remark"
    rows = f"0;P;Product;1;;;\n1;A;Module;1;50;CN;DNP\n2;C;{ER};1;9;CN;\n1;H;{STEEL};1;70;DE;"
    found = bill(rows, head)
    assert found.product_value.amount == 70
    assert share(found).numerator.is_zero
    assert [x.line.exclusion for x in found.lines[1:3]] == ["not-fitted", "not-fitted"]


def test_an_alternate_counts_nothing_and_is_named_where_it_would_turn_the_verdict(bill: Bill) -> None:
    head = "Pos;Part number;Description;Qty;Unit price [EUR];Country of origin;Remark"
    rows = f"10;C-1;{ER};1;0.5;DE;\n;C-2;{ER};1;2;CN;Alternate to C-1\n20;H;{STEEL};1;999.5;DE;"
    found = bill(rows, head)
    assert found.product_value.amount == 1000
    assert share(found).verdict == "below"
    assert row(found, 3).line.exclusion == "alternate"
    assert any(n.code == "alternate" and n.severity == "warning" and n.row == 3 for n in found.notes)


# ------------------------------------------------------------------ the 0.1 % rule


def test_the_three_readings_of_one_rotor(bill: Bill) -> None:
    rows = f"""0;P;Product;1;10000;DE
        1;R;Rotor;1;200;DE
        2;M;{SMCO};4;5;CN
        1;C;{ER};1;3;CN
        1;H;{STEEL};1;9000;DE"""
    found = bill(rows, TREE)
    product = share(found, "de_minimis", reading="product")
    assert (product.numerator, product.denominator.low) == (estimate("23", "23", "23"), 10000)
    magnets = share(found, "de_minimis", "assembly:bill!3", reading="assembly")
    assert (magnets.numerator, magnets.share) == (estimate("20", "20", "20"), estimate("0.1", "0.1", "0.1"))
    assert share(found, "de_minimis", reading="assembly").numerator == estimate("20", "20", "20")
    text = share(found, "de_minimis", "assembly:bill!3", reading="text").share
    assert text is not None
    assert text.high is not None
    assert text.high <= Decimal("0.1")  # the samarium is a part of the magnet
    assert not any(f.scope == "line:bill!4" for f in found.fractions)  # the magnet is Chinese: limb 3
    assert found.headline is not None
    assert (found.headline.scope, found.headline.reading) == ("assembly:bill!3", "assembly")
    only = bill(rows, TREE, reading="product").headline
    assert only is not None
    assert only.reading == "product"


def test_limb_three_catches_what_is_of_chinese_origin_whatever_its_value(bill: Bill) -> None:
    found = bill(
        f"1;M;{SMCO};1;pcs;0.01;CN\n2;N;{SMCO} B;1;pcs;0.01;JP\n3;O;{SMCO} C;1;pcs;0.01;\n4;H;{STEEL};1;pcs;999;DE"
    )
    said = {x.line.part_number: {i.certainty for i in x.limbs if i.limb == "limb-3-origin"} for x in found.lines}
    assert (said["M"], said["N"], said["O"]) == ({"documented"}, set(), {"likely"})


def test_an_item_without_a_price_has_no_share(bill: Bill) -> None:
    found = bill(f"1;M;{SMCO};1;pcs;;JP\n2;H;{STEEL};1;pcs;999;DE")
    item = share(found, "de_minimis", "line:bill!2", reading="text")
    assert (item.share, item.verdict) == (None, "undetermined")


def test_a_reading_without_an_item_has_no_headline(bill: Bill) -> None:
    found = bill(f"1;C-1;{ER};1;pcs;5;CN\n2;H;{STEEL};1;pcs;99;DE", reading="assembly")
    assert found.headline is None


# ------------------------------------------------------------------ currencies

MIXED = "Pos;Description;Qty;Unit price;Currency;Country of origin"


def test_the_users_rates_directly_and_inversely(bill: Bill, tmp_path: Path) -> None:
    table = tmp_path / "rates.csv"
    table.write_text("from,to,rate,date,source\nUSD,EUR,0.5,2025-12-01,treasury\nEUR,JPY,200,,\n", encoding="utf-8")
    rows = f"1;{ER};2;10;USD;CN\n2;{STEEL};1;30;EUR;DE\n3;{STEEL} B;1;9000;JPY;JP\n4;{STEEL} C;1;15;EUR;DE"
    found = bill(rows, MIXED, rates=table)
    assert (found.currency, found.product_value.amount) == ("EUR", 100)  # 10 + 30 + 45 + 15
    assert share(found).share == estimate("0.1", "0.1", "0.1")


def test_reference_rates_of_the_day_and_a_currency_without_one(bill: Bill) -> None:
    rows = f"1;{ER};1;10;USD;CN\n2;{STEEL};1;30;EUR;DE\n3;{STEEL} B;1;9000;TWD;TW\n4;{STEEL} C;1;15;EUR;DE"
    found = bill(rows, MIXED)
    assert ("currency-unknown", 4) in {(n.code, n.row) for n in found.notes if n.severity == "error"}
    assert row(found, 4).extended_cost is None
    (rate,) = [a for a in found.assumptions if a.id == "rate:USD/EUR"]
    assert "2025-12-15" in rate.value
    per_euro = Decimal(rate.value.split(" = ")[1].split(" ")[0])
    assert abs((row(found, 2).extended_cost or 0) - 10 / per_euro) < Decimal("1e-20")


def test_a_bill_without_a_currency_is_in_one_of_no_name(bill: Bill) -> None:
    found = bill(f"1;{ER};1;1;CN\n2;{STEEL};1;999;DE", "Pos;Description;Qty;Unit price;Country of origin")
    assert (found.currency, share(found).verdict) == ("XXX", "exceeds")


# ------------------------------------------------------------------ what if


def test_assumptions_in_flags_and_what_they_met(bill: Bill) -> None:
    rows = f"1;C-1;{ER};1;pcs;;Acme Ltd\n2;H;{STEEL};1;pcs;90;DE"
    head = "Pos;Part number;Description;Qty;Unit;Unit price [EUR];Manufacturer"
    rows = f"1;C-1;{ER};2;pcs;;Acme\n2;H;{STEEL};1;pcs;90;Berger"
    found = bill(rows, head, assume=('origin:"acme"=CN', 'price:"C-1"=5', 'origin:"Berger"=DE', 'price:"none"=1'))
    assert share(found).share == estimate("0.1", "0.1", "0.1")
    met = {a.value: a.lines for a in found.assumptions if a.id.startswith("assume:")}
    assert met == {'origin:"acme"=CN': 1, 'price:"C-1"=5': 1, 'origin:"Berger"=DE': 1, 'price:"none"=1': 0}
