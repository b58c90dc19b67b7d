"""The portfolio as a workbook: one sheet a question, each a filtered, frozen, printable table."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from scanner.writers.inert import inert

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

SHEETS = {
    "products": "Products",
    "open_questions": "Ask first",
    "parts": "Parts",
    "heat": "Products × groups",
    "suppliers": "Suppliers",
    "makers": "Makers",
    "controls": "Controls",
    "countries": "Countries",
    "changes": "Changes",
    "failures": "Without an answer",
}
"""Section → sheet."""

HIDDEN = {"scan", "name"}
WIDE = {"path": 46, "fact": 44, "error": 70, "description": 40, "ask": 28, "part": 28}
SHARES = {f"{x}_{y}" for x in ("share", "chinese") for y in ("low", "likely", "high", "before", "now")}
CELL_LIMIT = 32_767
"""Characters that a cell of a workbook holds."""


def render(data: dict[str, Any]) -> bytes:
    """The whole portfolio; texts of the files stay texts, whatever they begin with."""
    import xlsxwriter

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": "bomscan portfolio"})
        _summary(book, data)
        for section, title in SHEETS.items():
            rows = _matrix(data["heat"], data["products"]) if section == "heat" else data[section]
            _table(book, title, rows)
    return buffer.getvalue()


def _summary(book: Workbook, data: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Summary")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    sheet.fit_to_pages(1, 0)
    bold = book.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 0, "bomscan portfolio", bold)
    run, summary = data["run"] or {}, data["summary"] or {}
    rows: list[tuple[str, Any]] = [
        ("Law and rates of", run.get("as_of")),
        ("Catalog", run.get("catalog")),
        ("bomscan", run.get("tool")),
        ("Run finished", run.get("finished")),
        ("Files", len(data["files"])),
        ("of these without an answer", len(data["failures"])),
        ("Lines affected, parts", len(data["parts"])),
        *(("Headline: " + name, n) for name, n in (summary.get("verdicts") or {}).items()),
    ]
    for i, (name, value) in enumerate(rows, 2):
        sheet.write_string(i, 0, name)
        _cell(sheet, i, 1, value)
    note = "A verdict says what was found in what was read; it never says that a product is free of controls."
    sheet.write_string(len(rows) + 3, 0, note)


def _table(book: Workbook, title: str, rows: list[dict[str, Any]]) -> None:
    sheet = book.add_worksheet(title)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E8EDF2"})
    percent = book.add_format({"num_format": "0.0000 %"})
    money = book.add_format({"num_format": "#,##0.00"})
    if not rows:
        sheet.write_string(0, 0, "nothing")
        return
    names = [x for x in rows[0] if x not in HIDDEN]
    for column, name in enumerate(names):
        sheet.write_string(0, column, inert(name.replace("_", " ")), head)
        sheet.set_column(column, column, WIDE.get(name, 15))
    for i, row in enumerate(rows, 1):
        for column, name in enumerate(names):
            form = percent if name in SHARES else money if isinstance(row[name], float) else None
            _cell(sheet, i, column, row[name], form)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(names) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for column, name in enumerate(names):
        if name in ("boms", "narrows") or name.endswith("likely"):
            sheet.conditional_format(1, column, len(rows), column, {"type": "data_bar", "bar_solid": True})


def _matrix(heat: list[dict[str, Any]], products: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a product, one column a group: the strongest verdict there."""
    groups = sorted({x["group"] for x in heat if x["group"]})
    verdicts = {(x["path"], x["group"]): x["verdict"] for x in heat}
    return [
        {"path": x["path"], "verdict": x["verdict"], **{g: verdicts.get((x["path"], g)) for g in groups}}
        for x in products
    ]


def _cell(sheet: Any, row: int, column: int, value: Any, form: Any = None) -> None:
    if isinstance(value, bool):
        sheet.write_string(row, column, "yes" if value else "no")
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, form)
    elif value is not None:
        sheet.write_string(row, column, inert(str(value))[:CELL_LIMIT], form)
