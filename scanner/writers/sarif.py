"""SARIF 2.1.0, for code-scanning pipelines: a rule a control, a result a finding, a suppression a waiver."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import msgspec

from scanner.bom import Note
from scanner.decisions.select import fingerprint
from scanner.findings import EXPOSED, AppliedDecision, Exposure, LineFinding, Match
from scanner.standing import ControlText
from scanner.version import __version__
from scanner.writers import words
from scanner.writers.inert import inert

LEVELS = {"listed": "error", "contains": "warning", "possible": "note"}
"""How grave a pipeline shows each verdict."""
NOTE_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
DRIVE = re.compile("[A-Za-z]:/")


def render(exposure: Exposure) -> bytes:
    """Every finding; as properties of the run the headline share, the decisions and the licensing policy."""
    found = [(x, m) for x in exposure.lines for m in x.matches if m.verdict in EXPOSED]
    headline = exposure.headline
    controls = {c.id: c for s in exposure.measures for c in s.controls}
    run = {
        "tool": {
            "driver": {
                "name": "bomscan",
                "version": __version__,
                "rules": [
                    _rule(x, controls.get(x), exposure.catalog.version) for x in sorted({m.control for _, m in found})
                ],
            }
        },
        "artifacts": [
            {"location": {"uri": _uri(x.file)}, "hashes": {"sha-256": x.sha256}} for x in exposure.bom.inputs
        ],
        "invocations": [
            {"executionSuccessful": True, "toolExecutionNotifications": [_notification(x) for x in exposure.notes]}
        ],
        "results": [_result(exposure, x, m) for x, m in found],
        "properties": {
            "asOf": exposure.as_of.isoformat(),
            "verdict": headline.verdict if headline else None,
            "reading": headline.reading if headline else None,
            "scope": headline.scope if headline else None,
            "options": exposure.options,
            "decisions": [msgspec.to_builtins(x) for x in exposure.decisions],
            "alsoAsOf": msgspec.to_builtins(exposure.also),
            "policyAskedFor": words.policy_asked(exposure),
            "policy": [
                {
                    "rule": f"{x.measure} {x.rule}",
                    "outcome": words.policy_outcome(x),
                    "certainty": x.certainty,
                    "status": words.policy_status(x),
                    "because": x.because,
                }
                for x in exposure.policy
            ],
        },
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(_shown(document)), indent=1) + b"\n"


def _shown(value: Any) -> Any:
    """With every text as it may be shown: viewers print messages to terminals and pages."""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, dict):
        return {inert(k): _shown(v) for k, v in value.items()}
    return [_shown(x) for x in value] if isinstance(value, list | tuple) else value


def _rule(control: str, said: ControlText | None, catalog: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": control, "shortDescription": {"text": said.name if said else control}}
    if said is not None and said.detail:
        rule["fullDescription"] = {"text": said.detail}
    source = next((x.url for x in said.sources if x.url.startswith("https://")), None) if said else None
    if source is not None:
        rule["helpUri"] = source
    return {**rule, "properties": {"catalog": catalog}}


def _notification(note: Note) -> dict[str, Any]:
    where = words.place_words(note)
    return {
        "descriptor": {"id": note.code},
        "level": NOTE_LEVELS[note.severity],
        "message": {"text": f"{where}: {note.message}" if where else note.message},
    }


def _result(exposure: Exposure, finding: LineFinding, match: Match) -> dict[str, Any]:
    line = finding.line
    said = line.description or line.part_number or line.manufacturer_part_number or "(no text)"
    settled = f"; settled by: {match.settled_by}" if match.settled_by else ""
    result = {
        "ruleId": match.control,
        "level": LEVELS[match.verdict],
        "message": {"text": f"{said}: {match.verdict} ({match.group}){settled}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(exposure.bom.inputs[line.source.file].file)},
                    # of a workbook the row, which is what a viewer can show and a reader can find
                    "region": {"startLine": max(1, line.source.row)},
                },
                "logicalLocations": [{"fullyQualifiedName": line.id, "kind": "row"}],
            }
        ],
        # the second stays when rows move
        "partialFingerprints": {
            "line/v1": f"{line.id}/{match.control}",
            "part/v1": f"{fingerprint(line)}/{match.control}",
        },
        "properties": {"verdict": match.verdict, "group": match.group, "confidence": str(match.confidence)},
    }
    if exposure.decisions:  # an empty list says that the result was looked at and is not suppressed
        handled = [x for x in exposure.decisions if x.line == line.id and match.control in x.controls]
        result["suppressions"] = [_suppression(x) for x in handled]
    return result


def _suppression(x: AppliedDecision) -> dict[str, Any]:
    """A waiver: who, when, why, until when; GitHub and others close what has one."""
    who = ", ".join(words.unique((f"by {x.by} on {x.on}", x.approver and f"approved by {x.approver}")))
    until = f", until {x.expires}" if x.expires else ""
    papers = f" [{'; '.join(x.evidence)}]" if x.evidence else ""
    return {
        "kind": "external",
        "status": "accepted",
        "justification": f"{x.id}: {x.says}: {x.why} ({who}{until}){papers}",
        "properties": {"decision": x.id, "expires": x.expires},
    }


def _uri(path: str) -> str:
    """A relative reference, or an address of the file system for a whole path."""
    path = path.replace("\\", "/")
    if path.startswith("/"):
        return "file://" + quote(path)
    return f"file://{'/'}{quote(path, safe='/:')}" if DRIVE.match(path) else quote(path)
