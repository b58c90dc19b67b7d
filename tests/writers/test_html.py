"""The HTML report: its structure, its policy, and that text of the file stays text."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from scanner.writers.html import render
from tests.factory import exposure, finding, line


class Page(HTMLParser):
    """Tags with their attributes, and the text of the page."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.raw: dict[str, str] = {}
        self._in = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in = tag

    def handle_data(self, data: str) -> None:
        if self._in in ("style", "script"):
            self.raw[self._in] = self.raw.get(self._in, "") + data
        else:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render(exposure()))


def test_the_policy_allows_exactly_our_style_and_script(page: Page):
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.raw[tag].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_nothing_is_styled_or_run_inline(page: Page):
    for tag, attributes in page.tags:
        assert "style" not in attributes, tag
        assert not [a for a in attributes if a.startswith("on")], tag
    assert len(page.all("script")) == 1


def test_nothing_is_fetched(page: Page):
    assert not [
        t for t, a in page.tags if "src" in a or t in ("img", "iframe", "object", "embed", "base", "formaction")
    ]
    assert not page.all("link")
    assert "url(" not in page.raw["style"]
    assert "@import" not in page.raw["style"]


def test_links_lead_into_the_page_or_to_a_source_of_ours(page: Page):
    ids = {a["id"] for _, a in page.tags if a.get("id")}
    for a in page.all("a"):
        to = a["href"] or ""
        assert to.startswith("https://example.org/") or to.removeprefix("#") in ids, to


def test_hostile_text_is_text(page: Page):
    assert "<script>alert(1)</script> {{7*7}} =1+1 ⟦U+202E⟧gnp.⟦U+202C⟧ ␇" in page.text
    assert "\u202e" not in page.text
    assert "\x07" not in page.text


def test_every_line_stands_on_the_page(page: Page):
    for x in exposure().lines:
        assert x.line.id in page.text


def test_matched_words_are_marked():
    assert b"<mark>NdFeB</mark> magnet <mark>N42SH</mark> 10x5 mm" in render(exposure())


def test_the_verdict_comes_first(page: Page):
    heads = [
        page.text.index(x)
        for x in (
            "At or over the 0.1\u00a0% mark",
            "What drives it\n",
            "What the law says",
            "What to ask whom",
            "All lines\n",
            "Assumptions, method",
        )
    ]
    assert heads == sorted(heads)


def test_no_word_says_more_than_the_figures(page: Page):
    text = Page(render(exposure(finding(line()), fractions=[], resolve=()))).text
    assert "Nothing listed was found in what was read" in text
    for word in (r"\bcompliant\b", r"\bis clear\b", r"\bsafe\b", r"\bno risk\b"):
        assert not re.search(word, text + page.text, re.IGNORECASE)


def test_rendering_is_deterministic():
    assert render(exposure()) == render(exposure())
