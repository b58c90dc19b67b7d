"""Where things stand in a form, and how an altered question is told: for what writes forms and what reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from scanner.decisions.select import fold

MARK, VERSION = "bomscan questionnaire", "1"
"""First cells of the sheet ``Form``; beneath them language, supplier, day, and the id of each question."""
SHEET, LISTS, MARKS = "Questionnaire", "Lists", "Form"
"""The sheet that people see; hidden ones: choices for drop-downs, and what the form is."""
PERSON, DATE = "I6", "I7"
"""Cells of the head that are to be filled in."""
HEAD = 8
"""Row of the headings, counted from 0."""
ID, HASH, FINGERPRINT, FACT = range(4)
"""Hidden columns, counted from 0."""
NUMBER, SUPPLIER, YOURS, OURS, PART, QUESTION, WHY = range(4, 11)
ANSWER, UNIT, THIRD, REMARK = range(11, 15)
"""Columns to fill in. The unit's holds a second country where countries are asked for."""
ASKED = (ID, FINGERPRINT, FACT, YOURS, OURS, PART, QUESTION)
"""What makes a question: a change in any of these is another question."""


def seal(cells: Sequence[str]) -> str:
    """16 hex digits over the texts of the columns ``ASKED``; case and spacing, which programs change, do not count."""
    return hashlib.sha256("\x1f".join(map(fold, cells)).encode()).hexdigest()[:16]


def cell(row: int, column: int) -> str:
    """``L12`` for row and column counted from 0; columns up to Z."""
    return f"{chr(ord('A') + column)}{row + 1}"
