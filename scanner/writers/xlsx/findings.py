"""The sheet Findings: one row for each control that a line meets, with evidence and arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from scanner.estimate import Estimate
from scanner.findings import EXPOSED
from scanner.writers import words
from scanner.writers.xlsx.book import Book, Cell, Column, fits, spread
from scanner.writers.xlsx.layout import FIRST_ROW, field_text
from scanner.writers.xlsx.plan import Plan
from scanner.writers.xlsx.terms import MARKS, Figure, Term, triple

COLUMNS = (
    Column("no", "No.", 5, "integer", "Line"),
    Column("line", "Line", 12, "text", "Line"),
    Column("part", "Part", 32, "wrap", "Line"),
    Column("verdict", "Verdict", 14, "text", "Finding"),
    Column("control", "Control", 20, "text", "Finding", "Measure and control code."),
    Column("name", "What it lists", 36, "wrap", "Finding"),
    Column("measure", "Measure", 12, "text", "Finding"),
    Column("group", "Group", 13, "text", "Finding"),
    Column("why", "Why", 44, "wrap", "Finding"),
    Column(
        "criteria",
        "Limits",
        36,
        "wrap",
        "Finding",
        "Each limit of the control with what the line states: met, not met, unknown.",
    ),
    Column("settle", "What would settle it", 30, "wrap", "Finding"),
    Column("confidence", "Confidence", 10, "share", "Finding"),
    Column("is", "The line", 12, "text", "Finding", "Is the controlled item itself, or contains it."),
    *spread("value", 12, "amount", "Line's value"),
    *spread(
        "applicability", 8, "input_share", "How surely it applies", "You may change it: 1 = certainly caught, 0 = not."
    ),
    *spread(
        "content",
        8,
        "input_share",
        "Share of the value that is controlled",
        "You may change it, as a supplier declares.",
    ),
    *spread("origin", 8, "share", "From China", "From the sheet Lines."),
    *spread("contribution", 12, "amount", "Contribution", "Value × applies × share × from China."),
    *spread("part1", 8, "input_share", "Share that is Part 1 content", "Of cn-2025-61, Annex 1."),
    *spread("part1_origin", 8, "input_share", "Part 1 content from China"),
    *spread("part1_contribution", 12, "amount", "Part 1 contribution"),
    *spread("measure", 12, "amount", "Adds to its measure", "Of several findings of a line the largest counts."),
    *spread("group", 12, "amount", "Adds to its group", "Of several findings of a line the largest counts."),
    Column("remark", "Remark", 32, "wrap", "", "Which figure is no live formula, and why."),
    Column("outside", "Held outside", 36, "wrap", "", "What the authority says of such goods."),
)

EMPTY = (None, None, None)
NEAR = "near the threshold: parameters must be declared"


def write(book: Book, plan: Plan) -> None:
    """The whole sheet."""
    fits(plan.match_last, "findings")
    sheet = book.sheet("Findings", tab="#1F4E5F", wide=3)
    count = book.table(sheet, COLUMNS, _records(plan), freeze=4)
    at = {c.key: i for i, c in enumerate(COLUMNS)}
    last = FIRST_ROW - 1 + max(count, 1) - 1
    share = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_type": "warning"}
    sheet.data_validation(FIRST_ROW - 1, at["applicability_low"], last, at["content_high"], share)
    bar = {"type": "data_bar", "bar_color": "#E2A76F", "bar_solid": True}
    sheet.conditional_format(FIRST_ROW - 1, at["contribution_likely"], last, at["contribution_likely"], bar)


def _records(plan: Plan) -> Iterator[list[Cell]]:
    names, tied = words.control_names(plan.exposure), plan.assumed
    for i in plan.match_rows:
        f = plan.lines[i]
        part = " · ".join(
            words.unique(
                (
                    field_text(f.line, "part_number", "manufacturer_part_number"),
                    field_text(f.line, "description", "material"),
                )
            )
        )
        for m, match in enumerate(f.matches):
            figures = plan.contributions.get((i, m))
            shown = match.verdict in EXPOSED and plan.counting[i]
            remarks = words.unique(x.remark for x in figures or ())
            if shown and figures is None:
                remarks = ["adds nothing to the controlled value: this measure does not control exports from China"]
            elif (above := plan.swallowed(i)) is not None and figures is not None:
                remarks.append(f"counted in {plan.lines[above].line.id}, which is listed itself")
            yield [
                i + 1, f.line.id, part, (match.verdict, f"verdict:{match.verdict}"), match.control,
                names.get(match.control),
                match.measure, match.group, words.evidence_words(match), words.criteria_words(match),
                "; ".join(words.unique((match.settled_by, NEAR if match.near_threshold else None))),
                match.confidence, "is it" if match.itself else "contains it",
                *(_formulas(plan.values[i]) if shown else EMPTY),
                *(numbers(match.applicability, partial(tied.applicability, match)) if shown else EMPTY),
                *(numbers(match.content_share, partial(tied.content, match)) if shown else EMPTY),
                *(_formulas(plan.origin_terms(i, match)) if shown else EMPTY),
                *(figures or EMPTY),
                *(numbers(match.part1_share) if match.part1_share is not None else EMPTY),
                *(numbers(plan.part1_origin(i), partial(tied.origin, f)) if match.part1_share is not None else EMPTY),
                *(plan.part1(i, m) or EMPTY),
                *(plan.adds["measure"].get((i, m)) or EMPTY),
                *(plan.adds["group"].get((i, m)) or EMPTY),
                "; ".join(remarks), words.outside_words(match),
            ]  # fmt: skip


def numbers(estimate: Estimate, tied: Callable[[Decimal | None, int], Figure | None] | None = None) -> list[Cell]:
    """Three cells, tied to the sheet Assumptions where they hold a figure of it."""
    return [MARKS[k] if v is None else (tied(v, k) if tied else None) or v for k, v in enumerate(triple(estimate))]


def _formulas(terms: tuple[Term, Term, Term]) -> list[Cell]:
    return [Figure(f"={t.text}", t.value, None, MARKS[k]) for k, t in enumerate(terms)]
