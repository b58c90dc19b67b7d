"""The sheet Assumptions: the cells that every formula reads, then each constant, default and prior with its source."""

from __future__ import annotations

from decimal import Decimal

from scanner.writers import words
from scanner.writers.xlsx.assumed import TABLE, figures
from scanner.writers.xlsx.book import STEPS, Book, Column
from scanner.writers.xlsx.layout import CONSTANT, NOT_PRICED, STATED, SUM, THRESHOLD
from scanner.writers.xlsx.plan import Plan
from scanner.writers.xlsx.shares import threshold
from scanner.writers.xlsx.terms import ZERO, Figure, Term, figure

COLUMNS = (
    Column("id", "Assumption", 44, "wrap"),
    Column("value", "Value", 22, "wrap"),
    Column("source", "Source", 80, "wrap"),
    Column("lines", "Lines that use it", 12, "integer"),
    *(Column(step, step, 10, "input_number", "Figure, or how surely it applies") for step in STEPS),
    *(Column(step, step, 10, "input_number", "Share of the value") for step in STEPS),
)
SHARED = "the value that you state less the sum of the lines; unpriced lines outside priced assemblies share it"


def write(book: Book, plan: Plan) -> None:
    """The whole sheet. The first rows stand where ``plan`` says."""
    x = plan.exposure
    sheet = book.sheet("Assumptions", tab="#8A8D3C")
    for i, column in enumerate(COLUMNS):
        sheet.set_column(i, i, column.width)
    book.put(sheet, 0, 0, "Assumptions", "title")
    book.put(sheet, 1, 0, "Yellow cells are yours to change; every figure follows.", "label")
    basis = words.BASIS_WORDS[x.product_value.basis]
    stated = x.product_value.amount if x.product_value.basis == "stated" else None
    top = [
        ("De minimis threshold", (threshold(plan) or Decimal("0.001"), "input_percent"), "cn-2025-61, Article 1(1)"),
        ("Product value that you state", (stated, "input_number"), f"in {x.currency}; empty = derived from the lines"),
        ("Product value used", (_value(plan), "amount"), f"in {x.currency}: {basis}"),
        ("Sum of the lines", (_sum(plan), "amount"), "each value counted once"),
        ("Left over for unpriced lines", (_rest(plan), "amount"), SHARED),
        ("Unpriced lines that match nothing", (_open(plan), "integer"), "left out of the sum of the lines"),
    ]  # fmt: skip
    for n, (label, (value, style), why) in enumerate(top):
        row = int(THRESHOLD.rpartition("$")[2]) - 1 + n
        book.put(sheet, row, 0, label)
        book.put(sheet, row, 1, value, style)
        book.put(sheet, row, 2, why, "wrap")
    for i, column in enumerate(COLUMNS):
        book.put(sheet, TABLE - 1, i, column.title, "head")
        if column.band and column.band != COLUMNS[i - 1].band:
            book.put(sheet, TABLE - 2, i, column.band, "band")
    for n, a in enumerate(x.assumptions):
        for i, text in enumerate((a.id, a.value, a.source)):
            book.put(sheet, TABLE + n, i, text, "wrap")
        book.put(sheet, TABLE + n, 3, a.lines or None, "integer")
        for which, three in enumerate(figures(a)):
            for k, value in enumerate(three):
                if value is not None:
                    book.put(sheet, TABLE + n, 4 + 3 * which + k, value, "input_number")
    row = TABLE + len(x.assumptions) + 1
    options = [("As of", x.as_of.isoformat()), ("Catalog", x.catalog.version), *x.options.items()]
    book.put(sheet, row, 0, "Options of this scan", "section")
    for n, (name, text) in enumerate(options, start=1):
        book.put(sheet, row + n, 0, name)
        book.put(sheet, row + n, 1, text, "wrap")


def _sum(plan: Plan) -> Figure:
    return Figure(f"=SUM({plan.column(plan.counted_column)})", plan.sum_of_lines)


def _value(plan: Plan) -> Figure:
    """The value stated here, else the price of the top assemblies, else the sum of the lines."""
    ours = plan.exposure.product_value.amount
    tops = [
        i
        for i, f in enumerate(plan.lines)
        if f.line.parent is None and f.line.bin == "assembly" and f.extended_cost is not None
    ]
    cells = "+".join(plan.cell("cost", i) for i in tops[:100])
    priced = sum((plan.lines[i].extended_cost or ZERO for i in tops), ZERO)
    derived = f"SUM({cells.replace('+', ',')})" if tops and plan.exposure.product_value.basis == "top_assembly" else SUM
    value = {"stated": ours, "top_assembly": priced, "sum_of_lines": plan.sum_of_lines, "none": None}[
        plan.exposure.product_value.basis
    ]
    term = Term(f'IF(N({STATED})>0,{STATED},IF({derived}>0,{derived},"not known"))', value)
    return figure(ours, [term], CONSTANT + "as computed by the scan")


def _rest(plan: Plan) -> Figure:
    value = plan.left_over if plan.exposure.product_value.basis == "stated" else ZERO
    return Figure(f"=IF(N({STATED})>0,MAX(0,{STATED}-{SUM}),0)", value)


def _open(plan: Plan) -> Figure:
    count = sum(
        not plan.redacted
        and plan.counting[i]
        and i not in plan.children
        and f.extended_cost is None
        and f.verdict == "none"
        for i, f in enumerate(plan.lines)
    )
    return Figure(f'=COUNTIFS({plan.column("cost")},"{NOT_PRICED}",{plan.column("verdict")},"none")', Decimal(count))
