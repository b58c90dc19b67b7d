"""Sheets whose columns need no guessing: formats that name their fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scanner.bom import Substance
from scanner.ingest.document import Row, Sheet

ORDER = (
    "level", "item_number", "part_number", "description", "quantity", "unit", "manufacturer",
    "manufacturer_part_number", "supplier", "supplier_part_number", "unit_price", "currency", "country_of_origin",
    "material", "mass", "cas_number", "hs_code", "reference_designators", "fitted", "lifecycle", "notes",
)  # fmt: skip


def sheet_of(
    name: str, records: Sequence[Mapping[str, str]], substances: Mapping[int, tuple[Substance, ...]] | None = None
) -> Sheet:
    """A sheet of records: a first row of field names, then one row a record.

    Keys that are no field of ours are kept as columns that feed nothing. ``substances``: record → composition.
    """
    fields = [f for f in ORDER if any(r.get(f) for r in records)]
    others = list(dict.fromkeys(k for r in records for k in r if k not in ORDER))
    heading = [*fields, *others]
    rows: list[Row] = [[*heading]]
    rows += [[r.get(k, "") for k in heading] for r in records]
    return Sheet(
        name=name,
        rows=rows,
        text=True,
        fields=(*fields, *(None for _ in others)),
        substances={i + 1: s for i, s in (substances or {}).items()},
    )
