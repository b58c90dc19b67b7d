"""Parts that stand in columns, and parts of one field a row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scanner.bom import SourceRef
from scanner.errors import InputError
from tests.files import as_csv, as_xlsx, read, read_rows

TURNED: list[list[Any]] = [
    ["Quotation 7", "", "", ""],
    ["Part number", "T-1", "T-2", "T-3"],
    ["Description", "Bracket", "Magnet ring N42SH", "Spring"],
    ["Colour", "red", "", ""],
    ["Quantity", 2, 6, 1],
    ["Unit price (USD)", 12.5, 1.4, ""],
    ["Country of origin", "US", "China", "Mexico"],
]


def test_headings_down_the_first_column() -> None:
    bom = read_rows(TURNED)
    assert [(x.part_number, x.quantity.amount if x.quantity else 0) for x in bom.lines] == [
        ("T-1", 2), ("T-2", 6), ("T-3", 1),
    ]  # fmt: skip
    (sheet,) = bom.inputs[0].sheets
    assert sheet.layout == "transposed"
    assert {c.field: c.column for c in sheet.columns}["unit_price"] == "6"
    assert bom.lines[1].source == SourceRef(0, "BOM", 3, "C")
    assert [x.id for x in bom.lines] == ["BOM!2", "BOM!3", "BOM!4"]
    assert bom.lines[0].other == {"Colour": "red"}
    missing = next(n for n in bom.notes if n.code == "price-missing")
    assert (missing.row, missing.column) == (6, "D")


def test_a_hidden_column_is_a_hidden_part_and_formats_tell_the_currency() -> None:
    def shaped(book: Any, sheets: dict[str, Any]) -> None:
        sheets["BOM"].set_column(2, 2, None, None, {"hidden": True})
        for column in (1, 2):
            sheets["BOM"].write(4, column, 9.5, book.add_format({"num_format": "0.00 [$€-407]"}))

    rows = [
        ["Part number", "T-1", "T-2"],
        ["Description", "Bracket", "Ring"],
        ["Quantity", 2, 6],
        ["Weight", 1, 2],
        ["Price", "", ""],
    ]
    bom = read(as_xlsx({"BOM": rows}, shaped), "a.xlsx")
    assert [x.hidden for x in bom.lines] == [False, True]
    assert {x.unit_price.currency for x in bom.lines if x.unit_price} == {"EUR"}


def test_blocks_of_alternatives_down_the_column_are_refused() -> None:
    block = [["Component", "Sensor A", "Camera B"], ["Number of items", 1, 2], ["Cost per item", 5, 6]]
    with pytest.raises(InputError, match="first column"):
        read_rows([*block, ["", "", ""], *block])


def test_one_field_a_row() -> None:
    rows = [
        ["Our parts"],
        *([["Part", "R-1"], ["Description", "Hinge"], ["Quantity", "2"], ["Price USD", "3.10"]]),
        [],
        *([["Part", "R-2"], ["Description", "Magnet 3x3"], ["Quantity", "4"], ["Price USD", ""]]),
    ]
    bom = read(as_csv(rows))
    assert [(x.part_number, x.description, x.source.row) for x in bom.lines] == [
        ("R-1", "Hinge", 2), ("R-2", "Magnet 3x3", 7),
    ]  # fmt: skip
    assert bom.lines[0].unit_price is not None
    assert bom.lines[0].unit_price.amount == Decimal("3.10")
    assert bom.lines[1].unit_price is None
    assert bom.inputs[0].sheets[0].layout == "records"


def test_keys_with_colons() -> None:
    text = "Teil: R-1\nBezeichnung: Scharnier\nMenge: 2 Stk\n\nTeil: R-2\nBezeichnung: Magnet\nMenge: 4 Stk\n"
    bom = read(text.encode(), "a.txt")
    assert [(x.description, x.quantity.amount if x.quantity else None) for x in bom.lines] == [
        ("Scharnier", 2), ("Magnet", 4),
    ]  # fmt: skip
