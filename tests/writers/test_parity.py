"""Every format says the same: the same findings, the same verdicts on the same shares, and hostile text as text."""

from __future__ import annotations

import csv
import html as html_module
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from scanner.findings import EXPOSED, Exposure
from scanner.writers import console, html, markdown, xlsx
from scanner.writers import csv as csv_writer
from scanner.writers import json as json_writer
from tests.factory import HOSTILE, exposure, finding, line, match
from tests.writers.office import column, formulas, stored

Findings = set[tuple[str, str, str]]
"""(line, control, verdict)"""
Shares = list[tuple[str, str, str | None]]
"""(kind, scope, verdict), in order"""
SAMPLES = sorted(
    p for p in (Path(__file__).parents[2] / "samples").glob("*.*") if p.suffix in (".xlsx", ".csv", ".ods")
)


@pytest.fixture(scope="module", params=range(1 + len(SAMPLES)), ids=["made", *(p.stem for p in SAMPLES)])
def result(request: pytest.FixtureRequest) -> Exposure:
    from scanner.exposure import scan_file
    from scanner.options import ScanOptions

    return (
        exposure()
        if request.param == 0
        else scan_file(SAMPLES[request.param - 1], ScanOptions(as_of=date(2026, 11, 24)))
    )


def expected(x: Exposure) -> Findings:
    return {(f.line.id, m.control, m.verdict) for f in x.lines for m in f.matches}


def test_json(result: Exposure) -> None:
    made = json.loads(json_writer.render(result))
    assert {(x["id"], m["control"], m["verdict"]) for x in made["lines"] for m in x["matches"]} == expected(result)
    assert [(f["kind"], f["scope"], f["verdict"]) for f in made["fractions"]] == shares(result)


def shares(x: Exposure) -> Shares:
    return [(f.kind, f.scope, f.verdict) for f in x.fractions]


def test_csv(result: Exposure) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_writer.render(result).decode("utf-8-sig"), newline="")))
    found = {(r["id"], *m.rsplit("=", 1)) for r in rows if r["record"] == "line" for m in r["matches"].split("; ") if m}
    assert found == expected(result)
    assert [(r["kind"], r["id"], r["verdict"] or None) for r in rows if r["record"] == "fraction"] == shares(result)


def plain(cell: str) -> str:
    """What a Markdown cell shows."""
    return html_module.unescape(re.sub(r"\\([\\`*_\[\]~|$])", r"\1", cell)).strip().strip("*")


def rows_of(text: str, title: str) -> list[list[str]]:
    section = text.split(f"## {title}\n")[1].split("\n## ")[0] if f"## {title}\n" in text else ""
    rows = [r for r in section.splitlines() if r.startswith("| ")]
    return [[plain(c) for c in re.split(r"(?<!\\)\|", r)[1:-1]] for r in rows[2:]]


def test_markdown(result: Exposure) -> None:
    from scanner.writers import words

    text = markdown.render(result).decode()
    found = {(r[0], r[3].split()[0], r[2]) for r in rows_of(text, "Findings")}
    assert found == expected(result)
    kinds = {v: k for k, v in words.KIND_WORDS.items()}
    assert [(kinds[r[0]], r[1].replace(" ", ":", 1), r[7] or None) for r in rows_of(text, "Shares")] == shares(result)


def test_excel(result: Exposure) -> None:
    from scanner.writers import words

    book = stored(xlsx.render(result))
    found = set(zip(*(column(book, "Findings", t) for t in ("Line", "Control", "Verdict")), strict=True))
    assert found - {(None, None, None)} == expected(result)
    kinds = {v: k for k, v in words.KIND_WORDS.items()}
    told = zip(*(column(book, "Shares", t) for t in ("Share", "Of", "Verdict")), strict=True)
    assert [(kinds[str(k)], str(s).replace(" ", ":", 1), v) for k, s, v in told] == shares(result)


CONTROL = re.compile(r"[a-z]{2}-\d{4}[\w-]*:[\w.\-]+")


def test_html(result: Exposure) -> None:
    page = html.render(result).decode()
    lines = re.findall(r'<tbody id="L\d+".*?</tbody>', page, re.DOTALL)
    found = set()
    for row in lines:
        ident = re.search(r"<code>(.*?)</code>", row)
        assert ident is not None
        for what in re.findall(r'<p class="what">(.*?)</p>', row, re.DOTALL):
            verdict = re.search(r'class="badge (\w+)"', what)
            assert verdict is not None
            shown = CONTROL.findall(re.sub(r"<[^>]+>", " ", what))
            found |= {(html_module.unescape(ident[1]), control, verdict[1]) for control in shown}
    assert found == expected(result)
    assert len(lines) == len(result.lines)


