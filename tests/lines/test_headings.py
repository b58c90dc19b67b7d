"""Headings of two rows, and what merged cells say of the rows and columns that they cover."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scanner.bom import Bom, Quantity
from scanner.ingest.document import Row
from tests.files import as_csv, as_xlsx, read, read_rows

HEAD: list[Row] = [["Part", "", "Qty", "Price", "", "Origin"], ["No.", "Description", "", "EUR", "per", ""]]
PARTS: list[Row] = [
    ["M-1", "Plate, steel", 2, 31, 1, "China"],
    ["M-2", "Magnet 5x3", 6, 85, 100, ""],
    ["M-3", "Shaft, turned", 1, 18, 1, "Germany"],
]
MERGED = ["A1:B1", "C1:C2", "D1:E1", "F1:F2", "F3:F4"]


def merging(ranges: list[str], rows: list[Row]) -> Any:
    from scanner.ingest.ooxml import column_index

    def change(_: Any, sheets: dict[str, Any]) -> None:
        for place in ranges:
            (a, top), (b, bottom) = ((p[0], int(p[1:]) - 1) for p in place.split(":"))
            first, last = column_index(a.encode()), column_index(b.encode())
            sheets["BOM"].merge_range(top, first, bottom, last, rows[top][first])

    return change


def fields(bom: Bom) -> dict[str, str]:
    return {c.field: c.column for c in bom.inputs[0].sheets[0].columns}


def test_merged_headings_of_two_rows_and_an_origin_for_two_lines() -> None:
    rows = [*HEAD, *PARTS]
    bom = read(as_xlsx({"BOM": rows}, merging(MERGED, rows)), "a.xlsx")
    assert fields(bom) == {
        "part_number": "A", "description": "B", "quantity": "C", "unit_price": "D", "price_per": "E",
        "country_of_origin": "F",
    }  # fmt: skip
    assert bom.lines[1].price_per == Quantity(Decimal(100))
    assert [x.country_of_origin for x in bom.lines] == ["China", "China", "Germany"]
    assert {x.unit_price.currency for x in bom.lines if x.unit_price} == {"EUR"}
    assert bom.inputs[0].sheets[0].header_rows == (1, 2)


def test_the_same_as_csv_without_merged_cells() -> None:
    bom = read(as_csv([*HEAD, *PARTS]))
    assert fields(bom)["unit_price"] == "D"
    assert bom.lines[1].price_per == Quantity(Decimal(100))
    assert bom.lines[1].country_of_origin is None


def test_the_same_as_html() -> None:
    page = """<html><table>
    <tr><th rowspan=2>Pos<th rowspan=2>Benennung<th colspan=2>Menge<th colspan=2>Preis<th rowspan=2>Land</tr>
    <tr><th>Anzahl<th>Einheit<th>je Einheit<th>W&auml;hrung</tr>
    <tr><td>10<td>Tr&auml;ger<td>1<td>ST<td>1.250,00<td>EUR<td rowspan=2>China</tr>
    <tr><td>20<td>Oxid<td>0,500<td>KG<td>84,00<td>EUR</tr></table></html>"""
    bom = read(page.encode(), "a.xls")
    assert fields(bom) == {
        "item_number": "A", "description": "B", "quantity": "C", "unit": "D", "unit_price": "E", "currency": "F",
        "country_of_origin": "G",
    }  # fmt: skip
    assert [x.country_of_origin for x in bom.lines] == ["China", "China"]


def test_group_labels_above_complete_weak_headings() -> None:
    rows: list[Row] = [
        ["", "Manufacturer", "", "Supplier", ""],
        ["Description", "Name", "Part No.", "Name", "Qty"],
        ["Motor 42", "Halbau", "HB-42", "Delta", 2],
        ["Bearing 608", "Norvik", "NV-608", "Delta", 4],
        ["Shaft 8 mm", "Norvik", "NV-8", "Delta", 1],
    ]
    bom = read(as_xlsx({"BOM": rows}, merging(["B1:C1"], rows)), "a.xlsx")
    assert fields(bom)["manufacturer"] == "B"
    assert fields(bom)["manufacturer_part_number"] == "C"


def test_a_merged_price_is_one_for_all_its_rows() -> None:
    rows: list[Row] = [["Description", "Qty", "Price"], ["Plate", 2, 31], ["Frame", 1, ""], ["Cover", 1, 7]]
    bom = read(as_xlsx({"BOM": rows}, merging(["C2:C3"], rows)), "a.xlsx")
    assert [x.unit_price.amount if x.unit_price else None for x in bom.lines] == [31, None, 7]


def test_a_merged_name_that_pushes_the_quantity_to_the_right() -> None:
    rows: list[Row] = [
        ["Item no", "Description", "Qty", ""],
        [1, "Motor 42", 2, ""],
        [2, "Screw M4, hexagon", "", 8],
        [3, "Bearing 608", 4, ""],
    ]
    bom = read(as_xlsx({"BOM": rows}, merging(["B3:C3"], rows)), "a.xlsx")
    assert [x.quantity.amount if x.quantity else None for x in bom.lines] == [2, 8, 4]


def test_a_heading_at_the_bottom_of_a_drawing() -> None:
    rows: list[Row] = [
        ["3", "CAP", "2", "1.10"],
        ["2", "TUBE", "1", "17.00"],
        ["1", "FRAME", "1", "60.00"],
        ["ITEM NO.", "DESCRIPTION", "QTY.", "UNIT PRICE (EUR)"],
    ]
    bom = read(as_csv(rows))
    assert [(x.description, x.source.row) for x in bom.lines] == [("CAP", 1), ("TUBE", 2), ("FRAME", 3)]
    (sheet,) = bom.inputs[0].sheets
    assert sheet.header_rows == (4,)
    assert (sheet.rows["line_item"], sheet.rows["header"]) == (3, 1)


def test_the_same_price_in_three_currencies_is_one_price() -> None:
    rows: list[Row] = [
        ["Description", "Qty", "Price EUR", "Price USD", "Price CNY"],
        ["Plate", 2, 3.2, 3.52, 25.6],
        ["Block", 4, 0.8, 0.88, 6.4],
        ["Cover", 1, 18, 19.8, 144],
    ]
    bom = read_rows(rows)
    assert "extended_price" not in fields(bom)
    assert {x.unit_price.currency for x in bom.lines if x.unit_price} == {"EUR"}


@pytest.mark.parametrize("again", [["Recapitulation of: TOP-1"], []])
def test_one_table_an_assembly_on_one_sheet_and_a_recapitulation(again: list[str]) -> None:
    head = ["Quantity", "Part Number", "Type", "Nomenclature", "Cost (EUR)"]
    rows: list[Row] = [
        ["Bill of Material: TOP-1"],
        [*head],
        ["1", "PLATE-1", "Part", "Plate", "40.00"],
        ["2", "SUB-1", "Assembly", "Sub", ""],
        [],
        ["Bill of Material: SUB-1"],
        [*head],
        ["1", "ROD-1", "Part", "Rod", "200.00"],
        ["4", "PIN-1", "Part", "Pin", "0.25"],
        [],
        [*again],
        ["Quantity", "Part Number"],
        ["1", "PLATE-1"],
        ["2", "ROD-1"],
        ["8", "PIN-1"],
    ]
    bom = read(as_csv(rows))
    assert [(x.part_number, x.parent) for x in bom.lines] == [
        ("PLATE-1", None), ("SUB-1", None), ("ROD-1", "BOM!4"), ("PIN-1", "BOM!4"),
    ]  # fmt: skip
