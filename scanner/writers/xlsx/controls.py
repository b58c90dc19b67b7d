"""The sheet Controls: what each control that was met says, under which law, and which lines meet it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from scanner.findings import EXPOSED, VERDICTS
from scanner.standing import MeasureStatus
from scanner.writers import words
from scanner.writers.xlsx.book import Book, Cell, Column
from scanner.writers.xlsx.layout import FIRST_ROW
from scanner.writers.xlsx.plan import Plan
from scanner.writers.xlsx.terms import Figure

COLUMNS = (
    Column("control", "Control", 22, "text", "Control"),
    Column("code", "Code", 14, "text", "Control"),
    Column("name", "What it lists", 44, "wrap", "Control"),
    Column("name_zh", "原文", 30, "wrap", "Control", "The name in the measure's own language."),
    Column("detail", "Limits and scope", 44, "wrap", "Control"),
    Column("group", "Group", 14, "text", "Control"),
    Column("measure", "Measure", 14, "text", "Law on the day"),
    Column("title", "Title", 36, "wrap", "Law on the day"),
    Column("status", "Status", 20, "wrap", "Law on the day"),
    Column("until", "Until", 12, "text", "Law on the day", "Last day, included."),
    Column("lines", "Lines", 8, "integer", "Lines that meet it"),
    *(Column(v, v.replace("_", " "), 10, "integer", "Lines that meet it") for v in VERDICTS if v != "none"),
    Column("ids", "Which", 40, "wrap", "Lines that meet it"),
    Column("source", "Source", 50, "text", "Source"),
)


def write(book: Book, plan: Plan) -> None:
    """The whole sheet."""
    sheet = book.sheet("Controls", tab="#1F4E5F")
    book.table(sheet, COLUMNS, _records(plan), freeze=1)


def _records(plan: Plan) -> Iterator[list[Cell]]:
    x = plan.exposure
    measures: dict[str, MeasureStatus] = {m.id: m for m in x.measures}
    texts = {c.id: c for m in x.measures for c in m.controls}
    met: dict[str, list[tuple[str, str]]] = defaultdict(list)
    groups: dict[str, str] = {}
    for f in x.lines:
        for m in f.matches:
            met[m.control].append((f.line.id, m.verdict))
            groups[m.control] = m.group
    column = f"Findings!$E${FIRST_ROW}:$E${plan.match_last}"
    verdicts = f"Findings!$D${FIRST_ROW}:$D${plan.match_last}"
    order = sorted(met, key=lambda c: (min(VERDICTS.index(v) for _, v in met[c]), c))
    for row, control in enumerate(order, start=FIRST_ROW):
        measure, text = measures.get(control.partition(":")[0]), texts.get(control)
        ids = words.unique(i for i, v in met[control] if v in EXPOSED) or words.unique(i for i, _ in met[control])
        shown = ", ".join(ids[:50]) + (f" and {len(ids) - 50} more" if len(ids) > 50 else "")
        yield [
            control, text.code if text else control.partition(":")[2], text.name if text else "",
            text.name_zh if text else "",
            "; ".join(words.unique((text.detail, text.criteria_note))) if text else "", groups[control],
            control.partition(":")[0], measure.title if measure else "", words.status_words(measure) if measure else "",
            measure.until if measure else "",
            Figure(f"=COUNTIFS({column},$A{row})", Decimal(len(met[control]))),
            *(
                Figure(f'=COUNTIFS({column},$A{row},{verdicts},"{v}")', Decimal(sum(w == v for _, w in met[control])))
                for v in VERDICTS if v != "none"
            ),
            shown, next((s.url for s in (text.sources if text else ())), ""),
        ]  # fmt: skip
