"""Workbooks that are well packed and mean harm: in sheets, strings, styles, entities, compound files."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from typing import Any

from tests.files import as_xlsx
from tests.hostile.archives import ROWS, changed, good, packed

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)
FETCH = "<!DOCTYPE x [<!ENTITY a9 SYSTEM 'file:/etc/../etc/passwd'>]>"
QUADRATIC = f"<!DOCTYPE x [<!ENTITY a9 '{'A' * 50_000}'>]>"
PARTS = (
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/sharedStrings.xml", SHEET,
)  # fmt: skip


def sheet(cells: str, before: str = "", after: str = "") -> bytes:
    """An ordinary workbook whose only sheet is this XML."""
    return changed({SHEET: f'<worksheet xmlns="{MAIN}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'})


def row(number: int, *cells: object, tags: str = "") -> str:
    body = "".join(_cell(chr(65 + c), number, x) for c, x in enumerate(cells))
    return f'<row r="{number}"{tags}>{body}</row>'


def _cell(letters: str, number: int, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{letters}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{letters}{number}"><v>{value}</v></c>'


TABLE = "".join(row(n, *r) for n, r in enumerate(ROWS, 1))


def with_entities(part: str, head: str) -> bytes:
    """An ordinary workbook with a document type in one of its parts, the entity used in an attribute and a text."""
    import io

    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        text = archive.read(part).decode()
    start = text.index("?>") + 2 if text.startswith("<?xml") else 0
    body = text[start:].lstrip()
    closing = body.rindex("</")
    return changed({part: text[:start] + head + body[:closing] + "<z>&a9;</z>" + body[closing:]})


def laughing_cell() -> bytes:
    return changed(
        {SHEET: f'{LAUGHS}<worksheet xmlns="{MAIN}"><sheetData>{TABLE}{row(9, "&a9;")}</sheetData></worksheet>'}
    )


def far_dimension() -> bytes:
    """Ten million rows are claimed, four are there."""
    return sheet(TABLE, before='<dimension ref="A1:XFD10000000"/>')


def far_cell(reference: str, *, before: bool = False) -> bytes:
    """One stray cell at the end of the grid; ``before`` writes it ahead of the table, out of order."""
    digits = "".join(c for c in reference if c.isdigit())
    stray = f'<row r="{digits}"><c r="{reference}"><v>1</v></c></row>'
    return sheet(stray + TABLE if before else TABLE + stray)


def far_blank() -> bytes:
    """A formatted blank at the end of the grid, as spreadsheet programs leave them."""
    return sheet(TABLE + '<row r="1048576"><c r="XFD1048576" s="1"/></row>')


def out_of_order() -> bytes:
    return sheet("".join(row(n, *r) for n, r in reversed(list(enumerate(ROWS, 1)))))


def duplicates() -> bytes:
    return sheet(TABLE + row(2, "M-9", "Gallium arsenide wafer", 9, 9.9) + TABLE)


def strings(text: str) -> bytes:
    """An ordinary workbook with another table of shared strings."""
    return changed({"xl/sharedStrings.xml": text})


def beyond_strings() -> bytes:
    cells = '<row r="1"><c r="A1" t="s"><v>999999999</v></c><c r="B1" t="s"><v>-1</v></c></row>'
    return sheet(cells + TABLE)


def merged(reference: str) -> bytes:
    return sheet(TABLE, after=f'<mergeCells count="1"><mergeCell ref="{reference}"/></mergeCells>')


def many_merged(count: int) -> bytes:
    each = "".join(f'<mergeCell ref="A{n}:XFD{n + 5}"/>' for n in range(1, count))
    return sheet(TABLE, after=f"<mergeCells>{each}</mergeCells>")


def numbers(*values: str) -> bytes:
    """Raw texts where a number is due."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>P-{n}</t></is></c><c r="B{n}" t="inlineStr"><is><t>SmCo magnet'
        f'</t></is></c><c r="C{n}"><v>{v}</v></c><c r="D{n}"><v>{v}</v></c></row>'
        for n, v in enumerate(values, 2)
    )
    return sheet(row(1, *ROWS[0]) + rows)


def formats(code: str, count: int = 1) -> bytes:
    """Styles with a hostile number format."""
    codes = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n in range(count))
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/>'
        "</cellXfs></styleSheet>"
    )
    return changed({"xl/styles.xml": styles})


