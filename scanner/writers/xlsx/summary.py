"""The sheet Summary: the verdict, what it rests on, what drives it, what the law says."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from scanner.display import money, share_text
from scanner.findings import FRACTION_VERDICTS, VERDICTS, Fraction
from scanner.redact import OPTION, SAYS
from scanner.writers import words
from scanner.writers.xlsx.book import LINE, STEPS, TALLEST, Book, Value, lines_of
from scanner.writers.xlsx.layout import FIRST_ROW, VALUE, field_text
from scanner.writers.xlsx.plan import Plan
from scanner.writers.xlsx.shares import LETTER
from scanner.writers.xlsx.terms import MARKS, Figure, triple

TOP = 10
"""Lines that the drivers show."""
WIDTHS = (34, 34, 15, 15, 15, 18, 44)
ROW = 14.25
"""Height of a row in points."""
DEFAULT = Decimal("0.0001")
"""Shares without a threshold keep their digits below this."""
BOUNDLESS = Decimal("Infinity")
SHARES_SAY = "Low is documented, high cannot be excluded. Measures and groups overlap and do not add up."
CHART_SAYS = "Bars of the lines that contribute most: documented, likely, not excluded."
IN_ORDER = "Lines are in the order written"
SORTED = "Lines were sorted: sort them by No., or the figures are wrong"
ADVICE = (
    "Yellow cells with blue figures are yours: quantities, prices and origins on Lines, shares on Findings,",
    "threshold and product value on Assumptions. All figures follow.",
    "Filter as you like. Formulas refer to rows: after sorting Lines, sort by No. again.",
    "A figure in grey italics is a constant that the scan computed; the remark beside it says why.",
    "Decision and Comment on Lines are yours and change no figure.",
    "A verdict on value says what was found in what was read. It is no legal advice, no statement of compliance.",
)


class Page:
    """The sheet with a cursor."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self.book, self.plan = book, plan
        self.sheet: Any = book.sheet("Summary", tab="#7A1710")
        self.row = 0

    def line(self, *cells: tuple[Value, str]) -> None:
        """One row of cells with their styles."""
        height = max(lines_of(v, WIDTHS[i]) for i, (v, style) in enumerate(cells) if "wrap" in style or not i)
        if height > 1 and any("wrap" in style for _, style in cells):
            self.sheet.set_row(self.row, LINE * min(height, TALLEST))
        for i, (value, style) in enumerate(cells):
            self.book.put(self.sheet, self.row, i, value, style)
        self.row += 1

    def section(self, title: str) -> None:
        self.row += 1
        self.line((title, "section"), *((" ", "section") for _ in WIDTHS[1:]))

    def heads(self, *titles: str) -> None:
        self.sheet.set_row(self.row, 16)
        self.line(*((t or " ", "head_right" if t in STEPS else "head") for t in titles))


def write(book: Book, plan: Plan) -> None:
    """The whole sheet."""
    page = Page(book, plan)
    page.sheet.set_default_row(ROW)
    for i, width in enumerate(WIDTHS):
        page.sheet.set_column(i, i, width)
    _verdict(page)
    _basis(page)
    _shares(page)
    _counts(page)
    _drivers(page)
    _law(page)
    _policy(page)
    _use(page)
    page.sheet.set_first_sheet()
    page.sheet.activate()


def _verdict(page: Page) -> None:
    x = page.plan.exposure
    page.sheet.set_row(0, 28)
    page.line((f"Export-control exposure: {x.bom.product or 'bill of materials'}", "title"))
    top = x.headline
    if top is None:
        page.line((f"{words.HEADLINE_NONE[0].upper()}{words.HEADLINE_NONE[1:]}.", "strong"))
        return
    row = FIRST_ROW + x.fractions.index(top)
    page.line(("De minimis share", "label"), ("", "label"), ("low", "label"), ("likely", "label"), ("high", "label"))
    page.sheet.set_row(page.row, 22)
    page.line(
        (
            Figure(f"=Shares!${LETTER['verdict']}${row}", top.verdict),
            f"verdict:{top.verdict}" if top.verdict else "strong",
        ),
        (f"{words.scope_words(top.scope)}, reading {top.reading}", "text"),
        *_share_cells(top, row),
    )
    book, first = page.book, page.row - 1
    book.verdicts(page.sheet, first, first, 0, FRACTION_VERDICTS)
    page.line((f"{words.fraction_words(top)}; as scanned: {share_text(top.share, top.threshold)}", "label"))


