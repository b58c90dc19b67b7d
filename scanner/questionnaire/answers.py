"""Filled forms → declarations. What does not fit is refused with its cell; nothing is guessed."""

from __future__ import annotations

import hashlib
import io
import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from msgspec import Struct
from msgspec.structs import replace

from scanner.bom import Note
from scanner.decisions.model import Decision, Proof, Selector
from scanner.decisions.record import says
from scanner.errors import InputError
from scanner.ingest.limits import check_archive
from scanner.questionnaire import layout as at
from scanner.questionnaire.model import Answers
from scanner.questionnaire.states import MisfitError, statement
from scanner.questionnaire.words import LANGS, Lang

SAVED = re.compile(rb"<dcterms:modified[^>]*>(\d{4}-\d\d-\d\d)")
AGAIN = "send the form again and have it filled in"
WRITTEN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{1,2})\.(\d{1,2})\.(\d{4})")
"""A date as text that can be read in one way: the year first, or day.month.year with points."""
NEXT = "correct the cell, or have the supplier do so, and scan again"


def read(paths: Sequence[Path]) -> Answers:
    """The answers of forms, in their order.

    Raises:
        InputError: a file that is no form of ours, a question that was altered, an answer that does not fit.

    """
    forms = [_form(path, *_stamp(path)) for path in paths]
    return Answers(decisions=_together(forms), notes=tuple(x for form in forms for x in form.notes))


class Form(Struct, frozen=True):
    """What one form says, and where it says it."""

    answers: tuple[tuple[Decision, str], ...]
    """Each with its place, for people: file and cell."""
    notes: tuple[Note, ...]


