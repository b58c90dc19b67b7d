"""Tables → lines, rows by bin, notes: the parts of a bill put together."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from scanner.bom import BINS, Bom, BomLine, Column, InputFile, Money, Note, Quantity, SheetReading, SourceRef, UnmappedColumn
from scanner.errors import InputError
from scanner.ingest.document import Document, Sheet
from scanner.lines.header import find_header
from scanner.lines.lexicon import lexicon
from scanner.lines.mapping import map_columns
from scanner.lines.numbers import Amount, currency_of, per_quantity
from scanner.lines.rows import Classified, classify, is_blank
from scanner.lines.structure import parents
from scanner.lines.table import Table, letter
from scanner.lines.text import shown
from scanner.lines.values import amounts
from scanner.options import ReadOptions

TEXT_FIELDS = (
    "item_number", "part_number", "description", "manufacturer", "manufacturer_part_number", "supplier",
    "supplier_part_number", "material", "country_of_origin", "hs_code", "cas_number", "reference_designators", "lifecycle",
)  # fmt: skip


def assemble(document: Document, options: ReadOptions) -> Bom:
    lines: list[BomLine] = []
    notes: list[Note] = list(document.notes)
    readings: list[SheetReading] = []
    tables = [(s, _table(s, options)) for s in document.sheets]
    if not any(t for _, t in tables):
        raise InputError("no table of parts was found", source=document.file, hint="bomscan columns shows what was seen; --header-row and --map tell it")
    for sheet, table in tables:
        if table is None:
            readings.append(_unused(sheet, "no heading of a parts list was found"))
            continue
        classified = classify(table)
        _lines(table, classified, lines, notes)
        readings.append(_reading(table, classified))
    inputs = (
        InputFile(file=document.file, sha256=document.sha256, format=document.format, encoding=document.encoding, delimiter=document.delimiter, sheets=tuple(readings)),
    )
    return Bom(inputs=inputs, lines=tuple(lines), notes=tuple(notes))


def _table(sheet: Sheet, options: ReadOptions) -> Table | None:
    search = int(lexicon().settings["header"]["search_rows"])
    header = find_header(sheet.rows, 0, search)
    if header is None:
        return None
    first = header.rows[-1] + 1
    width = max((len(r) for r in sheet.rows[first - 1 : first + 200]), default=len(header.headings))
    headings = list(header.headings) + [""] * (width - len(header.headings))
    sample = [r for r in sheet.rows[first : first + 400] if not is_blank(r)][: int(lexicon().settings["header"]["sample_rows"])]
    return Table(sheet=sheet, header_rows=header.rows, first=first, end=len(sheet.rows), headings=headings, mapping=map_columns(headings, sample), score=header.score)


def _unused(sheet: Sheet, reason: str) -> SheetReading:
    counts = dict.fromkeys(BINS, 0)
    for row in sheet.rows:
        counts["blank" if is_blank(row) else "note"] += 1
    return SheetReading(name=sheet.name, hidden=sheet.hidden, used=False, reason=reason, rows=counts)


def _reading(table: Table, classified: Classified) -> SheetReading:
    counts = Counter(classified.bins)
    for row in table.sheet.rows[: table.first]:
        counts["blank" if is_blank(row) else "header"] += 1
    mapped = {c.index for c in table.mapping.columns}
    return SheetReading(
        name=table.sheet.name,
        hidden=table.sheet.hidden,
        used=True,
        reason=f"heading in row {table.header_rows[-1] + 1}",
        header_rows=tuple(r + 1 for r in table.header_rows),
        columns=tuple(Column(field=c.field, heading=c.heading or None, column=letter(c.index), confidence=c.confidence, basis=c.basis) for c in table.mapping.columns),
        unmapped=tuple(UnmappedColumn(heading=h or None, column=letter(i)) for i, h in enumerate(table.headings) if i not in mapped and h),
        rows={b: counts.get(b, 0) for b in BINS},
    )


def _lines(table: Table, classified: Classified, lines: list[BomLine], notes: list[Note]) -> None:
    rows = table.rows()
    sheet = table.sheet.name
    get = {n: table.column(n) for n in (*TEXT_FIELDS, "quantity", "unit", "unit_price", "extended_price", "price_per", "currency", "level", "mass")}

    def cells(name: str) -> list[object]:
        i = get[name]
        return [r[i] if i < len(r) else "" for r in rows] if i is not None else []

    quantities = amounts(cells("quantity"), "quantity", ".").cells
    prices = amounts(cells("unit_price"), "price", ".").cells
    totals = amounts(cells("extended_price"), "price", ".").cells
    heading_money = {n: currency_of(table.headings[i])[0] for n in ("unit_price", "extended_price") if (i := get[n]) is not None}
    mapped = {c.index for c in table.mapping.columns}
    others = [(i, h) for i, h in enumerate(table.headings) if i not in mapped and h]
    remarks = table.mapping.every("notes")
    levels = cells("level")
    kept: list[int] = [k for k, b in enumerate(classified.bins) if b in ("line_item", "excluded")]
    depth, parent_of = parents([levels[k] for k in kept] if levels else None, kept)
    has_children = set(parent_of.values())
    for k in kept:
        row = rows[k]
        number = table.first + k + 1
        text = {n: (shown(row[i]) if (i := get[n]) is not None and i < len(row) else "") for n in TEXT_FIELDS}
        fields = {n: v for n, v in text.items() if v}
        q = quantities[k] if quantities else Amount(amount=Decimal(1))
        u = prices[k] if prices else None
        e = totals[k] if totals else None
        unit_index = get["unit"]
        unit_text = shown(row[unit_index]) if unit_index is not None and unit_index < len(row) else ""
        from scanner.lines.numbers import unit_of

        unit = unit_of(unit_text) if unit_text else q.unit
        money = shown(row[get["currency"]]) if get["currency"] is not None and get["currency"] < len(row) else ""
        code = (currency_of(money)[0] if money else None)
        quantity = Quantity(q.amount, unit) if q.amount is not None else None
        unit_price = Money(u.amount, code or u.currency or heading_money.get("unit_price")) if u and u.amount else None
        extended = Money(e.amount, code or e.currency or heading_money.get("extended_price")) if e and e.amount else None
        per = None
        if u and u.per_amount:
            per = Quantity(u.per_amount, u.per_unit)
        elif get["price_per"] is not None:
            per = per_quantity(row[get["price_per"]] if get["price_per"] < len(row) else None, ".")
        if quantity is not None:
            fields["quantity"] = str(quantity.amount)
        if unit:
            fields["unit"] = unit
        if unit_price is not None:
            fields["unit_price"] = str(unit_price.amount)
        if extended is not None:
            fields["extended_price"] = str(extended.amount)
        if code:
            fields["currency"] = code
        line_id = f"{sheet}!{number}"
        exclusion = classified.exclusions.get(k)
        lines.append(
            BomLine(
                id=line_id,
                source=SourceRef(0, sheet, number),
                bin="assembly" if k in has_children else classified.bins[k],
                level=depth.get(k),
                parent=f"{sheet}!{table.first + parent_of[k] + 1}" if k in parent_of else None,
                exclusion=exclusion[0] if exclusion else None,
                reason=exclusion[1] if exclusion else None,
                quantity=quantity,
                unit_price=unit_price,
                price_per=per,
                extended_price=extended,
                notes=" | ".join(t for i in remarks if i < len(row) and (t := shown(row[i]))) or None,
                fields=fields,
                other={h: t for i, h in others if i < len(row) and (t := shown(row[i]))},
                **{n: v or None for n, v in text.items()},  # type: ignore[arg-type]
            )
        )
        if k in has_children:
            classified.bins[k] = "assembly"
    _ = notes
