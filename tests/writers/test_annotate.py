from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scanner.errors import InputError, OutputError, UsageError
from scanner.writers.annotate import check_target
from scanner.writers.annotate.styles import column_letters
from tests.factory import HOSTILE, finding, line, match
from tests.writers.annotated import HEADS, PARTS, TITLES, Copy, _of, scanned, workbook
from tests.writers.office import needs_office


def test_our_columns_stand_at_the_right_under_our_headings(tmp_path: Path) -> None:
    copy = Copy(tmp_path, workbook())
    assert [c.value for c in copy.sheet[3]] == [*HEADS, *TITLES]
    assert [copy.sheet.cell(r, 6).value for r in range(4, 9)] == ["possible", "none", "listed", "contains", "none"]
    assert copy.sheet["J4"].value == "mass fraction of Dy and Tb"
    assert copy.warnings == []


def test_everything_else_is_byte_for_byte_as_it_was(tmp_path: Path) -> None:
    def rich(book: Any, sheet: Any) -> None:
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=BOM!$E$4:$E$8"})
        sheet.insert_chart("A12", chart)
        sheet.insert_image("A30", "dot.png", {"image_data": io.BytesIO(PNG)})
        sheet.write_comment("B4", "a remark")
        sheet.insert_textbox("C30", "a shape")
        book.define_name("Total", "=BOM!$E$4:$E$8")

    copy = Copy(tmp_path, workbook(rich))
    changed = {
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
    }
    assert copy.names() - copy.names(before=True) == {"xl/worksheets/bomscan1.xml"}
    assert copy.names(before=True) <= copy.names()
    for name in copy.names(before=True) - changed:
        assert copy.part(name) == copy.part(name, before=True), name


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def test_their_cells_keep_values_formulas_and_formats(tmp_path: Path) -> None:
    content = workbook()
    copy, before = Copy(tmp_path, content), openpyxl.load_workbook(io.BytesIO(content))["BOM"]
    for row in before.iter_rows():
        for a in row:
            b = copy.sheet[a.coordinate]
            assert (a.value, a.data_type, a.number_format, a.border.bottom.style) == (
                b.value,
                b.data_type,
                b.number_format,
                b.border.bottom.style,
            )
            assert (a.font.b, a.font.sz, a.alignment.horizontal) == (b.font.b, b.font.sz, b.alignment.horizontal)
    assert copy.sheet["A4"].value == "007"
    assert copy.sheet["E4"].value == "=C4*D4"


def test_affected_rows_are_filled_but_not_over_a_fill_of_theirs(tmp_path: Path) -> None:
    copy = Copy(tmp_path, workbook())

    def fill(cell: str) -> str:
        return str(copy.sheet[cell].fill.fgColor.rgb) if copy.sheet[cell].fill.patternType == "solid" else ""

    assert [fill(f"{c}4") for c in "ABCDEF"] == ["FFFFF1BF"] * 6
    assert [fill(f"{c}5") for c in "ABCDE"] == [""] * 5
    assert fill("A6") == "FF00FF00"
    assert fill("B6") == "FFF8D0CC"
    assert copy.sheet["D4"].number_format == "0.000 €"


def test_gaps_in_an_affected_row_are_filled_too(tmp_path: Path) -> None:
    content = workbook(lambda b, s: s.write_blank(3, 2, None))
    copy = Copy(tmp_path, content)
    assert copy.sheet["C4"].fill.fgColor.rgb == "FFFFF1BF"


def test_a_filter_grows_so_that_sorting_takes_our_columns_along(tmp_path: Path) -> None:
    copy = Copy(tmp_path, workbook(lambda b, s: s.autofilter("A3:E8")))
    last = column_letters(5 + len(TITLES))
    assert copy.sheet.auto_filter.ref == f"A3:{last}8"
    assert f"'BOM'!$A$3:${last}$8".encode() in copy.part("xl/workbook.xml")


def test_a_table_grows_with_columns_of_our_names(tmp_path: Path) -> None:
    def tabled(book: Any, sheet: Any) -> None:
        sheet.add_table("A3:E8", {"columns": [{"header": h} for h in HEADS]})

    copy = Copy(tmp_path, workbook(tabled))
    table = copy.sheet.tables["Table1"]
    assert table.ref == f"A3:{column_letters(5 + len(TITLES))}8"
    assert [c.name for c in table.tableColumns] == [*HEADS, *TITLES]
    assert table.autoFilter.ref == table.ref


def test_a_filter_apart_from_our_columns_is_said(tmp_path: Path) -> None:
    def apart(book: Any, sheet: Any) -> None:
        sheet.autofilter("A3:E8")
        sheet.write("H1", "far out")

    copy = Copy(tmp_path, workbook(apart))
    assert copy.sheet.auto_filter.ref == "A3:E8"
    assert any("sort" in w for w in copy.warnings)
    assert copy.sheet["I3"].value == TITLES[0]


