"""Rows of a table → lines of the bill: texts, quantities, prices, and a note where a cell is not what it should be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import repeat
from typing import Any

from scanner.bom import Bin, BomLine, Money, Quantity, SourceRef
from scanner.lines.alternates import stands_in_for
from scanner.lines.costing import Costing
from scanner.lines.grid import Grid
from scanner.lines.identifiers import IDENTIFIERS, restored
from scanner.lines.kept import joined, others
from scanner.lines.oddities import Oddities
from scanner.lines.structure import Structure
from scanner.lines.values import Amounts

TEXTS = (
    "item_number", "part_number", "description", "manufacturer", "manufacturer_part_number", "supplier",
    "supplier_part_number", "material", "country_of_origin", "hs_code", "cas_number",
    "reference_designators", "lifecycle",
)  # fmt: skip
_NOTHING: dict[str, Any] = {}
"""Shared by the many lines that have nothing to say; never written to."""


def text_of(value: Decimal) -> str:
    return format(value, "f")


def make_lines(grid: Grid, structure: Structure, made: Costing) -> list[BomLine]:
    """The kept rows as lines, in order; bins of the classification are brought up to date."""
    table, classified, kept = grid.table, grid.classified, grid.kept
    sheet, first, file = table.sheet.name, grid.first, grid.file
    texts = {name: grid.texts(name) for name in TEXTS if table.column(name) is not None}
    for name in IDENTIFIERS:
        if name in texts:
            texts[name] = restored(grid, name, texts[name])
    remarks = joined([grid.text_column(i) for i in table.mapping.every("notes")])
    if remarks is not None:
        texts["notes"] = remarks
    quantities, amounts, units = made.counts(texts.get("reference_designators"))
    bases = made.per(units)
    prices, totals = _moneys(made.prices, made.price_codes), _moneys(made.totals, made.total_codes)
    by_total = classified.total_wins | classified.left_out
    if by_total and prices is not None:
        prices = [None if k in by_total else p for k, p in zip(kept, prices, strict=True)]
    masses = made.mass_column()
    shown_columns = {
        **texts, "quantity": amounts, "unit": units, **_shown("unit_price", made.prices),
        **_shown("extended_price", made.totals), **_codes(made),
        "price_per": [_said(p) for p in bases] if bases else [], "mass": [_said(m) for m in masses] if masses else [],
    }  # fmt: skip
    filled = {name: column for name, column in shown_columns.items() if column and any(column)}
    names = tuple(filled)
    odd = Oddities(grid, structure, made, quantities, prices, totals)
    numbers = [texts[name] for name in ("item_number", "part_number", "manufacturer_part_number") if name in texts]
    odd.stands_in = stands_in_for(kept, classified.exclusions, classified.alternate_of, numbers)
    none: list[None] = [None] * len(kept)
    kept_aside = others(grid)
    depths = structure.depth
    bins = classified.bins
    out: list[BomLine] = []
    add = out.append
    suffix = f"#{table.part}" if table.part > 1 else ""
    places = table.relaid.rows if table.relaid is not None else None
    rows = zip(*filled.values(), strict=True) if filled else (() for _ in kept)
    own = zip(*(texts.get(name) or repeat("", len(kept)) for name in (*TEXTS, "notes")), strict=True)
    columns = (kept, rows, own, quantities, prices or none, totals or none, bases or none, masses or none)
    for n, (k, values, text, quantity, unit_price, extended, per, mass) in enumerate(zip(*columns, strict=True)):
        row = first + k + 1
        bin_name: Bin = "line_item"
        more = _NOTHING
        if k in odd.rows:
            more = odd.tell(n, k)
            bin_name = bins[k] = more.pop("bin", "line_item")
        # one argument a field, spelled out: this is the innermost loop of reading
        add(
            BomLine(
                id=f"{sheet}!{row}{suffix}" if places is None else f"{sheet}!{table.name(k)}",
                source=SourceRef(file, sheet, row) if places is None else SourceRef(file, sheet, *places[first + k]),
                bin=bin_name,
                level=depths.get(k),
                item_number=text[0] or None,
                part_number=text[1] or None,
                description=text[2] or None,
                manufacturer=text[3] or None,
                manufacturer_part_number=text[4] or None,
                supplier=text[5] or None,
                supplier_part_number=text[6] or None,
                material=text[7] or None,
                country_of_origin=text[8] or None,
                hs_code=text[9] or None,
                cas_number=text[10] or None,
                reference_designators=text[11] or None,
                lifecycle=text[12] or None,
                notes=text[13] or None,
                quantity=quantity,
                unit_price=unit_price,
                price_per=per,
                extended_price=extended,
                mass=mass,
                fields={name: value for name, value in zip(names, values) if value},  # noqa: B905 - of one length
                other={heading: column[n] for heading, column in kept_aside if column[n]} if kept_aside else _NOTHING,
                **more,
            )
        )
    return out


def _moneys(found: Amounts | None, codes: Sequence[str | None]) -> list[Money | None] | None:
    if found is None:
        return None
    return [Money(a.amount, c) if a.amount else None for a, c in zip(found.cells, codes, strict=True)]


def _shown(name: str, found: Amounts | None) -> dict[str, list[str]]:
    return {name: found.shown} if found is not None else {}


def _codes(made: Costing) -> dict[str, list[str]]:
    """The currency of each line that has a price."""
    prices = [c if f else None for c, f in zip(made.price_codes, made.prices.shown, strict=True)] if made.prices else []
    totals = [c if f else None for c, f in zip(made.total_codes, made.totals.shown, strict=True)] if made.totals else []
    if prices and totals:
        return {"currency": [a or b or "" for a, b in zip(prices, totals, strict=True)]}
    return {"currency": [c or "" for c in prices or totals]}


def _said(quantity: Quantity | None) -> str:
    return "" if quantity is None else text_of(quantity.amount) + (f" {quantity.unit}" if quantity.unit else "")
