"""Levels, numbers like 1.2.3, parents, indentation, grouping; jumps and circles are reported."""

from __future__ import annotations

import pytest

from scanner.bom import Bom
from tests.files import as_csv, as_xlsx, read, read_rows

NAMES = ["Drive unit", "Rotor group", "Magnet NdFeB", "Shaft, ground", "Housing, cast"]
PARENTS = {
    "Rotor group": "Drive unit",
    "Magnet NdFeB": "Rotor group",
    "Shaft, ground": "Rotor group",
    "Housing, cast": "Drive unit",
}


def tree(bom: Bom) -> dict[str, str]:
    names = {x.id: x.description for x in bom.lines}
    return {str(x.description): str(names[x.parent]) for x in bom.lines if x.parent}


@pytest.mark.parametrize(
    "levels",
    [
        [0, 1, 2, 2, 1],
        ["1", "2", "3", "3", "2"],
        [".1", "..2", "...3", "...3", "..2"],
        ["1", "1.1", "1.1.1", "1.1.2", "1.2"],
    ],
)
def test_a_column_of_levels(levels: list[object]) -> None:
    bom = read_rows([["Level", "Description", "Qty"], *([lv, n, 1] for lv, n in zip(levels, NAMES, strict=True))])
    assert tree(bom) == PARENTS
    assert [x.bin for x in bom.lines] == ["assembly", "assembly", "line_item", "line_item", "line_item"]


def test_item_numbers_in_the_order_of_text() -> None:
    bom = read(
        as_csv(
            [
                ["Item", "Description", "Qty"],
                ["1", NAMES[0], 1],
                ["1.1", NAMES[1], 1],
                ["1.1.1", NAMES[2], 4],
                ["1.1.10", NAMES[3], 1],
                ["1.2", NAMES[4], 1],
            ]
        )
    )
    assert tree(bom) == PARENTS


def test_a_column_of_parents() -> None:
    rows = [
        ["Parent", "Part number", "Description", "Qty"],
        ["", "D", NAMES[0], 1],
        ["R", "M", NAMES[2], 4],
        ["D", "R", NAMES[1], 1],
        ["R", "S", NAMES[3], 1],
        ["D", "H", NAMES[4], 1],
    ]
    assert tree(read_rows(rows)) == PARENTS


def test_parents_in_a_circle_are_reported() -> None:
    bom = read_rows(
        [
            ["Parent", "Part number", "Description", "Qty"],
            ["B", "A", "Frame, welded", 1],
            ["A", "B", "Cover, sheet", 1],
            ["A", "C", "Foot, rubber", 1],
        ]
    )
    assert any(n.code == "structure-irregular" for n in bom.notes)
    assert not {x.id for x in bom.lines if x.parent == x.id}


def test_leading_blanks() -> None:
    bom = read(
        as_csv([["Description", "Qty"], *([("    " * d) + n, 1] for d, n in zip([0, 1, 2, 2, 1], NAMES, strict=True))])
    )
    assert tree(bom) == PARENTS


def test_cell_indents_and_grouping() -> None:
    def indented(book: object, sheets: dict[str, object]) -> None:
        for r, d in enumerate([0, 1, 2, 2, 1], 1):
            sheets["BOM"].write(r, 0, NAMES[r - 1], book.add_format({"indent": d}))  # type: ignore[attr-defined]

    def grouped(_: object, sheets: dict[str, object]) -> None:
        for r, d in enumerate([0, 1, 2, 2, 1], 1):
            sheets["BOM"].set_row(r, None, None, {"level": d})  # type: ignore[attr-defined]

    rows = {"BOM": [["Description", "Qty"], *([n, 1] for n in NAMES)]}
    for change, how in ((indented, "cell indent"), (grouped, "grouping")):
        bom = read(as_xlsx(rows, change), "a.xlsx")
        assert tree(bom) == PARENTS
        assert bom.inputs[0].sheets[0].structure == how


def test_a_jump_in_levels_is_reported() -> None:
    bom = read_rows([["Level", "Description", "Qty"], [0, NAMES[0], 1], [2, NAMES[2], 1], [1, NAMES[4], 1]])
    assert any(n.code == "structure-irregular" and n.row == 3 for n in bom.notes)


def test_stray_blanks_make_no_tree() -> None:
    bom = read_rows([["Description", "Qty"], ["Frame, welded", 1], [" Cover, sheet", 1], ["Foot, rubber", 1]])
    assert tree(bom) == {}


def test_names_with_dots_before_them() -> None:
    names = ["Head", ". Body", ". Rotor", ". . Magnet 5x5x2", ". . Axle", "Stand"]
    bom = read_rows([["Name", "Qty", "Price"], *([n, 1, 2.5] for n in names)])
    assert [x.parent for x in bom.lines] == [None, "BOM!2", "BOM!2", "BOM!4", "BOM!4", None]


def test_numbers_and_negative_signs_are_no_depth() -> None:
    names = ["-5 V regulator", ".47 uF capacitor", "Frame", "Cover", "Board"]
    assert all(x.parent is None for x in read_rows([["Name", "Qty", "Price"], *([n, 1, 2.5] for n in names)]).lines)


@pytest.mark.parametrize(
    "heads", [["Level 1", "Level 2", "Level 3"], ["Stufe 1", "Stufe 2", "Stufe 3"], ["层级1", "层级2", "层级3"]]
)
def test_names_in_one_column_a_level(heads: list[str]) -> None:
    rows = [
        [*heads, "Part No.", "Qty"],
        ["Head", "", "", "N-1", 1],
        ["", "Rotor", "", "N-2", 2],
        ["", "", "Magnet 5x5x2", "N-3", 4],
        ["", "Body", "", "N-4", 1],
    ]
    bom = read_rows(rows)
    assert [(x.description, x.parent) for x in bom.lines] == [
        ("Head", None), ("Rotor", "BOM!2"), ("Magnet 5x5x2", "BOM!3"), ("Body", "BOM!2"),
    ]  # fmt: skip
    assert bom.inputs[0].sheets[0].structure == "level columns"


def test_marks_in_one_column_a_level() -> None:
    rows = [
        ["L1", "L2", "L3", "Part No.", "Description", "Qty"],
        ["X", "", "", "N-1", "Head", 1],
        ["", "X", "", "N-2", "Rotor", 2],
        ["", "", "X", "N-3", "Magnet 5x5x2", 4],
        ["", "X", "", "N-4", "Body", 1],
    ]
    bom = read_rows(rows)
    assert [(x.description, x.parent) for x in bom.lines] == [
        ("Head", None), ("Rotor", "BOM!2"), ("Magnet 5x5x2", "BOM!3"), ("Body", "BOM!2"),
    ]  # fmt: skip
