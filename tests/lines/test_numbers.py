"""Numbers and money in every spelling that people use."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.lines.designators import count
from scanner.lines.numbers import decide_mark, parse
from tests.files import as_csv, read


@pytest.mark.parametrize(
    ("text", "mark", "amount", "currency"),
    [
        ("1.234,56 €", ".", "1234.56", "EUR"), ("US$ 0.012/ea", ".", "0.012", "USD"), ("12,50", ".", "12.50", None),
        ("1 200", ".", "1200", None),
        ("1'234.50", ".", "1234.50", None), ("RMB 3", ".", "3", "CNY"), ("24元/米", ".", "24", "CNY"),
        ("1 150,00 €", ",", "1150.00", "EUR"),
        ("95,11  kr", ".", "95.11", None), ("1,234", ".", "1234", None), ("1,234", ",", "1.234", None),
        ("0,125", ".", "0.125", None),
        ("12,- €", ",", "12", "EUR"), ("(12.50)", ".", "-12.50", None), ("12,50-", ",", "-12.50", None),
        ("-3.20 EUR", ".", "-3.20", "EUR"),
        ("１５", ".", "15", None), ("₹ 12 200", ".", "12200", "INR"), ("1,00,000", ".", "100000", None),
        ("~$37/pc", ".", "37", None),
    ],
)  # fmt: skip
def test_a_price(text: str, mark: str, amount: str, currency: str | None) -> None:
    found = parse(text, mark, "price")  # type: ignore[arg-type]
    assert (found.amount, found.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text", ["", "TBD", "-", "n/a", "auf Anfrage", "待定", "?", "see quote 12/3", "$2-4/50pcs", "(buy as set)"]
)
def test_no_price_is_no_number(text: str) -> None:
    assert parse(text, ".", "price").amount is None


def test_an_error_of_the_spreadsheet_is_known() -> None:
    assert parse("#REF!", ".", "price").problem == "error"


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("2 pcs", "2", "piece"),
        ("0.5 m", "0.5", "meter"),
        ("12个", "12", "piece"),
        ("250 g", "250", "gram"),
        ("1 set", "1", "set"),
        ("3x", "3", "piece"),
        ("1,8 m", "1.8", "meter"),
    ],
)
def test_a_quantity_with_its_unit(text: str, amount: str, unit: str) -> None:
    found = parse(text, ".", "quantity")
    assert (found.amount, found.unit) == (Decimal(amount), unit)


@pytest.mark.parametrize("text", ["AR", "as required", "若干", "n. B.", "8+α", "2 rails + 4 carriages", ""])
def test_a_quantity_that_is_none(text: str) -> None:
    assert parse(text, ".", "quantity").amount is None


def test_price_per_is_read_from_the_cell() -> None:
    found = parse("$4.50 / 100", ".", "price")
    assert (found.amount, found.per_amount, found.symbol) == (Decimal("4.50"), 100, "$")


def test_the_decimal_mark_is_decided_by_the_column() -> None:
    assert decide_mark(["1.285,00", "18,500", "3,750"]) == (",", True)
    assert decide_mark(["1,285.00", "3,750"]) == (".", True)
    assert decide_mark(["1,234"]) == (None, True)


def test_a_column_that_can_be_read_either_way_is_reported() -> None:
    bom = read(
        as_csv(
            [
                ["Part", "Description", "Qty", "Price"],
                ["A-1", "Frame, welded", 1, "1,234"],
                ["A-2", "Cover, sheet", 1, "2,500"],
            ]
        )
    )
    assert any(n.code == "number-ambiguous" and n.column == "D" for n in bom.notes)
    assert bom.lines[0].unit_price is not None
    assert bom.lines[0].unit_price.amount == 1234


@pytest.mark.parametrize(
    ("text", "n"), [("R1", 1), ("R1, R2, R5-R8", 6), ("C1 C2;C3", 3), ("C29,C30", 2), ("C0-C419", 420), ("J1 – J4", 4)]
)
def test_designators_are_counted(text: str, n: int) -> None:
    assert count(text) == n
