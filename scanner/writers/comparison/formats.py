"""The tables of a comparison in each format."""

from __future__ import annotations

import csv as csv_module
import io
from collections.abc import Sequence

import msgspec

from scanner.comparison import Comparison
from scanner.writers.comparison.spoken import in_language, speech
from scanner.writers.comparison.tables import Table, tables
from scanner.writers.csv import cell
from scanner.writers.inert import inert
from scanner.writers.markdown import text
from scanner.writers.xlsx.book import HEAD, Book, Column

TITLE = "Results compared"
CHANGED = "≠"
"""Stands before what differs."""
LEGEND = "{text} marks what differs."


def markdown(x: Comparison, lang: str = "en") -> bytes:
    return markdown_of(TITLE, tables(x), lang)


def markdown_of(title: str, given: Sequence[Table], lang: str = "en") -> bytes:
    """Tables in Markdown."""
    said = speech(lang)
    parts = [f"# {said(title)}", said(LEGEND, text=CHANGED)]
    for t in in_language(given, lang):
        head = f"|  | {' | '.join(map(text, t.heads))} |"
        rule = "|" + " --- |" * (len(t.heads) + 1)
        rows = [f"| {' | '.join((CHANGED if changed else '', *map(text, cells)))} |" for cells, changed in t.rows]
        parts.append("\n".join([f"## {t.title}", "", head, rule, *rows]))
    return ("\n\n".join(parts) + "\n").encode()


def csv(x: Comparison, _lang: str = "en") -> bytes:
    """One table: section, differs, what, then a column for each result; see writers/csv.py for the policy on text."""
    out = io.StringIO(newline="")
    rows = csv_module.writer(out, lineterminator="\r\n")
    rows.writerow(["table", "differs", "what", *map(cell, x.names)])
    n = len(x.names)
    for t in tables(x):
        for cells, changed in t.rows:
            what = ", ".join(c for c in cells[:-n] if c)
            rows.writerow([t.title, "yes" if changed else "", cell(what), *map(cell, cells[-n:])])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def json(x: Comparison, _lang: str = "en") -> bytes:
    """The tables with their headings; the figures themselves are in the results that were compared."""
    document = {
        "format_version": "1.0",
        "kind": "comparison",
        "results": list(x.names),
        "tables": [
            {"title": t.title, "heads": t.heads, "rows": [{"cells": c, "differs": d} for c, d in t.rows]}
            for t in tables(x)
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def html(x: Comparison, lang: str = "en") -> bytes:
    return page_of(TITLE, tables(x), lang)


def page_of(title: str, given: Sequence[Table], lang: str = "en") -> bytes:
    """Tables as one page without script or network."""
    from markupsafe import Markup

    from scanner.version import __version__
    from scanner.writers.html.page import asset, environment, policy

    css = asset("report.css") + asset("comparison.css")
    shown = [
        Table(inert(t.title), tuple(map(inert, t.heads)), tuple((tuple(map(inert, c)), d) for c, d in t.rows))
        for t in in_language(given, lang)
    ]
    said = speech(lang)
    page = environment().get_template("comparison.html")
    return page.render(
        title=said(title),
        tag=said.tag,
        legend=said(LEGEND, text=CHANGED),
        differs=said("differs"),
        changed=CHANGED,
        tables=shown,
        css=Markup(css),  # noqa: S704 - our own file
        csp=policy(css, ""),
        version=__version__,
    ).encode()


def xlsx(x: Comparison, lang: str = "en") -> bytes:
    """One sheet a table."""
    out = io.BytesIO()
    said = speech(lang)
    with Book(out, title=said(TITLE), made=x.results[0].as_of, footer=", ".join(x.names)) as book:
        for t in in_language(tables(x), lang):
            sheet = book.sheet(t.title)
            own = len(t.heads) - len(x.names)
            widths = [26 if i < own else 44 for i in range(len(t.heads))]
            columns = [Column("differs", said("differs").capitalize(), 8)]
            columns += [Column(h, inert(h), w, "wrap") for h, w in zip(t.heads, widths, strict=True)]
            records = ([(CHANGED, "verdict:warning") if changed else "", *cells] for cells, changed in t.rows)
            book.table(sheet, columns, records, freeze=1 + own)
            sheet.set_row(HEAD, 32)
    return out.getvalue()
