"""Text that acts, in every field of a bill, through every command and into every output: shown, never sent."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import warnings
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from scanner.cli.common import guarded
from scanner.cli.main import cli
from scanner.writers.inert import FORMULA_STARTS, NUMBER
from tests.hostile.workbooks import renamed_sheet

LINK = "\x1b]8;;http://example.org/\x07click\x1b]8;;\x07"
EVILS = {
    "terminal": f"\x1b[2J\x9b31m{LINK}\x1b]0;owned\x07\x7f",
    "direction": "\u202egnp\u202c\u2066x\u2069\u200e\u2028two",
    "formula": "=HYPERLINK(\"http://example.org/\"&A1,\"x\")",
    "dde": "=cmd|'/C calc'!A0",
    "at": "@SUM(1+1)*cmd|'/C calc'!A0",
    "plus": "+1+cmd|'/C calc'!A0",
    "minus": "-2+cmd|'/C calc'!A0",
    "tab": "\t=1+1",
    "wide": "＝1+1",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>",
    "template": "{{7*7}}{% for x in range(9) %}{{x.__class__}}{% endfor %}{#",
    "markdown": "[x](javascript:alert(1)) ![x](http://example.org/p.png) | `|` <b> *",
    "url": "http://example.org/ file:/etc/passwd mailto:a@example.org",
    "field": "DDEAUTO c:\\\\windows\\\\calc.exe {INCLUDETEXT \"x\"}",
    "rich": "[bold]x[/bold] [/x] [link=file:/etc/passwd]x[/link]",
    "path": "../../../../tmp/owned/\\..\\x:y|z*?",
}  # fmt: skip
ACTS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
OUT = ("json", "html", "csv", "md", "sarif", "xml", "xlsx")


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def bill(evil: str, magnet: str = "SmCo magnet") -> bytes:
    """A bill that carries the text in every field; a part that is asked about, one that is not."""
    q = quoted(evil)
    named = quoted(f"{magnet} {evil}")
    head = (
        f"Part Number,Description,Manufacturer,Supplier,Qty,Unit Price (USD),Country of Origin,Material,Remarks,{q}\n"
    )
    rows = [f"{quoted(f'M-{n} {evil}')},{named},{q},{q},4,4.90,{q},{q},{q},{q}" for n in (1, 2)]
    rows.append(f"{q},{q},{q},{q},1,0.10,DE,,,")
    rows.append(f"P-9,Rotor,Acme,Acme,1,8.00,CN,,,{named}")  # only the column that nobody understood speaks
    return (head + "\n".join(rows) + "\n").encode()


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["bomscan", *map(str, words)])
        capsys.readouterr()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = guarded(cli)
        said = capsys.readouterr()
        for name, text in (("stdout", said.out), ("stderr", said.err)):
            assert not ACTS.search(text), f"{name} of {words}: {ACTS.findall(text)[:5]}"
        assert "a defect of ours" not in said.err, said.err
        return int(code), said.out, said.err

    return call


class Tags(HTMLParser):
    """What a page holds that could act."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts, self.outside, self.handlers = 0, list[str](), list[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        for name, value in attrs:
            if name.startswith("on"):
                self.handlers.append(name)
            if name in ("href", "src", "action") and value and not value.startswith(("#", "https://", "http://")):
                self.outside.append(value)


def check_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not ACTS.search(text), path.name
    found = Tags(text)
    assert found.handlers == []
    assert [x for x in found.outside if not x.startswith("data:image/svg")] == []
    assert found.scripts <= 3, path.name
    assert "alert(1)</script>" not in text
    assert "example.org" not in " ".join(re.findall(r"""(?:href|src)=["'][^"']*""", text))


def check_workbook(path: Path) -> None:
    """No formula, link, name or sheet of a stranger's making; no text that acts where it is shown."""
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n).decode("utf-8") for n in archive.namelist() if n.endswith((".xml", ".rels"))}
    for name, text in parts.items():
        for formula in re.findall(r"<f[^>]*>([^<]*)</f>", text):
            assert not re.search(r"cmd|HYPERLINK|calc'|\|", formula), formula
        if name.endswith(".rels"):
            assert re.findall(r'Target="((?:file|mailto|http://example|javascript)[^"]*)', text) == [], name
        assert "externalLink" not in name
        assert "ddeLink" not in text
        shown = re.findall(r"<t[ >][^<]*", text) if "sharedStrings" in name or "worksheets" in name else [text]
        assert not any(ACTS.search(re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), x)) for x in shown), (
            name
        )
    assert not re.search(r"<definedName[^>]*>[^<]*(?:cmd|\||example)", parts["xl/workbook.xml"])
    names = re.findall(r'<sheet [^>]*name="([^"]*)', parts["xl/workbook.xml"])
    assert all(len(n) <= 40 and not ACTS.search(n) for n in names)


