"""The sheet Lines: one row a line, findings and arithmetic first, then every column of the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from scanner.findings import Exposure
from scanner.writers import words
from scanner.writers.xlsx.book import Book, Cell, Column, Value, fits
from scanner.writers.xlsx.findings import numbers
from scanner.writers.xlsx.layout import FIRST_ROW, LINE_LETTERS, field_text
from scanner.writers.xlsx.plan import Plan

DECISIONS = ("Confirmed", "Not affected", "Ask supplier", "Licence needed", "Replace part", "Accepted, see comment")
MOVED = ("part_number", "description")
"""Fields that stand at the left instead of among the file's columns."""

OURS = (
    Column("no", "No.", 5, "integer", "Line", "Sort by this column to restore the order that the formulas rely on."),
    Column("line", "Line", 12, "text", "Line", "Sheet and row of your file."),
    Column("part", "Part number", 18, "text", "Line"),
    Column("description", "Description", 38, "wrap", "Line"),
    Column(
        "verdict", "Verdict", 14, "text", "Finding", "The strongest of the line's findings; see the sheet Findings."
    ),
    Column("group", "Group", 14, "text", "Finding"),
    Column("why", "Why", 44, "wrap", "Finding", "The words of your file that were met, and what they mean."),
    Column("settle", "What would settle it", 30, "wrap", "Finding"),
    Column("decision", "Decision", 16, "input_text", "Review", "Yours: choose from the list."),
    Column("comment", "Comment", 28, "input_text", "Review", "Yours: who, when, why."),
    Column("quantity", "Quantity", 10, "input_number", "Value", "In one parent. You may change it."),
    Column("unit", "Unit", 7, "text", "Value"),
    Column("per_product", "Quantity per product", 11, "number", "Value", "Multiplied down from the product."),
    Column(
        "price",
        "Unit price",
        11,
        "input_number",
        "Value",
        "In the currency beside it. You may change it; empty = not known.",
    ),
    Column("currency", "Currency", 8, "text", "Value"),
    Column("per", "Price is for", 8, "input_number", "Value", "The quantity that the price buys."),
    Column(
        "factor",
        "Units and exchange",
        12,
        "input_number",
        "Value",
        "Converts the price's unit and currency to those of the report.",
    ),
    Column(
        "cost",
        "Extended cost",
        13,
        "amount",
        "Value",
        "Quantity per product × price ÷ price is for × units and exchange.",
    ),
    Column(
        "counted",
        "Value counted once",
        13,
        "amount",
        "Value",
        "Parts: their cost. Assemblies: what they cost beyond their parts.",
    ),
    Column("origin", "Origin", 14, "text", "Origin"),
    Column(
        "article_low",
        "Article from China, low",
        9,
        "input_share",
        "Origin",
        "Chinese part of the bought article, 0 to 1. You may change it.",
    ),
    Column("article_likely", "likely", 9, "input_share", "Origin"),
    Column("article_high", "high", 9, "input_share", "Origin"),
    Column(
        "material_low",
        "Material from China, low",
        9,
        "input_share",
        "Origin",
        "Chinese part of the controlled material inside, 0 to 1. You may change it.",
    ),
    Column("material_likely", "likely", 9, "input_share", "Origin"),
    Column("material_high", "high", 9, "input_share", "Origin"),
    Column(
        "low",
        "Contribution, low",
        13,
        "amount",
        "Contribution",
        "Controlled Chinese value that the line adds: documented, likely, not excluded.",
    ),
    Column("likely", "likely", 13, "amount", "Contribution"),
    Column("high", "high", 13, "amount", "Contribution"),
    Column(
        "remark",
        "Remark",
        30,
        "wrap",
        "Contribution",
        "Why a line counts nothing, and which of its figures is no live formula.",
    ),
)


def columns(exposure: Exposure) -> tuple[list[str], list[str], list[Column]]:
    """The file's fields, its other columns, and headings for both, as written in the file."""
    headings: dict[str, list[str]] = {}
    for sheet in (s for i in exposure.bom.inputs for s in i.sheets if s.used):
        for c in sheet.columns:
            if c.heading and c.heading not in headings.setdefault(c.field, []):
                headings[c.field].append(c.heading)
    fields = [f for f in words.unique(f for x in exposure.lines for f in x.line.fields) if f not in MOVED]
    other = words.unique(f for x in exposure.lines for f in x.line.other)
    mapped = [
        Column(
            f,
            " / ".join(headings.get(f, [])) or f.replace("_", " "),
            16,
            "text",
            "Your columns, as written",
            f"Read as {f.replace('_', ' ')}.",
        )
        for f in fields
    ]
    return fields, other, mapped + [Column(f, f, 16, "text", "Your columns, as written") for f in other]


