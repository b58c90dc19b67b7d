"""Message catalogues: every fixed text of report and terminal is in each, with the same blanks to fill."""

from __future__ import annotations

import ast
import re
import string
from decimal import Decimal
from pathlib import Path

import pytest

from scanner.errors import UsageError
from scanner.writers import wording, words
from scanner.writers.html import page, render
from scanner.writers.html.shares import SHORT_READINGS
from scanner.writers.language import LANGUAGES, language, messages
from tests.factory import estimate, exposure

WRITERS = Path(wording.__file__).parent
MODULES = [*WRITERS.glob("html/*.py"), WRITERS / "wording.py", WRITERS / "console.py", WRITERS / "language.py"]
ENGLISH_ONLY = {"VERDICT_WORDS", "KIND_WORDS", "MEASURES_WORDS"}
"""Tables that only formats without translations print: Excel, Markdown, the letter, the annotated copy."""
SPEAKERS = {"_", "lang", "words", "self", "self._"}
IN_TEMPLATE = re.compile(r"""\b_\(\s*(?:"([^"]*)"|'([^']*)')""")


def fixed_texts() -> set[str]:
    """Texts that templates and writers ask a language for."""
    found = {
        a or b for t in page.templates_folder().glob("*.html") for a, b in IN_TEMPLATE.findall(t.read_text("utf-8"))
    }
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                arguments = node.args[1:3] if called.endswith(".many") else node.args[:1] if called in SPEAKERS else []
                found |= {a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    for name, table in vars(words).items():
        if name.endswith(("_WORDS", "_TITLES", "_MEANS", "_BADGES")) and name not in ENGLISH_ONLY:
            found |= set(table.values())
    return found | set(SHORT_READINGS.values()) | set(words.CONTROLLED_NAMES.values()) | set(words.RULE_NAMES.values())


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", [c for c in LANGUAGES if c != "en"])
def test_every_fixed_text_is_translated(code: str):
    assert sorted(fixed_texts() - messages(code).keys()) == []


@pytest.mark.parametrize("code", [c for c in LANGUAGES if c != "en"])
def test_a_translation_has_the_same_blanks(code: str):
    assert {k: v for k, v in messages(code).items() if blanks(k) != blanks(v)} == {}


@pytest.mark.parametrize("code", [c for c in LANGUAGES if c != "en"])
def test_a_report_in_another_language_says_so_and_fills_every_blank(code: str):
    text = render(exposure(), lang=code).decode()
    body = (
        text[text.index("<main") : text.index("</main>")].replace("{n}", "").replace("{m}", "").replace("{{7*7}}", "")
    )
    assert f'<html lang="{language(code).tag}">' in text
    assert "What drives it" not in text
    assert not re.search(r"\{[a-z]+\}", body)


@pytest.mark.parametrize(
    ("code", "share", "money"),
    [
        ("en", "0.0996\u00a0%", "1,234.50\u00a0EUR"),
        ("de", "0,0996\u00a0%", "1.234,50\u00a0EUR"),
        ("fr", "0,0996\u00a0%", "1\u202f234,50\u00a0EUR"),
        ("ja", "0.0996%", "1,234.50\u00a0EUR"),
        ("zh", "0.0996%", "1,234.50\u00a0EUR"),
    ],
)
def test_figures_follow_the_language_and_keep_their_side_of_the_mark(code: str, share: str, money: str):
    lang = language(code)
    assert lang.percent(Decimal("0.000996"), Decimal("0.001")) == share
    assert lang.percent(Decimal("0.0009999"), Decimal("0.001")) != lang.percent(Decimal("0.001"), Decimal("0.001"))
    assert lang.money(Decimal("1234.5"), "EUR") == money


def test_days_are_written_out():
    assert language("en").day("2026-11-24") == "24 November 2026"
    assert language("de").day("2026-11-24") == "24. November 2026"
    assert language("zh").day("2026-11-24") == "2026年11月24日"
    assert language("en").day("some day") == "some day"


def test_a_triple_in_words():
    lang = language("en")
    assert lang.share(estimate("0", "0.5", "1")) == "0\u00a0% to 100\u00a0%, likely 50\u00a0%"
    assert lang.share(estimate("0.1", None, None)) == "at least 10\u00a0%, up to the whole, likely not known"
    assert lang.share(estimate("0.1", "0.1", "0.1")) == "10\u00a0%"
    assert lang.share(None) == "not known"


def test_a_language_without_a_catalogue_is_refused():
    with pytest.raises(UsageError, match="no report language"):
        language("tlh")
