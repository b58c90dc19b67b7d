"""What workbooks keep beside their values, in every format that keeps it: formats, indents, errors, what is hidden."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from scanner.bom import Bom
from scanner.ingest import ooxml
from tests.binaries import as_xls
from tests.files import as_xlsx, read

ROWS: list[list[Any]] = [
    ["Part Number", "Description", "Qty", "Price", "Remark"],
    [123, "Frame", 1, 9.5, "a"],
    [124, "Cover", 2, 3, "b"],
    [125, "Screw", 4, "#REF!", "c"],
]


def xlsx() -> bytes:
    def change(book: Any, sheets: dict[str, Any]) -> None:
        sheet = sheets["BOM"]
        zeros = book.add_format({"num_format": "00000"})
        money = book.add_format({"num_format": "0.00 [$€-407]"})
        indent = book.add_format({"indent": 1})
        for r in (1, 2, 3):
            sheet.write(r, 0, ROWS[r][0], zeros)
        sheet.write(2, 1, "Cover", indent)
        for r in (1, 2):
            sheet.write(r, 3, ROWS[r][3], money)
        sheet.write_formula(3, 3, "=A9", None, "#REF!")
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})

    return as_xlsx({"BOM": ROWS}, change)


def xls() -> bytes:
    styled = {(1, 0): 1, (2, 0): 1, (3, 0): 1, (2, 1): 2, (1, 3): 3, (2, 3): 3}
    styles = [("00000", 0), ("General", 1), ("0.00 [$€-407]", 0)]
    return as_xls(ROWS, styles=styles, styled=styled, hidden_rows=[3], hidden_columns=[2])


def ods() -> bytes:
    spaces = {
        "office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle",
        "fo": "xsl-fo-compatible",
    }  # fmt: skip
    named = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in spaces.items())
    styles = """<office:automatic-styles>
      <number:number-style style:name="N1"><number:number number:min-integer-digits="5"/></number:number-style>
      <style:style style:name="zeros" style:family="table-cell" style:data-style-name="N1"/>
      <style:style style:name="deep" style:family="table-cell">
        <style:paragraph-properties fo:margin-left="0.353cm"/></style:style>
    </office:automatic-styles>"""

    def cell(r: int, c: int, value: Any) -> str:
        style = ' table:style-name="deep"' if (r, c) == (2, 1) else ""
        text = f"<text:p>{value}</text:p>"
        if isinstance(value, str):
            return f'<table:table-cell{style} office:value-type="string">{text}</table:table-cell>'
        kind = 'currency" office:currency="EUR' if c == 3 else "float"
        return f'<table:table-cell office:value-type="{kind}" office:value="{value}">{text}</table:table-cell>'

    body = "".join(
        f"<table:table-row{' table:visibility=' + chr(34) + 'collapse' + chr(34) if r == 3 else ''}>"
        + "".join(cell(r, c, v) for c, v in enumerate(row))
        + "</table:table-row>"
        for r, row in enumerate(ROWS)
    )
    columns = (
        '<table:table-column table:default-cell-style-name="zeros"/><table:table-column/>'
        '<table:table-column table:visibility="collapse"/><table:table-column table:number-columns-repeated="2"/>'
    )
    content = (
        f"<office:document-content {named}>{styles}<office:body><office:spreadsheet>"
        f'<table:table table:name="BOM">{columns}{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        archive.writestr("content.xml", content)
    return out.getvalue()


@pytest.fixture(params=["xlsx", "xls", "ods"])
def bom(request: pytest.FixtureRequest) -> Bom:
    made = {"xlsx": xlsx, "xls": xls, "ods": ods}[request.param]
    return read(made(), f"BOM.{request.param}")


def test_zeros_come_back(bom: Bom) -> None:
    assert [x.part_number for x in bom.lines] == ["00123", "00124", "00125"]


def test_currencies_of_formats(bom: Bom) -> None:
    assert {x.unit_price.currency for x in bom.lines if x.unit_price} == {"EUR"}


def test_what_is_hidden_is_read_and_said(bom: Bom) -> None:
    assert [x.hidden for x in bom.lines] == [False, False, True]
    assert [n.column for n in bom.notes if n.code == "hidden-column"] == ["C"]


def test_indents_are_levels(bom: Bom) -> None:
    assert [x.parent for x in bom.lines] == [None, "BOM!2", None]
    assert bom.inputs[0].sheets[0].structure == "cell indent"


def test_errors_are_named_with_their_cell(bom: Bom) -> None:
    (note,) = (n for n in bom.notes if n.code == "cell-error")
    assert (note.row, note.column) == (4, "D")
    assert "#REF!" in note.message


def test_a_damaged_table_of_styles_costs_the_formats_and_says_so() -> None:
    made = as_xls(ROWS, styles=[("00000", 0)], styled={(1, 0): 77})
    bom = read(made, "BOM.xls")
    assert len(bom.lines) == 3


def test_the_formats_of_a_sheet_too_large_to_keep_are_not_read_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ooxml, "_KEEP_BYTES", 100)
    bom = read(xlsx(), "BOM.xlsx")
    assert bom.lines[0].part_number == "123"
    assert any(n.code == "limit-reached" and "formats" in n.message for n in bom.notes)


def test_a_far_cell_of_a_sheet_too_large_to_keep_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from scanner.errors import InputError

    def far(_: Any, sheets: dict[str, Any]) -> None:
        sheets["BOM"].write(1_000_000, 3000, "x")

    monkeypatch.setattr(ooxml, "_KEEP_BYTES", 100)
    with pytest.raises(InputError, match="over the limit cells"):
        read(as_xlsx({"BOM": ROWS}, far), "BOM.xlsx")
