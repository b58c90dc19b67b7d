"""A result as pandas frames, for notebooks. Figures are floats, not known is NaN."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scanner.estimate import Estimate
from scanner.findings import Exposure

if TYPE_CHECKING:
    import pandas as pd

NAN = float("nan")


def lines_frame(exposure: Exposure) -> pd.DataFrame:
    """One row a line, indexed by line id; fields of the file under their own names, unknown columns left out."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for f in exposure.lines:
        line = f.line
        rows.append({
            "line": line.id,
            "bin": line.bin,
            "level": line.level,
            "parent": line.parent,
            **{name: text for name, text in line.fields.items() if name not in ("quantity", "unit_price")},
            "quantity": _float(line.quantity.amount if line.quantity else None),
            "unit_price": _float(line.unit_price.amount if line.unit_price else None),
            "extended_quantity": _float(f.extended_quantity),
            "extended_cost": _float(f.extended_cost),
            "value_added": _float(f.value_added),
            "verdict": f.verdict,
            "group": f.matches[0].group if f.matches else None,
            "controls": ", ".join(dict.fromkeys(m.control for m in f.matches)) or None,
            "confidence": _float(f.matches[0].confidence if f.matches else None),
            "countries": ", ".join(f.origins.countries) or None,
            "origin_basis": f.origins.basis,
            **dict(_spread("article_origin", f.origins.article)),
            **dict(_spread("material_origin", f.origins.material)),
            **dict(_spread("contribution", f.contribution)),
        })  # fmt: skip
    return pd.DataFrame(rows).set_index("line") if rows else pd.DataFrame(index=pd.Index([], name="line"))


def fractions_frame(exposure: Exposure) -> pd.DataFrame:
    """One row a fraction, in the order of the result."""
    import pandas as pd

    return pd.DataFrame([
        {
            "kind": f.kind,
            "scope": f.scope,
            "reading": f.reading,
            "measures": f.measures,
            "verdict": f.verdict,
            "headline": f.headline,
            "threshold": _float(f.threshold),
            **dict(_spread("share", f.share)),
            **dict(_spread("numerator", f.numerator)),
            **dict(_spread("denominator", f.denominator)),
            "denominator_is": f.denominator_is,
            "turning_point": _float(f.turning_point),
        }
        for f in exposure.fractions
    ])  # fmt: skip


def _float(value: Decimal | None) -> float:
    return NAN if value is None else float(value)


def _spread(name: str, estimate: Estimate | None) -> Iterator[tuple[str, float]]:
    """Three columns of a triple; an absent upper bound is infinite."""
    if estimate is None:
        yield from ((f"{name}_{step}", NAN) for step in ("low", "likely", "high"))
        return
    yield f"{name}_low", float(estimate.low)
    yield f"{name}_likely", _float(estimate.likely)
    yield f"{name}_high", float("inf") if estimate.high is None else float(estimate.high)