def check_table(path: Path) -> None:
    text = path.read_bytes().decode("utf-8-sig")
    assert not ACTS.search(text)
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            if cell.lstrip()[:1] in FORMULA_STARTS and cell.strip():
                assert NUMBER.fullmatch(cell.strip()), cell


def check_document(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        text = archive.read("word/document.xml").decode("utf-8")
        links = archive.read("word/_rels/document.xml.rels").decode("utf-8")
    assert not ACTS.search(text)
    assert "instrText" not in text
    assert "fldSimple" not in text
    assert "example.org" not in links


def check(path: Path) -> None:
    kind = path.suffix
    if kind == ".html":
        check_page(path)
    elif kind == ".xlsx":
        check_workbook(path)
    elif kind == ".docx":
        check_document(path)
    elif kind == ".csv":
        check_table(path)
    else:
        text = path.read_text(encoding="utf-8")
        if kind in (".json", ".sarif"):
            json.loads(text)
        assert not (ACTS if kind != ".json" else re.compile("[\x00-\x08\x0b-\x1f]")).search(text), path.name
        if kind == ".md":
            assert "](javascript" not in re.sub(r"\\.", "", text)
            assert "<script" not in re.sub(r"\\.", "", text)


STARTS = ("formula", "dde", "at", "plus", "minus", "tab", "wide")
"""What acts only at the start of a cell; the others are tried in one text."""
REST = " ".join(EVILS[x] for x in EVILS if x not in STARTS)


@pytest.fixture(params=[*STARTS, "rest"])
def evil(request: pytest.FixtureRequest) -> str:
    return EVILS.get(request.param, REST)


def test_every_report_of_a_scan(evil: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "bom.csv").write_bytes(bill(evil))
    code, _, said = run("scan", "bom.csv", *(w for x in OUT for w in ("-o", f"out.{x}")), "--annotate", "copy.xlsx")
    assert code == 0, said
    for kind in OUT:
        check(tmp_path / f"out.{kind}")
    assert "7*7" in (tmp_path / "out.html").read_text(encoding="utf-8") or "{{" not in evil
    code, shown, said = run("scan", "bom.csv")
    assert (code, said) == (0, "")
    assert "0.1 % mark" in shown


def test_what_is_made_of_results(evil: str, run: Run, tmp_path: Path) -> None:
    """Comparison, difference, letter, questionnaire, portfolio."""
    (tmp_path / "a.csv").write_bytes(bill(evil))
    (tmp_path / "b.csv").write_bytes(bill(evil, "NdFeB magnet N42SH"))
    for name in ("a", "b"):
        assert run("scan", f"{name}.csv", "-o", f"{name}.json", "-q")[0] == 0
    calls = [
        ("report", "a.json", "b.json", *(w for x in ("html", "md", "csv", "json", "xlsx") for w in ("-o", f"c.{x}"))),
        ("report", "a.json", "b.json"),
        ("diff", "a.json", "b.json", *(w for x in ("html", "md", "json") for w in ("-o", f"d.{x}"))),
        ("diff", "a.json", "b.json"),
        ("letter", "a.json", "--to", evil, "--item", evil, "-o", "l.html", "-o", "l.docx"),
        ("questionnaire", "a.json", "b.json", "-o", "forms", "--by", "supplier"),
    ]
    batch = [
        ("batch", "a.csv", "b.csv", "-o", "all", "-j", "1", "--report", "none"),
        ("portfolio", "view", "parts", "--store", "all/portfolio.duckdb"),
        ("portfolio", "view", "suppliers", "--store", "all/portfolio.duckdb", "--format", "csv"),
    ]
    whole = evil in (REST, EVILS["formula"])  # workers take seconds to start
    for words in [*calls, *(batch if whole else [])]:
        code, shown, said = run(*words)
        assert code == 0, (words, said)
        if "csv" in words:
            (tmp_path / "shown.csv").write_text(shown, encoding="utf-8")
    made = [x for x in tmp_path.rglob("*") if x.suffix in (".html", ".md", ".csv", ".json", ".xlsx", ".docx")]
    assert {x.name for x in made} >= {"c.xlsx", "d.html", "l.docx"}
    assert {"portfolio.html", "portfolio.xlsx", "shown.csv"} <= {x.name for x in made} or not whole
    assert [x for x in made if x.parent.name == "forms"]
    for path in made:
        if path.name not in ("a.csv", "b.csv"):
            check(path)


def test_what_is_said_on_the_terminal(evil: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "bom.csv").write_bytes(bill(evil))
    assert run("explain", "bom.csv", "--line", "2")[0] == 0
    assert run("columns", "bom.csv")[0] == 0
    assert run("check", f"SmCo magnet {evil}", "--maker", evil, "--origin", evil)[0] == 0
    decide = ("--id", "D-1", "--by", evil, "--on", "2026-01-02", "--why", evil, "--article-origin", "DE")
    added = run("decide", "add", "d.yaml", *decide, "--match", f"part_number={evil}", "--match", f"supplier={evil}")
    assert added[0] == 0, added
    assert run("decide", "list", "d.yaml")[0] == 0
    assert run("decide", "check", "d.yaml", "bom.csv")[0] in (0, 1)
    for words in (
        ("scan", evil),
        ("report", evil),
        ("diff", evil, evil),
        ("columns", evil),
        ("decide", "list", evil),
        ("letter", evil, "-o", "l.html"),
        ("scan", "bom.csv", "--assume", evil),
        ("catalog", "show", evil),
        ("scan", "bom.csv", "--sheet", evil),
        ("scan", "bom.csv", "-o", f"{evil}/x.json"),
        ("scan", "bom.csv", "--rates", evil),
        ("--config", evil, "scan", "bom.csv"),
        ("explain", "bom.csv", "--line", evil),
    ):
        code, _, said = run(*words)
        assert code not in (0, 70), (words, said)


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are tamer there")
@pytest.mark.parametrize("kind", ["terminal", "direction", "formula", "markup", "template", "markdown", "rich"])
def test_the_name_of_the_file_and_of_its_sheet(kind: str, run: Run, tmp_path: Path) -> None:
    name = EVILS[kind].replace("/", "")[:60] + ".xlsx"
    sheet = re.sub("[\x00-\x1f\x7f-\x9f]", "", EVILS[kind]).replace("&", "").replace("<", "").replace('"', "'")[:25]
    (tmp_path / name).write_bytes(renamed_sheet(sheet))
    code, _, said = run("scan", f"./{name}", *(w for x in OUT for w in ("-o", f"out.{x}")), "--annotate", "copy.xlsx")
    assert code == 0, said
    for kind_ in OUT:
        check(tmp_path / f"out.{kind_}")
    for words in (
        ("scan", f"./{name}"),
        ("columns", f"./{name}"),
        ("explain", f"./{name}", "--line", "2"),
        ("letter", f"./{name}", "-o", "l.docx"),
        ("scan", f"./{name}", "-o", "{name}.html"),
        ("columns", f"./{name}", "--save", "./p.yaml"),
        ("diff", f"./{name}", "out.json"),
        ("report", "out.json"),
    ):
        code, _, said = run(*words)
        assert code == 0, (words, said)


def test_an_annotated_copy_of_a_csv_holds_no_formula(evil: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "bom.csv").write_bytes(bill(evil))
    assert run("scan", "bom.csv", "--annotate", "copy.xlsx", "-q")[0] == 0
    with zipfile.ZipFile(tmp_path / "copy.xlsx") as archive:
        text = "".join(archive.read(n).decode() for n in archive.namelist() if "worksheets/" in n)
        links = [n for n in archive.namelist() if "worksheets/_rels" in n]
    assert "<f>" not in text
    assert links == []


def test_a_page_without_harm_is_told_from_one_with_it(tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    for text in (
        "<p onclick=x>",
        "<a href='javascript:x'>",
        "\x1b",
        "<script>alert(1)</script>",
        '<img src="http://example.org/p">',
    ):
        page.write_text(text, encoding="utf-8")
        with pytest.raises(AssertionError):
            check_page(page)
