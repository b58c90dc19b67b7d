"""Headings in nine languages, misspelt, bilingual, missing; neighbours and figures that decide."""

from __future__ import annotations

import pytest

from scanner.lines.columns import heading_scores
from tests.files import read_rows


def best(heading: str) -> str:
    scores = heading_scores(heading)
    return max(scores, key=scores.__getitem__) if scores else ""


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Qty.", "quantity"), ("Menge", "quantity"), ("数量", "quantity"), ("個数", "quantity"), ("Qté", "quantity"),
        ("Cantidad", "quantity"),
        ("Quantità", "quantity"), ("Ilość", "quantity"), ("Кол-во", "quantity"), ("quentity", "quantity"),
        ("Qty 数量", "quantity"),
        ("Preiseinh.", "price_per"), ("Währg", "currency"), ("UrspL", "country_of_origin"),
        ("Objektkurztext", "description"),
        ("单价(元)", "unit_price"), ("P.U. HT", "unit_price"), ("Á price", "unit_price"),
        ("Cena jedn. (PLN)", "unit_price"),
        ("Ext. Cost (USD)", "extended_price"), ("金额(元)", "extended_price"), ("Total HT", "extended_price"),
        ("Pays d'origine", "country_of_origin"), ("原産国", "country_of_origin"),
        ("Страна происхождения", "country_of_origin"),
        ("Stat. Warennr.", "hs_code"), ("HS编码", "hs_code"), ("Code NC", "hs_code"), ("N° CAS", "cas_number"),
        ("Mfr. Part #", "manufacturer_part_number"),
        ("Spplier/Seller", "supplier"), ("Werkstoff", "material"), ("Peso [kg]", "mass"), ("Stufe", "level"),
        ("Ref Des", "reference_designators"),
        ("Bill date", "other"), ("https://example.com/price", ""),
    ],
)  # fmt: skip
def test_a_heading_names_its_field(heading: str, field: str) -> None:
    assert best(heading) == field


def fields(*rows: list[object]) -> dict[str, str]:
    (sheet,) = read_rows(rows).inputs[0].sheets
    return {c.field: c.column for c in sheet.columns}


def test_a_part_number_beside_the_maker_is_the_makers() -> None:
    found = fields(
        ["Description", "Manufacturer", "Part Number", "Qty"],
        ["Ball bearing 6000", "Acme", "6000-2RS", 2],
        ["Ring magnet", "Bolt", "RM-20", 3],
    )
    assert found["manufacturer_part_number"] == "C"
    assert "part_number" not in found


def test_a_column_of_names_needs_no_heading() -> None:
    found = fields(
        ["", "QTY", "Cost"],
        ["Ammo can, tall", 1, 29.5],
        ["Power socket, 12 V", 2, 8.99],
        ["Relay harness set", 1, 2.25],
    )
    assert found["description"] == "A"


def test_line_totals_are_known_by_arithmetic() -> None:
    found = fields(
        ["Part name", "Qty", "Price", ""],
        ["Frame, welded", 2, 4.5, 9.0],
        ["Cover, sheet", 3, 2.0, 6.0],
        ["Foot, rubber", 4, 1.25, 5.0],
    )
    assert found["extended_price"] == "D"


def test_a_price_that_adds_up_to_the_total_without_quantities_is_a_line_total() -> None:
    bom = read_rows(
        [
            ["Component Name", "QTY", "PRICE (INR)"],
            ["Motor, brushless", 4, 800],
            ["Frame kit", 1, 300],
            ["Battery pack", 2, 500],
            ["Total", "", 1600],
        ]
    )
    assert [line.unit_price for line in bom.lines] == [None] * 3
    assert sum(line.extended_price.amount for line in bom.lines if line.extended_price) == 1600
    assert bom.stated_totals[0].money.amount == 1600


