"""A supplier at work: opens a form, types into its yellow cells, saves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from scanner.questionnaire import layout as at

Answer = Callable[[str], Sequence[Any] | None]
"""From a fact to what is typed into answer, unit or second country, third country, remark; None leaves it open."""


def fill(
    form: Path,
    answer: Answer,
    filled: Path | None = None,
    *,
    person: str | None = "Li Wei, quality",
    on: Any = date(2026, 11, 20),
) -> Path:
    """The form with its answers, saved over itself where no other file is named."""
    book = openpyxl.load_workbook(form)
    sheet = book[at.SHEET]
    sheet[at.PERSON], sheet[at.DATE] = person, on
    for row in rows(sheet):
        typed = answer(sheet.cell(row, at.FACT + 1).value) or ()
        for column, value in zip((at.ANSWER, at.UNIT, at.THIRD, at.REMARK), typed, strict=False):
            if value is not None:
                cell = sheet.cell(row, column + 1)
                assert not cell.protection.locked, f"{cell.coordinate} cannot be filled in"
                cell.value = value
    book.save(filled or form)
    return filled or form


def rows(sheet: Any) -> range:
    """Rows of the questions, counted from 1."""
    return range(at.HEAD + 2, sheet.max_row + 1)


def facts(form: Path) -> list[str]:
    """What a form asks, in its order."""
    sheet = openpyxl.load_workbook(form)[at.SHEET]
    return [sheet.cell(r, at.FACT + 1).value for r in rows(sheet)]
