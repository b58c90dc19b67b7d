"""Assemblies, the 0.1 % rule, currencies, what-ifs: whole bills worked by hand from docs/value.md."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from scanner.estimate import Estimate
from tests.factory import estimate
from tests.value.bills import ER, GOODS_WORLD, PACK, SMCO, STEEL, TREE, Bill, chinese, codes, row, share


@pytest.fixture
def bill(tmp_path: Path) -> Bill:
    return Bill(tmp_path)


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
    assert found.lines[2].line.reason == "it stands in row 3, which is not fitted"
    assert found.coverage.matched == 0


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
