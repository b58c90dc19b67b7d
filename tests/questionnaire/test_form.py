"""A form asks what is open, in the supplier's language, and tells nothing of the product."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from scanner.bom import Note
from scanner.catalog.load import load
from scanner.decisions.open_facts import open_facts
from scanner.errors import InputError
from scanner.findings import Exposure, Resolve
from scanner.questionnaire import layout as at
from scanner.questionnaire.ask import Question, ask, by_supplier
from scanner.questionnaire.form import form
from scanner.questionnaire.words import LANGS, form_words, language_of, names
from tests.factory import HOSTILE, exposure, line
from tests.questionnaire.filling import rows

DAY = date(2026, 11, 24)


def open_questions(narrows: str = "0.15") -> Exposure:
    """The sample with a question to Drive GmbH and one to Magnetics Ltd."""
    motor = "origin of the magnet material; mass or value of the magnet material"
    return exposure(
        resolve=(
            Resolve(line="BOM!4", fact=motor, ask="x", narrows=Decimal(narrows)),
            Resolve(line="BOM!3", fact="mass fraction of Dy and Tb", ask="x", narrows=Decimal("0.2")),
        )
    )


def asked(*results: Exposure) -> tuple[Question, ...]:
    return ask(results or (open_questions(),), load()).questions


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))[at.SHEET]


def texts(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(package.read(n).decode() for n in package.namelist())


def column(sheet: Any, index: int) -> list[Any]:
    return [sheet.cell(r, index + 1).value for r in rows(sheet)]


def test_the_most_decisive_part_comes_first_and_what_it_is_before_where_it_is_from() -> None:
    questions = asked()
    assert [q.line.id for q in questions][:1] == ["BOM!3"]
    motor = [q.fact for q in questions if q.line.id == "BOM!4"]
    assert motor == ["contains:Dy", "material_origin:magnet", "content:magnet"]


def test_a_part_of_several_products_is_asked_about_once_with_its_strongest_claim() -> None:
    once, twice = asked(), asked(open_questions(), open_questions(narrows="0.9"))
    assert {q.id for q in once} == {q.id for q in twice}
    assert len(twice) == len(once)
    assert twice[0].line.id == "BOM!4"


def test_suppliers_are_told_apart_whatever_the_spelling() -> None:
    questions = asked()
    shouting = [replace(q, supplier=(q.supplier or "").upper()) for q in questions]
    assert set(by_supplier([*questions, *shouting])) == {"Magnetics Ltd", "Drive GmbH"}


def test_a_redacted_result_is_refused() -> None:
    x = exposure(notes=(Note(code="redacted", severity="info", message="names"),))
    with pytest.raises(InputError, match="without --redact"):
        ask([x], load())


def test_a_form_holds_neither_prices_nor_shares_nor_other_suppliers_nor_the_product() -> None:
    x = open_questions()
    for supplier, questions in by_supplier(asked(x)).items():
        content = texts(form(questions, supplier, "en", DAY))
        others = {f.line.supplier for f in x.lines if f.line.supplier} - {supplier}
        assert [o for o in others if o.split(",")[0][:12] in content] == []
        assert [
            w for w in ("Quadcopter", "bom.xlsx", "BOM!", "7.776", "0.15", "12.576", "exceeds") if w in content
        ] == []
        prices = {str(f.line.unit_price.amount) for f in x.lines if f.line.unit_price}
        shown = [c.value for row in sheet_of(form(questions, supplier, "en", DAY)).iter_rows() for c in row]
        assert prices.isdisjoint(map(str, shown))


def test_only_what_is_to_be_filled_in_is_unlocked_and_there_is_no_password() -> None:
    book = openpyxl.load_workbook(io.BytesIO(form(asked(), "Drive GmbH", "en", DAY)))
    sheet = book[at.SHEET]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    unlocked = {c.column_letter for row in sheet.iter_rows() for c in row if not c.protection.locked}
    assert unlocked == {"I", "L", "M", "N", "O"}
    assert [c.coordinate for c in sheet["I"] if not c.protection.locked] == [at.PERSON, at.DATE]
    assert {book[x].sheet_state for x in (at.LISTS, at.MARKS)} == {"veryHidden"}
    assert all(sheet.column_dimensions[x].hidden for x in "AF")


@pytest.mark.parametrize("lang", LANGS)
def test_choices_and_questions_are_in_the_forms_language(lang: str) -> None:
    content = form(asked(), "Drive GmbH", lang, DAY)  # type: ignore[arg-type]
    sheet = sheet_of(content)
    lists = {str(v.formula1) for v in sheet.data_validations.dataValidation if v.type == "list"}
    yes_no = {"en": '"yes,no"', "de": '"ja,nein"', "ja": '"はい,いいえ"', "zh": '"是,否"'}[lang]
    assert yes_no in lists
    assert any(x.startswith("Lists!") for x in lists)
    china = {"en": "CN – China", "de": "CN – China", "ja": "CN – 中国", "zh": "CN – 中国"}[lang]
    countries = [c.value for c in openpyxl.load_workbook(io.BytesIO(content))[at.LISTS]["A"]]
    assert china in countries
    assert len(countries) == 249
    said = " ".join(column(sheet, at.QUESTION) + column(sheet, at.WHY))
    assert not re.search(r"\{\w+\}", said)
    assert {"en": "dysprosium", "de": "Dysprosium", "ja": "ジスプロシウム", "zh": "镝"}[lang] in said


def test_every_text_stands_in_all_languages() -> None:
    words, table = form_words(), names()
    tables: Sequence[dict[Any, Any]] = (
        words.texts, words.counted, table.elements, table.groups, table.words, table.parameters,
        {k: v.ask for k, v in words.questions.items()}, {k: v.why for k, v in words.questions.items()},
    )  # fmt: skip
    assert [(k, v) for t in tables for k, v in t.items() if set(v) != set(LANGS)] == []
    controls = load().controls.values()
    assert {x.group for x in controls} <= table.groups.keys()
    limits = {c.parameter for x in controls for y in (x.criteria, *x.alternatives) for c in y}
    assert limits - open_facts().ours <= table.parameters.keys()


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("JL MAG Rare-Earth", "zh"), ("Nobody knows them Ltd", "en"), ("Unbekannte Werke GmbH", "de"), (None, "en"),
        ("無名株式会社", "ja"), ("无名有限公司", "zh"), ("カタカナ", "ja"), ("无名", "zh"), ("TDK", "ja"),
    ],
)  # fmt: skip
def test_a_supplier_is_asked_in_its_own_language(name: str | None, lang: str) -> None:
    assert language_of(name, load()) == lang


def test_hostile_texts_stay_text_and_the_same_questions_give_the_same_bytes() -> None:
    q = replace(asked()[0], line=line(3, description=HOSTILE, part_number="=1+1"), supplier="{{7*7}}")
    first = form([q], q.supplier, "en", DAY)
    assert first == form([q], q.supplier, "en", DAY)
    cells = [c for row in sheet_of(first).iter_rows() for c in row]
    assert "=1+1" in [c.value for c in cells if c.data_type == "s"]
    assert [c for c in cells if c.data_type == "f"] == []
