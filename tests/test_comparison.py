from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from scanner.comparison import Comparison, Part, compare
from scanner.errors import UsageError
from scanner.writers.comparison import render
from tests.factory import HOSTILE, estimate, exposure, finding, fraction, line, match


def two() -> Comparison:
    old = exposure(
        finding(line(2, part_number="M-1", description="Magnet"), match("cn-2025-18:1C905.a.4", group="magnet")),
        finding(line(3, part_number="S-1", description="Screw")),
        finding(line(4, part_number="G-1", description="Old glass"), match("cn-2025-57:1C910.c", verdict="possible")),
        fractions=[fraction(share=estimate("0.01", "0.01", "0.01"), headline=True)],
    )  # fmt: skip
    new = exposure(
        finding(line(9, part_number="M-1", description="Magnet, ferrite")),
        finding(line(3, part_number="S-1", description=HOSTILE)),
        finding(line(5, part_number=HOSTILE, description="New"), match("cn-2023-23:3C902.b", group="gallium")),
        fractions=[fraction(share=estimate("0", "0", "0"), verdict="below", headline=True)],
    )
    return compare(["old", "new"], [old, new])


def test_parts_are_aligned_by_their_number_not_their_row() -> None:
    parts = {row.key[0]: row for row in two().parts}
    magnet = parts["M-1"]
    assert magnet.changed
    assert [p.verdict if isinstance(p, Part) else None for p in magnet.values] == ["listed", "none"]
    assert [p.lines if isinstance(p, Part) else None for p in magnet.values] == [("BOM!2",), ("BOM!9",)]


def test_parts_that_nothing_matches_are_left_out() -> None:
    assert "S-1" not in {row.key[0] for row in two().parts}


def test_a_part_that_is_gone_is_none_and_changed() -> None:
    glass = next(row for row in two().parts if row.key == ("G-1",))
    assert glass.values[1] is None
    assert glass.changed


def test_the_same_result_twice_differs_in_nothing() -> None:
    x = compare(["a", "b"], [exposure(), exposure()])
    assert not [row for rows in (x.shares, x.parts, x.controls, x.law) for row in rows if row.changed]


def test_shares_stand_beside_each_other() -> None:
    share = next(row for row in two().shares if row.key[0] == "de_minimis")
    assert [getattr(f, "verdict", None) for f in share.values] == ["exceeds", "below"]


@pytest.mark.parametrize("ending", [".md", ".csv", ".json", ".html", ".xlsx"])
def test_every_format_says_what_differs(ending: str) -> None:
    content = render(two(), Path(f"out{ending}"))
    if ending == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames[0] == "Results"
        text = "\n".join(str(c.value) for s in book for row in s.iter_rows() for c in row if c.value is not None)
        assert all(c.data_type != "f" for s in book for row in s.iter_rows() for c in row)
    else:
        text = content.decode()
    for word in ("M-1", "G-1", "listed", "below"):
        assert word.replace("-", "-") in text.replace("\\", ""), word
    assert "<script>alert" not in text or ending in (".xlsx", ".csv", ".json")


def test_a_cell_keeps_its_heading_where_the_table_has_none_on_a_phone() -> None:
    page = render(two(), Path("out.html")).decode()
    assert '<th scope="row" data-head="Part">M-1</th><td data-head="old">' in page
    css = page[page.index("<style>") : page.index("</style>")]
    assert 'content: attr(data-head) ": "' in css


def test_csv_and_json_can_be_read_by_machines() -> None:
    rows = list(csv.DictReader(io.StringIO(render(two(), Path("x.csv")).decode("utf-8-sig"), newline="")))
    assert next(r for r in rows if r["what"] == "M-1")["old"] == "listed (cn-2025-18:1C905.a.4)"
    made = json.loads(render(two(), Path("x.json")))
    assert made["results"] == ["old", "new"]


def test_an_ending_without_format_is_refused() -> None:
    with pytest.raises(UsageError, match=r"\.pdf"):
        render(two(), Path("x.pdf"))


def test_a_share_of_all_is_compared_as_any_other() -> None:
    whole = exposure(fractions=(fraction(share=estimate("0", "0.5", "1")),))
    (share, *_) = compare(("a", "b"), (whole, whole)).shares
    assert not share.changed
