"""What a second day changes stands in every format that a person reads, and so does that it changes nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from scanner.findings import AlsoAsOf, Change, Exposure
from scanner.writers import markdown
from scanner.writers.console import print_exposure
from scanner.writers.html import render as html
from scanner.writers.xlsx import render as xlsx
from tests.factory import exposure
from tests.writers.office import stored

MOVED = AlsoAsOf(
    as_of="2026-12-15",
    measures=(Change(what="cn-2025-61", before="suspended", after="in force"),),
    fractions=(Change(what="controlled product, in force", before="0 %, below", after="6.2 %, exceeds"),),
)
NOTHING = AlsoAsOf(as_of="2026-12-15", measures=(), fractions=())


def of_html(x: Exposure) -> str:
    return re.sub(r"<[^>]+>", " ", html(x).decode())


def of_terminal(x: Exposure) -> str:
    from rich.console import Console

    out = io.StringIO()
    print_exposure(x, Console(file=out, width=400, highlight=False, emoji=False, markup=False))
    return out.getvalue()


def of_workbook(x: Exposure) -> str:
    book = stored(xlsx(x))
    names = [n for n in book.sheetnames if n == "Other day"]
    return "\n".join(str(c.value) for n in names for row in book[n].iter_rows() for c in row if c.value is not None)


def of_markdown(x: Exposure) -> str:
    return markdown.render(x).decode()


FORMATS = pytest.mark.parametrize("render", [of_html, of_terminal, of_workbook, of_markdown])


@FORMATS
def test_what_changes_stands_in_the_report(render: Callable[[Exposure], str]) -> None:
    shown = render(exposure(also=MOVED))
    assert re.search(r"2026-12-15|15 Dec\w* 2026", shown)
    for change in (*MOVED.measures, *MOVED.fractions):
        assert change.what in shown
        assert change.before in shown
        assert change.after in shown


@FORMATS
def test_that_nothing_changes_is_said(render: Callable[[Exposure], str]) -> None:
    assert re.search(r"\bNothing( changes between these days)?\.", render(exposure(also=NOTHING)))
    assert not re.search(r"\bNothing( changes between these days)?\.", render(exposure()))


def test_no_sheet_where_no_other_day_was_asked() -> None:
    assert "Other day" not in stored(xlsx(exposure())).sheetnames
