from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.utils.escape import unescape

from scanner.bom import Quantity
from scanner.writers.xlsx import render
from tests.factory import HOSTILE, exposure, finding, line, match
from tests.writers.office import column, differences, formulas, needs_office, stored

SHEETS = [
    "Summary", "Lines", "Findings", "Shares", "Controls", "Suppliers", "To resolve", "Assumptions", "Rows accounted",
    "Sources", "Notes",
]  # fmt: skip


def test_the_workbook_has_every_sheet() -> None:
    assert stored(render(exposure())).sheetnames == SHEETS


def test_every_line_is_a_row_with_its_own_columns() -> None:
    x = exposure()
    book = stored(render(x))
    assert column(book, "Lines", "Line") == [f.line.id for f in x.lines]
    assert [v for v in column(book, "Lines", "supplier") if v] == [
        f.line.fields["supplier"].replace("\x07", "␇").replace("\u202e", "⟦U+202E⟧").replace("\u202c", "⟦U+202C⟧")
        for f in x.lines
        if "supplier" in f.line.fields
    ]


def test_every_finding_is_a_row() -> None:
    x = exposure()
    book = stored(render(x))
    found = list(zip(*(column(book, "Findings", t) for t in ("Line", "Control", "Verdict")), strict=True))
    assert found == [(f.line.id, m.control, m.verdict) for f in x.lines for m in f.matches]


def test_shares_stand_with_their_verdicts() -> None:
    x = exposure()
    book = stored(render(x))
    assert column(book, "Shares", "Verdict") == [f.verdict for f in x.fractions]
    lows = column(book, "Shares", "low")
    assert lows == [float(f.share.low) if f.share else "not known" for f in x.fractions]


TRAPS = ("=1+1", "@SUM(A1)", "+1", "-1+1", "\t=1", "\r=1", '=HYPERLINK("http://x")', "http://example.org", HOSTILE)


def own_formulas(content: bytes) -> set[object]:
    return {c.value for sheet in formulas(content) for row in sheet.iter_rows() for c in row if c.data_type == "f"}


@pytest.mark.parametrize("text", TRAPS)
def test_text_from_the_file_becomes_neither_formula_nor_link(text: str) -> None:
    fields = dict.fromkeys(("description", "part_number", "manufacturer", "supplier", "material"), text)
    content = render(exposure(finding(line(**fields, other={text: text}), match(settled_by=text))))
    plain = render(exposure(finding(line(description="x"), match(settled_by="x"))))
    assert own_formulas(content) == own_formulas(plain)
    assert not [c for sheet in formulas(content) for row in sheet.iter_rows() for c in row if c.hyperlink]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not [n for n in package.namelist() if "externalLink" in n]


def test_a_missing_price_shows_as_such_and_not_as_nought() -> None:
    x = exposure(finding(line(price=None), match()))
    book = stored(render(x))
    assert column(book, "Lines", "Extended cost") == ["not priced"]


def test_a_figure_that_no_formula_gives_is_a_constant_and_says_why() -> None:
    x = exposure(finding(line(price="2", quantity="3"), cost="7"))
    content = render(x)
    assert column(stored(content), "Lines", "Extended cost") == [7]
    # 7 is 2 × 3 × a factor for units and exchange, so a live formula gives it
    assert str(column(formulas(content), "Lines", "Extended cost")[0]).startswith("=IF(")
    free = exposure(finding(line(price=None, free_issue=True), cost="0"))
    assert column(formulas(render(free)), "Lines", "Extended cost") == [0]
    assert column(stored(render(free)), "Lines", "Remark") == ["a constant: free issue"]


def test_the_reviewer_gets_a_drop_down() -> None:
    sheet = formulas(render(exposure()))["Lines"]
    lists = [v for v in sheet.data_validations.dataValidation if v.type == "list"]
    assert len(lists) == 1
    assert "Ask supplier" in lists[0].formula1


def test_tables_freeze_filter_and_repeat_their_headings() -> None:
    book = formulas(render(exposure()))
    for name in SHEETS:
        if name not in ("Summary", "Assumptions"):
            sheet = book[name]
            assert sheet.freeze_panes is not None, name
            assert sheet.auto_filter.ref, name
            assert sheet.print_title_rows == "$1:$2", name
            assert sheet.page_setup.orientation == "landscape", name


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render(exposure()) == render(exposure())


@needs_office
@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_computes_our_figures(tmp_path: Path) -> None:
    assert differences(render(exposure()), tmp_path) == []


@pytest.mark.parametrize(
    "text", ["<r><t>x</t></r>", "<r></c></r>", "a_x0041_b", " lead", "trail ", "two\nrows", "a&b<c>\"d'"]
)
def test_text_that_looks_like_the_files_own_markup_comes_back_as_it_stood(text: str) -> None:
    x = exposure(finding(line(description=text, other={"Remark": text})))
    book = stored(render(x))
    assert [unescape(v) for v in column(book, "Lines", "Description")] == [text]
    assert [unescape(v) for v in column(book, "Lines", "Remark", occurrence=1)] == [text]


def test_long_text_is_cut_to_what_a_cell_holds() -> None:
    book = stored(render(exposure(finding(line(description="x" * 40_000)))))
    assert len(str(column(book, "Lines", "Description")[0])) == 32_767


def test_quantities_keep_their_units() -> None:
    x = exposure(finding(line(quantity="250 g", price="0.18"), cost="45"))
    assert column(stored(render(x)), "Lines", "Unit") == ["g"]
    assert x.lines[0].line.quantity == Quantity(Decimal(250), "g")


def test_a_redacted_workbook_says_so_and_computes_nothing_from_what_is_gone() -> None:
    from scanner.redact import parse, redacted

    book = stored(render(redacted(exposure(), parse("prices"))))
    assert set(column(book, "Lines", "Extended cost")) == {"redacted", None}
    assert any("prices" in str(c.value) for row in book["Summary"].iter_rows() for c in row)
    assert column(book, "Shares", "Verdict") == [f.verdict for f in exposure().fractions]
