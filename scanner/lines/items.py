"""Rows of a table → lines of the bill: texts, quantities, prices, and a note where a cell is not what it should be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from scanner.bom import BomLine, Money, Quantity, SourceRef
from scanner.columns import Derived, Filled, Records, Same, Sparse
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


def make_lines(grid: Grid, structure: Structure, made: Costing) -> Sequence[BomLine]:
    """The kept rows as lines, in order; bins of the classification are brought up to date."""
    table, classified, kept = grid.table, grid.classified, grid.kept
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
    filled = {name: _stated(found) for name, found in shown_columns.items() if any(found)}
    odd = Oddities(grid, structure, made, quantities, prices, totals)
    numbers = [texts[name] for name in ("item_number", "part_number", "manufacturer_part_number") if name in texts]
    odd.stands_in = stands_in_for(kept, classified.exclusions, classified.alternate_of, numbers)
    size = len(kept)
    told = {n: odd.tell(n, k) for n, k in enumerate(kept) if k in odd.rows} if odd.rows else {}
    for n, more in told.items():
        classified.bins[kept[n]] = more.setdefault("bin", "line_item")

    def usually(name: str, usual: Any) -> Sequence[Any]:
        """A field that only odd rows have something to say of."""
        others = {n: more[name] for n, more in told.items() if name in more}
        return Sparse(usual, others, size) if others else Same(usual, size)

    nothing: Same[None] = Same(None, size)
    depths = structure.depth
    kept_aside = {heading: _stated(found) for heading, found in others(grid)}
    ids, sources = _places(grid)
    fields: dict[str, Sequence[Any]] = {
        "id": ids,
        "source": sources,
        "bin": usually("bin", "line_item"),
        "level": [depths.get(k) for k in kept] if depths else nothing,
        "parent": usually("parent", None),
        "hidden": usually("hidden", False),
        "phantom": usually("phantom", False),
        "free_issue": usually("free_issue", False),
        "exclusion": usually("exclusion", None),
        "reason": usually("reason", None),
        "alternate_of": usually("alternate_of", None),
        **{name: filled.get(name, nothing) for name in (*TEXTS, "notes")},
        "quantity": quantities,
        "unit_price": prices or nothing,
        "price_per": bases or nothing,
        "extended_price": totals or nothing,
        "mass": masses or nothing,
        "fields": Filled(filled, size),
        "other": Filled(kept_aside, size) if kept_aside else Same(_NOTHING, size),
        "substances": usually("substances", ()),
    }
    return Records(BomLine, fields)


def _places(grid: Grid) -> tuple[Sequence[str], Sequence[SourceRef]]:
    """Ids of the lines, and where they stand in the sheet."""
    table, size = grid.table, len(grid.kept)
    sheet = table.sheet.name
    ids: Sequence[str]
    rows: Sequence[int]
    letters: Sequence[str | None]
    if table.relaid is not None:
        places = [table.relaid.rows[grid.first + k] for k in grid.kept]
        ids = [f"{sheet}!{table.name(k)}" for k in grid.kept]
        rows, letters = [row for row, _ in places], [column for _, column in places]
    else:
        rows, letters = _numbers(grid.kept, grid.first + 1), Same(None, size)
        ids = Derived(partial(_id, sheet, f"#{table.part}" if table.part > 1 else ""), rows)
    place: dict[str, Sequence[Any]] = {"file": Same(grid.file, size), "sheet": Same(sheet, size), "row": rows}
    return ids, Records(SourceRef, {**place, "column": letters})


def _numbers(kept: Sequence[int], first: int) -> Sequence[int]:
    """The numbers of the rows that are kept, the first row being number ``first``."""
    if kept and kept[-1] - kept[0] + 1 == len(kept):
        return range(first + kept[0], first + kept[-1] + 1)
    return [first + k for k in kept]


def _id(sheet: str, suffix: str, row: int) -> str:
    return f"{sheet}!{row}{suffix}"


def _stated(texts: list[str]) -> Sequence[str | None]:
    """Texts, with None where a cell is blank."""
    return [text or None for text in texts] if "" in texts else texts


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
