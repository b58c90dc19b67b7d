"""Short ways to make what tests need."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from scanner.bom import Bom, BomLine, InputFile, Money, Quantity, SheetReading, SourceRef


def line(row: int = 2, *, quantity: str | None = "1", price: str | None = None, currency: str | None = "EUR", **given: Any) -> BomLine:
    """A line item of a sheet named BOM; ``quantity='250 g'`` and ``price='180'`` are read as such."""
    amount, _, unit = (quantity or "").partition(" ")
    defaults: dict[str, Any] = {
        "id": f"BOM!{row}",
        "source": SourceRef(0, "BOM", row),
        "bin": "line_item",
        "quantity": Quantity(Decimal(amount), unit or None) if quantity is not None else None,
        "unit_price": Money(Decimal(price), currency) if price is not None else None,
    }
    made = BomLine(**{**defaults, **given})
    fields = {k: v for k in ("part_number", "description", "manufacturer", "supplier", "material", "country_of_origin") if (v := getattr(made, k))}
    return made if made.fields else BomLine(**{**defaults, **given, "fields": fields})


def bom(*lines: BomLine, **given: Any) -> Bom:
    """A bill of materials with one sheet named BOM."""
    counts = dict.fromkeys(("line_item", "assembly", "section", "subtotal", "blank", "note", "header", "excluded"), 0)
    for x in lines:
        counts[x.bin] += 1
    sheet = SheetReading(name="BOM", hidden=False, used=True, reason="test", rows=counts)  # type: ignore[arg-type]
    return Bom(inputs=(InputFile(file="bom.xlsx", sha256="0" * 64, format="xlsx", sheets=(sheet,)),), lines=lines, **given)
