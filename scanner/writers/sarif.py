"""SARIF 2.1.0, for code-scanning pipelines: a rule a control, a result a finding."""

from __future__ import annotations

from typing import Any

import msgspec

from scanner.findings import EXPOSED, Exposure, LineFinding, Match
from scanner.version import __version__

LEVELS = {"listed": "error", "contains": "warning", "possible": "note"}
"""How grave a pipeline shows each verdict."""


def render(exposure: Exposure) -> bytes:
    """Every finding, and as properties of the run the headline share with its verdict."""
    found = [(x, m) for x in exposure.lines for m in x.matches if m.verdict in EXPOSED]
    headline = exposure.headline
    names = {c.id: c.name for s in exposure.measures for c in s.controls}
    run = {
        "tool": {
            "driver": {
                "name": "bomscan",
                "version": __version__,
                "rules": [
                    {
                        "id": control,
                        "shortDescription": {"text": names.get(control, control)},
                        "properties": {"catalog": exposure.catalog.version},
                    }
                    for control in sorted({m.control for _, m in found})
                ],
            }
        },
        "artifacts": [
            {"location": {"uri": _uri(x.file)}, "hashes": {"sha-256": x.sha256}} for x in exposure.bom.inputs
        ],
        "results": [_result(exposure, x, m) for x, m in found],
        "properties": {
            "asOf": exposure.as_of.isoformat(),
            "verdict": headline.verdict if headline else None,
            "reading": headline.reading if headline else None,
            "scope": headline.scope if headline else None,
            "options": exposure.options,
            "notes": [x.message for x in exposure.notes if x.severity != "info" or x.code == "redacted"],
        },
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _result(exposure: Exposure, finding: LineFinding, match: Match) -> dict[str, Any]:
    line = finding.line
    file = exposure.bom.inputs[line.source.file]
    words = line.description or line.part_number or line.manufacturer_part_number or "(no text)"
    settled = f"; settled by: {match.settled_by}" if match.settled_by else ""
    place: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(file.file)}},
        "logicalLocations": [{"fullyQualifiedName": line.id, "kind": "row"}],
    }
    if file.encoding is not None:
        place["physicalLocation"]["region"] = {"startLine": line.source.row}
    return {
        "ruleId": match.control,
        "level": LEVELS[match.verdict],
        "message": {"text": f"{words}: {match.verdict} ({match.group}){settled}"},
        "locations": [place],
        "partialFingerprints": {"line/v1": f"{line.id}/{match.control}"},
        "properties": {"verdict": match.verdict, "group": match.group, "confidence": str(match.confidence)},
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path.replace("\\", "/"))
