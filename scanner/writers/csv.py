"""CSV: one table of all shares, lines, decisions, policy, changes and notes, told apart by the column ``record``.

Decimal point, UTF-8 with a byte order mark (Excel needs it), CRLF. An empty ``_likely`` is *not known*, an empty
``_high`` *no upper bound*. A cell whose text a spreadsheet would take for a formula gains a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal

from scanner.estimate import Estimate
from scanner.findings import AppliedDecision, Exposure, Fraction, LineFinding
from scanner.standing import PolicyFinding
from scanner.writers import words
from scanner.writers.decimals import number
from scanner.writers.inert import inert, starts_formula

OURS = (
    "record", "id", "verdict", "group", "matches", "confidence", "evidence", "criteria", "settled_by", "near_threshold",
    "limbs", "countries", "origin_basis", "article_origin_low", "article_origin_likely", "article_origin_high",
    "material_origin_low", "material_origin_likely", "material_origin_high", "extended_quantity", "extended_cost",
    "value_added", "contribution_low", "contribution_likely", "contribution_high", "currency", "file", "sheet", "row",
    "column", "bin", "level", "parent", "hidden", "reason", "decision", "waived",
    "line", "says", "why", "by", "on", "approver", "expires", "rests_on",
    "kind", "reading", "measures", "headline", "share_low", "share_likely", "share_high", "threshold", "turning_point",
    "probability", "numerator", "numerator_low", "numerator_likely", "numerator_high", "denominator", "denominator_low",
    "denominator_likely", "denominator_high", "severity", "message",
)  # fmt: skip


def render(exposure: Exposure) -> bytes:
    """The whole table."""
    fields = words.unique(f for x in exposure.lines for f in x.line.fields)
    other = words.unique(f for x in exposure.lines for f in x.line.other)
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([*OURS, *(f"bom.{f}" for f in fields), *(cell(f"other.{f}") for f in other)])
    files = [x.file for x in exposure.bom.inputs]
    at = {name: i for i, name in enumerate(OURS)}

    def put(record: dict[str, object], tail: list[str] | None = None) -> None:
        row = [""] * len(OURS)
        for name, value in record.items():
            if value is not None and value != "":
                row[at[name]] = cell(value)
        rows.writerow(row + tail if tail else row)

    for fraction in exposure.fractions:
        put(_fraction(fraction, exposure.currency))
    for finding in exposure.lines:
        line = finding.line
        tail = [cell(line.fields.get(f, "")) for f in fields] + [cell(line.other.get(f, "")) for f in other]
        put(_line(finding, exposure.currency, files), tail)
    for decided in exposure.decisions:
        put(_decision(decided))
    for rule in exposure.policy:
        put(_policy(rule))
    if also := exposure.also:
        for x in also.every:
            put({"record": "change", "id": x.what, "says": f"{x.before} → {x.after}", "on": also.as_of})
    for note in exposure.notes:
        put({
            "record": "note", "id": note.code, "severity": note.severity, "message": note.message, "sheet": note.sheet,
            "row": note.row, "column": note.column, "file": None if note.file is None else files[note.file],
        })  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def cell(value: object) -> str:
    """One cell as text that no spreadsheet takes for a formula."""
    if isinstance(value, str):
        text = inert(value)
        return "'" + text if starts_formula(text) else text
    if isinstance(value, Decimal):
        return number(value) or ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value)


def _spread(name: str, estimate: Estimate | None) -> Iterator[tuple[str, Decimal | None]]:
    if estimate is not None:
        yield f"{name}_low", estimate.low
        yield f"{name}_likely", estimate.likely
        yield f"{name}_high", estimate.high


def _line(x: LineFinding, currency: str, files: list[str]) -> dict[str, object]:
    line = x.line
    record: dict[str, object] = {
        "record": "line",
        "id": line.id,
        "verdict": x.verdict,
        "extended_quantity": x.extended_quantity,
        "extended_cost": x.extended_cost,
        "value_added": x.value_added,
        "currency": currency,
        "file": files[line.source.file],
        "sheet": line.source.sheet,
        "row": line.source.row,
        "bin": line.bin,
        "level": line.level,
        "parent": line.parent,
        "hidden": line.hidden,
        "reason": line.reason,
        "decision": x.decision,
        "waived": ", ".join(x.waived),
        "countries": ", ".join(x.origins.countries),
        "origin_basis": x.origins.basis,
        **dict(_spread("article_origin", x.origins.article)),
        **dict(_spread("material_origin", x.origins.material)),
        **dict(_spread("contribution", x.contribution)),
    }
    if x.matches:
        record |= {
            "group": ", ".join(words.unique(m.group for m in x.matches)),
            "matches": "; ".join(f"{m.control}={m.verdict}" for m in x.matches),
            "confidence": x.matches[0].confidence,
            "evidence": _each(x, words.evidence_words),
            "criteria": _each(x, words.criteria_words),
            "settled_by": words.settled_words(x),
            "near_threshold": any(m.near_threshold for m in x.matches),
            "limbs": words.limb_words(x),
        }
    return record


def _each(finding: LineFinding, say: Callable[..., str]) -> str:
    return "; ".join(words.unique(say(m) for m in finding.matches))


def _decision(x: AppliedDecision) -> dict[str, object]:
    return {
        "record": "decision",
        "id": x.id,
        "kind": x.kind,
        "line": x.line,
        "says": x.says,
        "waived": ", ".join(x.controls),
        "why": x.why,
        "by": x.by,
        "on": x.on,
        "approver": x.approver,
        "expires": x.expires,
        "rests_on": "; ".join(x.evidence),
    }


def _policy(x: PolicyFinding) -> dict[str, object]:
    return {
        "record": "policy",
        "id": f"{x.measure} {x.rule}",
        "kind": x.kind,
        "verdict": x.certainty,
        "says": words.policy_outcome(x),
        "why": x.because,
        "measures": words.policy_status(x),
        "expires": x.until,
        "message": x.applies_to,
    }


def _fraction(x: Fraction, currency: str) -> dict[str, object]:
    return {
        "record": "fraction",
        "id": x.scope,
        "verdict": x.verdict,
        "kind": x.kind,
        "reading": x.reading,
        "measures": x.measures,
        "headline": x.headline,
        "threshold": x.threshold,
        "turning_point": x.turning_point,
        "probability": x.probability,
        "numerator": x.numerator_is,
        "denominator": x.denominator_is,
        "currency": currency,
        **dict(_spread("share", x.share)),
        **dict(_spread("numerator", x.numerator)),
        **dict(_spread("denominator", x.denominator)),
    }