def test_console(result: Exposure) -> None:
    out = io.StringIO()
    console.print_exposure(result, Console(file=out, width=200, highlight=False, markup=False, emoji=False))
    affected = [f for f in result.lines if f.verdict in EXPOSED and f.line.bin != "excluded"]
    for f in affected[: console.SHOWN_LINES] if len(affected) <= console.SHOWN_LINES else []:
        row = next((r for r in out.getvalue().splitlines() if f.line.id in r), "")
        assert f.verdict in row, f.line.id


# ---------------------------------------------------------------- hostile text

TRAPS = (
    HOSTILE, "<script>alert(1)</script>", "{{7*7}}", "{% raw %}", "=1+1", "@SUM(A1)", "+1+1", "-1+1", "a | b",
    "`code`", "**bold**","\u202eabc\u202c", "\x1b[31mred\x1b[0m", "two\nrows", "tab\tbed", "</style></table>",
    "\x00", "_x0041_", "${x}", "]]>",
)  # fmt: skip


def poisoned(text: str) -> Exposure:
    """The text wherever a file or a person can put some."""
    import msgspec

    from scanner.bom import InputFile, Note, SheetReading

    fields = dict.fromkeys(
        ("description", "part_number", "manufacturer", "supplier", "material", "country_of_origin"), text
    )
    made = exposure(
        finding(
            line(2, **fields, other={text: text, "Remark": text}, reason=text, fields=fields),
            match("cn-2025-57:1C910.c", settled_by=text),
            cost="1",
        )
    )
    sheet = SheetReading(name=text, hidden=False, used=True, reason=text, rows=dict.fromkeys(("line_item",), 1))
    inputs = (InputFile(file=text, sha256="0" * 64, format="xlsx", sheets=(sheet,)),)
    return msgspec.structs.replace(
        made,
        bom=msgspec.structs.replace(made.bom, inputs=inputs, product=text),
        notes=(Note(code="cell-error", severity="error", message=text, file=0, sheet=text, row=2, column="A"),),
        resolve=tuple(msgspec.structs.replace(r, line="BOM!2", fact=text, ask=text) for r in made.resolve),
        options={"assume": text},
    )


ACTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("text", TRAPS)
def test_hostile_text_acts_in_no_format(text: str) -> None:
    x = poisoned(text)
    raw = json_writer.render(x).decode()
    assert json.loads(raw)["lines"][0]["fields"]["description"] == text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", raw)

    page = html.render(x).decode()
    assert not ACTS.search(page)
    assert "<script>alert" not in page
    assert page.count("</style>") == 1
    assert "49" not in re.findall(r"<title>(.*?)</title>", page, re.DOTALL)[0]

    table = csv_writer.render(x).decode("utf-8-sig")
    assert not ACTS.search(table)
    for row in csv.reader(io.StringIO(table, newline="")):
        assert not [c for c in row if c.lstrip()[:1] in tuple("=@+") or re.match(r"\s*-[^\d]", c)]
        assert not [c for c in row if re.match(r"\s*-\d.*[^\d.,% ]", c)]

    shown = markdown.render(x).decode()
    assert not ACTS.search(shown)
    assert "<script" not in shown
    assert "{{" not in shown
    assert "{%" not in shown

    out = io.StringIO()
    console.print_exposure(x, Console(file=out, width=160, highlight=False, force_terminal=False))
    assert not ACTS.search(out.getvalue())

    book = formulas(xlsx.render(x))
    plain_book = formulas(xlsx.render(poisoned("plain")))
    assert count_formulas(book) == count_formulas(plain_book)


def count_formulas(book: object) -> int:
    return sum(c.data_type == "f" for sheet in book for row in sheet.iter_rows() for c in row)  # type: ignore[attr-defined]


RENDERS: list[Callable[[Exposure], bytes]] = [
    json_writer.render,
    csv_writer.render,
    markdown.render,
    html.render,
    xlsx.render,
]


@pytest.mark.parametrize("render", RENDERS)
def test_an_empty_result_renders_in_every_format(render: Callable[[Exposure], bytes]) -> None:
    import msgspec

    x = msgspec.structs.replace(
        exposure(finding(line())), lines=(), fractions=(), measures=(), resolve=(), assumptions=(), notes=()
    )
    x = msgspec.structs.replace(x, bom=msgspec.structs.replace(x.bom, lines=()))
    assert render(x)
