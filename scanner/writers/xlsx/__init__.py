"""Excel: a workbook in which a buyer can go on working.

``plan`` decides what each figure is a formula over, one module a sheet writes it. Formulas carry the values that the
scan computed, so that viewers which do not calculate show the same figures. A formula stands only where it gives
exactly our figure; elsewhere the figure is a constant and says so.
"""

from __future__ import annotations

import io

from scanner.findings import Exposure


def render(exposure: Exposure) -> bytes:
    """The whole workbook.

    Raises:
        OutputError: more rows than a sheet holds.

    """
    from scanner.writers.xlsx import (
        assumptions,
        controls,
        decisions,
        findings,
        lines,
        notes,
        other_day,
        resolve,
        rows,
        shares,
        sources,
        summary,
        suppliers,
    )
    from scanner.writers.xlsx.book import Book
    from scanner.writers.xlsx.plan import Plan

    plan = Plan(exposure)
    out = io.BytesIO()
    title = f"Export-control exposure: {exposure.bom.product or 'bill of materials'}"
    footer = ", ".join(i.file for i in exposure.bom.inputs)
    with Book(out, title=title, made=exposure.as_of, footer=footer) as book:
        for sheet in (
            summary,
            lines,
            findings,
            shares,
            controls,
            other_day,
            suppliers,
            resolve,
            decisions,
            assumptions,
            rows,
            sources,
            notes,
        ):
            sheet.write(book, plan)
    return out.getvalue()
