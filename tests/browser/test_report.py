"""The report in a real browser: quiet, usable by keyboard, complete without scripts, printable, accessible."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scanner.bom import SourceRef
from scanner.findings import Exposure
from tests.factory import exposure, finding, line, sample_findings

pytestmark = pytest.mark.browser

SHOWN = "#line-table tbody:visible"
Visit = Callable[..., Any]


def large(count: int) -> Exposure:
    """Many lines, every tenth of which meets a control."""
    hits = [x for x in sample_findings() if x.matches]
    out = []
    for i in range(count):
        source = SourceRef(0, "BOM", i + 2)
        if i % 10 == 0:
            x = hits[i // 10 % len(hits)]
            moved = msgspec.structs.replace(x.line, id=f"BOM!{i + 2}", source=source, parent=None)
            out.append(msgspec.structs.replace(x, line=moved))
        else:
            out.append(finding(line(i + 2, description=f"Resistor {i} Ohm 0603", supplier=f"Supplier {i % 40}")))
    return exposure(*out)


def test_opening_it_is_quiet(visit: Visit):
    page = visit(exposure())
    page.click("#open-all")
    page.fill("#q", "magnet")
    assert page.said == []


def test_a_foreign_script_does_not_run(visit: Visit):
    page = visit(exposure())
    page.evaluate(
        """() => {
            const s = document.createElement('script');
            s.textContent = 'window.ran = 1';
            document.body.append(s);
        }"""
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in x for x in page.said)


def test_hostile_text_shows_as_text(visit: Visit):
    page = visit(exposure())
    cell = page.locator("#line-table tbody", has_text="=1+1").locator("td").first.inner_text()
    assert cell.startswith("<script>alert(1)</script> {{7*7}} =1+1 ⟦U+202E⟧gnp.⟦U+202C⟧ ␇")
    assert page.locator("img").count() == 0
    assert page.said == []


def test_the_worst_line_comes_first_and_search_narrows_as_one_types(visit: Visit):
    page = visit(exposure())
    assert "listed" in page.locator(SHOWN).first.inner_text()
    page.focus("#q")
    page.keyboard.type("n42sh")
    assert page.locator(SHOWN).count() == 1
    assert "BOM!3" in page.locator(SHOWN).inner_text()
    assert page.inner_text("#shown") == "1 of 10 lines"


def test_words_of_the_evidence_are_searched_too(visit: Visit):
    page = visit(exposure())
    page.fill("#q", "coercivity class")
    assert page.locator(SHOWN).count() == 1


@pytest.mark.parametrize(
    ("filter_", "value", "count"),
    [
        ("#f-v", "listed", 2),
        ("#f-g", "magnet", 2),
        ("#f-s", "Cells Inc", 2),
        ("#f-o", "china", 2),
        ("#f-o", "elsewhere", 2),
    ],
)
def test_filters_narrow(visit: Visit, filter_: str, value: str, count: int):
    page = visit(exposure())
    page.select_option(filter_, value)
    assert page.locator(SHOWN).count() == count
    page.click("button[type=reset]")
    page.locator(SHOWN).nth(9).wait_for()


def test_sorting_by_keyboard_puts_what_is_not_known_last(visit: Visit):
    page = visit(exposure())
    page.locator("th[data-sort=c] button").focus()
    page.keyboard.press("Enter")
    assert page.get_attribute("th[data-sort=c]", "aria-sort") == "descending"
    costs = [x.split("\n")[0] for x in page.locator(SHOWN + " tr:first-child td:nth-child(6)").all_inner_texts()]
    assert costs == ["140.00", "120.00", "66.00", "9.10", "8.00", "6.00", "0.25", "not known", "not known", "not known"]
    page.keyboard.press("Space")
    assert page.get_attribute("th[data-sort=c]", "aria-sort") == "ascending"
    assert page.locator(SHOWN).first.inner_text().count("0.25") == 1
    assert "not known" in page.locator(SHOWN).last.inner_text()


def test_tab_reaches_the_lines_by_the_skip_link(visit: Visit):
    page = visit(exposure())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#lines")


def test_a_link_to_a_line_shows_it_whatever_is_filtered(visit: Visit):
    page = visit(exposure())
    page.select_option("#f-v", "listed")
    page.locator("#ask a").first.click()
    target = page.locator("#line-table tbody", has_text="BOM!4").first
    target.wait_for(state="visible")
    assert target.locator("details").get_attribute("open") is not None


def test_without_scripts_every_line_and_its_evidence_stand_there(visit: Visit):
    page = visit(large(400), java_script_enabled=False)
    assert page.locator(SHOWN).count() == 400
    assert not page.locator(".tools").is_visible()
    first = page.locator("details", has_text="Er2O3").last
    first.locator("summary").click()
    assert "erbium oxide" in first.inner_text()


def test_ten_thousand_lines_filter_within_a_tenth_of_a_second(visit: Visit):
    page = visit(large(10_000))
    page.fill("#q", "r")  # the first keystroke reads the text of every line
    slowest = page.evaluate(
        """() => Math.max(...["re", "res", "resi", "resistor 77", "n42sh", ""].map((word) => {
            const q = document.getElementById("q");
            q.value = word;
            const start = performance.now();
            q.dispatchEvent(new Event("input", {bubbles: true}));
            document.body.getBoundingClientRect();
            return performance.now() - start;
        }))"""
    )
    assert page.inner_text("#shown") == "10,000 of 10,000 lines"
    assert slowest < 100


def test_scrolling_brings_more_lines(visit: Visit):
    page = visit(large(1000))
    assert page.locator("#line-table tbody.on").count() == 60
    page.locator("#more").scroll_into_view_if_needed()
    page.locator("#line-table tbody.on").nth(60).wait_for()
    page.locator("#more button").click()
    assert page.locator("#line-table tbody.on").count() == 1000


@pytest.mark.parametrize("width", [320, 390, 768, 1300])
def test_no_width_scrolls_sideways(visit: Visit, width: int):
    page = visit(exposure(), viewport={"width": width, "height": 800})
    page.click("#open-all")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_paper_repeats_the_heads_and_opens_the_evidence(visit: Visit, tmp_path: Path, paper: str):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is missing")
    page = visit(large(300))
    file = tmp_path / "report.pdf"
    page.pdf(path=file, format=paper)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True).stdout
    pages = [p for p in text.split("\f") if p.count("Resistor") > 5]
    assert len(pages) > 3
    assert all("What it says" in p for p in pages)
    assert "Supplier 39" in text
    assert "coercivity class SH" in text  # evidence that is folded on the screen
    assert "Sign-off" in text
    assert "Clear" not in text  # the filters are not printed


def test_paper_shows_what_the_filters_left(visit: Visit, tmp_path: Path):
    page = visit(exposure())
    page.select_option("#f-v", "listed")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(SHOWN).count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1300])
def test_axe_finds_nothing(visit: Visit, scheme: str, width: int):
    axe = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed: make setup")
    page = visit(exposure(), color_scheme=scheme, viewport={"width": width, "height": 900})
    page.click("#open-all")
    for details in page.locator("details.measure").all():
        details.evaluate("d => d.open = true")
    page.evaluate(Path(axe.AXE_FILE_PATH).read_text(encoding="utf-8"))  # from outside the page, so our policy holds
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", rules)
    report = io.StringIO()
    for violation in found["violations"]:
        nodes = "; ".join(
            n["html"][:120] + " " + re.sub(r"\s+", " ", n.get("failureSummary", "")) for n in violation["nodes"][:3]
        )
        report.write(f"{violation['id']} ({violation['help']}): {nodes}\n")
    assert not found["violations"], report.getvalue()
    assert len(found["passes"]) > 20