def dates(serial: str) -> bytes:
    """A number in a date's format, out of the calendar."""
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    cells = TABLE + f'<row r="5"><c r="A5" s="1"><v>{serial}</v></c><c r="B5" s="1"><v>{serial}</v></c></row>'
    return changed(
        {"xl/styles.xml": styles, SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'}
    )


def many_sheets(count: int) -> bytes:
    return as_xlsx({f"S{n}": ROWS for n in range(count)})


def wide(columns: int) -> bytes:
    return as_xlsx({"BOM": [*ROWS, [f"x{c}" for c in range(columns)]]})


def wide_heading(columns: int) -> bytes:
    return as_xlsx({"BOM": [[*ROWS[0], *(f"Extra {c}" for c in range(columns - 4))], *ROWS[1:]]})


def with_formulas(*formulas: str) -> bytes:
    def change(_book: Any, sheets: dict[str, Any]) -> None:
        for number, formula in enumerate(formulas):
            sheets["BOM"].write_formula(5 + number, 1, formula, None, formula)

    return as_xlsx({"BOM": ROWS}, change)


def with_macros() -> bytes:
    return changed({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600})


def with_links() -> bytes:
    link = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    return changed({"xl/externalLinks/externalLink1.xml": link, "xl/embeddings/oleObject1.bin": b"MZ" * 900})


def renamed_sheet(name: str) -> bytes:
    import io

    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        book = archive.read("xl/workbook.xml").decode()
    return changed({"xl/workbook.xml": book.replace('name="BOM"', f'name="{name}"')})


def climbing_target() -> bytes:
    """The sheet's part lies outside the package, says its relationship."""
    import io

    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        links = archive.read("xl/_rels/workbook.xml.rels").decode()
    return changed({"xl/_rels/workbook.xml.rels": links.replace("worksheets/sheet1.xml", "../../../../etc/passwd")})


def deep_xml(depth: int) -> bytes:
    return sheet("<a>" * depth + "</a>" * depth + TABLE)


# ---------------------------------------------------------------- ods

_SPACES = " ".join(f'xmlns:{x}="urn:oasis:names:tc:opendocument:xmlns:{x}:1.0"' for x in ("office", "table", "text"))


def ods(table: str, head: str = "") -> bytes:
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
            'manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type='
            '"application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
            "content.xml": f"{head}<office:document-content {_SPACES}><office:body><office:spreadsheet>"
            f'<table:table table:name="BOM">{table}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        }
    )


def ods_row(*cells: object, rows: object = 1, columns: object = 1) -> str:
    body = "".join(
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}"><text:p>{c}</text:p>'
        "</table:table-cell>"
        for c in cells
    )
    return f'<table:table-row table:number-rows-repeated="{rows}">{body}</table:table-row>'


ODS_TABLE = "".join(ods_row(*r) for r in ROWS)
ODS_REST = (
    '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)
"""The rest of the grid, as office programs write it."""


def ods_repeated(rows: object, columns: object, text: str = "x") -> bytes:
    return ods(ODS_TABLE + ods_row(text, rows=rows, columns=columns))


# ---------------------------------------------------------------- compound files

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(change: Callable[[bytearray], None] | None = None, names: tuple[str, ...] = ("Workbook",)) -> bytes:
    """A compound file with a header, one allocation sector and one of directory entries."""
    header = bytearray(512)
    header[:8] = _OLE
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<I", header, 76, 0)
    for n in range(1, 109):
        struct.pack_into("<I", header, 76 + 4 * n, 0xFFFFFFFF)
    fat = bytearray(b"\xff" * 512)
    struct.pack_into("<II", fat, 0, 0xFFFFFFFD, 0xFFFFFFFE)
    directory = bytearray(512)
    for n, name in enumerate(("Root Entry", *names)[:4]):
        encoded = name.encode("utf-16-le")
        at = 128 * n
        directory[at : at + len(encoded)] = encoded
        struct.pack_into("<H", directory, at + 64, len(encoded) + 2)
        directory[at + 66] = 5 if n == 0 else 2
        struct.pack_into("<III", directory, at + 68, 0xFFFFFFFF, 0xFFFFFFFF, 1 if n == 0 else 0xFFFFFFFF)
        struct.pack_into("<II", directory, at + 116, 0xFFFFFFFE if n == 0 else 2, 0 if n == 0 else 5000)
    made = bytearray(header + fat + directory)
    if change is not None:
        change(made)
    return bytes(made)


def looping_compound() -> bytes:
    """The chain of the directory's sectors leads back to itself."""
    return compound(lambda x: struct.pack_into("<I", x, 512 + 4, 1))