def test_cells_that_only_have_a_format_make_room_and_those_behind_stay(tmp_path: Path) -> None:
    def styled(book: Any, sheet: Any) -> None:
        blue = book.add_format({"bg_color": "#0000FF"})
        for column in range(5, 40):
            sheet.write_blank(3, column, None, blue)
            sheet.write_blank(9, column, None, blue)

    copy = Copy(tmp_path, workbook(styled))
    assert copy.sheet["F4"].value == "possible"
    behind = copy.sheet.cell(4, 6 + len(TITLES))
    assert behind.fill.fgColor.rgb == "FF0000FF"
    assert copy.sheet["F10"].fill.fgColor.rgb == "FF0000FF"


def test_hidden_columns_at_the_right_are_shown_where_ours_stand(tmp_path: Path) -> None:
    copy = Copy(tmp_path, workbook(lambda b, s: s.set_column("F:XFD", 9, None, {"hidden": True})))
    assert not copy.sheet.column_dimensions["F"].hidden
    assert b'hidden="1"' in copy.part("xl/worksheets/sheet1.xml")


def test_reviewers_get_a_drop_down_beside_those_of_theirs(tmp_path: Path) -> None:
    copy = Copy(
        tmp_path,
        workbook(lambda b, s: s.data_validation("C4:C8", {"validate": "integer", "criteria": ">", "value": 0})),
    )
    found = copy.sheet.data_validations.dataValidation
    assert [v.type for v in found] == ["whole", "list"]
    assert "Ask supplier" in found[1].formula1


def test_a_protected_sheet_stays_so_and_it_is_said(tmp_path: Path) -> None:
    copy = Copy(tmp_path, workbook(lambda b, s: s.protect("x")))
    assert copy.sheet.protection.sheet
    assert any("protected" in w for w in copy.warnings)


def test_merged_titles_do_not_cover_our_headings(tmp_path: Path) -> None:
    copy = Copy(tmp_path, workbook(lambda b, s: s.merge_range("A2:G2", "wide")))
    assert copy.sheet["H3"].value == TITLES[0]


def test_a_sheet_of_ours_explains_the_columns(tmp_path: Path) -> None:
    copy = Copy(tmp_path, workbook(lambda b, s: b.add_worksheet("bomscan")))
    assert copy.book.sheetnames == ["BOM", "Notes", "bomscan", "bomscan 2"]
    cells = [[c.value for c in row] for row in copy.book["bomscan 2"].iter_rows()]
    assert ["As of", "2026-11-24", None, None] in cells
    assert ["BOM!6", "listed", "cn-2025-57:1C910.c", "A-3 · Erbium oxide"] in cells


PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
VBA_TYPE = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
VBA_KIND = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"


