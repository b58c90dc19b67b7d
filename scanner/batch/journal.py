"""What the store keeps of a scan, as plain rows; the columns are those of ``store.TABLES``."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from scanner.batch.plan import Job
from scanner.bom import sound
from scanner.estimate import Estimate
from scanner.findings import EXPOSED, Exposure, Fraction, LineFinding


def entry(exposure: Exposure, job: Job, law: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    """A scan's rows by table; ``law`` are those of ``law.rows``.

    Amounts and shares are numbers, for sums in SQL; the JSON report stays exact.
    """
    return {
        "scan_row": _scan(exposure, job),
        "lines": [_line(x) for x in exposure.lines if x.line.bin in ("line_item", "assembly")],
        "matches": [row for x in exposure.lines for row in _matches(x)],
        "fractions": [_fraction(x) for x in exposure.fractions],
        "questions": [
            {"line": x.line, "fact": x.fact, "ask": x.ask, "narrows": _float(x.narrows), "flips": x.flips}
            for x in exposure.resolve
        ],
        "notes": [
            {"code": x.code, "severity": x.severity, "message": x.message,
             "sheet": x.sheet, "row": x.row, "column": x.column}
            for x in exposure.notes
        ],
        "law": list(law),
        "measures": [
            {"measure": x.id, "status": x.status, "expected": x.expected, "until": x.until,
             "matched": bool(x.controls_matched)}
            for x in exposure.measures
        ],
    }  # fmt: skip


def _scan(exposure: Exposure, job: Job) -> dict[str, Any]:
    headline = exposure.headline
    chinese = next((x for x in exposure.fractions if x.kind == "chinese_origin"), None)
    return {
        "path": sound(job.path),
        "name": job.name,
        "sha256": job.sha256,
        "key": job.key,
        "as_of": exposure.as_of.isoformat(),
        "catalog": exposure.catalog.version,
        "product": exposure.bom.product,
        "currency": exposure.currency,
        "product_value": _float(exposure.product_value.amount),
        "product_value_basis": exposure.product_value.basis,
        "lines": exposure.coverage.lines,
        "priced": exposure.coverage.priced,
        "origin_stated": exposure.coverage.origin_stated,
        "matched": exposure.coverage.matched,
        "strongest": exposure.strongest,
        "flagged": any(x.verdict in EXPOSED for x in exposure.lines if x.line.bin != "excluded"),
        "verdict": headline.verdict if headline else None,
        "reading": headline.reading if headline else None,
        "scope": headline.scope if headline else None,
        **_triple("share", headline.share if headline else None),
        **_triple("chinese", chinese.share if chinese else None),
    }


def _line(x: LineFinding) -> dict[str, Any]:
    line = x.line
    return {
        "line": line.id,
        "bin": line.bin,
        "part_number": line.part_number,
        "manufacturer": line.manufacturer,
        "manufacturer_part_number": line.manufacturer_part_number,
        "supplier": line.supplier,
        "description": line.description,
        "countries": ",".join(x.origins.countries) or None,
        "origin_basis": x.origins.basis,
        "verdict": x.verdict,
        "group": x.matches[0].group if x.matches else None,
        "extended_cost": _float(x.extended_cost),
        **_triple("contribution", x.contribution),
    }


def _matches(x: LineFinding) -> list[dict[str, Any]]:
    """One row a control; its contribution is what it would be if this control stood alone."""
    return [
        {
            "line": x.line.id,
            "control": m.control,
            "measure": m.measure,
            "group": m.group,
            "verdict": m.verdict,
            "confidence": _float(m.confidence),
            "settled_by": m.settled_by,
        }
        for m in x.matches
        if m.verdict in EXPOSED or m.verdict == "below_threshold"
    ]


def _fraction(x: Fraction) -> dict[str, Any]:
    return {
        "kind": x.kind,
        "scope": x.scope,
        "reading": x.reading,
        "measures": x.measures,
        "verdict": x.verdict,
        "headline": x.headline,
        **_triple("numerator", x.numerator),
        **_triple("share", x.share),
    }


def _triple(name: str, estimate: Estimate | None) -> dict[str, float | None]:
    return {
        f"{name}_{part}": _float(getattr(estimate, part)) if estimate is not None else None
        for part in ("low", "likely", "high")
    }


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