def test_prices_of_packs_give_way_to_line_totals_that_the_file_adds_up() -> None:
    rows = [["Part Name", "Total QTY Needed", "Price Per Pack", "Total Price"]]
    rows += [[f"Screw set number {n}", 3 + n, 9.0 + n, 9.0 + n] for n in range(1, 8)]
    bom = read_rows([*rows, ["TOTAL", "", "", sum(9.0 + n for n in range(1, 8))]])
    assert all(line.unit_price is None and line.extended_price for line in bom.lines)
    assert "price-disagrees" in {n.code for n in bom.notes}


def test_two_candidates_are_reported_with_the_flag_that_chooses() -> None:
    bom = read_rows(
        [
            ["Description", "Qty", "Unit price", "Unit cost"],
            ["Frame, welded", 2, 4.5, 4.4],
            ["Cover, sheet", 3, 2.0, 2.1],
        ]
    )
    assert any(n.code == "column-ambiguous" and "--map unit_price=D" in n.message for n in bom.notes)


def test_the_user_says_what_a_column_is() -> None:
    rows = [["Description", "Qty", "A", "B"], ["Frame, welded", 2, 4.5, 9.0], ["Cover, sheet", 3, 2.0, 6.0]]
    bom = read_rows(rows, mapping={"unit_price": "A", "extended_price": "D"})
    assert [line.unit_price.amount for line in bom.lines if line.unit_price] == [4.5, 2]
    assert {c.field: c.basis for c in bom.inputs[0].sheets[0].columns}["unit_price"] == "user"


def test_headings_that_are_repeated_say_nothing_of_the_data() -> None:
    head = ["Stufe", "Pos.", "Komponente", "Objektkurztext", "Menge"]
    one = [[".1", "0010", "4711-1", "Rotor", 1], ["..2", "0010", "4711-2", "Magnet", 16]]
    bom = read_rows([head, *one, ["Seite 2"], head, ["..2", "0020", "4711-3", "Welle", 1]])
    assert [x.level for x in bom.lines] == [1, 2, 2]


def test_traditional_headings_are_known_by_their_simplified_signs() -> None:
    bom = read_rows([["項次", "品名", "數量", "產地國"], [1, "機殼", 2, "台灣"], [2, "彈簧", 4, "日本"]])
    assert [x.country_of_origin for x in bom.lines] == ["台灣", "日本"]


def test_material_over_numbers_is_the_number_of_the_part() -> None:
    rows = [["Material", "Bezeichnung", "Menge"], *([f"80-100{n}", f"Teil {n} lang", n] for n in range(1, 5))]
    assert read_rows(rows).lines[0].part_number == "80-1001"
    steels = ["1.4301", "1.4404", "1.0577", "1.7225"]
    rows = [["Material", "Bezeichnung", "Menge"], *([s, f"Teil {s} lang", 1] for s in steels)]
    assert read_rows(rows).lines[0].material == "1.4301"


def test_what_the_user_maps_finds_a_heading_in_any_language() -> None:
    rows = [
        ["Kuvaus X", "ABC"],
        [],
        ["Osa", "Nimike", "Kpl", "Hinta"],
        ["A-1", "Moottori", 2, 4.5],
        ["A-2", "Akseli", 1, 3],
    ]
    bom = read_rows(rows, mapping={"description": "Nimike", "quantity": "Kpl", "unit_price": "Hinta"})
    assert [(x.description, x.source.row) for x in bom.lines] == [("Moottori", 4), ("Akseli", 5)]


def test_letters_are_enough_where_there_is_no_heading() -> None:
    rows = [["A-1", "Moottori", 2, 4.5], ["A-2", "Akseli", 1, 3]]
    bom = read_rows(rows, mapping={"description": "B", "quantity": "C", "unit_price": "D"})
    assert [(x.description, x.quantity.amount if x.quantity else 0) for x in bom.lines] == [
        ("Moottori", 2),
        ("Akseli", 1),
    ]
