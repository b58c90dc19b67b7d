"""What does not fit a question is refused with its cell; what was altered is noticed; the clock has no say."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scanner.bom import BomLine
from scanner.decisions.model import Content, Statement
from scanner.errors import InputError
from scanner.questionnaire import layout as at
from scanner.questionnaire.answers import read
from scanner.questionnaire.ask import Question
from scanner.questionnaire.form import form
from scanner.questionnaire.states import MisfitError, statement
from tests.factory import line
from tests.questionnaire.filling import fill

DAY = date(2026, 11, 24)
PART: BomLine = line(7, description="Diamond wire", part_number="DW-1", supplier="Saite AG")
FACTS = (
    "contains:Dy", "material_origin:magnet", "content:magnet", "price", "limit:particle_size_d50", "word:crystal_form",
    "statement:x",
)  # fmt: skip


def blank(folder: Path, *facts: str) -> Path:
    path = folder / "form.xlsx"
    questions = [
        Question(
            id=f"Q-{n}", fingerprint="f" * 16, fact=fact, supplier="Saite AG", line=PART,
            unit="um" if "d50" in fact else None,
        )
        for n, fact in enumerate(facts or FACTS)
    ]  # fmt: skip
    path.write_bytes(form(questions, "Saite AG", "de", DAY))
    return path


def typed(fact: str) -> tuple[Any, ...]:
    return {
        "contains:Dy": ("ja", None, None, "siehe Datenblatt"), "material_origin:magnet": ("JP – Japan", "CN – China"),
        "content:magnet": (12.5,), "price": (0.1, "EUR"), "limit:particle_size_d50": (9, "µm"),
        "word:crystal_form": ("Einkristall",), "statement:x": ("selbst gezogen",),
    }[fact]  # fmt: skip


def test_answers_are_declarations_with_the_file_as_evidence(tmp_path: Path) -> None:
    filled = fill(blank(tmp_path), typed)
    found = read([filled])
    assert [x.states for x in found.decisions] == [
        Statement(contains=("Dy",)),
        Statement(material_origin=("JP", "CN")),
        Statement(content=(Content(group="magnet", value_share=Decimal("0.125")),)),
        Statement(price="0.1 EUR"),
        Statement(facts={"particle_size_d50": "9 um"}),
        Statement(facts={"crystal_form": "single_crystal"}),
        Statement(in_words="selbst gezogen"),
    ]
    first = found.decisions[0]
    assert (first.id, first.by, first.on) == ("Q-0", "Li Wei, quality, Saite AG", date(2026, 11, 20))
    assert first.match.fingerprint == "f" * 16
    assert first.why == "answer to our questionnaire: siehe Datenblatt"
    assert first.evidence[0].sha256 == hashlib.sha256(filled.read_bytes()).hexdigest()
    assert found.notes == ()


def test_what_is_left_open_stays_open_and_is_counted(tmp_path: Path) -> None:
    found = read([fill(blank(tmp_path), lambda fact: typed(fact) if fact == "price" else None)])
    assert len(found.decisions) == 1
    assert [n.message for n in found.notes] == ["form.xlsx leaves 6 of 7 questions open"]


@pytest.mark.parametrize(
    ("fact", "cells", "where"),
    [
        ("contains:Dy", ("vielleicht",), "cell L10"), ("material_origin:magnet", ("JP", "Atlantis"), "cell M10"),
        ("content:magnet", (120,), "cell L10"), ("content:magnet", ("12,5",), "cell L10"), ("price", (5,), "cell M10"),
        ("price", (5, "Taler"), "cell M10"), ("price", (-1, "EUR"), "cell L10"),
        ("limit:particle_size_d50", (9, "kg"), "cell M10"), ("limit:particle_size_d50", (True,), "cell L10"),
        ("word:crystal_form", ("Glas",), "cell L10"), ("price", ("=1+1", "EUR"), "cell L10"),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_refused_with_its_cell(
    fact: str, cells: tuple[Any, ...], where: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        read([fill(blank(tmp_path, fact), lambda _: cells)])
    assert refused.value.source is not None
    assert refused.value.source.endswith(where)


@pytest.mark.parametrize("altered", [at.QUESTION, at.PART, at.FACT, at.FINGERPRINT])
def test_an_altered_question_is_noticed_even_where_it_is_not_answered(altered: int, tmp_path: Path) -> None:
    path = fill(blank(tmp_path, "contains:Dy", "contains:Tb"), lambda _: None)
    book = openpyxl.load_workbook(path)
    cell = book[at.SHEET].cell(at.HEAD + 3, altered + 1)
    cell.value = str(cell.value).replace("T", "D").replace("f", "0").replace("D", "X", 1)
    book.save(path)
    with pytest.raises(InputError, match="altered"):
        read([path])


def test_case_and_spacing_that_programs_change_alter_nothing(tmp_path: Path) -> None:
    path = fill(blank(tmp_path, "contains:Dy"), lambda _: ("nein",))
    book = openpyxl.load_workbook(path)
    cell = book[at.SHEET].cell(at.HEAD + 2, at.QUESTION + 1)
    cell.value = f" {cell.value.replace(' ', '  ')}\n"
    book.save(path)
    assert read([path]).decisions[0].states == Statement(does_not_contain=("Dy",))


def test_a_question_that_is_not_of_the_form_is_refused(tmp_path: Path) -> None:
    path = fill(blank(tmp_path, "contains:Dy"), lambda _: ("nein",))
    book = openpyxl.load_workbook(path)
    book[at.SHEET].cell(at.HEAD + 2, at.ID + 1).value = "Q-9"
    book.save(path)
    with pytest.raises(InputError, match="'Q-9' is no question of this form"):
        read([path])


@pytest.mark.parametrize(
    "on",
    [
        datetime.fromisoformat("2026-03-01T09:30"),
        "2026-03-01",
        "2026/3/1",
        "1.3.2026",
        "2026年3月1日",
        " 2026. 03. 01 ",
    ],
)
def test_the_day_is_the_one_that_the_form_states(on: Any, tmp_path: Path) -> None:
    path = fill(blank(tmp_path, "contains:Dy"), lambda _: ("nein",), on=on)
    assert read([path]).decisions[0].on == date(2026, 3, 1)


def test_without_a_stated_day_the_file_says_when_it_was_saved(tmp_path: Path) -> None:
    path = fill(blank(tmp_path, "contains:Dy"), lambda _: ("nein",), on=None)
    with zipfile.ZipFile(path) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    parts["docProps/core.xml"] = re.sub(
        rb"(modified[^>]*>)[^<]*", rb"\g<1>2026-02-02T08:00:00Z", parts["docProps/core.xml"]
    )
    for name in (None, "docProps/core.xml"):
        parts.pop(name or "", None)
        with zipfile.ZipFile(path, "w") as package:
            for part, content in parts.items():
                package.writestr(part, content)
        if name is None:
            assert read([path]).decisions[0].on == date(2026, 2, 2)
    with pytest.raises(InputError, match="the date of the answers is missing"):
        read([path])


def test_a_date_that_is_none_is_refused_with_its_cell(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"cell {at.DATE}: 'soon' is no date"):
        read([fill(blank(tmp_path, "contains:Dy"), lambda _: ("nein",), on="soon")])


@pytest.mark.parametrize("on", ["3/1/2026", "31.02.2026", "2026-13-01", "01.03.26"])
def test_a_date_that_can_be_read_in_two_ways_or_in_none_is_refused(on: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no date like"):
        read([fill(blank(tmp_path, "contains:Dy"), lambda _: ("nein",), on=on)])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"part,price\n"])
def test_what_is_no_workbook_is_refused_in_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="is no Excel workbook"):
        read([path])


def test_another_workbook_is_no_form(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(InputError, match="is no questionnaire"):
        read([path])
    with pytest.raises(InputError, match="cannot be read"):
        read([tmp_path / "none.xlsx"])


@pytest.mark.parametrize(
    ("said", "code"),
    [("China", "CN"), ("中国", "CN"), ("cn", "CN"), ("Norwegen", "NO"), ("NO – Norway", "NO")],
)
def test_countries_are_understood_in_any_language_of_the_forms(said: str, code: str) -> None:
    assert statement("article_origin", [said, None, None], "en") == Statement(article_origin=(code,))


def test_a_question_of_a_later_version_is_refused() -> None:
    with pytest.raises(MisfitError, match="not known to this version"):
        statement("colour", ["red", None, None], "en")


def test_two_forms_that_answer_one_question_otherwise_are_refused_with_both_cells(tmp_path: Path) -> None:
    form_ = blank(tmp_path, "contains:Dy", "price")
    one = fill(form_, lambda fact: ("ja",) if fact == "contains:Dy" else None, tmp_path / "one.xlsx")
    two = fill(form_, lambda fact: ("nein",) if fact == "contains:Dy" else (3, "EUR"), tmp_path / "two.xlsx")
    with pytest.raises(
        InputError, match=r"than in .*one\.xlsx, cell L10: does not contain Dy .*, there contains Dy"
    ) as said:
        read([one, two])
    assert said.value.source == f"{two}, cell L10"


def test_the_same_answer_in_two_forms_counts_once_with_both_as_evidence(tmp_path: Path) -> None:
    form_ = blank(tmp_path, "contains:Dy")
    one = fill(form_, lambda _: ("ja",), tmp_path / "one.xlsx", on=date(2026, 11, 2))
    two = fill(form_, lambda _: ("ja",), tmp_path / "two.xlsx", on=date(2026, 11, 9))
    (answer,) = read([one, two]).decisions
    assert [p.file for p in answer.evidence] == ["one.xlsx", "two.xlsx"]
    assert answer.on == date(2026, 11, 9)
    assert read([one, one]).decisions == read([one]).decisions


def test_moved_columns_are_no_form_without_answers_and_deleted_rows_are_said(tmp_path: Path) -> None:
    path = fill(blank(tmp_path, "contains:Dy", "contains:Tb"), lambda _: ("nein",))
    book = openpyxl.load_workbook(path)
    book[at.SHEET].delete_rows(at.HEAD + 2)
    book.save(tmp_path / "shorter.xlsx")
    found = read([tmp_path / "shorter.xlsx"])
    assert [x.id for x in found.decisions] == ["Q-1"]
    assert next((n.severity, n.message) for n in found.notes) == (
        "warning",
        "shorter.xlsx lacks 1 of its 2 questions: rows were deleted",
    )
    book[at.SHEET].insert_cols(1)
    book.save(path)
    with pytest.raises(InputError, match="no question stands where it was"):
        read([path])


def test_a_message_stays_short_however_long_the_cell_is(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read([fill(blank(tmp_path, "contains:Dy"), lambda _: ("x" * 30000,))])
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("figure", [1e300, "1e999999", 1e-300])
def test_a_figure_beyond_reason_is_refused(figure: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cell L10: .* is no figure of a part"):
        read([fill(blank(tmp_path, "price"), lambda _: (figure, "EUR"))])


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="no regular file"):
        read([tmp_path / "pipe"])
