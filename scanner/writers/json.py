"""The JSON output: a public interface, described in docs/json-output.md.

Format history:
    1.0  first published form.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from scanner.estimate import Estimate
from scanner.findings import Exposure, Fraction, LineFinding, Match, Origins
from scanner.version import __version__

FORMAT_VERSION = "1.0"


def render(exposure: Exposure) -> bytes:
    """The whole result; stable in order, without clock or absolute path."""
    return msgspec.json.format(msgspec.json.encode(document(exposure)), indent=1) + b"\n"


def document(exposure: Exposure) -> dict[str, Any]:
    """The result as plain values; Decimals become strings, never in exponent form."""
    inputs = exposure.bom.inputs
    return {
        "format_version": FORMAT_VERSION,
        "tool": {"name": "bomscan", "version": __version__},
        "catalog": msgspec.to_builtins(exposure.catalog),
        "as_of": exposure.as_of.isoformat(),
        "options": exposure.options,
        "product": exposure.bom.product,
        "inputs": [msgspec.to_builtins(x) for x in inputs],
        "currency": exposure.currency,
        "product_value": {"amount": number(exposure.product_value.amount), "basis": exposure.product_value.basis},
        "coverage": {
            **{k: getattr(exposure.coverage, k) for k in ("lines", "priced", "origin_stated", "matched")},
            "value_priced": number(exposure.coverage.value_priced),
        },
        "fractions": [_fraction(x) for x in exposure.fractions],
        "measures": [msgspec.to_builtins(x) for x in exposure.measures],
        "lines": [_line(x) for x in exposure.lines],
        "resolve": [
            {"line": x.line, "fact": x.fact, "ask": x.ask, "narrows": number(x.narrows), "flips": x.flips}
            for x in exposure.resolve
        ],
        "assumptions": [msgspec.to_builtins(x) for x in exposure.assumptions],
        "notes": [msgspec.to_builtins(x) for x in exposure.notes],
    }


def number(value: Decimal | None) -> str | None:
    """A decimal in plain digits, without trailing zeros after the point."""
    if value is None:
        return None
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def triple(estimate: Estimate) -> dict[str, str | None]:
    return {"low": number(estimate.low), "likely": number(estimate.likely), "high": number(estimate.high)}


def _fraction(x: Fraction) -> dict[str, Any]:
    return {
        "kind": x.kind,
        "scope": x.scope,
        "reading": x.reading,
        "numerator": triple(x.numerator),
        "numerator_is": x.numerator_is,
        "denominator": triple(x.denominator),
        "denominator_is": x.denominator_is,
        "share": triple(x.share) if x.share is not None else None,
        "threshold": number(x.threshold),
        "verdict": x.verdict,
        "measures": x.measures,
        "turning_point": number(x.turning_point),
        "headline": x.headline,
        "probability": number(x.probability),
        "readers": x.readers,
    }


def _line(x: LineFinding) -> dict[str, Any]:
    line = x.line
    return {
        "id": line.id,
        "file": line.source.file,
        "sheet": line.source.sheet,
        "row": line.source.row,
        "bin": line.bin,
        "level": line.level,
        "parent": line.parent,
        "fields": line.fields,
        "other": line.other,
        "hidden": line.hidden,
        "reason": line.reason,
        "extended_quantity": number(x.extended_quantity),
        "extended_cost": number(x.extended_cost),
        "value_added": number(x.value_added),
        "origin": _origin(x.origins),
        "verdict": x.verdict,
        "matches": [_match(m) for m in x.matches],
        "limbs": [msgspec.to_builtins(m) for m in x.limbs],
        "contribution": triple(x.contribution),
        "decision": x.decision,
    }


def _origin(x: Origins) -> dict[str, Any]:
    return {
        "article": triple(x.article),
        "material": triple(x.material),
        "basis": x.basis,
        "countries": list(x.countries),
        "owner_country": x.owner_country,
        "evidence": [msgspec.to_builtins(e) for e in x.evidence],
    }


def _match(x: Match) -> dict[str, Any]:
    return {
        "control": x.control,
        "measure": x.measure,
        "group": x.group,
        "verdict": x.verdict,
        "confidence": number(x.confidence),
        "near_threshold": x.near_threshold,
        "evidence": [msgspec.to_builtins(e) for e in x.evidence],
        "criteria": [msgspec.to_builtins(c) for c in x.criteria],
        "settled_by": x.settled_by,
        "is_item": x.is_item,
        "applicability": triple(x.applicability),
        "content_share": triple(x.content_share),
        "part1_share": triple(x.part1_share) if x.part1_share is not None else None,
        "article": x.article,
        "prior": x.prior,
        "grade": x.grade,
    }
