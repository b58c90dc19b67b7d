"""Tables → lines, rows by bin, notes: the parts of a bill put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from scanner.bom import BINS, Bin, Bom, BomLine, Column, InputFile, Note, SheetReading, StatedTotal, UnmappedColumn
from scanner.columns import column, entries
from scanner.errors import InputError, UsageError
from scanner.ingest.document import Document, Sheet
from scanner.lines.choice import Choice, choose
from scanner.lines.context import Context, context_of
from scanner.lines.costing import Costing
from scanner.lines.figures import settle_prices
from scanner.lines.grid import Grid
from scanner.lines.inferred import currency_of_file
from scanner.lines.items import make_lines
from scanner.lines.layout import is_transposed
from scanner.lines.lexicon import lexicon
from scanner.lines.linking import link
from scanner.lines.mapping import FIELDS
from scanner.lines.nesting import check_nesting, exclude_beneath
from scanner.lines.numbers import Mark
from scanner.lines.prices import sheet_mark
from scanner.lines.product import product_quantity
from scanner.lines.remarks import remark, stated_totals
from scanner.lines.rows import classify, is_blank
from scanner.lines.sheets import find_column
from scanner.lines.structure import Structure
from scanner.lines.table import Table
from scanner.lines.tree import structure_of
from scanner.options import ReadOptions


class Part(Struct):
    """What was found in one table on its way to lines."""

    grid: Grid
    structure: Structure
    context: Context
    mark: Mark
    costing: Costing


def assemble(document: Document, options: ReadOptions) -> Bom:
    """All tables that count, as one bill.

    Raises:
        InputError: no table of parts, or none of its rows is a part.

    """
    choices, empty = choose(document, options)
    used = [c for c in choices if c.used]
    if document.profiles.forced is not None and used and not any(c.table.profile for c in used):
        raise InputError(
            f"does not have the columns of the profile '{document.profiles.forced.name}'",
            source=document.file,
            hint="leave --profile away, or save one with: bomscan columns FILE --save NAME",
        )
    _check_mapping(document, options, used)
    if not used:
        if any(is_transposed(s) for s in document.sheets):
            raise InputError(
                "has its headings down the first column, one part a column",
                source=document.file,
                hint="transpose the table in a spreadsheet program",
            )
        raise InputError(
            "no table of parts was found", source=document.file, hint="--header-row and --map say where it is"
        )
    allowed = {**lexicon().settings["limits"], **options.limits}
    notes: list[Note] = list(document.notes)
    totals: list[StatedTotal] = []
    parts: dict[int, Part] = {}
    for choice in used:
        classified = classify(choice.table)
        extra = settle_prices(choice.table, classified)
        grid = Grid(choice.table, classified, 0, allowed)
        profile = choice.table.profile
        if profile is not None:
            grid.note("profile-used", "info", f"the columns are mapped by the profile '{profile.name}'")
        for code, severity, message, index in extra:
            grid.note(code, severity, message, None, index)
        context = context_of(choice.table, classified)
        structure = structure_of(grid)
        check_nesting(structure.parent, int(allowed["nesting"]))
        exclude_beneath(classified, structure.parent, grid.first)
        mark = sheet_mark(grid, context, document.delimiter)
        currency = options.currency or (profile.currency if profile else None)
        costing = Costing(grid, context, mark, currency)
        parts[id(choice)] = Part(grid=grid, structure=structure, context=context, mark=mark, costing=costing)
    _infer_currency(list(parts.values()))
    read: list[tuple[Table, Sequence[BomLine]]] = []
    for part in parts.values():
        read.append((part.grid.table, make_lines(part.grid, part.structure, part.costing)))
        remark(part.grid, part.structure)
        totals += stated_totals(part.grid, part.context, part.mark)
    quantity, said = product_quantity([(p.grid, p.costing) for p in parts.values()])
    notes += said
    lists, links = link(read, 0)
    lines = lists[0] if len(lists) == 1 else tuple(line for part in lists for line in part)
    if not any(found in ("line_item", "assembly") for found in column(lines, "bin")):
        raise InputError(
            "no row of it is a part", source=document.file, hint="--header-row and --map say where the table is"
        )
    readings = _readings(document, choices, empty, parts, lists, used)
    for part in parts.values():
        notes += part.grid.notes
    notes += [_not_used(c) for c in choices if not c.used] + links
    inputs = InputFile(
        file=document.file,
        sha256=document.sha256,
        format=document.format,
        encoding=document.encoding,
        delimiter=document.delimiter,
        sheets=tuple(readings),
    )
    return Bom(
        inputs=(inputs,), lines=lines, notes=tuple(notes), stated_totals=tuple(totals), product=_product(lines),
        product_quantity=quantity,
    )  # fmt: skip


def _check_mapping(document: Document, options: ReadOptions, used: list[Choice]) -> None:
    """What the user says of columns must make sense: fields that exist, columns that are there."""
    for name, where in options.mapping.items():
        if name not in FIELDS:
            raise UsageError(f"--map: no field is called '{name}'", hint="fields: " + ", ".join(sorted(FIELDS)))
        if where and used and not any(find_column(where, c.table.headings) is not None for c in used):
            headings = ", ".join(h.strip() for h in used[0].table.headings if h.strip())
            raise InputError(f"has no column '{where}'", source=document.file, hint=f"its headings: {headings}")


def _infer_currency(parts: list[Part]) -> None:
    """A file whose prices name no currency at all is in the one that its links or its language speak for, if any."""
    if not parts or not all(p.costing.is_nameless or not p.costing.has_prices for p in parts):
        return
    nameless = [p for p in parts if p.costing.is_nameless]
    found = currency_of_file([p.grid.table for p in nameless], [p.context.language for p in nameless])
    if found is None:
        return
    code, why = found
    for part in nameless:
        part.costing.name(code)
    said = f"no currency is stated; {why}, so prices are taken as {code}; --default-currency tells otherwise"
    nameless[0].grid.note("currency-unknown", "warning", said)


def _product(lines: Sequence[BomLine]) -> str | None:
    standing = zip(column(lines, "parent"), column(lines, "bin"), strict=True)
    tops = [i for i, (parent, found) in enumerate(standing) if parent is None and found == "assembly"]
    return (lines[tops[0]].description or lines[tops[0]].part_number) if len(tops) == 1 else None


def _not_used(choice: Choice) -> Note:
    table = choice.table
    return Note(
        code="sheet-not-used",
        severity="warning",
        message=f"'{table.sheet.name}', rows {table.first + 1} to {table.end}: {choice.reason}; "
        "--sheet or --all-sheets uses it",
        file=0,
        sheet=table.sheet.name,
    )


def _readings(
    document: Document,
    choices: list[Choice],
    empty: list[Sheet],
    parts: dict[int, Part],
    lists: Sequence[Sequence[BomLine]],
    used: list[Choice],
) -> list[SheetReading]:
    """One entry a table, in the order of the sheets; a sheet without table has one too."""
    lines_of = {id(c): lines for c, lines in zip(used, lists, strict=True)}
    out = []
    for sheet in document.sheets:
        here = [c for c in choices if c.table.sheet.name == sheet.name]
        if not here:
            reason = "is empty" if not sheet.rows else "no heading of a parts list was found"
            out.append(
                SheetReading(
                    name=sheet.name,
                    hidden=sheet.hidden,
                    used=False,
                    reason=reason,
                    rows=_plain_counts(sheet, 0, len(sheet.rows)),
                )
            )
        for choice in here:
            if not choice.used:
                out.append(_unused(choice))
            else:
                out.append(_reading(choice, parts[id(choice)], lines_of[id(choice)]))
    _ = empty
    return out


def _plain_counts(sheet: Sheet, begin: int, end: int, part: int = 1) -> dict[Bin, int]:
    counts: dict[Bin, int] = dict.fromkeys(BINS, 0)
    for row in sheet.rows[begin:end] if part == 1 else ():
        counts["blank" if is_blank(row) else "note"] += 1
    return counts


def _columns(table: Table) -> tuple[tuple[Column, ...], tuple[UnmappedColumn, ...]]:
    mapped = {c.index for c in table.mapping.columns}
    columns = tuple(
        Column(
            field=c.field,
            heading=c.heading.strip() or None,
            column=table.where(c.index),
            confidence=c.confidence,
            basis=c.basis,
        )
        for c in table.mapping.columns
    )
    filled = {i for row in table.rows()[:400] for i, cell in enumerate(row) if cell not in ("", None)}
    unmapped = tuple(
        UnmappedColumn(heading=h.strip() or None, column=table.where(i))
        for i, h in enumerate(table.headings)
        if i not in mapped and (h.strip() or i in filled)
    )
    return columns, unmapped


def _unused(choice: Choice) -> SheetReading:
    table = choice.table
    columns, unmapped = _columns(table)
    return SheetReading(
        name=table.sheet.name, hidden=table.sheet.hidden, used=False, reason=choice.reason,
        header_rows=tuple(r + 1 for r in table.header_rows), columns=columns, unmapped=unmapped,
        rows=_plain_counts(table.sheet, table.begin, table.end, table.part),
    )  # fmt: skip


def _reading(choice: Choice, part: Part, lines: Sequence[BomLine]) -> SheetReading:
    table = choice.table
    columns, unmapped = _columns(table)
    counts: Counter[Bin] = Counter(part.grid.classified.bins)
    for name in ("line_item", "assembly", "excluded"):
        counts[name] = 0
    counts.update(column(lines, "bin"))
    if table.part > 1:  # its rows are counted with the list beside it, but for its lines
        counts = Counter(column(lines, "bin"))
    for row in table.sheet.rows[table.begin : table.first] if table.part == 1 else ():
        counts["blank" if is_blank(row) else "header"] += 1
    currencies = Counter(x for x in entries(column(lines, "fields"), "currency") if x)
    return SheetReading(
        name=table.sheet.name,
        hidden=table.sheet.hidden,
        used=True,
        reason=choice.reason,
        header_rows=tuple(r + 1 for r in table.header_rows),
        columns=columns,
        unmapped=unmapped,
        rows={b: counts.get(b, 0) for b in BINS},
        structure=part.structure.how,
        currency=currencies.most_common(1)[0][0] if currencies else None,
        decimal_mark=part.mark if table.sheet.text else None,
        layout=table.layout,
    )
