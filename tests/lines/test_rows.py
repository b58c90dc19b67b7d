"""What a row is: totals, titles, remarks, what is not fitted, alternates, freight; nothing vanishes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.bom import Bom
from scanner.errors import InputError
from tests.files import as_csv, as_xlsx, read, read_rows

HEAD = ["Item", "Part Number", "Description", "Qty", "Unit", "Unit Price", "Total", "Remarks"]


def rows(*more: list[object]) -> Bom:
    start = [
        HEAD,
        [1, "P-1", "Frame, welded", 1, "pcs", 100, 100, ""],
        [2, "P-2", "Cover, sheet steel", 2, "pcs", 20, 40, ""],
        [3, "P-3", "Motor BLDC 24 V", 1, "pcs", 60, 60, ""],
    ]
    return read_rows([*start, *more])


def bins(bom: Bom) -> dict[str, int]:
    return {k: v for k, v in bom.inputs[0].sheets[0].rows.items() if v}


@pytest.mark.parametrize(
    "word", ["Total", "Grand total", "Summe", "合计", "小計", "Итого", "Suma", "Total HT", "Razem", "TOTAL:"]
)
def test_a_total_is_no_line(word: str) -> None:
    bom = rows(["", "", word, "", "", "", 200, ""])
    assert bins(bom)["subtotal"] == 1
    assert bom.stated_totals[0].money.amount == 200


def test_a_total_without_a_label_is_no_line() -> None:
    assert bins(rows(["", "", "", "", "", "", 200, ""]))["subtotal"] == 1


def test_a_part_named_total_is_a_line() -> None:
    bom = rows([4, "P-4", "Total station tripod", 1, "pcs", 80, 80, ""])
    assert bins(bom)["line_item"] == 4


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("Freight", "freight"),
        ("运费", "freight"),
        ("Versandkosten", "freight"),
        ("VAT 19 %", "tax"),
        ("增值税 13%", "tax"),
        ("TVA 20 %", "tax"),
        ("消費税(10%)", "tax"),
        ("Assembly labour", "labour"),
        ("Mould for hull, one-off cost (NRE)", "one-off"),
    ],
)
def test_what_is_no_part_is_excluded_with_its_reason(label: str, why: str) -> None:
    bom = rows(["", "", label, 1, "", 30, 30, ""])
    (line,) = [x for x in bom.lines if x.bin == "excluded"]
    assert line.exclusion == why
    assert line.reason
    assert label.split()[0] in line.reason


def test_work_is_counted_in_hours() -> None:
    bom = rows([4, "", "Montage", 2.5, "h", 52, 130, ""])
    assert bom.lines[-1].exclusion == "labour"


@pytest.mark.parametrize("word", ["DNP", "do not place", "nicht bestückt", "不贴", "не устанавливать"])
def test_what_is_not_fitted_is_excluded(word: str) -> None:
    bom = rows([4, "P-4", "Magnet, balance position", 1, "pcs", 1, 1, word])
    assert bom.lines[-1].exclusion == "not-fitted"
    assert word in (bom.lines[-1].reason or "")


def test_a_column_says_what_is_fitted() -> None:
    bom = read_rows(
        [["Part", "Description", "Qty", "Fitted"], ["A", "Frame, welded", 1, "Yes"], ["B", "Cover, sheet", 1, "No"]]
    )
    assert [x.exclusion for x in bom.lines] == [None, "not-fitted"]
    bom = read_rows(
        [["Part", "Description", "Qty", "DNP"], ["A", "Frame, welded", 1, ""], ["B", "Cover, sheet", 1, "x"]]
    )
    assert [x.exclusion for x in bom.lines] == [None, "not-fitted"]


def test_an_alternate_names_the_line_that_it_may_stand_in_for() -> None:
    bom = rows(["2 ALT", "P-2B", "Cover, plastic, alternative to item 2", 2, "pcs", 30, 60, "ALTERNATE"])
    assert bom.lines[-1].exclusion == "alternate"
    assert bom.lines[-1].alternate_of == bom.lines[1].id


def test_or_equal_alone_makes_no_alternate() -> None:
    bom = rows([4, "P-4", "Threadlocker 243 or equal", 1, "pcs", 8, 8, ""])
    assert bom.lines[-1].bin == "line_item"


def test_a_title_between_lines_is_a_section_and_two_names_in_a_row_are_parts() -> None:
    bom = read_rows(
        [
            ["Description", "Qty"],
            ["Main parts", ""],
            ["Frame, welded", 1],
            ["Cover, sheet", 2],
            ["Small parts", ""],
            ["Screw M4", 8],
            ["Landing pad", ""],
            ["Marker tag", ""],
            ["Foot, rubber", 4],
        ]
    )
    assert bins(bom)["section"] == 2
    assert bins(bom)["line_item"] == 6


def test_a_number_alone_is_a_placeholder() -> None:
    assert bins(rows([4, "", "", "", "", "", "", ""], [5, "P-5", "Foot, rubber", 4, "pcs", 1, 4, ""]))["note"] == 1


def test_a_repeated_heading_is_a_heading() -> None:
    bom = rows(HEAD, [4, "P-4", "Foot, rubber", 4, "pcs", 1, 4, ""])
    assert bom.inputs[0].sheets[0].header_rows == (1, 5)
    assert bins(bom)["header"] == 2


def test_what_stands_apart_below_the_total_is_listed_and_not_counted() -> None:
    bom = rows(
        ["", "", "Total", "", "", "", 200, ""], [""] * 8, [""] * 8, ["", "P-9", "Spare motor", 1, "pcs", 60, 60, ""]
    )
    assert bom.lines[-1].exclusion == "alternate"
    assert any(n.code == "alternate" and n.severity == "warning" for n in bom.notes)


def test_negative_figures_are_errors_with_their_cell() -> None:
    bom = rows(
        [4, "P-4", "Pipe, back to stock", -2, "m", 10, -20, ""], [5, "P-5", "Deposit credit", 1, "pcs", -50, -50, ""]
    )
    assert [x.exclusion for x in bom.lines[-2:]] == ["data-error", "data-error"]
    assert {(n.code, n.row, n.column) for n in bom.notes if n.severity == "error"} == {
        ("negative-quantity", 5, "D"),
        ("negative-price", 6, "F"),
    }


@pytest.mark.parametrize("price", ["", 0, "TBD", "-", "auf Anfrage", "#REF!"])
def test_a_missing_price_is_noted_and_never_worth_nothing(price: object) -> None:
    bom = rows([4, "P-4", "Valve, ordered", 1, "pcs", price, "", ""])
    assert bom.lines[-1].unit_price is None
    assert ("price-missing", 5) in {(n.code, n.row) for n in bom.notes}


def test_free_issue_is_marked() -> None:
    bom = rows([4, "P-4", "Gadolinium foil", 2, "pcs", 0, 0, "free issue, customer furnished"])
    assert bom.lines[-1].free_issue


@pytest.mark.parametrize("quantity", ["", "AR", "n. B.", "若干"])
def test_a_missing_quantity_is_never_one(quantity: str) -> None:
    bom = rows([4, "P-4", "Fiber, cut as required", quantity, "m", 36, "", ""])
    assert bom.lines[-1].quantity is None
    assert ("quantity-missing", 5) in {(n.code, n.row) for n in bom.notes}


def test_without_a_column_of_quantities_every_line_counts_once_and_it_is_said() -> None:
    bom = read_rows(
        [["name", "price"], ["powder feed motor", 14.99], ["screws for plastic", 12.98], ["ceramic tube", 11.41]]
    )
    assert [x.quantity.amount for x in bom.lines if x.quantity] == [1, 1, 1]
    assert any(n.code == "quantity-missing" and n.severity == "info" for n in bom.notes)


def test_columns_that_are_not_understood_are_kept() -> None:
    bom = read_rows(
        [["Description", "Qty", "Shelf", "Shelf"], ["Frame, welded", 1, "A3", "x"], ["Cover, sheet", 2, "B1", ""]]
    )
    assert bom.lines[0].other == {"Shelf": "A3", "Shelf (D)": "x"}


def test_an_empty_form_is_refused() -> None:
    with pytest.raises(InputError, match="no row of it is a part"):
        read(
            as_csv(
                [
                    ["Pos", "Description", "Qty", "Remarks"],
                    *[[""] * 4] * 30,
                    ["", "Drawn", "", ""],
                    ["", "Checked", "", ""],
                ]
            )
        )


def test_a_hidden_row_is_read_and_marked() -> None:
    content = as_xlsx(
        {"BOM": [["Description", "Qty"], ["Frame, welded", 1], ["Powder Yb2O3", 2]]},
        lambda _, s: s["BOM"].set_row(2, None, None, {"hidden": True}),
    )
    bom = read(content, "a.xlsx")
    assert [x.hidden for x in bom.lines] == [False, True]
    assert any(n.code == "hidden-row" and n.row == 3 for n in bom.notes)


def test_amounts_are_exact_decimals() -> None:
    bom = read_rows(
        [["Description", "Qty", "Price"], ["Frame, welded", 3, 0.1], ["Cover, sheet", 3, 4.997999999999999]]
    )
    assert [x.unit_price.amount for x in bom.lines if x.unit_price] == [Decimal("0.1"), Decimal("4.998")]


def test_a_column_of_kinds_tells_documents_and_services_from_parts() -> None:
    head = ["Código", "Denominación", "Tipo", "Cant.", "Coste ud. (€)"]
    kinds = [
        ("Bastidor", "Pieza"),
        ("Imán 6x4", "Pieza"),
        ("Plano", "Plano"),
        ("Montaje", "Servicio"),
        ("Eje", "Pieza"),
    ]
    bom = read_rows([head, *([f"Z-{n}", name, kind, 1, 5] for n, (name, kind) in enumerate(kinds))])
    assert [x.exclusion for x in bom.lines] == [None, None, "document", "labour", None]


def test_alternative_item_groups_by_their_columns() -> None:
    head = ["Item", "Component", "Description", "Qty", "AltItemGrp", "Priority", "Usage prob."]
    rows = [
        head,
        ["0010", "A-1", "Motor, first choice", 1, "A1", 2, 0],
        ["0020", "A-2", "Motor, second source", 1, "A1", 1, 100],
        ["0030", "B-1", "Bearing 608", 2, "", "", ""],
        ["0040", "C-1", "Cable red", 3, "A2", 1, 100],
        ["0050", "C-2", "Cable blue", 3, "A2", 2, 0],
    ]
    bom = read_rows(rows)
    assert [x.exclusion for x in bom.lines] == ["alternate", None, None, None, "alternate"]
    assert [x.alternate_of for x in bom.lines if x.exclusion] == ["BOM!3", "BOM!5"]
    without = read_rows([r[:5] for r in rows])
    assert [x.exclusion for x in without.lines] == [None, "alternate", None, None, "alternate"]
