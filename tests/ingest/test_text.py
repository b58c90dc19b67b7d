"""Text files: delimiters, encodings, frames, fixed columns, standard input."""

from __future__ import annotations

import io
import sys

import pytest

from scanner.errors import InputError
from scanner.ingest import read_bytes
from scanner.ingest.delimited import find_delimiter
from tests.files import as_csv, read

GERMAN = [
    ["Pos", "Benennung", "Menge", "Preis"],
    ["1", "Gehäuse, geschweißt", "2", "4,50"],
    ["2", "Deckel für Größe M", "1", "12,00"],
    ["3", "Kühlkörper", "4", "3,25"],
]
JAPANESE = [
    ["品番", "品名", "数量", "単価"],
    ["A-1", "搬送コンベヤ フレーム", "1", "640000"],
    ["A-2", "蛍光体 酸化ユウロピウム", "2", "1310"],
    ["A-3", "ケーブル", "3", "350"],
]
CHINESE = [
    ["料号", "物料名称", "数量", "单价"],
    ["A-1", "锂离子电芯 软包", "24", "186"],
    ["A-2", "下箱体 铝型材焊接", "1", "1280"],
    ["A-3", "导热垫", "4", "15"],
]
TAIWANESE = [
    ["料號", "名稱", "數量", "單價"],
    ["A-1", "鋁擠型外殼", "1", "186"],
    ["A-2", "電路板組件", "2", "1280"],
    ["A-3", "導熱墊片", "4", "15"],
]
RUSSIAN = [
    ["Поз", "Наименование", "Кол-во", "Цена"],
    ["1", "Магнит кольцевой неодимовый", "2", "45"],
    ["2", "Корпус алюминиевый", "1", "120"],
    ["3", "Винт М4", "8", "3"],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
def test_any_delimiter(delimiter: str) -> None:
    bom = read(as_csv(GERMAN, delimiter=delimiter))
    assert [x.description for x in bom.lines] == [r[1] for r in GERMAN[1:]]
    assert bom.inputs[0].delimiter == delimiter
    assert bom.lines[0].unit_price is not None
    assert str(bom.lines[0].unit_price.amount) == "4.50"


@pytest.mark.parametrize(
    ("rows", "encoding"),
    [
        (GERMAN, "utf-8"), (GERMAN, "utf-8-sig"), (GERMAN, "utf-16"), (GERMAN, "utf-16-le"), (GERMAN, "cp1252"),
        (JAPANESE, "shift_jis"), (JAPANESE, "utf-8"),
        (CHINESE, "gb18030"), (CHINESE, "utf-16-be"), (TAIWANESE, "big5"), (RUSSIAN, "cp1251"), (RUSSIAN, "utf-8"),
    ],
)  # fmt: skip
def test_any_encoding(rows: list[list[str]], encoding: str) -> None:
    bom = read(as_csv(rows, delimiter=";", encoding=encoding))
    assert [x.description for x in bom.lines] == [r[1] for r in rows[1:]]


def test_a_guessed_encoding_is_said() -> None:
    assert "encoding-uncertain" in {n.code for n in read(as_csv(GERMAN, encoding="cp1252")).notes}


def test_the_delimiter_that_the_file_names() -> None:
    assert find_delimiter("sep=;\r\na,b;c,d\r\n") == ";"


def test_a_list_in_a_frame_of_bars() -> None:
    text = """Strukturstückliste mehrstufig (CS12)
------------------------------------------------------------
|Stufe|Pos. |Komponente|Objektkurztext      |   Menge |ME |
------------------------------------------------------------
|.1   |0010 |4711-100  |Achsmodul AM-40     |       2 |ST |
|..2  |0010 |4711-110  |Kühlkörper          |   1,500 |M  |
|..2  |0020 |4711-120  |Leiterplatte        |       1 |ST |
------------------------------------------------------------
"""
    bom = read(text.encode())
    assert [(x.description, x.level) for x in bom.lines] == [
        ("Achsmodul AM-40", 1),
        ("Kühlkörper", 2),
        ("Leiterplatte", 2),
    ]
    assert bom.lines[1].parent == bom.lines[0].id
    assert bom.lines[1].quantity is not None
    assert (str(bom.lines[1].quantity.amount), bom.lines[1].quantity.unit) == ("1.500", "meter")


def test_a_list_in_fixed_columns() -> None:
    text = """Part      Description              Qty   Unit
A-100     Frame welded               2   pcs
A-110     Cover sheet steel          1   pcs
A-120     Ring magnet N42SH         24   pcs
"""
    bom = read(text.encode())
    assert [(x.part_number, x.description) for x in bom.lines] == [
        ("A-100", "Frame welded"),
        ("A-110", "Cover sheet steel"),
        ("A-120", "Ring magnet N42SH"),
    ]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    from scanner import ingest
    from scanner.options import ReadOptions

    class Given:
        buffer = io.BytesIO(as_csv(GERMAN, delimiter="\t"))

    monkeypatch.setattr(sys, "stdin", Given)
    document = ingest.read(Path("-"), ReadOptions())
    assert document.file == "-"
    assert document.sheets[0].name == "clipboard"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"  \n \n", "no text"),
        (b"\x00\x01\x02\x03" * 64, "not text"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"<html><body>hello</body></html>", "without a table"),
        (b"{ not json", "not valid JSON"),
        (b"<a><b></a>", "not well-formed"),
        (b"<cat/>", "unknown kind"),
    ],
)
def test_what_is_no_bill_is_refused_in_one_line(content: bytes, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(content, "x.xlsx")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("x.xlsx: ")


def test_text_named_like_a_workbook_is_read_as_what_it_is() -> None:
    bom = read(as_csv(GERMAN, delimiter=";"), "bom.xlsx")
    assert bom.inputs[0].format == "csv"


def test_long_cells_control_characters_and_right_to_left_text_are_kept() -> None:
    rows = [
        ["Part", "Description", "Qty"],
        ["A", "x" * 32767, "1"],
        ["B", "bell\x07 and מגנט", "2"],
        ["C", '=1+1 <script>"', "3"],
    ]
    bom = read(as_csv(rows))
    assert [len(x.description or "") for x in bom.lines] == [32767, 14, 14]
    assert bom.lines[2].description == '=1+1 <script>"'


def test_html_tables_named_xls() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>Part {n} of steel</td><td>{n}</td></tr>" for n in range(1, 5))
    html = f"<html><body><table><tr><th>Item</th><th>Description</th><th>Qty</th></tr>{rows}</table></body></html>"
    bom = read(html.encode(), "bom.xls")
    assert len(bom.lines) == 4
    assert bom.inputs[0].format == "html"


def test_decimal_commas_in_fixed_columns_are_no_delimiters() -> None:
    text = """Stufe Pos  Komponente  Bezeichnung            Menge ME       Preis pro  Land
1     0010 80-1001     Ständer Grauguss       1,000 ST      640,00 1 ST CH
1     0020 80-1002     Gleitlager             4,000 ST        3,15 1 ST AT
"""
    bom = read(text.encode("cp1252"), "a.txt")
    assert [(x.part_number, x.country_of_origin) for x in bom.lines] == [("80-1001", "CH"), ("80-1002", "AT")]
    assert [x.quantity.amount for x in bom.lines if x.quantity] == [1, 4]
