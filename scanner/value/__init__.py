"""Costs, contributions and fractions: what a bill of materials is worth and how much of it counts."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.bom import Bom
from scanner.catalog.load import Catalog
from scanner.estimate import NOTHING
from scanner.findings import Coverage, LineFinding, Match, MeasureStatus, Origins, ProductValue, Valuation
from scanner.options import ScanOptions


def assess(
    bom: Bom,
    matches: Sequence[tuple[Match, ...]],
    origins: Sequence[Origins],
    measures: Sequence[MeasureStatus],
    catalog: Catalog,
    options: ScanOptions,
) -> Valuation:
    """All figures of one bill of materials; ``matches`` and ``origins`` go with ``bom.lines``."""
    items = [x for x in bom.lines if x.bin == "line_item"]
    return Valuation(
        currency="XXX",
        product_value=ProductValue(amount=None, basis="none"),
        coverage=Coverage(lines=len(items), priced=0, origin_stated=0, matched=0, value_priced=None),
        lines=tuple(
            LineFinding(
                line=line,
                matches=m,
                origins=o,
                extended_quantity=None,
                extended_cost=None,
                value_added=None,
                contribution=NOTHING,
            )
            for line, m, o in zip(bom.lines, matches, origins, strict=True)
        ),
        fractions=(),
    )
