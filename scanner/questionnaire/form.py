"""Questions → an Excel form: what is asked is locked, what is to be filled in is not, choices are drop-downs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

from scanner.match.declared import units_of, words_of
from scanner.questionnaire import layout as at
from scanner.questionnaire.ask import Question
from scanner.questionnaire.words import Lang, called, counted, countries, form_words, names, sign, stated, text
from scanner.writers.inert import inert

LONGEST = 500
"""Characters of a part's text that a form shows."""
WIDTHS = {at.NUMBER: 5, at.SUPPLIER: 18, at.YOURS: 15, at.OURS: 15, at.PART: 32, at.QUESTION: 34, at.WHY: 48,
          at.ANSWER: 20, at.UNIT: 17, at.THIRD: 17, at.REMARK: 24}  # fmt: skip
LINE_HEIGHT = 13.5
HEADS = {at.NUMBER: "number", at.SUPPLIER: "supplier", at.YOURS: "your_part", at.OURS: "our_part", at.PART: "part",
         at.QUESTION: "question", at.WHY: "why", at.ANSWER: "answer", at.UNIT: "unit", at.THIRD: "third",
         at.REMARK: "remark"}  # fmt: skip
YELLOW = {"locked": False, "bg_color": "#FFF9D6", "font_color": "#1A3E8C", "border_color": "#B8A75A"}
LOOKS: dict[str, dict[str, Any]] = {
    "text": {},
    "question": {"bold": True},
    "count": {"align": "center"},
    "grey": {"font_color": "#52606D"},
    "head": {"bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "valign": "vcenter"},
    "title": {"bold": True, "font_size": 16, "font_color": "#1F4E5F", "text_wrap": False, "border": 0},
    "plain": {"border": 0},
    "answer": YELLOW,
    "number": {**YELLOW, "num_format": "General", "align": "left"},
    "day": {**YELLOW, "num_format": "yyyy-mm-dd", "align": "left"},
    "closed": {"bg_color": "#EDF0F2"},
}  # fmt: skip


def form(
    questions: Sequence[Question], supplier: str | None, lang: Lang, made: date, *, of_many: bool = False
) -> bytes:
    """A workbook with these questions.

    Args:
        questions: in the order in which they are to stand.
        supplier: who is asked, as the form calls it; None = nobody is named.
        lang: the language of everything but the parts' own texts.
        made: the day of the results, which stands as the day of making: the same questions give the same bytes.
        of_many: the questions go to several suppliers, so each says to whom.

    """
    out = BytesIO()
    inert_text = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, **inert_text})
    workbook.set_properties({"title": text("title", lang), "created": datetime.combine(made, time())})
    _Form(workbook, lang).write(questions, supplier, made, of_many=of_many)
    workbook.close()
    return out.getvalue()