def with_macros(content: bytes) -> bytes:
    """The workbook as one with macros."""
    link = b'<Relationship Id="rIdVba" Type="%s" Target="vbaProject.bin"/></Relationships>' % VBA_KIND

    def change(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return data.replace(PLAIN_TYPE, MACRO_TYPE).replace(b"</Types>", VBA_TYPE)
        return data.replace(b"</Relationships>", link) if name == "xl/_rels/workbook.xml.rels" else data

    out = io.BytesIO(rewritten(content, change))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro code")
    return out.getvalue()


def test_macros_are_left_out_of_an_xlsx_and_it_is_said(tmp_path: Path) -> None:
    copy = Copy(tmp_path, with_macros(workbook()), name="bom.xlsm")
    assert not [n for n in copy.names() if "vba" in n.lower()]
    assert b"vba" not in copy.part("xl/_rels/workbook.xml.rels")
    assert b"macroEnabled" not in copy.part("[Content_Types].xml")
    assert any("macros" in w for w in copy.warnings)


def test_macros_are_kept_unread_in_an_xlsm(tmp_path: Path) -> None:
    copy = Copy(tmp_path, with_macros(workbook()), name="bom.xlsm", out="out.xlsm")
    assert copy.part("xl/vbaProject.bin") == b"macro code"
    assert b"macroEnabled" in copy.part("[Content_Types].xml")
    with pytest.raises(UsageError, match="no macros"):
        Copy(tmp_path, workbook(), out="x.xlsm")


def test_xml_with_prefixes_is_understood(tmp_path: Path) -> None:
    """Some programs write every element as x:row, x:c."""

    def prefixed(name: str, data: bytes) -> bytes:
        if not re.fullmatch(r"xl/(worksheets/sheet1|styles)\.xml", name):
            return data
        data = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", data)
        return data.replace(b' xmlns="', b' xmlns:x="', 1)

    content = rewritten(workbook(), prefixed)
    copy = Copy(tmp_path, content)
    assert copy.sheet["F4"].value == "possible"
    assert b"<x:c " in copy.part("xl/worksheets/sheet1.xml")


def rewritten(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


def test_cells_without_references_are_counted(tmp_path: Path) -> None:
    """References of cells and rows may be left out."""
    content = rewritten(
        workbook(), lambda n, d: re.sub(rb'(<(?:c|row)) r="[A-Z]*\d+"', rb"\1", d) if n.endswith("sheet1.xml") else d
    )
    x = scanned(content, top=2)  # the blank row 2 is not written, so that rows move up
    copy = Copy(tmp_path, content, x=x)
    assert copy.sheet["F2"].value == TITLES[0]
    assert copy.sheet["F3"].value == "possible"


def test_a_row_without_cells_can_hold_ours(tmp_path: Path) -> None:
    content = rewritten(
        workbook(),
        lambda n, d: (
            re.sub(rb'(<row r="5"[^>]*)>.*?</row>', rb"\1/>", d, flags=re.DOTALL) if n.endswith("sheet1.xml") else d
        ),
    )
    assert Copy(tmp_path, content).sheet["F5"].value == "none"


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    content = workbook()
    x = scanned(content)
    bad = finding(line(4, description=HOSTILE), match("cn-2025-57:1C910.c", settled_by=f"=1+1 {HOSTILE}"))
    copy = Copy(
        tmp_path, content, x=_of(content, (bad, *x.lines[1:]), file="bom.xlsx", kind="xlsx", sheet="BOM", top=3)
    )
    cell = copy.sheet["J4"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("=1+1 <script>")


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    content = rewritten(
        workbook(),
        lambda n, d: (
            d.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1) if n.endswith("sheet1.xml") else d
        ),
    )
    with pytest.raises(InputError, match="document type"):
        Copy(tmp_path, content)


def test_a_csv_becomes_a_workbook_with_the_same_cells(tmp_path: Path) -> None:
    rows = ["Bill of materials", "", "Part;Description;Qty", *(f"{p};{t};{q}" for p, t, q, _ in PARTS)]
    content = "\r\n".join([*rows, "=1+1;@x;-5"]).encode()
    x = scanned(content, file="bom.csv", kind="csv", sheet="bom")
    copy = Copy(tmp_path, content, name="bom.csv", x=x)
    assert copy.sheet["A4"].value == "007"
    assert [copy.sheet.cell(9, c).value for c in (1, 2, 3)] == ["=1+1", "@x", "-5"]
    assert all(c.data_type != "f" for row in copy.sheet.iter_rows() for c in row)
    assert [c.value for c in copy.sheet[3]][:4] == ["Part", "Description", "Qty", None]
    assert copy.sheet["F4"].value == "possible"


def test_a_source_that_changed_since_the_scan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has changed"):
        Copy(tmp_path, workbook(), x=scanned(b"other"))


def test_the_source_cannot_be_the_target(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="overwrite"):
        Copy(tmp_path, workbook(), out="bom.xlsx")


@pytest.mark.parametrize("name", ["x.csv", "x", "x.html", "x.xls"])
def test_only_workbooks_can_be_written(name: str) -> None:
    with pytest.raises(UsageError, match="workbook"):
        check_target(Path(name))


def test_excel_4_macro_sheets_need_an_xlsm(tmp_path: Path) -> None:
    content = with_macros(workbook())
    with zipfile.ZipFile(io.BytesIO(content), "a"):
        pass
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/macrosheets/sheet1.xml", b"<x/>")
    with pytest.raises(OutputError, match="Excel 4"):
        Copy(tmp_path, out.getvalue(), name="bom.xlsm")


def test_a_sheet_whose_lines_are_columns_is_left_alone_and_listed(tmp_path: Path) -> None:
    content = workbook()
    copy = Copy(tmp_path, content, x=scanned(content, layout="transposed"))
    assert copy.part("xl/worksheets/sheet1.xml") == copy.part("xl/worksheets/sheet1.xml", before=True)
    assert any("columns" in w for w in copy.warnings)


@needs_office
@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_opens_the_copy_and_sees_both(tmp_path: Path) -> None:
    copy = Copy(tmp_path, workbook(lambda b, s: s.add_table("A3:E8", {"columns": [{"header": h} for h in HEADS]})))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(tmp_path), str(copy.path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    rows = (tmp_path / "out.csv").read_text().splitlines()
    assert rows[3].startswith('"007","NdFeB magnet N42SH",4,1.500 €,6.000 €,"possible","magnet",')
