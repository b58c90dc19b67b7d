from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from scanner.writers.markdown import render, text
from tests.factory import HOSTILE, exposure, finding, fraction, line, match

PLAIN = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def shown(source: str) -> str:
    """What a reader sees, without tags."""
    from html import unescape

    return unescape(re.sub(r"<[^>]+>", "", PLAIN.renderInline(source)))


@pytest.mark.parametrize(
    "raw",
    [
        "<script>alert(1)</script>", "{{7*7}}", "{% raw %}", "a | b", "`code` **bold** _em_ ~~gone~~", "[x](http://y.z)",
        "![i](x)", "<http://a.b>", "&amp; &#x41;", "back\\slash", "$a$ and $b$", "=1+1", "# no heading", "1. no list",
        "!", "KMT_100_X",
    ],
)  # fmt: skip
def test_markup_shows_as_text(raw: str) -> None:
    assert shown(text(raw)) == raw
    assert not re.search(r"<(?!/?p)", PLAIN.renderInline(text(raw)))


def test_mentions_and_addresses_do_not_become_links() -> None:
    assert "@\u2060SUM" in text("@SUM(A1)")
    assert "://" not in text("https://example.org")
    assert "www." not in text("www.example.org")


def test_a_cell_never_breaks_its_table() -> None:
    x = exposure(finding(line(description=f"a | b\nc {HOSTILE}"), match()))
    table = PLAIN.parse(render(x).decode())
    cells = [t for t in table if t.type == "td_open"]
    heads = [t for t in table if t.type == "th_open"]
    assert cells
    assert heads
    widths = {
        line.count(" | ")
        for line in render(x).decode().split("## Findings")[1].split("##")[0].splitlines()
        if line.startswith("| BOM")
    }
    assert widths == {7}


def test_the_headline_stands_first_and_is_not_rounded_across_the_threshold() -> None:
    from tests.factory import estimate

    x = exposure(fractions=[fraction(share=estimate("0", "0.000996", "0.000996"), verdict="below", headline=True)])
    head = render(x).decode().splitlines()[2]
    assert "below 0.1 %" in head
    assert "0.0996 %" in head


def test_nothing_found_is_said_without_calling_it_clear() -> None:
    out = render(exposure(finding(line(description="Screw")), fractions=[])).decode()
    assert "reaches was found in what was read" in out
    assert "compliant" not in out


def test_every_section_is_there() -> None:
    out = render(exposure()).decode()
    for title in (
        "Shares",
        "Findings",
        "What to ask",
        "The law on 2026-11-24",
        "Assumptions",
        "Rows accounted for",
        "Notes",
    ):
        assert f"## {title}\n" in out