class _Form:
    """One workbook under construction."""

    def __init__(self, workbook: Any, lang: Lang) -> None:
        self.workbook, self.lang = workbook, lang
        self.sheet = workbook.add_worksheet(at.SHEET)
        self.lists = workbook.add_worksheet(at.LISTS)
        self.marks = workbook.add_worksheet(at.MARKS)
        font = {"ja": "Yu Gothic", "zh": "Microsoft YaHei"}.get(lang, "Calibri")
        common = {
            "font_name": font, "font_size": 10, "valign": "top", "text_wrap": True,
            "border": 1, "border_color": "#C9D3D9",
        }  # fmt: skip
        self.looks = {name: workbook.add_format({**common, **look}) for name, look in LOOKS.items()}
        self.countries = list(countries(lang))

    def write(self, questions: Sequence[Question], supplier: str | None, made: date, *, of_many: bool) -> None:
        """Head, questions, hidden sheets, protection and print set-up."""
        self._head(supplier, len(questions))
        for n, q in enumerate(questions, start=1):
            self._question(at.HEAD + n, n, q, of_many=of_many)
        self._hidden(questions, supplier, made)
        sheet = self.sheet
        sheet.set_column(at.ID, at.FACT, None, None, {"hidden": True})
        for column, width in WIDTHS.items():
            sheet.set_column(column, column, width, None, {"hidden": column == at.SUPPLIER and not of_many})
        sheet.freeze_panes(at.HEAD + 1, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(at.HEAD)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)
        sheet.set_selection(at.PERSON)

    def _head(self, supplier: str | None, count: int) -> None:
        sheet, lang = self.sheet, self.lang
        self._text(0, at.NUMBER, text("title", lang), "title")
        sheet.set_row(0, 28)
        wide = sum(WIDTHS[x] for x in range(at.NUMBER, at.WHY + 1) if x != at.SUPPLIER)
        for row, name in ((1, "intro"), (2, "how")):
            sheet.merge_range(row, at.NUMBER, row, at.WHY, "", self.looks["plain"])
            self._text(row, at.NUMBER, text(name, lang), "plain")
            sheet.set_row(row, LINE_HEIGHT * _lines(text(name, lang), wide) + 8)
        for cell, name, look in (
            ("I5", "supplier", "question"),
            (at.PERSON, "person", "answer"),
            (at.DATE, "date", "day"),
        ):
            row, column = _row_and_column(cell)
            sheet.merge_range(row, at.NUMBER, row, column - 1, "", self.looks["plain"])
            self._text(row, at.NUMBER, text(name, lang), "plain")
            self._text(row, column, inert(supplier or "") if name == "supplier" else "", look)
            sheet.set_row(row, 18)
        sheet.data_validation(
            at.DATE,
            {"validate": "date", "criteria": ">", "value": date(2000, 1, 1), "error_message": text("day", lang)},
        )
        for column, name in HEADS.items():
            self._text(at.HEAD, column, text(name, lang), "head")
        sheet.set_row(at.HEAD, 32)
        sheet.autofilter(at.HEAD, at.NUMBER, at.HEAD + count, at.REMARK)

    def _question(self, row: int, number: int, q: Question, *, of_many: bool) -> None:
        asked, why = self._worded(q)
        line = q.line
        shown = {
            at.ID: q.id,
            at.FINGERPRINT: q.fingerprint,
            at.FACT: q.fact,
            at.YOURS: line.supplier_part_number or line.manufacturer_part_number or "",
            at.OURS: line.part_number or "",
            at.PART: " · ".join(dict.fromkeys(x for x in (line.description, line.material, line.manufacturer) if x)),
            at.QUESTION: asked,
        }
        shown = {k: inert(v)[:LONGEST] if k != at.FACT else inert(v) for k, v in shown.items()}
        shown[at.HASH] = at.seal([shown[k] for k in at.ASKED])
        shown[at.WHY] = why
        if of_many:
            shown[at.SUPPLIER] = inert(q.supplier or "")[:LONGEST]
        self.sheet.write_number(row, at.NUMBER, number, self.looks["count"])
        for column in range(at.FACT + 1):
            self._text(row, column, shown[column], "text")
        for column in range(at.SUPPLIER, at.WHY + 1):
            look = {at.QUESTION: "question", at.WHY: "grey"}.get(column, "text")
            self._text(row, column, shown.get(column, ""), look)
        self.sheet.set_row(row, 4 + LINE_HEIGHT * max(_lines(shown.get(c, ""), w) for c, w in WIDTHS.items()))
        self._answer(row, q)

    def _worded(self, q: Question) -> tuple[str, str]:
        fact = stated(q.about, self.lang) if q.kind == "statement" else None
        kind = "statement_in_english" if q.kind == "statement" and fact is None else q.kind
        words, table = form_words().questions[kind], names()
        blanks = {
            "group": called(table.groups, q.about, self.lang),
            "element": called(table.elements, q.about, self.lang),
            "parameter": called(table.parameters, q.about, self.lang),
            "fact": fact or q.about,
            "unit": counted(q.unit, self.lang),
        }
        return words.ask[self.lang].format(**blanks), words.why[self.lang].format(**blanks)

    def _answer(self, row: int, q: Question) -> None:
        """The cells to fill in, with their choices; those that a question does not need are closed."""
        open_cells = {at.ANSWER: "answer", at.REMARK: "answer"}
        match q.kind:
            case "article_origin" | "material_origin" | "rare_earth_origin":
                open_cells |= {at.UNIT: "answer", at.THIRD: "answer"}
                self._choice(row, at.ANSWER, row, at.THIRD, f"={at.LISTS}!$A$1:$A${len(self.countries)}")
            case "contains":
                self._choice(row, at.ANSWER, row, at.ANSWER, [text("yes", self.lang), text("no", self.lang)])
            case "word":
                words = [called(names().words, x, self.lang) for x in words_of(q.about)]
                self._choice(row, at.ANSWER, row, at.ANSWER, words)
            case "price":
                open_cells |= {at.ANSWER: "number", at.UNIT: "answer"}
                self._figure(row, None)
                self._choice(row, at.UNIT, row, at.UNIT, list(form_words().currencies))
            case "limit":
                open_cells |= {at.ANSWER: "number", at.UNIT: "answer"}
                self._figure(row, None)
                self._choice(row, at.UNIT, row, at.UNIT, [sign(x) for x in units_of(q.about)])
            case "content":
                open_cells |= {at.ANSWER: "number"}
                self._figure(row, 100)
        for column in (at.ANSWER, at.UNIT, at.THIRD, at.REMARK):
            self.sheet.write_blank(row, column, None, self.looks[open_cells.get(column, "closed")])
        if q.kind == "limit" and q.unit:
            self._text(row, at.UNIT, sign(q.unit), "answer")
        elif q.kind == "content":
            self._text(row, at.UNIT, "%", "closed")

    def _choice(self, row: int, column: int, last_row: int, last_column: int, source: Any) -> None:
        self.sheet.data_validation(
            row, column, last_row, last_column,
            {"validate": "list", "source": source, "error_message": text("pick", self.lang)},
        )  # fmt: skip

    def _figure(self, row: int, most: int | None) -> None:
        bounds: dict[str, Any] = (
            {"criteria": ">=", "value": 0} if most is None else {"criteria": "between", "minimum": 0, "maximum": most}
        )
        said = text("figure" if most is None else "share", self.lang)
        self.sheet.data_validation(
            row, at.ANSWER, row, at.ANSWER, {"validate": "decimal", "error_message": said, **bounds}
        )

    def _hidden(self, questions: Sequence[Question], supplier: str | None, made: date) -> None:
        for i, name in enumerate(self.countries):
            self.lists.write_string(i, 0, name)
        marks = (
            "bomscan questionnaire",
            at.VERSION,
            self.lang,
            inert(supplier or ""),
            made.isoformat(),
            *(q.id for q in questions),
        )
        for i, mark in enumerate(marks):
            self.marks.write_string(i, 0, mark)
        for sheet in (self.lists, self.marks):
            sheet.very_hidden()
            sheet.protect()

    def _text(self, row: int, column: int, value: str, look: str) -> None:
        if value:
            self.sheet.write_string(row, column, value, self.looks[look])
        else:
            self.sheet.write_blank(row, column, None, self.looks[look])


def _lines(shown: str, width: float) -> int:
    """Lines that a text takes in a column; Chinese and Japanese letters are twice as wide as Latin ones."""
    wide = sum(1.75 if east_asian_width(c) in "WF" else 0.9 for c in shown)
    return max(1, ceil(wide / (width * 0.95)))


def _row_and_column(cell: str) -> tuple[int, int]:
    return int(cell[1:]) - 1, ord(cell[0]) - ord("A")