def _together(forms: Sequence[Form]) -> tuple[Decision, ...]:
    """The answers of all forms; the same one in several stands once, with each of them as its evidence.

    Raises:
        InputError: two forms answer one question differently, and which holds is not for us to say.

    """
    found: dict[str, tuple[Decision, str]] = {}
    for answer, place in (x for form in forms for x in form.answers):
        earlier, where = found.get(answer.id, (answer, place))
        if earlier.states != answer.states:
            raise InputError(
                f"another answer to the same question than in {where}:"
                f" {says(answer)} ({answer.on}), there {says(earlier)} ({earlier.on})",
                source=place,
                hint="give the form that holds, or empty the cell that does not",
            )
        latest = max(earlier, answer, key=lambda x: x.on)
        papers = tuple(dict.fromkeys((*earlier.evidence, *answer.evidence)))
        found[answer.id] = (replace(latest, evidence=papers), where)
    return tuple(x for x, _ in found.values())


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", source=str(path)) from error
    if not stat.S_ISREG(found.st_mode):
        raise InputError("cannot be read: it is no regular file", source=str(path))
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=256)
def _form(path: Path, _changed: int, _size: int) -> Form:
    """One form; read once for all bills of a run."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", source=str(path)) from error
    return _Reader(path, content).form()


class _Reader:
    """Reads one filled form."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        self.proof = Proof(file=path.name, sha256=hashlib.sha256(content).hexdigest(), note="filled questionnaire")
        self.saved: date | None = None
        book = self._book(content)
        self.sheet = book[at.SHEET]
        marks = [str(row[0].value or "") for row in book[at.MARKS].iter_rows(max_col=1)]
        if len(marks) < 5 or marks[0] != at.MARK or marks[1] != at.VERSION or marks[2] not in LANGS:
            self._no_form()
        self.lang: Lang = marks[2]
        self.supplier = marks[3]
        self.ids = [x for x in marks[5:] if x]

    def form(self) -> Form:
        """All answers, and what was left open."""
        seen: set[str] = set()
        answers: list[tuple[Decision, str]] = []
        for row in range(at.HEAD + 1, self.sheet.max_row):
            name = self._text(row, at.ID)
            if not name:
                continue
            if name not in self.ids or name in seen:
                self._refuse(row, at.ID, f"{name!r} is no question of this form, or stands twice")
            seen.add(name)
            self._unaltered(row)
            place = f"{self.path}, cell {at.cell(row, at.ANSWER)}"
            answers += ((x, place) for x in self._answer(row, name))
        if self.ids and not seen:
            self._refuse(at.HEAD + 1, at.ID, "no question stands where it was: rows or columns were moved", hint=AGAIN)
        return Form(tuple(answers), tuple(self._open(len(answers), len(seen))))

    def _answer(self, row: int, name: str) -> Iterator[Decision]:
        """The declaration of one row, if it is answered."""
        values = [self._value(row, column) for column in (at.ANSWER, at.UNIT, at.THIRD)]
        remark = self._value(row, at.REMARK)
        fact = self._text(row, at.FACT)
        try:
            states = statement(fact, values, self.lang)
        except MisfitError as misfit:
            self._refuse(row, at.ANSWER + misfit.which, str(misfit))
        if states is None:
            return
        person = self._value(*_place(at.PERSON))
        supplier = self.supplier or self._text(row, at.SUPPLIER)
        by = ", ".join(str(x).strip() for x in (person, supplier) if x)
        if not by:
            self._refuse(*_place(at.PERSON), "who answers is not said")
        yield Decision(
            id=name,
            kind="declaration",
            match=Selector(fingerprint=self._text(row, at.FINGERPRINT)),
            by=by,
            on=self._day(),
            why="answer to our questionnaire" + (f": {str(remark).strip()}" if remark else ""),
            evidence=(self.proof,),
            states=states,
        )

    def _day(self) -> date:
        """The date that the form states, else the day on which the file says that it was saved; never today."""
        row, column = _place(at.DATE)
        value = self._value(row, column)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if value is not None:
            found = WRITTEN.fullmatch("".join(str(value).split()))
            try:
                if found is not None:
                    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
                    return date(int(year), int(month), int(day))
            except ValueError:
                pass
            self._refuse(row, column, f"{str(value)[:60]!r} is no date like 2026-11-24")
        if self.saved is None:
            self._refuse(row, column, "the date of the answers is missing")
        return self.saved

    def _unaltered(self, row: int) -> None:
        if at.seal([self._text(row, c) for c in at.ASKED]) != self._text(row, at.HASH):
            self._refuse(
                row,
                at.QUESTION,
                "the question or its part was altered",
                hint=AGAIN,
            )

    def _open(self, answered: int, there: int) -> Iterator[Note]:
        if gone := len(self.ids) - there:
            yield Note(
                code="answers-open", severity="warning",
                message=f"{self.path.name} lacks {gone} of its {len(self.ids)} questions: rows were deleted",
            )  # fmt: skip
        left = len(self.ids) - answered
        if left:
            yield Note(
                code="answers-open", severity="info",
                message=f"{self.path.name} leaves {left} of {len(self.ids)} questions open",
            )  # fmt: skip

    def _text(self, row: int, column: int) -> str:
        value = self.sheet.cell(row + 1, column + 1).value
        return "" if value is None else str(value)

    def _value(self, row: int, column: int) -> Any:
        """What was filled in; None for an empty cell."""
        found = self.sheet.cell(row + 1, column + 1)
        if found.data_type == "f":
            self._refuse(row, column, "holds a formula", hint="type its value")
        if found.data_type == "e":
            self._refuse(row, column, f"holds the error {found.value}")
        return None if isinstance(found.value, str) and not found.value.strip() else found.value

    def _book(self, content: bytes) -> Any:
        import openpyxl

        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                check_archive(archive, len(content), str(self.path))
                if "docProps/core.xml" in archive.namelist() and (
                    found := SAVED.search(archive.read("docProps/core.xml"))
                ):
                    self.saved = date.fromisoformat(found[1].decode())
            book = openpyxl.load_workbook(io.BytesIO(content))
        except InputError:
            raise
        except Exception as error:
            raise InputError(
                "is no Excel workbook (.xlsx)",
                source=str(self.path),
                hint="save the form as xlsx, not as another format",
            ) from error
        if {at.SHEET, at.MARKS} - set(book.sheetnames):
            self._no_form()
        return book

    def _no_form(self) -> NoReturn:
        raise InputError(
            "is no questionnaire of bomscan, or of another version",
            source=str(self.path),
            hint="give a filled form made by `bomscan questionnaire`",
        )

    def _refuse(self, row: int, column: int, message: str, hint: str = NEXT) -> NoReturn:
        raise InputError(message, source=f"{self.path}, cell {at.cell(row, column)}", hint=hint)


def _place(cell: str) -> tuple[int, int]:
    return int(cell[1:]) - 1, ord(cell[0]) - ord("A")