def _share_cells(f: Fraction, row: int) -> list[tuple[Value, str]]:
    values = (None, None, None) if f.share is None else triple(f.share)
    near = f"near:{format(f.threshold or DEFAULT, 'f')}"
    return [
        (Figure(f"=Shares!${LETTER[f'share_{step}']}${row}", values[k], None, MARKS[k]), near)
        for k, step in enumerate(STEPS)
    ]


def _basis(page: Page) -> None:
    x = page.plan.exposure
    page.section("What it rests on")
    if OPTION in x.options:
        page.line(("Left out", "label"), ("; ".join(SAYS[s] for s in SAYS if s in x.options[OPTION]), "text"))
    for i in x.bom.inputs:
        page.line(("Bill of materials", "label"), (i.file, "text"))
        page.line(("SHA-256 of the file", "label"), (i.sha256, "grey"))
    page.line(("As of", "label"), (x.as_of.isoformat(), "text"))
    overlays = f" with {', '.join(x.catalog.overlays)}" if x.catalog.overlays else ""
    page.line(
        ("Catalog of the law", "label"),
        (f"{x.catalog.version}{overlays}, checked through {x.catalog.verified_through}", "text"),
    )
    page.line(
        ("Lines", "label"),
        (
            f"{x.coverage.lines}, of them {x.coverage.priced} priced, {x.coverage.origin_stated} with a stated origin",
            "text",
        ),
    )
    page.line(
        ("Product value", "label"),
        (Figure(f"={VALUE}", x.product_value.amount), "amount"),
        (x.currency, "text"),
        (words.BASIS_WORDS[x.product_value.basis], "text"),
    )
    page.line(("Value of the priced lines", "label"), (money(x.coverage.value_priced, x.currency), "text"))


def _shares(page: Page) -> None:
    x = page.plan.exposure
    page.section("Shares of value")
    page.heads("Share", "Of", "low", "likely", "high", "Verdict", "Denominator")
    first = page.row
    for n, f in enumerate(x.fractions):
        kind = f.scope.partition(":")[0]
        if f.kind == "de_minimis" and not f.headline and kind != "product":
            continue
        row = FIRST_ROW + n
        of = ", ".join(words.unique((
            words.scope_words(f.scope), f.reading and f"reading {f.reading}",
            words.MEASURES_WORDS[f.measures] if f.measures != "all" else None,
        )))  # fmt: skip
        verdict = Figure(f"=Shares!${LETTER['verdict']}${row}", f.verdict) if f.verdict else None
        page.line(
            (words.KIND_WORDS[f.kind], "text"),
            (of, "text"),
            *_share_cells(f, row),
            (verdict, "text"),
            (f.denominator_is.partition(" (")[0], "text"),
        )
    page.book.verdicts(page.sheet, first, max(first, page.row - 1), 5, FRACTION_VERDICTS)
    page.line((SHARES_SAY, "label"))


def _counts(page: Page) -> None:
    lines = page.plan.lines
    page.section("Lines by verdict")
    column = page.plan.column("verdict")
    for v in VERDICTS:
        count = Decimal(sum(f.verdict == v and (f.line.bin != "excluded" or bool(f.matches)) for f in lines))
        page.line(
            (v, f"verdict:{v}"),
            (Figure(f'=COUNTIF({column},"{v}")', count), "integer"),
            (words.VERDICT_WORDS[v], "label"),
        )