def write(book: Book, plan: Plan) -> None:
    """The whole sheet."""
    x = plan.exposure
    fits(len(x.lines), "lines")
    sheet = book.sheet("Lines", tab="#1F4E5F", wide=2)
    fields, other, mapped = columns(x)
    book.table(sheet, [*OURS, *mapped], _records(plan, fields, other), freeze=4)
    first, last = FIRST_ROW - 1, plan.last - 1
    at = {c.key: i for i, c in enumerate(OURS)}
    sheet.data_validation(first, at["decision"], last, at["decision"], {
        "validate": "list", "source": list(DECISIONS), "error_type": "information",
        "input_title": "Decision", "input_message": "Choose one; the comment says why.",
    })  # fmt: skip
    share = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_title": "A share",
             "error_message": "A number from 0 (none of it) to 1 (all of it).", "error_type": "warning"}  # fmt: skip
    sheet.data_validation(first, at["article_low"], last, at["material_high"], share)
    bar = {"type": "data_bar", "bar_color": "#E2A76F", "bar_solid": True, "bar_border_color": "#B5713A"}
    sheet.conditional_format(first, at["likely"], last, at["likely"], bar)
    sheet.conditional_format(first, at["high"], last, at["high"], {**bar, "bar_color": "#F0D9B5"})
    for key in _unused(plan):
        sheet.set_column(at[key], at[key], OURS[at[key]].width, None, {"hidden": True})
    sheet.print_area(0, 0, last, at["remark"])


def _factor(plan: Plan, i: int) -> Cell:
    """Converts units and currency; tied to the exchange rate where there is one."""
    price = plan.prices[i]
    return None if price.factor == 1 else plan.assumed.factor(price.currency, price.factor) or price.factor


def _unused(plan: Plan) -> Iterator[str]:
    """Columns that say the same in every row."""
    lines = plan.lines
    if not plan.multiplied:
        yield "per_product"
    if not any(f.line.quantity and f.line.quantity.unit for f in lines):
        yield "unit"
    if all(p.per == 1 for p in plan.prices):
        yield "per"
    if all(p.factor == 1 for p in plan.prices):
        yield "factor"
    if not plan.tree:
        yield "counted"
    if not any(not m.itself for f in lines for m in f.matches):
        yield from ("material_low", "material_likely", "material_high")


def _records(plan: Plan, fields: list[str], other: list[str]) -> Iterator[list[Cell]]:
    for i, f in enumerate(plan.lines):
        line, price = f.line, plan.prices[i]
        excluded = not plan.counting[i]
        inside = any(not m.itself for m in f.matches)
        contribution = plan.contribution(i) if f.matches or not f.contribution.is_zero else None
        cost, per_product, counted = plan.cost(i), plan.per_product(i), plan.counted(i)
        remarks = words.unique(
            (line.reason, *(c.remark for c in (cost, per_product, counted, *(contribution or ())) if c))
        )
        verdict: Value | tuple[Value, str] = (f.verdict, f"verdict:{f.verdict}")
        if excluded and not f.matches:
            verdict = ("excluded", "grey")
        yield [
            i + 1, line.id, field_text(line, "part_number", "manufacturer_part_number"),
            "  " * (line.level or 0) + field_text(line, "description", "material"),
            verdict,
            ", ".join(words.unique(m.group for m in f.matches)) if f.matches else None,
            "; ".join(words.unique(words.evidence_words(m) for m in f.matches)) if f.matches else None,
            words.settled_words(f) if f.matches else None,
            None, None,
            line.quantity.amount if line.quantity else None,
            line.quantity.unit if line.quantity else None,
            per_product, None if excluded else price.amount, price.currency,
            price.per if price.per != 1 else None, _factor(plan, i),
            cost, counted,
            words.origin_words(f),
            *((None, None, None) if excluded else numbers(f.origins.article, partial(plan.assumed.origin, f))),
            *(numbers(plan.material(i), partial(plan.assumed.origin, f)) if inside else (None, None, None)),
            *(contribution or (None, None, None)),
            "; ".join(remarks) if remarks else None,
            *(line.fields.get(name) for name in fields), *(line.other.get(name) for name in other),
        ]  # fmt: skip


assert [c.key for c in OURS] == list(LINE_LETTERS), "formulas and columns must agree on what stands where"
