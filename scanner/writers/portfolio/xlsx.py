"""The portfolio as a workbook: one sheet a question, each a filtered, frozen, printable table."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from scanner.writers.inert import inert

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


class Column(NamedTuple):
    """A column of a sheet: the row's key, its heading, its width in characters."""

    key: str
    title: str
    width: int = 12


_SHARE = [Column(f"share_{x}", f"Headline share, {x}", 11) for x in ("low", "likely", "high")]
_CHINESE = [Column(f"chinese_{x}", f"Chinese origin, {x}", 11) for x in ("low", "likely", "high")]
_COUNTS = [Column("boms", "Products", 10), Column("lines", "Lines", 8)]
_HIGH = Column("contribution_high", "Chinese controlled value at most", 16)

SHEETS: dict[str, tuple[str, list[Column]]] = {
    "products": ("Products", [
        Column("path", "File", 46), Column("product", "Product", 24), Column("verdict", "Verdict", 15), *_SHARE,
        Column("reading", "Reading", 11), Column("scope", "Of what", 18), *_CHINESE, Column("currency", "Currency", 9),
        Column("product_value", "Product value", 15), Column("product_value_basis", "Value by", 15),
        Column("lines", "Lines", 8), Column("priced", "Priced", 8), Column("origin_stated", "Origin stated", 8),
        Column("matched", "Affected", 9), Column("report", "Report", 30),
    ]),
    "open_questions": ("Ask first", [
        Column("part", "Part", 28), Column("fact", "What to find out", 44), Column("ask", "Whom to ask", 44),
        Column("boms", "Products", 10), Column("boms_flipped", "Verdicts it can turn", 11),
        Column("narrows", "Narrows the shares by", 12), Column("supplier", "Supplier", 20),
        Column("manufacturer", "Maker", 20),
    ]),
    "parts": ("Parts", [
        Column("part", "Part", 28), Column("description", "Description", 40), Column("manufacturer", "Maker", 20),
        Column("group", "Group", 18), Column("verdict", "Verdict", 12), *_COUNTS,
        Column("contribution_low", "Chinese controlled value at least", 16),
        Column("contribution_likely", "likely", 16), _HIGH,
    ]),
    "heat": ("Products × groups", []),
    "suppliers": ("Suppliers", [Column("supplier", "Supplier", 40), *_COUNTS, _HIGH]),
    "makers": ("Makers", [Column("manufacturer", "Maker", 40), *_COUNTS, _HIGH]),
    "controls": ("Controls", [
        Column("measure", "Measure", 14), Column("control", "Control", 34), Column("group", "Group", 18),
        Column("verdict", "Verdict", 12), *_COUNTS,
    ]),
    "countries": ("Countries", [Column("countries", "Country of origin as stated", 30), *_COUNTS]),
    "changes": ("Changes", [
        Column("path", "File", 46), Column("change", "Change", 10), Column("verdict_before", "Before", 15),
        Column("verdict_now", "Now", 15), Column("share_before", "Share before", 11),
        Column("share_now", "Share now", 11),
        Column("content_changed", "File changed", 9), Column("catalog_changed", "Catalog changed", 9),
        Column("as_of_changed", "Date changed", 9), Column("status_before", "How before", 10),
        Column("status_now", "How now", 10),
    ]),
    "failures": ("Without an answer", [
        Column("path", "File", 46), Column("status", "How", 11), Column("error", "Why", 70),
        Column("seconds", "Seconds", 9),
    ]),
}  # fmt: skip
"""Section → sheet and its columns."""

BARS = {"boms", "narrows", "share_likely", "chinese_likely", "contribution_likely"}
_BAR = {"type": "data_bar", "bar_solid": True, "min_type": "num", "min_value": 0}
_HEIGHT = 15
"""Points of a row of text; a program that opens the workbook may not fit heights by itself."""
CELL_LIMIT = 32_767
"""Characters that a cell of a workbook holds."""
COLOURS = {
    "listed": ("#7D1218", "#FBE9E9"), "exceeds": ("#7D1218", "#FBE9E9"), "likely exceeds": ("#7D1218", "#FBE9E9"),
    "contains": ("#6D3600", "#FCEEDD"), "possible": ("#554300", "#F8F1D2"), "may exceed": ("#554300", "#F8F1D2"),
    "undetermined": ("#46327A", "#EDE8F7"), "below": ("#1F484D", "#E4F0F1"),
}  # fmt: skip
"""Verdict → ink and ground, as on the page."""


def render(data: dict[str, Any]) -> bytes:
    """The whole portfolio; texts of the files stay texts, whatever they begin with."""
    import xlsxwriter

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": "bomscan portfolio"})
        _summary(book, data)
        dress = _Dress(book)
        for section, (title, columns) in SHEETS.items():
            rows = data[section]
            if section == "heat":
                rows, columns = _matrix(data["heat"], data["products"])
            dress.table(title, columns, rows, data.get("left_out", {}).get(section, 0))
    return buffer.getvalue()


