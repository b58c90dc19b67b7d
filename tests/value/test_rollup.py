"""Quantities for one product, and each value counted once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.bom import Money, Quantity
from tests.factory import estimate, line
from tests.value.helpers import CELL, CHINA, ERBIUM, GERMANY, SMCO, UNKNOWN, codes, fraction, motor, value

ASSEMBLY = {"bin": "assembly", "level": 1}


def part(row: int, parent: int = 2, **given: object) -> object:
    return line(row, parent=f"BOM!{parent}", level=2, **given)  # type: ignore[arg-type]


def test_quantities_multiply_down_the_tree() -> None:
    found = value([
        (line(2, quantity="2", **ASSEMBLY), (), GERMANY),
        (part(3, quantity="3", bin="assembly"), (), GERMANY),
        (line(4, quantity="4", price="0.05", parent="BOM!3", level=3), SMCO, CHINA),
        (line(5, price="1000"), (), GERMANY),
    ])  # fmt: skip
    assert [x.extended_quantity for x in found.lines] == [2, 6, 24, 1]
    assert found.lines[2].extended_cost == Decimal("1.20")
    assert found.product_value.amount == Decimal("1001.20")


def test_figures_are_for_one_product_whatever_the_top_row_says() -> None:
    found = value([
        (line(2, quantity="10", price="50", bin="assembly", level=0), (), GERMANY),
        (part(3, quantity="2", price="5"), ERBIUM, CHINA),
    ])  # fmt: skip
    assert [x.extended_quantity for x in found.lines] == [1, 2]
    assert (found.product_value.amount, found.product_value.basis) == (50, "top_assembly")
    assert fraction(found).share == estimate("0.2", "0.2", "0.2")


def test_quantities_for_several_products_are_divided_exactly() -> None:
    found = value([(line(2, quantity="3", price="1"), (), GERMANY)], given={"product_quantity": Decimal(3)})
    assert (found.lines[0].extended_quantity, found.product_value.amount) == (1, 1)


def test_an_assembly_is_worth_its_price_and_its_parts_are_not_added_to_it() -> None:
    found = value([
        (line(2, quantity="2", price="100", **ASSEMBLY), (), GERMANY),
        (part(3, price="30"), (), CHINA),
        (line(4, price="50"), (), GERMANY),
    ])  # fmt: skip
    assert found.product_value.amount == 250
    assert (found.lines[0].extended_cost, found.lines[0].value_added) == (200, 140)
    assert fraction(found, "chinese_origin").numerator == estimate("60", "60", "60")


def test_parts_dearer_than_their_assembly_count_and_are_a_warning() -> None:
    found = value([
        (line(2, price="62", **ASSEMBLY), (), GERMANY),
        (part(3, price="71.50"), (), GERMANY),
        (line(4, price="1"), (), GERMANY),
    ])  # fmt: skip
    assert found.product_value.amount == Decimal("72.50")
    assert found.lines[0].value_added == 0
    assert codes(found) == [("children-exceed-parent", 2)]


def test_value_added_is_of_the_assemblys_origin_or_the_users_own_country() -> None:
    rows = [
        (line(2, price="100", **ASSEMBLY), (), UNKNOWN),
        (part(3, price="40"), (), GERMANY),
        (line(4, price="1"), (), GERMANY),
    ]
    assert fraction(value(rows), "chinese_origin").numerator == estimate("0", None, "60")
    assert fraction(value(rows, own_country="NO"), "chinese_origin").numerator == estimate("0", "0", "0")
    assert fraction(value(rows, own_country="CN"), "chinese_origin").numerator == estimate("60", "60", "60")


def test_a_phantoms_price_counts_nothing_and_its_parts_pass_through() -> None:
    found = value([
        (line(2, quantity="2", price="260", phantom=True, **ASSEMBLY), (), UNKNOWN),
        (part(3, price="10"), (), CHINA),
        (line(4, price="80"), (), GERMANY),
    ])  # fmt: skip
    assert found.product_value.amount == 100
    assert fraction(found, "chinese_origin").numerator == estimate("20", "20", "20")
    assert not [c for c, _ in codes(found) if c == "price-missing"]


def test_what_is_not_fitted_counts_nothing_and_neither_does_what_it_holds() -> None:
    found = value([
        (line(2, price="9", bin="excluded", exclusion="not-fitted"), SMCO, CHINA),
        (part(3, price="9"), SMCO, CHINA),
        (line(4, price="80"), (), GERMANY),
    ])  # fmt: skip
    assert found.product_value.amount == 80
    assert fraction(found).numerator.is_zero
    assert not [f for f in found.fractions if f.kind == "de_minimis"]


def test_a_listed_assembly_counts_as_a_whole_and_nothing_beneath_adds_to_it() -> None:
    found = value([
        (line(2, quantity="2", price="1150", **ASSEMBLY), CELL, CHINA),
        (part(3, quantity="56", price="4.50"), CELL, CHINA),
        (part(4, price="138"), (), GERMANY),
        (line(5, price="2700"), (), GERMANY),
    ])  # fmt: skip
    assert fraction(found).numerator == estimate("2300", "2300", "2300")
    assert [x.contribution.low for x in found.lines] == [2300, 0, 0, 0]


def test_a_listed_assembly_made_elsewhere_still_counts_its_chinese_parts() -> None:
    found = value([
        (line(2, price="1000", **ASSEMBLY), CELL, GERMANY),
        (part(3, quantity="10", price="50"), CELL, CHINA),
        (line(4, price="1000"), (), GERMANY),
    ])  # fmt: skip
    assert fraction(found).numerator == estimate("500", "500", "500")
    assert [x.contribution.low for x in found.lines] == [500, 0, 0]


def test_beneath_a_listed_assembly_other_totals_count_their_own_rows() -> None:
    found = value([
        (line(2, price="1000", **ASSEMBLY), CELL, CHINA),
        (part(3, price="7"), ERBIUM, CHINA),
        (line(4, price="1000"), (), GERMANY),
    ])  # fmt: skip
    assert fraction(found).numerator == estimate("1000", "1000", "1000")
    assert fraction(found, scope="group:erbium").numerator == estimate("7", "7", "7")


def test_an_assembly_that_contains_gives_way_to_the_part_that_accounts_for_it() -> None:
    holds = motor(estimate("0.1", "0.2", "0.3"))
    with_part = value([
        (line(2, price="100", **ASSEMBLY), holds, GERMANY),
        (part(3, price="4"), SMCO, CHINA),
        (line(4, price="100"), (), GERMANY),
    ])  # fmt: skip
    assert fraction(with_part).numerator == estimate("4", "4", "4")
    assert with_part.lines[0].verdict == "contains"
    origin = UNKNOWN
    without = value([
        (line(2, price="100", **ASSEMBLY), holds, origin),
        (part(3, price="85"), (), GERMANY),
        (line(4, price="100"), (), GERMANY),
    ])  # fmt: skip
    assert fraction(without).numerator == estimate("0", None, "15")  # 30 % of its price, at most its value added


@pytest.mark.parametrize(
    ("given", "cost"),
    [
        ({"quantity": "4", "price": "85", "extended_price": Money(Decimal(430), "EUR")}, "340"),
        ({"quantity": "4", "extended_price": Money(Decimal(10), "EUR")}, "10"),
        ({"quantity": "250 g", "price": "180", "price_per": Quantity(Decimal(1), "kg")}, "45"),
        ({"quantity": "40", "price": "18.50", "price_per": Quantity(Decimal(100))}, "7.40"),
        ({"quantity": "3", "price": "1", "price_per": Quantity(Decimal(3))}, "1"),
        ({"quantity": "0", "price": None}, "0"),
        ({"quantity": None, "price": "5"}, None),
        ({"quantity": "3 piece", "price": "4.20", "price_per": Quantity(Decimal(1), "m")}, None),
    ],
)
def test_what_a_row_costs(given: dict[str, object], cost: str | None) -> None:
    found = value([(line(2, **given), (), GERMANY), (line(3, price="1"), (), GERMANY)])  # type: ignore[arg-type]
    assert found.lines[0].extended_cost == (None if cost is None else Decimal(cost))


def test_prices_that_disagree_beyond_rounding_are_noted() -> None:
    def note(unit: str, extended: str) -> list[tuple[str, int | None]]:
        return codes(
            value([(line(2, quantity="3", price=unit, extended_price=Money(Decimal(extended), "EUR")), (), GERMANY)])
        )

    assert note("1.333", "4.00") == []
    assert note("1.33", "4.00") == []
    assert note("1.33", "4.10") == [("price-disagrees", 2)]
    assert note("85", "430") == [("price-disagrees", 2)]


def test_a_row_that_would_hold_itself_is_a_top_line_and_noted() -> None:
    found = value([
        (line(2, price="5", parent="BOM!3", **ASSEMBLY), SMCO, CHINA),
        (line(3, price="7", parent="BOM!2", **ASSEMBLY), SMCO, CHINA),
        (line(4, price="5"), (), GERMANY),
    ])  # fmt: skip
    assert found.product_value.amount == 12  # the larger of 5 and the 7 that it holds, and 5
    assert ("structure-irregular", 2) in codes(found)
