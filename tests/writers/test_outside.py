"""What the authority holds outside of a measure is said in every report beside the finding."""

from __future__ import annotations

import re
from datetime import date

import pytest

from scanner.findings import Exposure, Outside
from scanner.writers import markdown
from scanner.writers.html import render as html
from scanner.writers.language import LANGUAGES
from scanner.writers.words import outside_words
from scanner.writers.xlsx import render as xlsx
from tests.factory import exposure, finding, line, match
from tests.writers.office import column, stored

RULED = Outside(id="faq5", goods="Rotor and stator assemblies.", certainty="ruled", stated=date(2025, 9, 16))


@pytest.fixture
def ruled() -> Exposure:
    return exposure(
        finding(
            line(2, description="BLDC motor"),
            match("cn-2025-18:1C905.a.4", verdict="contains", is_item=False, outside=RULED),
            cost="1",
        )
    )


def test_the_workbook_says_so(ruled: Exposure) -> None:
    (said,) = column(stored(xlsx(ruled)), "Findings", "Held outside")
    assert "Rotor and stator assemblies" in str(said)
    assert "2025-09-16" in str(said)


def test_markdown_says_so(ruled: Exposure) -> None:
    assert "Rotor and stator assemblies" in markdown.render(ruled).decode()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_report_says_so_in_each_language(ruled: Exposure, code: str) -> None:
    page = re.sub(r"<[^>]+>", " ", html(ruled, lang=code).decode())
    assert "Rotor and stator assemblies" in page
    assert ("What it holds counts as content" in page) == (code == "en")


def test_nothing_is_said_where_nothing_is_held() -> None:
    assert outside_words(match()) is None
    assert "Held outside" not in html(exposure()).decode()