def _summary(book: Workbook, data: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Summary")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    sheet.fit_to_pages(1, 0)
    bold = book.add_format({"bold": True, "font_size": 14})
    left = book.add_format({"align": "left"})
    sheet.write_string(0, 0, "bomscan portfolio", bold)
    run, summary = data["run"] or {}, data["summary"] or {}
    finished = str(run.get("finished") or "")[:16].replace("T", " ")
    rows: list[tuple[str, Any]] = [
        ("Law and rates of", run.get("as_of")),
        ("Catalog", run.get("catalog")),
        ("bomscan", run.get("tool")),
        ("Run finished", f"{finished} UTC" if finished else None),
        ("Files", len(data["files"]) + data.get("left_out", {}).get("files", 0)),
        ("of these without an answer", len(data["failures"])),
        ("Parts affected", len(data["parts"])),
        *((f"Headline: {name}", n) for name, n in (summary.get("verdicts") or {}).items()),
    ]
    for i, (name, value) in enumerate(rows, 2):
        sheet.write_string(i, 0, name)
        if isinstance(value, int):
            sheet.write_number(i, 1, value, left)
        elif value is not None:
            sheet.write_string(i, 1, str(value))
    note = "A verdict says what was found in what was read; it never says that a product is free of controls."
    sheet.write_string(len(rows) + 3, 0, note)


class _Dress:
    """Tables and their formats."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E8EDF2"}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#1A4E8A", "underline": 1})
        self.count = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        self.share = book.add_format({"num_format": "0.0000 %", "valign": "top"})
        self.verdicts = {
            k: book.add_format({"font_color": ink, "bg_color": ground}) for k, (ink, ground) in COLOURS.items()
        }

    def table(self, title: str, columns: list[Column], rows: list[dict[str, Any]], left_out: int) -> None:
        sheet = self.book.add_worksheet(title)
        if not rows:
            sheet.write_string(0, 0, "nothing")
            return
        last = len(rows)
        sheet.set_row(0, _HEIGHT * max(_rows_of(x.title, x.width) for x in columns))
        for i, row in enumerate(rows, 1):
            tall = max(_rows_of(row[x.key], x.width) for x in columns)
            if tall > 1:
                sheet.set_row(i, _HEIGHT * tall)
        for n, column in enumerate(columns):
            sheet.write_string(0, n, inert(column.title), self.head)
            sheet.set_column(n, n, column.width)
            for i, row in enumerate(rows, 1):
                self._cell(sheet, i, n, column, row[column.key])
            if column.key in BARS:
                sheet.conditional_format(1, n, last, n, _BAR)
            if column.key.startswith("verdict"):
                for verdict, form in self.verdicts.items():
                    rule = {"type": "cell", "criteria": "==", "value": f'"{verdict}"', "format": form}
                    sheet.conditional_format(1, n, last, n, rule)
        if left_out:
            sheet.write_string(last + 1, 0, f"{left_out:,} more rows stand in the store", self.text)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _cell(self, sheet: Worksheet, row: int, n: int, column: Column, value: Any) -> None:
        key = column.key
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_string(row, n, "yes" if value else "no", self.text)
        elif isinstance(value, int | float):
            share = key.startswith(("share", "chinese")) or key == "narrows"
            form: Format = self.share if share else self.count if isinstance(value, int) else self.money
            sheet.write_number(row, n, value, form)
        elif key == "report":
            sheet.write_url(row, n, f"external:{value}", self.link, str(value))
        else:
            sheet.write_string(row, n, inert(str(value))[:CELL_LIMIT], self.text)


def _rows_of(value: Any, width: int) -> int:
    """Rows of text that a value takes in a column; 10 at most."""
    if not isinstance(value, str) or (len(value) <= width and value.isascii()):
        return 1
    broad = len(value) + sum(ord(c) > 0x2E7F for c in value)
    return min(10, -(-broad // max(1, width - 2)))


def _matrix(heat: list[dict[str, Any]], products: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Column]]:
    """One row a product, one column a group: the strongest verdict there."""
    groups = sorted({x["group"] for x in heat if x["group"]})
    verdicts = {(x["path"], x["group"]): x["verdict"] for x in heat}
    rows = [
        {"path": x["path"], "verdict": x["verdict"], **{f"verdict {g}": verdicts.get((x["path"], g)) for g in groups}}
        for x in products
    ]
    columns = [Column("path", "File", 46), Column("verdict", "Headline", 15)]
    return rows, [*columns, *(Column(f"verdict {g}", g, 10) for g in groups)]
