"""How many products quantities are for, and quantities that are for more than one parent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scanner.bom import Bom
from tests.files import as_xlsx, read, read_rows

PARTS = [["Frame, welded", 10, 4.5], ["Magnet ring", 40, 2], ["Screw M4", 120, 0.1], ["Cover", 10, 3]]


def titled(*title: Any) -> list[list[Any]]:
    return [["Scanner 7"], [*title], ["Description", "Qty", "Price EUR"], *PARTS]


def said(bom: Bom) -> list[tuple[int | None, str | None]]:
    return [(n.row, n.column) for n in bom.notes if n.code == "product-quantity"]


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("Qty for 5 boards", 5), ("Menge (10 Geräte)", 10), ("数量/10台", 10), ("Quantité pour 2 cartes", 2),
        ("Qty per board", None), ("Qty 1 unit", None), ("Qty", None),
    ],
)  # fmt: skip
def test_the_heading_of_the_quantities(heading: str, count: int | None) -> None:
    bom = read_rows([["Description", heading, "Price EUR"], *PARTS])
    assert bom.product_quantity == (Decimal(count) if count else None)
    assert said(bom) == ([(None, "B")] if count else [])


@pytest.mark.parametrize(
    "title",
    [("Build quantity: 10",), ("Lot size", 10), ("BOM for 5 units",), ("Stückliste für 10 Geräte",), ("生产数量", 10)],
)
def test_a_title_that_the_quantities_bear_out(title: tuple[Any, ...]) -> None:
    bom = read_rows(titled(*title))
    assert bom.product_quantity in (5, 10)
    assert said(bom) == [(2, None)]


@pytest.mark.parametrize("title", [("Lot size", 100), ("Prices for 7 units",), ("Build quantity: 1",), ("Rev 10",)])
def test_a_lot_that_only_prices_are_for(title: tuple[Any, ...]) -> None:
    assert read_rows(titled(*title)).product_quantity is None


def test_tables_that_do_not_agree_are_taken_as_they_are() -> None:
    other = [["Description", "Qty", "Price EUR"], ["Board A", 3, 2], ["Board B", 7, 2], ["Cable", 1, 1]]
    bom = read(as_xlsx({"Mechanics": titled("Build quantity: 10"), "Electronics": other}), "a.xlsx")
    assert bom.product_quantity is None
    assert any(n.code == "product-quantity" and "taken as they are" in n.message for n in bom.notes)


@pytest.mark.parametrize("heading", ["Per series", "用量:分母", "Basismenge"])
def test_a_quantity_for_a_series(heading: str) -> None:
    rows = [
        ["Description", "Quantity", heading, "Price"],
        ["Base", 10, 10, 85],
        ["Cube", 40, 10, 1],
        ["Tape", 1, 100, 3],
    ]
    bom = read_rows(rows)
    assert [x.quantity.amount for x in bom.lines if x.quantity] == [1, 4, Decimal("0.01")]
    assert [x.fields["quantity"] for x in bom.lines] == ["1", "4", "0.01"]
