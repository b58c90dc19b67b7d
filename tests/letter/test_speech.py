"""The letter in Chinese, in German, and in two languages at once: all of it is said, and it is the same letter."""

from __future__ import annotations

import ast
import io
import re
import string
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, get_args

import docx
import pytest
from click.testing import CliRunner

from scanner.catalog.load import load
from scanner.cli.main import cli
from scanner.exposure import scan_file
from scanner.findings import Exposure
from scanner.letter import compose as composing
from scanner.letter.beside import beside
from scanner.letter.compose import Letter, compose
from scanner.letter.speech import SPOKEN, Spoken, own_words, speech
from scanner.options import ScanOptions
from scanner.standing import EndUse
from scanner.writers.language import messages

ROOT = Path(__file__).parents[2]
SERVO = ROOT / "samples" / "servo-drive.xlsx"
DAY = date(2026, 11, 24)
OTHERS = [x for x in SPOKEN if x != "en"]


def scanned(name: str = "servo-drive.xlsx", **options: Any) -> Exposure:
    return scan_file(ROOT / "samples" / name, ScanOptions(as_of=DAY, **options), load())


def texts(x: Letter) -> list[str]:
    parts = [t for p in x.parts for t in (p.title, p.mark, *p.says, *p.heads, *(c for r in p.rows for c in r))]
    return [
        x.title,
        x.under,
        x.draft,
        *(t for f in x.facts for t in f),
        *parts,
        x.unsettled_title,
        *x.unsettled,
        *x.sign,
    ]


def known(code: Spoken) -> set[str]:
    return {*own_words(code), *messages(code)}


def asked_for() -> set[str]:
    """Texts in the code of the letter that it asks a language for."""
    tree = ast.parse(Path(composing.__file__).read_text(encoding="utf-8"))
    found = {
        x.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"_", "self.lang"} and node.args
        for x in ast.walk(node.args[0])
        if isinstance(x, ast.Constant) and isinstance(x.value, str) and "lambda" not in x.value
    }
    heads = {
        e.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Tuple) and len(node.elts) > 2
        for e in node.elts
        if isinstance(e, ast.Constant) and isinstance(e.value, str)
    }
    named = {composing.DRAFT, composing.UNSETTLED, composing.OPEN, composing.ASKED}
    return {x for x in found | heads | named if " " in x or x[:1].isupper()}


def of_the_catalog() -> set[str]:
    """What the letter says in words of the catalog: outcomes of rules, duties, what is open."""
    measures = load().measures.values()
    rule = next(m for m in measures if m.annex2)
    assert rule.annex2
    assert rule.value_share
    notices = [r for r in rule.rules if r["kind"] == "notice"]
    said = {r["outcome"] for m in measures for r in m.rules if "outcome" in r}
    said |= {r["applies_to"] for r in notices} | {r["note"] for r in notices if r.get("note")}
    said |= {f["text"] for f in rule.annex2["known_fields"]} | {rule.annex2["unknown_fields"], rule.annex2["name"]}
    return said | {rule.value_share["value_basis"], rule.value_share["aggregation"], *rule.open_questions}


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_of_the_letter_and_of_the_catalog_is_translated(code: Spoken) -> None:
    assert sorted(asked_for() - known(code)) == []
    assert sorted(of_the_catalog() - known(code)) == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_fills_the_same_blanks(code: Spoken) -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert {k: v for k, v in own_words(code).items() if blanks(k) != blanks(v)} == {}


@pytest.mark.parametrize("code", OTHERS)
def test_every_reason_of_every_policy_is_translated(code: Spoken) -> None:
    left: set[str] = set()
    uses = [None, *get_args(EndUse)]
    for use, listed, (start, to) in product(uses, ("yes", "no", "unknown"), (("CN", "US"), ("DE", "HK"), (None, "JP"))):
        x = scanned(end_use=use, end_user_listed=listed, export_from=start, export_to=to)
        for rule in x.policy:
            left |= {c for c in rule.because.split("; ") if speech(code).filled(c) == c}
            assert speech(code)(rule.report_within or "10 working days") != (rule.report_within or "10 working days")
    assert left == set()


@pytest.mark.parametrize(
    "name", [p.name for p in sorted((ROOT / "samples").glob("*.*")) if "yaml" not in p.name and p.suffix != ".md"]
)
def test_a_chinese_letter_is_chinese_but_for_what_the_file_and_the_catalogs_ids_say(name: str) -> None:
    x = scanned(name, end_use="military", end_user_listed="unknown", export_from="DE", export_to="US")
    said = compose(x, load(), lang="zh")
    assert said.lang == "zh-Hans"
    english = [
        t for p in said.parts for t in (p.title, p.mark, *p.says, *p.heads) if re.search(r"\b[a-z]{3,} [a-z]{2,}\b", t)
    ]
    english += [
        t
        for t in (said.title, said.under, said.draft, *said.unsettled, *said.sign)
        if re.search(r"\b[a-z]{3,} [a-z]{2,}", t)
    ]
    assert english == []
    assert len(texts(said)) == len(texts(compose(x, load())))


def test_both_languages_stand_in_one_letter_and_figures_stand_once() -> None:
    x = scanned()
    english, chinese = compose(x, load()), compose(x, load(), lang="zh")
    both = beside(english, chinese)
    assert both.title == f"{english.title}\n{chinese.title}"
    share = next(p for p in both.parts if p.id == "value-share")
    assert share.heads[1] == f"{next(p for p in english.parts if p.id == 'value-share').heads[1]}\n占比：下限"
    assert share.rows[0][1] == "2.15\u00a0%" or "\n" not in share.rows[0][1]
    for each in (english, chinese):
        missing = [t for t in texts(each) if not any(re.sub(r"\s", "", t) in re.sub(r"\s", "", b) for b in texts(both))]
        assert missing == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("de", "Ob die Ware"),
        ("zh", "货物是否"),
        ("en+zh", "Whether the goods fall under Chinese export control / 货物是否受中国出口管制"),
    ],
)
def test_the_command_writes_each_language_as_page_and_document(lang: str, said: str, tmp_path: Path) -> None:
    page, document = tmp_path / "l.html", tmp_path / "l.docx"
    call = ["letter", str(SERVO), "--as-of", "2026-11-24", "-q", "--lang", lang, "-o", str(page), "-o", str(document)]
    result = CliRunner().invoke(cli, call)
    assert result.exit_code == 0, result.output
    assert said in page.read_text("utf-8")
    made = docx.Document(io.BytesIO(document.read_bytes()))
    assert any(said in p.text for p in made.paragraphs)


def test_a_copy_without_prices_shows_none_in_any_language(tmp_path: Path) -> None:
    out = tmp_path / "l.html"
    call = ["letter", str(SERVO), "--as-of", "2026-11-24", "-q", "--lang", "en+zh", "--redact", "prices,suppliers"]
    assert CliRunner().invoke(cli, [*call, "-o", str(out)]).exit_code == 0
    page = out.read_text("utf-8")
    assert "EUR" not in page
    assert "本副本略去：价格、供应商。" in page
