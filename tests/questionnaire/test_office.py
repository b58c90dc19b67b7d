"""A form leaves the house and comes back through other programs: what it tells, and what survives their saving."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from scanner.catalog.load import load
from scanner.cli.main import cli
from scanner.exposure import scan_file
from scanner.options import ScanOptions
from scanner.questionnaire import layout as at
from scanner.questionnaire.answers import read
from scanner.questionnaire.ask import ask
from scanner.questionnaire.form import form
from scanner.questionnaire.words import LANGS, Lang, form_words
from tests.questionnaire.filling import fill, rows

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 24)
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SECRETS = (
    "Nightjar", "7531.25", "7531,25", "864.2", "Hidden Optics", "Otherwise GmbH", "PRJ-4711", "613", "ZQ977",
    "nightjar-bom", "kestrel-bom", "Kestrel", "exceeds", "49.35",
)  # fmt: skip
"""What stands in the bills below and is nobody's business: products, prices, quantities, places, other suppliers."""
HEAD = "Item,Part number,Supplier part number,Description,Supplier,Quantity,Unit price,Currency,Project,Ref,Comment\n"
BILLS = {
    "nightjar-bom.csv": "Product: Nightjar drone\n" + HEAD
    + "1,MX-1,A-77,BLDC motor 2207 1750KV,Acme Motors,613,7531.25,EUR,PRJ-4711,ZQ977,ask Otherwise GmbH for a quote\n"
    + "2,LN-1,B-1,Germanium lens 25 mm,Hidden Optics,2,864.2,EUR,PRJ-4711,ZQ977,\n",
    "kestrel-bom.csv": "Product: Kestrel gimbal\n" + HEAD
    + "1,MX-1,A-77,BLDC motor 2207 1750KV,Acme Motors,4,49.35,EUR,PRJ-4711,ZQ977,\n"
    + "2,MG-9,A-78,Ring magnet NdFeB N42SH 10x5x3,Acme Motors,8,,,PRJ-4711,ZQ977,\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forms of two products, made as a user makes them."""
    folder = tmp_path_factory.mktemp("asked")
    for name, text in BILLS.items():
        (folder / name).write_text(text, encoding="utf-8")
    results = [str(folder / f"{name}.json") for name in BILLS]
    for name, result in zip(BILLS, results, strict=True):
        assert CliRunner().invoke(cli, ["scan", str(folder / name), "-q", "-o", result]).exit_code == 0
    done = CliRunner().invoke(cli, ["questionnaire", *results, "-o", str(folder / "out"), "--by", "supplier"])
    assert done.exit_code == 0, done.output
    return folder / "out"


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Every member of the package: sheets, also hidden ones, names, properties, relations."""
    with zipfile.ZipFile(path) as package:
        assert package.comment == b""
        for name in package.namelist():
            yield name, package.read(name).decode("utf-8")


def test_one_form_a_supplier_asks_for_all_products_once(forms: Path) -> None:
    assert sorted(x.name for x in forms.iterdir()) == ["Acme-Motors.xlsx", "Hidden-Optics.xlsx"]
    sheet: Any = openpyxl.load_workbook(forms / "Acme-Motors.xlsx")[at.SHEET]
    asked = [(sheet.cell(r, at.OURS + 1).value, sheet.cell(r, at.FACT + 1).value) for r in rows(sheet)]
    assert {part for part, _ in asked} == {"MX-1", "MG-9"}
    assert len(asked) == len(set(asked))
    assert ("MG-9", "price") in asked


def test_no_byte_of_a_form_tells_of_products_prices_or_other_suppliers(forms: Path) -> None:
    told = [
        (part, secret)
        for part, text in texts(forms / "Acme-Motors.xlsx")
        for secret in SECRETS
        if re.search(rf"(?<![0-9A-Za-z#]){re.escape(secret)}(?![0-9A-Za-z])", text)
    ]
    # a length of a row or a colour may hold such a digit; no text of a cell does
    assert [x for x in told if x[1] != "613"] == []
    assert "613" not in dict(texts(forms / "Acme-Motors.xlsx"))["xl/sharedStrings.xml"]
    parts = dict(texts(forms / "Acme-Motors.xlsx"))
    assert set(re.findall(r'definedName name="([^"]+)"', parts["xl/workbook.xml"])) == {
        "_xlnm._FilterDatabase", "_xlnm.Print_Titles",
    }  # fmt: skip
    assert not any("externalLink" in x or "comments" in x or "custom" in x for x in parts)
    properties = openpyxl.load_workbook(forms / "Acme-Motors.xlsx").properties
    assert (properties.creator or "", properties.lastModifiedBy or "", properties.keywords) == ("", "", None)


@pytest.mark.parametrize("name", ["Acme-Motors.xlsx", "Hidden-Optics.xlsx"])
def test_a_form_names_only_its_own_supplier(name: str, forms: Path) -> None:
    others = {"Acme Motors", "Hidden Optics"} - {name.removesuffix(".xlsx").replace("-", " ")}
    assert [(part, o) for part, text in texts(forms / name) for o in others if o in text] == []


def answer(lang: Lang, fact: str) -> tuple[Any, ...] | None:
    """As somebody answers in a form of that language."""
    kind, _, about = fact.partition(":")
    words, china = form_words().texts, {"ja": "CN – 中国", "zh": "CN – 中国"}.get(lang, "CN – China")
    return {
        "contains": (words["yes" if about == "Dy" else "no"][lang], None, None, "Datenblatt 页 3"), "content": (12.5,),
        "price": (3.2, "EUR"), "limit": (9.25,), "statement": ("coated, 已镀膜",),
    }.get(kind, (china, "JP") if kind.endswith("origin") else None)  # fmt: skip


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine")
def test_forms_of_every_language_come_back_from_libreoffice_as_they_were_filled_in(tmp_path: Path) -> None:
    """Saved by another program, a form has other styles, no inline texts, and says the same."""
    samples = [x for x in sorted((ROOT / "samples").glob("*.*")) if x.suffix in (".xlsx", ".csv", ".ods")]
    bills = [scan_file(x, ScanOptions(as_of=DAY)) for x in samples]
    questions = ask(bills, load()).questions
    assert {q.kind for q in questions} >= {"contains", "price", "limit", "statement", "material_origin", "content"}
    filled = []
    for lang in LANGS:
        path = tmp_path / f"{lang}.xlsx"
        path.write_bytes(form(questions, None, lang, DAY, of_many=True))
        filled.append(fill(path, lambda fact, lang=lang: answer(lang, fact)))  # type: ignore[misc]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "saved")]
    subprocess.run([str(SOFFICE), profile, *convert, *map(str, filled)], check=True, capture_output=True, timeout=120)
    for path in filled:
        before, after = read([path]), read([tmp_path / "saved" / path.name])
        assert before.decisions
        assert [(x.id, x.states, x.on, x.by, x.why) for x in after.decisions] == [
            (x.id, x.states, x.on, x.by, x.why) for x in before.decisions
        ]
        book = openpyxl.load_workbook(tmp_path / "saved" / path.name)
        assert book[at.SHEET].protection.sheet
        assert book[at.MARKS].sheet_state != "visible"