def _drivers(page: Page) -> None:
    plan = page.plan
    ranked = sorted(
        (i for i, f in enumerate(plan.lines) if not f.contribution.is_zero and f.matches),
        key=lambda i: [-(BOUNDLESS if v is None else v) for v in reversed(triple(plan.lines[i].contribution))],
    )[:TOP]
    if not ranked:
        return
    page.section(f"What drives it: contributions in {plan.exposure.currency}")
    page.heads("Line", "Part", "low", "likely", "high", "Verdict", "To settle")
    first = page.row
    for i in ranked:
        f = plan.lines[i]
        part = " · ".join(
            words.unique((field_text(f.line, "part_number"), field_text(f.line, "description", "material")))
        )
        cells: list[tuple[Value, str]] = [
            (Figure(f"={plan.cell(step, i)}", value, None, MARKS[k]), "amount")
            for k, (step, value) in enumerate(zip(STEPS, triple(f.contribution), strict=True))
        ]
        page.line(
            (f.line.id, "text"),
            (part[:200], "wrap"),
            *cells,
            (f.verdict, f"verdict:{f.verdict}"),
            (words.settled_words(f), "wrap"),
        )
    last = page.row - 1
    page.sheet.conditional_format(first, 3, last, 4, {"type": "data_bar", "bar_color": "#E2A76F", "bar_solid": True})
    height = 140 + 26 * (last - first + 1)
    page.sheet.insert_chart(page.row, 0, _chart(page, first, last, height), {"description": CHART_SAYS, "y_offset": 8})
    page.row += math.ceil(height / (ROW * 4 / 3)) + 1


def _chart(page: Page, first: int, last: int, height: int) -> Any:
    """Bars of the lines that contribute most, over the cells of the table."""
    chart = page.book.workbook.add_chart({"type": "bar"})
    for column, name, colour in (
        (4, "not excluded", "#F0D9B5"),
        (3, "likely", "#B5713A"),
        (2, "documented", "#7A1710"),
    ):
        chart.add_series({
            "name": name,
            "categories": ["Summary", first, 0, last, 0],
            "values": ["Summary", first, column, last, column],
            "fill": {"color": colour},
            "border": {"color": "#5C4A00"},
            "gap": 60,
        })  # fmt: skip
    chart.set_title({"name": "Largest contributions", "name_font": {"size": 11, "color": "#1F4E5F"}})
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"num_format": "#,##0.##", "name": page.plan.exposure.currency})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1150, "height": height})
    return chart


def _law(page: Page) -> None:
    x = page.plan.exposure
    matched = [m for m in x.measures if m.controls_matched] or list(x.measures)
    if not matched:
        return
    page.section(f"What the law says on {x.as_of.isoformat()}")
    page.heads("Measure", "Title", "Status", "Until", "Controls met", "Issued", "Note")
    for m in matched:
        page.line(
            (m.id, "text"),
            (m.title, "wrap"),
            (words.status_words(m), "wrap"),
            (m.until or "", "text"),
            (Decimal(len(m.controls_matched)), "integer"),
            (m.issued.isoformat() if m.issued else "", "text"),
            (m.note or "", "wrap"),
        )


def _policy(page: Page) -> None:
    x = page.plan.exposure
    asked = words.policy_asked(x)
    if not asked:
        return
    page.section(f"End use, end user and route: {asked}")
    if not x.policy:
        page.line((words.POLICY_NONE, "text"))
        return
    page.heads("Measure", "What follows", "Status", "Until", "Whether", "Rule", "To what it applies, and why")
    for p in x.policy:
        page.line(
            (p.measure, "text"),
            (words.policy_outcome(p), "wrap"),
            (words.policy_status(p), "wrap"),
            (p.until or "", "text"),
            (p.certainty, "text"),
            (p.rule, "text"),
            (f"{p.applies_to}; {p.because}", "wrap"),
        )


def _use(page: Page) -> None:
    plan = page.plan
    page.section("How to work in this workbook")
    numbers = f"Lines!$A${FIRST_ROW}:$A${plan.last}"
    order = f'=IF(SUMPRODUCT(--({numbers}<>ROW({numbers})-{FIRST_ROW - 1}))=0,"{IN_ORDER}","{SORTED}")'
    page.line((Figure(order, IN_ORDER), "strong"))
    for text in ADVICE:
        page.line((text, "text"))
