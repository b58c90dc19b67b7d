"""Sums that a file states apart from its rows of totals: in a heading, or beside the last row of a section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from scanner.ingest.document import Row
from scanner.lines.bins import Classified
from scanner.lines.lexicon import lexicon
from scanner.lines.numbers import number
from scanner.lines.relation import as_number
from scanner.lines.table import Table

Block = tuple[range, Decimal]
"""Rows beneath the heading, and what the file says that they add up to."""
ZERO = Decimal(0)
_FIGURE = re.compile(r"(?<![\w.,])\d+(?:[.,'’]\d+|[ \u00a0]\d{3}(?!\d))+(?![\w.,%])|(?<![\w.,])\d{3,}(?![\w.,%])")


def close(a: Decimal, b: Decimal, share: str) -> bool:
    """Equal up to the rounding of many rows; ``share`` names the allowed part of the figure."""
    values = lexicon().settings["values"]
    return abs(a - b) <= max(Decimal(str(values["cents"])), abs(b) * Decimal(str(values[share])))


def heading_figure(heading: str) -> Decimal | None:
    """The one figure in a heading: 'Cost (total 1297.89$)' → 1297.89."""
    found = _FIGURE.findall(heading) if any(c.isdigit() for c in heading) else ()
    return number(found[0].strip(), ".") if len(found) == 1 else None


def column_of_sum(headings: Sequence[str], rows: Sequence[Row], taken: frozenset[int]) -> int | None:
    """The column whose heading states the sum of its own figures: what the lines cost."""
    least = int(lexicon().settings["values"]["relation_rows"])
    for i, heading in enumerate(headings):
        stated = heading_figure(heading) if i not in taken else None
        if not stated:
            continue
        cells = [v for row in rows if i < len(row) and (v := as_number(row[i])) is not None]
        if len(cells) >= least and close(sum(cells, ZERO), stated, "sum_share"):
            return i
    return None


def blocks(table: Table, classified: Classified, total: int) -> list[Block]:
    """Every sum of line totals that the file states, with the rows that it is about."""
    rows = table.rows()
    out: list[Block] = []
    start = 0
    for mark in sorted(set(classified.totals)):
        stated = as_number(rows[mark][total]) if total < len(rows[mark]) else None
        if stated:
            out += [(range(start, mark), stated), (range(mark), stated)]
        start = mark + 1
    in_heading = heading_figure(table.headings[total])
    if in_heading:
        out.append((range(len(rows)), in_heading))
    return out + _beside(table, classified, total)


def _beside(table: Table, classified: Classified, total: int) -> list[Block]:
    """Sums beside the last row of each section, in a column without heading right of the line totals."""
    values = lexicon().settings["values"]
    rows = table.rows()
    mapped = {c.index for c in table.mapping.columns}
    for i in range(total + 1, len(table.headings)):
        if i in mapped or table.headings[i].strip():
            continue
        figures = {k: v for k, row in enumerate(rows) if i < len(row) and (v := as_number(row[i]))}
        if not 1 < len(figures) <= values["beside_share"] * len(rows):
            continue
        found: list[Block] = []
        start = 0
        for k, stated in figures.items():
            block = range(start, k + 1)
            if close(_sum(rows, classified, block, total), stated, "block_share"):
                found.append((block, stated))
            start = k + 1
        if len(found) > 1 and len(found) >= values["beside_right"] * len(figures):
            return found
    return []


def _sum(rows: Sequence[Row], classified: Classified, block: range, total: int) -> Decimal:
    return sum(
        (
            as_number(rows[k][total]) or ZERO
            for k in block
            if classified.bins[k] == "line_item" and total < len(rows[k])
        ),
        ZERO,
    )
