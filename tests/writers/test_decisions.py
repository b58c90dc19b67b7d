"""Every format has a section of what was decided: who, when, why, until when, on which paper."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from scanner.findings import AppliedDecision, Exposure
from scanner.redact import parse, redacted
from scanner.writers import csv as csv_writer
from scanner.writers import json as json_writer
from scanner.writers import markdown
from scanner.writers.console import print_exposure
from scanner.writers.html import render as html
from scanner.writers.language import LANGUAGES
from scanner.writers.xlsx import render as xlsx
from tests.factory import exposure, sample_findings
from tests.writers.office import stored

WAIVER = AppliedDecision(
    id="W-1", kind="waiver", line="BOM!3", says="accepted", by="Purchasing", on="2026-11-01", why="licensed import",
    approver="Wang", expires="2027-01-31", evidence=("licence.pdf (sha256 ab12)",), controls=("cn-2025-18:1C905.a.4",),
)  # fmt: skip
DECLARED = AppliedDecision(
    id="D-1", kind="declaration", line="BOM!4", says="made in NO; price 7531.25 EUR", by="Drive GmbH", on="2026-11-02",
    why="letter",
)  # fmt: skip


def decided() -> Exposure:
    findings = [
        replace(x, waived=WAIVER.controls, decision="W-1") if x.line.id == "BOM!3" else x for x in sample_findings()
    ]
    return exposure(*findings, decisions=(WAIVER, DECLARED))


def terminal(x: Exposure, lang: str = "en") -> str:
    from rich.console import Console

    out = io.StringIO()
    print_exposure(x, Console(file=out, width=400, highlight=False, emoji=False, markup=False), lang)
    return out.getvalue()


def workbook(x: Exposure) -> str:
    return "\n".join(str(c.value) for row in stored(xlsx(x))["Decisions"].iter_rows() for c in row if c.value)


FORMATS: dict[str, Callable[[Exposure], str]] = {
    "csv": lambda x: csv_writer.render(x).decode("utf-8-sig"),
    "html": lambda x: (
        html(x).decode().replace("1 November 2026", "2026-11-01").replace("31 January 2027", "2027-01-31")
    ),
    "json": lambda x: json_writer.render(x).decode(),
    "markdown": lambda x: markdown.render(x).decode(),
    "terminal": terminal,
    "xlsx": workbook,
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_waiver_stands_in_every_format_with_all_that_is_known_of_it(name: str) -> None:
    text = FORMATS[name](decided())
    said = [WAIVER.id, WAIVER.says, WAIVER.by, WAIVER.on, WAIVER.why, "Wang", "2027-01-31", "licence.pdf"]
    said += [DECLARED.id, "made in NO", "Drive GmbH"]
    assert [x for x in said if x not in text] == []


@pytest.mark.parametrize("name", FORMATS)
def test_what_leaves_the_house_holds_no_declared_price_and_no_suppliers_name(name: str) -> None:
    text = FORMATS[name](redacted(decided(), parse("prices,suppliers")))
    assert "7531" not in text
    assert "Drive GmbH" not in text
    assert "W-1" in text


def test_the_finding_that_a_waiver_handles_says_so_on_its_own_row() -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](decided()))))
    (row,) = (r for r in rows if r["record"] == "line" and r["id"] == "BOM!3")
    assert (row["verdict"], row["waived"], row["decision"]) == ("possible", "cn-2025-18:1C905.a.4", "W-1")
    assert [r["line"] for r in rows if r["record"] == "decision"] == ["BOM!3", "BOM!4"]


def test_without_decisions_there_is_no_section() -> None:
    x = exposure()
    assert "Decisions" not in stored(xlsx(x)).sheetnames
    assert "declarations that acted" not in markdown.render(x).decode() + terminal(x) + html(x).decode()
    assert json.loads(json_writer.render(x))["decisions"] == []


@pytest.mark.parametrize("lang", [x for x in LANGUAGES if x != "en"])
def test_the_terminal_speaks_of_them_in_each_language(lang: str) -> None:
    text = terminal(decided(), lang)
    assert "declarations that acted" not in text
    assert "Wang" in text
