"""Currencies by cell, heading, number format and sheet; price units; dates that were prices; altered identifiers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scanner.bom import Quantity
from tests.files import as_csv, as_ods, as_xlsx, read, read_rows


def currencies(bom: object) -> list[str | None]:
    return [x.unit_price.currency for x in bom.lines if x.unit_price]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["Description", "Qty", "Price"], ["Frame, welded", 1, "4,50 €"], ["Cover, sheet", 1, "US$ 2.00"]],
            ["EUR", "USD"],
        ),
        ([["Description", "Qty", "Price (CHF)"], ["Frame, welded", 1, 4.5], ["Cover, sheet", 1, 2]], ["CHF", "CHF"]),
        (
            [["Description", "Qty", "Price", "Curr."], ["Frame, welded", 1, 4.5, "JPY"], ["Cover, sheet", 1, 2, "RMB"]],
            ["JPY", "CNY"],
        ),
        (
            [["All prices in SEK"], ["Description", "Qty", "Price"], ["Frame, welded", 1, 4.5], ["Cover, sheet", 1, 2]],
            ["SEK", "SEK"],
        ),
        ([["名称", "数量", "单价(元)"], ["外壳 铝", 1, 4.5], ["盖板 钢", 1, 2]], ["CNY", "CNY"]),
        ([["品名", "数量", "単価(¥)"], ["筐体 アルミ", 1, 450], ["カバー 鋼", 1, 200]], ["JPY", "JPY"]),
    ],
)
def test_where_a_currency_is_stated(rows: list[list[object]], expected: list[str]) -> None:
    assert currencies(read_rows(rows)) == expected


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ("#,##0.00 [$€-407]", "EUR"),
        ('"£"#,##0.00', "GBP"),
        ("[$R-436] #,##0.00", "ZAR"),
        ("[$¥-804]#,##0.00", "CNY"),
        ('0.00" zł"', "PLN"),
        ('"R"#,##0.00', "ZAR"),
        ('"Ft" #,##0', "HUF"),
    ],
)
def test_the_currency_of_a_number_format(shape: str, code: str) -> None:
    def shaped(book: object, sheets: dict[str, object]) -> None:
        for r, price in enumerate([4.5, 2.0], 1):
            sheets["BOM"].write(r, 2, price, book.add_format({"num_format": shape}))  # type: ignore[attr-defined]

    rows = {"BOM": [["Description", "Qty", "Price"], ["Frame, welded", 1, 4.5], ["Cover, sheet", 1, 2]]}
    assert currencies(read(as_xlsx(rows, shaped), "a.xlsx")) == [code, code]


def test_a_shared_sign_is_read_with_a_note() -> None:
    bom = read_rows([["Description", "Qty", "Price"], ["Frame, welded", 1, "$4.50"], ["Cover, sheet", 1, "$2.00"]])
    assert currencies(bom) == ["USD", "USD"]
    assert any(n.code == "currency-unknown" and n.severity == "info" for n in bom.notes)


def test_no_currency_is_none_unless_the_user_says() -> None:
    rows = [["Description", "Qty", "Price"], ["Frame, welded", 1, 4.5], ["Cover, sheet", 1, 2]]
    assert currencies(read_rows(rows)) == [None, None]
    assert currencies(read_rows(rows, currency="EUR")) == ["EUR", "EUR"]


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        ("Price per", "100", Quantity(Decimal(100))),
        ("Preiseinheit", 1000.0, Quantity(Decimal(1000))),
        ("Price Unit", "1 kg", Quantity(Decimal(1), "kilogram")),
        ("PE", "1", None),
        ("Price Basis", "per 1K", Quantity(Decimal(1000))),
        ("Preiseinheit", "je hundert", Quantity(Decimal(100))),
        ("Price UoM", "tys. szt", Quantity(Decimal(1000), "piece")),
    ],
)
def test_the_column_says_what_a_price_is_for(heading: str, cell: object, expected: Quantity | None) -> None:
    bom = read_rows(
        [
            ["Description", "Qty", "Unit", "Unit price", heading],
            ["Screw M4", 8, "pcs", 3.75, cell],
            ["Screw M5", 8, "pcs", 4.75, cell],
        ]
    )
    assert bom.lines[0].price_per == expected


def test_letters_of_trade_catalogues() -> None:
    head = ["Description", "Qty", "Price", "Per"]
    rows = [head, ["Case", 1, 12.5, "E"], ["Screw M2", 20, 12.5, "C"], ["Rivet", 100, 20, "M"], ["Pin", 2, 1, ""]]
    assert [x.price_per for x in read_rows(rows).lines] == [None, Quantity(Decimal(100)), Quantity(Decimal(1000)), None]
    cable = [head, ["Cable", 10, 2.5, "M"], ["Hose", 4, 3.5, "M"], ["Wire", 2, 1, "M"]]
    assert read_rows(cable).lines[0].price_per == Quantity(Decimal(1), "meter")


def test_the_heading_says_what_a_price_is_for() -> None:
    bom = read_rows([["Description", "Qty", "Preis per 100 (EUR)"], ["Screw M4", 8, 3.75], ["Screw M5", 8, 4.75]])
    assert bom.lines[0].price_per == Quantity(Decimal(100))


def test_a_price_for_a_hundred_is_a_price_though_its_heading_begins_like_a_price_unit() -> None:
    bom = read_rows([["Descripción", "Cantidad", "Precio por 100 uds (€)"], ["Tornillo M4", 8, 3.75], ["Junta", 2, 4]])
    assert bom.lines[0].unit_price is not None
    assert bom.lines[0].price_per == Quantity(Decimal(100))


def test_a_heading_that_leaves_the_basis_open_changes_nothing() -> None:
    rows = [["Description", "Qty", "Cost Per (Part/Gram)"], ["Screw M4", 8, 3.75], ["Wire, copper", 60, 0.02]]
    assert [x.price_per for x in read_rows(rows).lines] == [None, None]


def test_a_price_that_became_a_date_is_read_back_where_the_figures_tell() -> None:
    def dated(book: object, sheets: dict[str, object]) -> None:
        sheets["BOM"].write_datetime(1, 2, date(2026, 6, 5), book.add_format({"num_format": "dd.mm"}))  # type: ignore[attr-defined]

    rows = {
        "BOM": [
            ["Description", "Qty", "Unit price", "Total"],
            ["Frame, welded", 2, "", 11.2],
            ["Cover, sheet", 3, 2.0, 6.0],
        ]
    }
    bom = read(as_xlsx(rows, dated), "a.xlsx")
    assert bom.lines[0].unit_price is not None
    assert bom.lines[0].unit_price.amount == Decimal("5.6")
    assert any(n.code == "cell-error" and (n.row, n.column) == (2, "C") for n in bom.notes)


def test_zeros_of_a_part_number_come_back_from_the_number_format() -> None:
    def shaped(book: object, sheets: dict[str, object]) -> None:
        sheets["BOM"].write(1, 0, 123, book.add_format({"num_format": "00000"}))  # type: ignore[attr-defined]

    bom = read(
        as_xlsx(
            {"BOM": [["Part Number", "Description", "Qty"], ["", "Frame, welded", 1], ["A-7", "Cover, sheet", 1]]},
            shaped,
        ),
        "a.xlsx",
    )
    assert bom.lines[0].part_number == "00123"
    assert any(n.code == "identifier-altered" for n in bom.notes)


def test_a_part_number_in_exponents_has_lost_digits() -> None:
    bom = read(
        as_csv([["Part Number", "Description", "Qty"], ["9.55E+12", "Frame, welded", 1], ["A-7", "Cover, sheet", 1]])
    )
    assert any(n.code == "identifier-altered" and n.severity == "warning" and n.row == 2 for n in bom.notes)


def test_a_formula_saved_without_its_result_is_noted() -> None:
    def formula(_: object, sheets: dict[str, object]) -> None:
        sheets["BOM"].write_formula(1, 2, "=1+1", None, "")  # type: ignore[attr-defined]

    bom = read(
        as_xlsx({"BOM": [["Description", "Qty", "Price"], ["Frame, welded", 1, ""], ["Cover, sheet", 1, 2]]}, formula),
        "a.xlsx",
    )
    assert any(n.code == "formula-not-calculated" and (n.row, n.column) == (2, "C") for n in bom.notes)


def test_prices_with_tax_are_said() -> None:
    bom = read_rows([["Description", "Qty", "Price incl. VAT"], ["Frame, welded", 1, 4.5], ["Cover, sheet", 1, 2]])
    assert any(n.code == "price-with-tax" for n in bom.notes)


def test_hidden_rows_of_ods() -> None:
    bom = read(as_ods([["Description", "Qty"], ["Frame, welded", 1], ["Cover, sheet", 2]], hidden=[2]), "a.ods")
    assert [x.hidden for x in bom.lines] == [False, True]
