"""Which tables count: revisions, summaries, lists side by side, one sheet an assembly, records."""

from __future__ import annotations

import pytest

from scanner.errors import InputError, UsageError
from tests.files import as_csv, as_xlsx, read

HEAD = ["Part Number", "Description", "Qty", "Price"]
PARTS = [[f"P-{n}", f"Part number {n} of steel", n, 2.0 * n] for n in range(1, 9)]
OTHERS = [[f"E-{n}", f"Board of kind {n}", n, 3.0 * n] for n in range(1, 7)]


def used(bom: object) -> list[str]:
    return [s.name for s in bom.inputs[0].sheets if s.used]  # type: ignore[attr-defined]


def test_a_revision_of_a_list_does_not_count_twice() -> None:
    bom = read(as_xlsx({"BOM": [HEAD, *PARTS[:6]], "Latest BOM": [HEAD, *PARTS]}), "a.xlsx")
    assert used(bom) == ["Latest BOM"]
    assert any(n.code == "sheet-not-used" and n.sheet == "BOM" for n in bom.notes)


def test_two_lists_of_different_parts_are_added_and_it_is_said() -> None:
    bom = read(as_xlsx({"Mechanics": [HEAD, *PARTS], "Electronics": [HEAD, *OTHERS]}), "a.xlsx")
    assert used(bom) == ["Mechanics", "Electronics"]
    assert any(n.code == "sheets-linked" for n in bom.notes)


def test_an_earlier_short_list_of_the_dear_parts_does_not_count_twice() -> None:
    full = [HEAD, *PARTS, ["D-1", "Servo drive 400 W", 2, 300], ["D-2", "Gear box, planetary", 1, 200]]
    early = [
        ["Name", "Count", "Unit price", "Shop"],
        ["Servo drive 400 W", 2, 290, "Alpha"],
        ["Gear box, planetary", 1, 210, "Beta"],
        ["Belt 9 mm", 3, 4, "Beta"],
        ["Tension roller", 3, 6, "Beta"],
        ["Brass tube", 3, 2, "Beta"],
    ]
    bom = read(as_xlsx({"Sheet1": early, "Sheet2": full}), "a.xlsx")
    assert used(bom) == ["Sheet2"]
    assert used(read(as_xlsx({"Gripper": early, "Arm": full}), "a.xlsx")) == ["Gripper", "Arm"]


def test_sums_and_histories_are_no_lists() -> None:
    bom = read(
        as_xlsx(
            {
                "Cover": [["Laser engraver"]],
                "Mechanics": [HEAD, *PARTS],
                "Summary": [["Assembly", "Sum EUR"], ["Mechanics", 400]],
                "Changes": [["Index", "Date", "Name"], ["A", "2025-01-01", "MB"]],
            }
        ),
        "a.xlsx",
    )
    assert used(bom) == ["Mechanics"]
    assert len(bom.inputs[0].sheets) == 4


def test_a_sheet_named_like_a_line_holds_its_parts() -> None:
    bom = read(as_xlsx({"BOM": [HEAD, ["M-1", "Mast unit", 2, ""], *PARTS], "M-1": [HEAD, *OTHERS]}), "a.xlsx")
    holder = bom.lines[0]
    assert holder.bin == "assembly"
    assert {x.parent for x in bom.lines if x.source.sheet == "M-1"} == {holder.id}
    (mother, _) = bom.inputs[0].sheets
    assert mother.rows["assembly"] == 1


def test_the_title_of_a_sheet_names_the_line_that_it_belongs_to() -> None:
    top = [["AS-10 Scanner"], [], HEAD, ["AS-11", "Frame", 1, 300], ["AS-20", "Emitter unit", 3, ""]]
    sub = [["AS-20 Emitter unit"], [], HEAD, *OTHERS]
    bom = read(as_xlsx({"Sheet1": top, "Sheet2": sub}), "a.xlsx")
    assert {x.parent for x in bom.lines if x.source.sheet == "Sheet2"} == {"Sheet1!5"}


