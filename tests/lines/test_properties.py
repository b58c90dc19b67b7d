"""What holds for any table: its format, the order of its columns and titles above it change no line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.bom import Bom
from tests.files import as_csv, as_ods, as_xlsx, read

HEADING = ["Item", "Part Number", "Description", "Qty", "Unit", "Unit Price (EUR)", "Country of Origin", "Remarks"]
NAMES = [
    "Housing, cast",
    "Magnet NdFeB N42SH",
    "Screw M4x10 A2",
    "Bearing 6000-2RS",
    "Board PCBA",
    "Cable 2 m",
    "O-ring 8x1",
]

part = st.tuples(
    st.sampled_from(NAMES),
    st.integers(1, 400),
    st.sampled_from(["pcs", "m", "kg", "set"]),
    st.decimals(Decimal("0.01"), Decimal(900), places=2),
    st.sampled_from(["DE", "China", "Taiwan", "", "USA"]),
    st.sampled_from(["", "see drawing", "RoHS"]),
)
parts = st.lists(part, min_size=3, max_size=14)


def rows_of(given: list[tuple[Any, ...]]) -> list[list[Any]]:
    return [[n, f"PN-{n:03d}", d, q, u, float(p), o, r] for n, (d, q, u, p, o, r) in enumerate(given, 1)]


def told(bom: Bom) -> list[dict[str, Any]]:
    """The lines without their place."""
    out = []
    for line in bom.lines:
        data = msgspec.to_builtins(line)
        for key in ("id", "source", "fields", "other"):
            data.pop(key)
        data["quantity"]["amount"] = Decimal(data["quantity"]["amount"])
        data["unit_price"]["amount"] = Decimal(data["unit_price"]["amount"])
        out.append(data)
    return out


@settings(max_examples=25, deadline=None)
@given(parts)
def test_csv_xlsx_and_ods_of_one_table_give_equal_lines(given: list[tuple[Any, ...]]) -> None:
    rows = [HEADING, *rows_of(given)]
    csv, xlsx, ods = read(as_csv(rows)), read(as_xlsx({"BOM": rows}), "BOM.xlsx"), read(as_ods(rows), "BOM.ods")
    assert told(csv) == told(xlsx) == told(ods)
    assert [line.id for line in xlsx.lines] == [line.id for line in ods.lines] == [line.id for line in csv.lines]
    assert len(xlsx.lines) == len(given)


@settings(max_examples=25, deadline=None)
@given(parts, st.permutations(range(len(HEADING))), st.integers(0, 4))
def test_order_of_columns_and_titles_above_change_no_line(
    given: list[tuple[Any, ...]], order: list[int], titles: int
) -> None:
    rows = [HEADING, *rows_of(given)]
    plain = read(as_csv(rows))
    moved = [[row[i] for i in order] for row in rows]
    above = [["Pump P-100 costed list"], ["Issue", "C", "Date", "2025-12-01"], [], ["Prepared by", "MB"]][:titles]
    assert told(read(as_csv([*above, *moved]))) == told(plain)


@settings(max_examples=25, deadline=None)
@given(parts, st.lists(st.sampled_from(["blank", "total", "section", "freight", "heading"]), max_size=6))
def test_every_row_is_in_exactly_one_bin(given: list[tuple[Any, ...]], extra: list[str]) -> None:
    rows: list[list[Any]] = [HEADING, *rows_of(given)]
    made = {
        "blank": [""] * 8,
        "total": ["", "", "Total", "", "", 12.5, "", ""],
        "section": ["", "", "Mechanical parts:", "", "", "", "", ""],
        "freight": ["", "", "Freight", "", "", 30.0, "", ""],
        "heading": HEADING,
    }
    for n, kind in enumerate(extra):
        rows.insert(min(len(rows), 2 + 2 * n), made[kind])
    while not any(rows[-1]):
        rows.pop()
    bom = read(as_xlsx({"BOM": rows}), "BOM.xlsx")
    (sheet,) = bom.inputs[0].sheets
    assert sum(sheet.rows.values()) == len(rows)
    for name in ("line_item", "assembly", "excluded"):
        assert sheet.rows[name] == sum(1 for line in bom.lines if line.bin == name)
    assert sheet.rows["line_item"] == len(given)
    assert sheet.rows["excluded"] == extra.count("freight")
