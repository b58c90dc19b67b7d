"""Sums that a file states in headings and beside sections, and what they say of its unit prices."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.bom import Bom
from scanner.lines.stated import heading_figure
from tests.files import read_rows


def paid(bom: Bom) -> list[tuple[Decimal | None, Decimal | None]]:
    return [
        (x.unit_price.amount if x.unit_price else None, x.extended_price.amount if x.extended_price else None)
        for x in bom.lines
    ]


@pytest.mark.parametrize(
    ("heading", "figure"),
    [("Cost (total 1,297.89$)", "1297.89"), ("57.18 € paid", "57.18"), ("Price", None), ("M3 x 20, 2 pcs", None)],
)
def test_the_figure_in_a_heading(heading: str, figure: str | None) -> None:
    assert heading_figure(heading) == (Decimal(figure) if figure else None)


def test_the_column_whose_heading_states_its_sum_is_what_the_lines_cost() -> None:
    rows = [
        ["Item", "price per unit", "89.50 EUR spent so far", "unit"],
        ["Linear rail 500 mm", 37.0, 39.5, "pcs"],
        ["Ball screw 1605", 20.0, 22.0, "pcs"],
        ["Coupling 8 mm", 26.0, 28.0, "pcs"],
    ]
    bom = read_rows(rows)
    assert {c.field for c in bom.inputs[0].sheets[0].columns} >= {"extended_price", "unit_price"}
    assert [total for _, total in paid(bom)] == [Decimal("39.5"), 22, 28]
    assert [unit for unit, _ in paid(bom)] == [None, None, None]


def test_a_row_that_the_stated_total_leaves_out_counts_as_unpriced() -> None:
    rows = [
        ["Item", "Part name", "Qty", "Price", "Line total"],
        [1, "Frame plate", 8, 10, 80],
        [2, "Controller that we own", 1, 4892, 0],
        [3, "Bearing 608", 2, 5, 10],
        ["", "", "", "TOTAL", 90],
    ]
    bom = read_rows(rows)
    assert paid(bom) == [(10, 80), (None, None), (5, 10)]
    assert any(n.code == "price-missing" and n.row == 3 and "4892" in n.message for n in bom.notes)


def test_a_line_total_that_was_forgotten_is_worked_out_where_no_sum_contradicts() -> None:
    rows = [
        ["Item", "Part name", "Qty", "Price", "Line total"],
        [1, "Frame plate", 8, 10, 80],
        [2, "Controller board", 1, 48, ""],
        [3, "Bearing 608", 2, 5, 10],
        ["", "", "", "TOTAL", 138],
    ]
    assert paid(read_rows(rows))[1] == (48, None)


def test_sums_beside_the_last_row_of_each_section() -> None:
    head = ["Part name", "Qty", "Price", "Total cost", ""]
    one = [[f"Resistor {n} ohm", 2, 1.5, 3, ""] for n in range(4)]
    two = [[f"Screw M{n}", 4, 0.5, 2, ""] for n in range(2, 6)]
    rows = [head, *one, ["Capacitor 1 nF", 5, 0.01, "", 12], *two, ["Washer 5 mm", 4, 0.02, "", 8]]
    assert [unit for unit, _ in paid(read_rows(rows))] == [1.5] * 4 + [None] + [0.5] * 4 + [None]


def test_a_price_column_for_each_shop() -> None:
    rows = [
        ["Part name", "Farnell cost", "Mouser cost", "Qty", "Line total"],
        ["Header 14 way", 0.15, 0.85, 2, 1.7],
        ["Regulator 3.3 V", 2.0, "", 1, 2.0],
    ]
    assert paid(read_rows(rows)) == [(None, Decimal("1.7")), (2, 2)]
