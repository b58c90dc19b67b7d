"""What a reader of the report must know of a table as a whole, and the totals that the file itself states."""

from __future__ import annotations

from scanner.bom import Money, SourceRef, StatedTotal
from scanner.lines.context import Context, with_tax
from scanner.lines.grid import Grid
from scanner.lines.numbers import Mark, currency_of
from scanner.lines.structure import Structure
from scanner.lines.text import shown
from scanner.lines.values import amounts

MANY = 50
"""Notes of one kind that are listed one by one."""


def remark(grid: Grid, structure: Structure) -> None:
    """Notes on the whole table."""
    table = grid.table
    money = [i for n in ("unit_price", "extended_price") if (i := table.column(n)) is not None]
    heading = with_tax([table.headings[i] for i in money])
    if heading:
        grid.note(
            "price-with-tax",
            "warning",
            f"'{heading.strip()}': prices include tax and are taken as written",
            None,
            money[0],
        )
    if table.column("quantity") is None and grid.kept and "quantity" not in table.ignored:
        counted = (
            "the reference designators are counted"
            if table.column("reference_designators") is not None
            else "every line counts once"
        )
        grid.note("quantity-missing", "info", f"no column of quantities: {counted}; --map quantity=HEADING names one")
    for k, what in structure.irregular[:MANY]:
        grid.note("structure-irregular", "warning", what, k)
    if len(structure.irregular) > MANY:
        grid.note("structure-irregular", "warning", f"{len(structure.irregular) - MANY} more rows like these")
    for name, taken, rival in table.mapping.close:
        if table.mapping.first(name) != taken or any(c.index == rival for c in table.mapping.columns):
            continue
        said = name.replace("_", " ")
        grid.note(
            "column-ambiguous", "warning",
            f"{said} is taken from column {table.where(taken)}; column {table.where(rival)} "
            f"'{table.headings[rival].strip()}' is as good, --map {name}={table.where(rival)} chooses it",
            None, rival,
        )  # fmt: skip
    if grid.classified.parked:
        rows = ", ".join(table.name(k) for k in grid.classified.parked[:10])
        grid.note(
            "alternate",
            "warning",
            f"rows {rows} stand apart below the end of the table: listed, not counted",
            grid.classified.parked[0],
        )
    if grid.facts.unread:
        said = f"number formats, indents and what is hidden are not known: {grid.facts.unread}"
        grid.note("limit-reached", "warning", said)
    hidden = grid.facts.hidden_columns if table.relaid is None else frozenset()
    for c in table.mapping.columns if hidden else ():
        if c.index + table.offset in hidden:
            said = f"column {table.where(c.index)} is hidden in the sheet and is read all the same"
            grid.note("hidden-column", "info", said, None, c.index)
    mapped = {c.index for c in table.mapping.columns}
    for i, title in enumerate(table.headings):
        if i not in mapped and title.strip() and any(shown(c) for c in grid.column(i)[:200]):
            grid.note(
                "column-unmapped",
                "info",
                f"column {table.where(i)} '{' '.join(title.split())}' is kept and feeds nothing",
                None,
                i,
            )


def stated_totals(grid: Grid, context: Context, mark: Mark) -> list[StatedTotal]:
    """The figures in the rows of totals."""
    table = grid.table
    index = table.column("extended_price")
    if index is None:
        index = table.column("unit_price")
    if index is None:
        return []
    out = []
    code = currency_of(table.headings[index])[0] or context.currency
    for k in grid.classified.totals:
        found = amounts([grid.cell(k, index)], "price", mark).cells[0]
        if found.amount:
            row, beside = table.place(k, index)
            place = SourceRef(grid.file, table.sheet.name, row or 0, beside)
            out.append(StatedTotal(money=Money(found.amount, found.currency or code), source=place))
    return out