def test_a_roll_up_with_quantities_holds_its_sheets() -> None:
    top = [["Assembly", "Quantity", "Price"], ["Link 1", 4, 80], ["Link 2", 2, 90]]
    bom = read(as_xlsx({"Totals": top, "Module Link 1": [HEAD, *PARTS], "Module Link 2": [HEAD, *PARTS]}), "a.xlsx")
    assert used(bom) == ["Totals", "Module Link 1", "Module Link 2"]
    parents = {x.source.sheet: x.parent for x in bom.lines if x.parent}
    assert parents == {"Module Link 1": "Totals!2", "Module Link 2": "Totals!3"}


def test_the_user_chooses_sheets_and_rows() -> None:
    content = as_xlsx({"BOM": [HEAD, *PARTS[:6]], "Latest BOM": [HEAD, *PARTS]})
    assert used(read(content, "a.xlsx", sheets=("BOM",))) == ["BOM"]
    assert used(read(content, "a.xlsx", all_sheets=True)) == ["BOM", "Latest BOM"]
    with pytest.raises(InputError, match="no sheet 'Bom'"):
        read(content, "a.xlsx", sheets=("Bom",))
    with pytest.raises(UsageError, match="no field is called"):
        read(content, "a.xlsx", mapping={"prize": "Price"})
    with pytest.raises(InputError, match="no column 'Prize'"):
        read(content, "a.xlsx", mapping={"unit_price": "Prize"})


def test_lists_side_by_side_share_rows() -> None:
    left, right = (
        [["Gear wheel", 1], ["Axle, hardened", 2], ["Key, steel", 3]],
        [["Fuse 4 A", 4], ["Lamp, green", 5], ["", ""]],
    )
    rows = [["Item", "Quantity", "", "Item", "Quantity"], *([*a, "", *b] for a, b in zip(left, right, strict=True))]
    bom = read(as_csv(rows))
    assert [x.id for x in bom.lines] == ["BOM!2", "BOM!3", "BOM!4", "BOM!2#2", "BOM!3#2"]
    assert [s.layout for s in bom.inputs[0].sheets] == ["side-by-side", "side-by-side"]
    assert bom.inputs[0].sheets[1].columns[0].column == "D"


def test_a_variant_beside_a_list_does_not_count_twice() -> None:
    rows = [
        ["Item", "Quantity", "", "Item", "Quantity"],
        *([f"Screw M{n} steel", n, "", f"Screw M{n} steel", n] for n in range(3, 9)),
    ]
    bom = read(as_csv(rows))
    assert len(bom.lines) == 6
    assert [s.used for s in bom.inputs[0].sheets] == [True, False]


def test_records_of_keys_and_values() -> None:
    rows = [
        ["1."],
        ["Item: Scooter", "cost: $355,80", "Link: https://example.com/a"],
        [""],
        ["2."],
        ["Item: Controller", "Cost: $201,00", "Link: https://example.com/b"],
    ]
    bom = read(as_csv(rows, delimiter="\t"))
    assert [(x.description, str(x.unit_price.amount)) for x in bom.lines if x.unit_price] == [
        ("Scooter", "355.80"),
        ("Controller", "201.00"),
    ]
    assert sum(bom.inputs[0].sheets[0].rows.values()) == 5


def test_a_transposed_table_is_refused_with_advice() -> None:
    with pytest.raises(InputError, match="transpose"):
        read(
            as_csv(
                [
                    ["Component", "Sensor", "Motor"],
                    ["Number of components", 1, 2],
                    ["Cost per item", 60, 70],
                    ["Total cost", 60, 140],
                    ["Supplier", "Acme", "Bolt"],
                ]
            )
        )


def test_a_heading_of_two_rows() -> None:
    rows = [
        ["Pos", "Description", "Quantity", "Price", "Weight"],
        ["", "", "[pcs]", "[EUR]", "[kg]"],
        [1, "Frame, welded", 2, 4.5, 1.2],
        [2, "Cover, sheet", 3, 2.0, 0.4],
    ]
    bom = read(as_xlsx({"BOM": rows}), "a.xlsx")
    assert bom.inputs[0].sheets[0].header_rows == (1, 2)
    assert bom.lines[0].fields["currency"] == "EUR"
    assert bom.lines[0].mass is not None
    assert bom.lines[0].mass.unit == "kilogram"
