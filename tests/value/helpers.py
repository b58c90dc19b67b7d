"""Short ways to value what a test describes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from scanner.bom import BomLine
from scanner.catalog.load import built_in
from scanner.estimate import ALL, NOTHING, UNKNOWN_SHARE, Estimate
from scanner.findings import Fraction, Match, Origins, Valuation
from scanner.options import ScanOptions
from scanner.value import assess
from tests.factory import bom, match

CATALOG = built_in()
DAY = date(2025, 12, 15)
SMCO = (match("cn-2025-18:1C902.a.4", group="magnet"), match("cn-2025-61:P2-smco-magnet", group="magnet"))
ERBIUM = (match("cn-2025-57:1C910.b"),)
CELL = (match("cn-2025-58:3A001", group="battery-cell"),)
CHINA = Origins(article=ALL, material=ALL, basis="stated", countries=("CN",))
GERMANY = Origins(article=NOTHING, material=NOTHING, basis="stated", countries=("DE",))
UNKNOWN = Origins(article=UNKNOWN_SHARE, material=UNKNOWN_SHARE, basis="prior")
Row = tuple[BomLine, tuple[Match, ...], Origins]


def motor(share: Estimate, applies: Estimate = ALL, **given: Any) -> tuple[Match, ...]:
    """A motor that holds a magnet."""
    defaults = {"group": "magnet", "verdict": "contains", "is_item": False}
    return (match("cn-2025-18:1C905.a.4", applicability=applies, content_share=share, **{**defaults, **given}),)


def value(rows: Sequence[Row], *, day: date = DAY, given: dict[str, Any] | None = None, **options: Any) -> Valuation:
    """The valuation of some rows; ``given`` are further fields of the bill of materials."""
    made = bom(*(x for x, _, _ in rows), **(given or {}))
    options = {"as_of": day, **options}
    return assess(made, [m for _, m, _ in rows], [o for _, _, o in rows], (), CATALOG, ScanOptions(**options))


def fraction(found: Valuation, kind: str = "controlled", scope: str = "product", **wanted: Any) -> Fraction:
    """The one fraction of a kind and scope; of all measures and no reading unless told otherwise."""
    wanted = {"reading": None, "measures": "all", **wanted}
    fitting = [
        f
        for f in found.fractions
        if f.kind == kind and f.scope == scope and all(getattr(f, k) == v for k, v in wanted.items())
    ]
    assert len(fitting) == 1, [(f.kind, f.scope, f.reading, f.measures) for f in found.fractions]
    return fitting[0]


def codes(found: Valuation) -> list[tuple[str, int | None]]:
    """Code and row of every note."""
    return [(n.code, n.row) for n in found.notes]
