"""How many products the quantities of a table are for: 'Qty for 5 boards', 'Build quantity: 20'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from scanner.bom import Note, Severity
from scanner.lines.costing import Costing
from scanner.lines.grid import Grid
from scanner.lines.lexicon import lexicon
from scanner.lines.relation import as_number
from scanner.lines.text import is_cjk, plain, shown

_COUNTED = frozenset({None, "piece", "set"})


class Stated(Struct, frozen=True):
    """A number of products and where it is said."""

    count: int
    text: str
    row: int | None
    """None where the heading of the quantities says it."""


def product_quantity(tables: Sequence[tuple[Grid, Costing]]) -> tuple[Decimal | None, list[Note]]:
    """The number of products that the quantities of a file are for; None for one. What tables say must not differ."""
    found = [(grid, stated) for grid, costing in tables if (stated := products(grid, costing)) is not None]
    if not found:
        return None, []
    counts = {stated.count for _, stated in found}
    grid, stated = found[0]
    if len(counts) > 1 or len(found) < len(tables):
        said = f"'{stated.text}' is not said of every table; the quantities of all are taken as they are"
        return None, [_note(grid, stated, "warning", said)]
    said = f"'{stated.text}': quantities are taken as those of {stated.count} products, figures are for one"
    return Decimal(stated.count), [_note(grid, stated, "warning", said)]


def _note(grid: Grid, stated: Stated, severity: Severity, said: str) -> Note:
    index = grid.table.column("quantity")
    column = grid.table.where(index) if stated.row is None and index is not None else None
    return Note(
        code="product-quantity", severity=severity, message=said, file=grid.file, sheet=grid.table.sheet.name,
        row=stated.row, column=column,
    )  # fmt: skip


def products(grid: Grid, costing: Costing) -> Stated | None:
    """The number of products, by the heading of the quantities, else by the title; None where neither says so.

    What a title says may be a lot that only the prices are for, so the quantities must bear it out: nearly all of them
    are multiples of it.
    """
    table = grid.table
    index = table.column("quantity")
    if index is None or costing.quantities is None:
        return None
    heading = table.headings[index]
    found = _in_text(plain(heading)) if any(c.isdigit() for c in heading) else None
    if found:
        return Stated(found, heading.strip(), None)
    for r in range(table.begin, table.first):
        row = table.sheet.rows[r] if table.relaid is None and r < len(table.sheet.rows) else []
        for i, cell in enumerate(row):
            if isinstance(cell, str) and (count := _in_title(plain(cell), row[i + 1 :])) and _bears(costing, count):
                return Stated(count, " ".join(x for c in row[i:] if (x := shown(c)))[:80], r + 1)
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon().rows["product-quantity"].more
    each = _any(words["each"])
    said = re.compile(rf"(?<![\d.,])(\d{{1,6}})\s*(?:x\s*)?(?:{each})")
    before = _any(words["for"])
    introduced = re.compile(rf"(?:{before})\s*(\d{{1,6}})\s*(?:{each})")
    return said, introduced


def _any(words: frozenset[str]) -> str:
    """Any of some words, as whole ones where their script has blanks."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w) if is_cjk(w) or not w[-1:].isalnum() else rf"\b{re.escape(w)}\b" for w in longest)


def _sane(text: str) -> int | None:
    count = int(text)
    return count if count > 1 else None


def _in_text(heading: str) -> int | None:
    found = _patterns()[0].search(heading)
    return _sane(found[1]) if found else None


def _in_title(text: str, after: Sequence[object]) -> int | None:
    """'BOM for 20 units', 'Build quantity: 20', or the label with the number in the next cell."""
    found = _patterns()[1].search(text)
    if found:
        return _sane(found[1])
    for label in lexicon().rows["product-quantity"].start:
        if text.startswith(label):
            rest = text[len(label) :].lstrip(" :：=()").split(" ", 1)[0].rstrip(".,;)")
            if rest.isascii() and rest.isdigit():
                return _sane(rest)
            figure = next((n for c in after[:2] if (n := as_number(c)) is not None), None)
            if not rest and figure is not None and figure == int(figure) and figure < 1_000_000:
                return _sane(str(int(figure)))
    return None


def _bears(costing: Costing, count: int) -> bool:
    """Are nearly all counted quantities multiples of a number?"""
    assert costing.quantities is not None
    units = costing.units or [None] * len(costing.quantities.cells)
    amounts = [
        a.amount for a, u in zip(costing.quantities.cells, units, strict=True) if a.amount and (u or a.unit) in _COUNTED
    ]
    right = sum(1 for a in amounts if a % Decimal(count) == 0)
    settings = lexicon().settings["values"]
    return len(amounts) >= settings["relation_rows"] and right >= settings["multiple_share"] * len(amounts)
