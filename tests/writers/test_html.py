"""The HTML report: its structure, its policy, and that text of the file stays text."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from scanner.bom import Note
from scanner.errors import UsageError
from scanner.findings import AppliedDecision
from scanner.redact import parse, redacted
from scanner.writers.html import context, render
from scanner.writers.html.figures import Measured
from tests.factory import evidence, exposure, finding, line, match, sample_findings


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


def rendered(template: str, folder: Path, **given: object) -> str:
    file = folder / "own.html"
    file.write_text(template, encoding="utf-8")
    return render(exposure(), template=file, **given).decode()  # type: ignore[arg-type]


def test_a_template_of_ones_own_replaces_a_block_and_keeps_the_rest(tmp_path: Path):
    text = rendered('{% extends "report.html" %}{% block head %}<h1>ACME</h1>{% endblock %}', tmp_path)
    assert "<h1>ACME</h1>" in text
    assert "At or over the" in text


def test_a_template_of_ones_own_escapes_by_default(tmp_path: Path):
    text = rendered("{% for f in x.lines %}{{ v(f.line.description) }}{% endfor %}", tmp_path)
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ x.__init__.__globals__ }}",
        "{{ lang.__class__ }}",
        "{{ _.__call__.__globals__ }}",
        "{{ words.Counter }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../pyproject.toml' %}",
        "{{ nothing.here }}",
        "{% for %}",
    ],
)
def test_a_template_reaches_nothing_beyond_its_context(attack: str, tmp_path: Path):
    with pytest.raises(UsageError, match="the template fails"):
        rendered(attack, tmp_path)


def test_a_template_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(UsageError, match="no such template"):
        render(exposure(), template=tmp_path / "none.html")


def test_the_shell_is_small():
    assert len(render(exposure(finding(line()), fractions=[], measures=(), resolve=(), notes=()))) < 60_000


def test_a_thousand_lines_stay_under_a_megabyte():
    hits = [x for x in sample_findings() if x.matches]
    plain = [
        finding(line(i, description=f"Resistor {i} Ohm", manufacturer="Maker", supplier="Supplier"), cost="1")
        for i in range(750)
    ]
    found = [replace(x, line=replace(x.line, id=f"BOM!{1000 + i}")) for i, x in enumerate(hits * 50)][:250]
    assert len(render(exposure(*plain, *found))) < 1_000_000


def test_measured_error_rates_are_printed_or_said_to_be_missing(monkeypatch: pytest.MonkeyPatch):
    assert "Not measured for this version" in render(exposure()).decode() or context.measured()
    rate = Measured(
        what="Lines matched wrongly", value="1.2 %", on="31 files", date="2026-11-24", command="make evaluate"
    )
    monkeypatch.setattr(context, "measured", lambda: (rate,))
    text = render(exposure()).decode()
    assert "Lines matched wrongly" in text
    assert "24 November 2026" in text
    assert "Not measured for this version" not in text


def test_the_arithmetic_can_be_done_by_hand():
    text = render(exposure()).decode()
    factors = "cost 120 × applies (0 | 0.6 | 1) × content share (0.05 | 0.12 | 0.25) × China&#39;s part (0 | 0.9 | 1)"
    assert factors + " = (0 | 7.776 | 30)" in text


def test_rows_are_accounted_for_by_sheet(page: Page):
    assert re.search(
        r"BOM\s*used: holds the most lines\s*8\s*1\s*0\s*0\s*2\s*0\s*1\s*1\s*13", re.sub(r"\s+", " ", page.text)
    )
    assert "not used: no table" in page.text


def test_notes_that_say_the_same_are_one_entry_with_all_places():
    notes = [
        Note(code="price-missing", severity="warning", message="no price", sheet="BOM", row=r, column="F")
        for r in range(2, 30)
    ]
    text = Page(render(exposure(notes=tuple(notes)))).text
    assert text.count("no price\n") <= 1
    assert all(f"BOM!F{r}" in text for r in range(2, 30))


def test_a_copy_without_prices_says_so_and_claims_nothing_else():
    text = Page(render(redacted(exposure(), parse("prices, suppliers")))).text
    assert "This copy leaves out: prices, suppliers." in text
    assert "XXX" not in text
    assert "EUR" not in text
    assert "no price of its own" not in text
    assert "nothing bounds the missing price" not in text
    assert "0\u00a0% to 15\u00a0%, likely 3.89\u00a0%" in text


def test_an_unnamed_currency_has_no_code():
    text = Page(render(exposure(currency="XXX"))).text
    assert "XXX" not in text


def test_a_decision_is_shown_with_who_when_why_and_until():
    decided = AppliedDecision(
        id="D-1", kind="waiver", line="BOM!3", says="accepted", by="<b>Li</b>", on="2026-11-01",
        why="supplier's letter",
        approver="Wang", expires="2027-01-31", evidence=("letter.pdf",), controls=("cn-2025-18:1C905.a.4",),
    )  # fmt: skip
    findings = [
        replace(x, waived=decided.controls, decision="D-1") if x.line.id == "BOM!3" else x for x in sample_findings()
    ]
    text = Page(render(exposure(*findings, decisions=(decided,)))).text
    for said in (
        "D-1",
        "<b>Li</b>, 1 November 2026",
        "approved by Wang",
        "until 31 January 2027",
        "supplier's letter",
        "letter.pdf",
    ):
        assert said in text, said
    assert "1 finding is handled by a waiver and stays listed." in text
    assert "handled by a waiver" in text[text.index("All lines") :]
    assert "decision D-1 applied" in text


def test_words_that_mean_the_same_are_one_reason():
    said = "Sm2Co17 magnet YXG-28H"
    both = tuple(evidence(w, said, means="samarium cobalt") for w in ("Sm2Co17", "YXG-28H"))
    text = render(exposure(finding(line(description=said), match(evidence=both)))).decode()
    assert (
        '<mark>Sm2Co17</mark> <mark>YXG-28H</mark> <span class="in">in description</span>: samarium cobalt</li>' in text
    )
