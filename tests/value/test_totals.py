"""Totals that the file states."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.bom import Money, SourceRef, StatedTotal
from tests.factory import line
from tests.value.helpers import GERMANY, Row, value


def total(row: int, amount: str, sheet: str = "BOM") -> StatedTotal:
    return StatedTotal(money=Money(Decimal(amount), "EUR"), source=SourceRef(0, sheet, row, "G"))


ROWS: list[Row] = [
    (line(2, quantity="2", price="10"), (), GERMANY),
    (line(3, price="5.005"), (), GERMANY),
    (line(5, price="75"), (), GERMANY),
    (line(7, price="8", bin="excluded", exclusion="freight"), (), GERMANY),
    (line(8, extended_price=Money(Decimal("20.52"), "EUR"), bin="excluded", exclusion="tax"), (), GERMANY),
]


@pytest.mark.parametrize(
    ("stated", "differs"),
    [
        ((total(4, "25.01"), total(6, "100.01")), []),
        ((total(4, "25.01"), total(6, "75.00")), []),
        ((total(9, "128.53"),), []),
        ((total(9, "100.01"),), []),
        ((total(9, "101.00"),), [9]),
        ((total(4, "26.00"), total(9, "128.53")), [4]),
    ],
)
def test_a_total_is_a_section_a_sheet_or_the_file_with_or_without_tax(
    stated: tuple[StatedTotal, ...], differs: list[int]
) -> None:
    found = value(ROWS, given={"stated_totals": stated})
    assert [n.row for n in found.notes if n.code == "total-differs"] == differs
    assert found.product_value.amount == Decimal("100.005")


def test_the_total_of_an_assembly_sheet_is_for_one_of_it() -> None:
    rows: list[Row] = [
        (line(2, quantity="3", bin="assembly", level=1), (), GERMANY),
        (line(3, price="10", parent="BOM!2", source=SourceRef(0, "Part", 3)), (), GERMANY),
    ]
    found = value(rows, given={"stated_totals": (total(4, "10", "Part"),)})
    assert [n.code for n in found.notes if n.code == "total-differs"] == []
