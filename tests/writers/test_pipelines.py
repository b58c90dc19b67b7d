"""SARIF and JUnit: what a pipeline shows is what was found."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from scanner.findings import EXPOSED, AlsoAsOf, AppliedDecision, Change, Exposure
from scanner.standing import PolicyFinding
from scanner.writers import csv as csv_writer
from scanner.writers import junit, sarif
from tests.factory import exposure, finding, line, match, sample_findings


def test_sarif_has_a_result_for_every_finding_and_a_rule_for_every_control() -> None:
    given = exposure()
    run = json.loads(sarif.render(given))["runs"][0]
    found = {(x.line.id, m.control, m.verdict) for x in given.lines for m in x.matches if m.verdict in EXPOSED}
    shown = {
        (x["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], x["ruleId"], x["properties"]["verdict"])
        for x in run["results"]
    }
    assert shown == found
    assert {x["id"] for x in run["tool"]["driver"]["rules"]} == {control for _, control, _ in found}


def test_sarif_levels_follow_the_verdict() -> None:
    given = exposure(lines=(finding(line(2), match(verdict="listed")), finding(line(3), match(verdict="possible"))))
    results = json.loads(sarif.render(given))["runs"][0]["results"]
    assert [x["level"] for x in results] == ["error", "note"]


def test_junit_fails_exactly_the_affected_lines() -> None:
    given = exposure()
    suite = ET.fromstring(junit.render(given)).find("testsuite")
    assert suite is not None
    failed = [x.get("name", "").split()[0] for x in suite.iter("testcase") if x.find("failure") is not None]
    counted = [x for x in given.lines if x.line.bin != "excluded"]
    assert failed == [x.line.id for x in counted if x.verdict in EXPOSED]
    assert suite.get("tests") == str(len(counted))


def test_junit_survives_what_xml_may_not_hold() -> None:
    given = exposure(lines=(finding(line(2, description="\x00<b>&\ud800"), match(verdict="listed")),))
    suite = ET.fromstring(junit.render(given)).find("testsuite")
    assert suite is not None
    assert "␀<b>&\ufffd" in next(suite.iter("testcase")).get("name", "")


WAIVER = AppliedDecision(
    id="W-1", kind="waiver", line="BOM!3", says="accepted", by="Purchasing", on="2026-11-01", why="licensed import",
    approver="Wang", expires="2027-01-31", evidence=("licence.pdf (sha256 ab12)",), controls=("cn-2025-18:1C905.a.4",),
)  # fmt: skip
RULE = PolicyFinding(
    measure="cn-2025-61", rule="deny-military-user", kind="licensing_policy", outcome="refuse in principle",
    applies_to="military users", certainty="applies", because="end use military", status="unknown",
    expected="suspended", until="2027-01-10",
)  # fmt: skip


def handled() -> Exposure:
    """The sample with a waiver over all that one line meets, an end use, and a second day."""
    findings = [
        replace(x, waived=WAIVER.controls, decision="W-1") if x.line.id == "BOM!3" else x for x in sample_findings()
    ]
    moved = Change(what="cn-2025-61 deny-military-user", before="refuse in principle", after="not asked about")
    return exposure(
        *findings, decisions=(WAIVER,), policy=(RULE,), options={"end_use": "military"},
        also=AlsoAsOf(as_of="2027-01-11", measures=(), fractions=(), policy=(moved,)),
    )  # fmt: skip


def test_a_waiver_is_a_suppression_with_who_when_and_why_and_the_finding_stays() -> None:
    results = json.loads(sarif.render(handled()))["runs"][0]["results"]
    by_line = {x["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]: x for x in results}
    (one,) = by_line["BOM!3"]["suppressions"]
    assert (one["kind"], one["status"], one["properties"]["expires"]) == ("external", "accepted", "2027-01-31")
    for word in ("W-1: accepted: licensed import", "by Purchasing on 2026-11-01", "approved by Wang", "licence.pdf"):
        assert word in one["justification"]
    assert by_line["BOM!3"]["properties"]["verdict"] == "possible", "a waiver changes no verdict"
    assert {len(x["suppressions"]) for k, x in by_line.items() if k != "BOM!3"} == {0}
    assert all("suppressions" not in x for x in json.loads(sarif.render(exposure()))["runs"][0]["results"])


def test_a_line_whose_findings_are_all_waived_is_skipped_and_says_why() -> None:
    suite = ET.fromstring(junit.render(handled())).find("testsuite")
    assert suite is not None
    (case,) = (x for x in suite.iter("testcase") if x.get("name", "").startswith("BOM!3 "))
    skipped = case.find("skipped")
    assert skipped is not None
    assert case.find("failure") is None
    assert "W-1: accepted for cn-2025-18:1C905.a.4: licensed import (Purchasing, 2026-11-01" in skipped.get(
        "message", ""
    )
    assert (suite.get("skipped"), suite.get("failures")) == (
        "1", str(sum(x.find("failure") is not None for x in suite.iter("testcase"))),
    )  # fmt: skip


def test_what_is_waived_in_part_still_fails_and_says_so() -> None:
    two = finding(line(3), match("cn-2025-18:1C905.a.4"), match("cn-2025-61:P1-dy"), waived=("cn-2025-18:1C905.a.4",))
    suite = ET.fromstring(junit.render(exposure(two, decisions=(WAIVER,)))).find("testsuite")
    assert suite is not None
    failure = next(suite.iter("failure"))
    assert failure.get("message") == "listed: cn-2025-61:P1-dy; handled by a waiver: cn-2025-18:1C905.a.4"


@pytest.mark.parametrize(
    "text",
    [
        lambda x: json.dumps(json.loads(sarif.render(x))["runs"][0]["properties"], ensure_ascii=False),
        lambda x: ET.fromstring(junit.render(x)).findtext("testsuite/system-out") or "",
        lambda x: csv_writer.render(x).decode("utf-8-sig"),
    ],
    ids=["sarif", "junit", "csv"],
)
def test_decisions_policy_and_the_other_day_are_told_in_formats_of_machines_too(text: object) -> None:
    said = text(handled())  # type: ignore[operator]
    for word in ("W-1", "licensed import", "refuse in principle", "end use military", "2027-01-11", "not asked about"):
        assert word in said
    unmoved = text(exposure())  # type: ignore[operator]
    assert "refuse in principle" not in unmoved


def test_policy_and_changes_are_records_of_their_own_in_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_writer.render(handled()).decode("utf-8-sig"), newline="")))
    (rule,) = (r for r in rows if r["record"] == "policy")
    assert (rule["id"], rule["verdict"], rule["says"]) == (
        "cn-2025-61 deny-military-user", "applies", "refuse in principle",
    )  # fmt: skip
    (moved,) = (r for r in rows if r["record"] == "change")
    assert (moved["on"], moved["says"]) == ("2027-01-11", "refuse in principle → not asked about")


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("boms/a b.xlsx", "boms/a%20b.xlsx"), ("/data/part#1.csv", "file:" + "///data/part%231.csv"),
        ("C:\\boms\\x.csv", "file:" + "///C:/boms/x.csv"),
    ],
)  # fmt: skip
def test_places_are_references_that_a_viewer_can_follow(path: str, uri: str) -> None:
    x = exposure()
    files = tuple(replace(i, file=path) for i in x.bom.inputs)
    run = json.loads(sarif.render(replace(x, bom=replace(x.bom, inputs=files))))["runs"][0]
    assert {a["location"]["uri"] for a in run["artifacts"]} == {uri}
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == uri
    assert place["region"]["startLine"] >= 1


SUITE = {"name", "package", "id", "hostname", "timestamp", "time", "tests", "failures", "errors", "skipped"}


@pytest.mark.parametrize("given", [exposure(), handled()], ids=["plain", "handled"])
def test_junit_has_the_shape_that_its_usual_schema_asks_for(given: Exposure) -> None:
    """Of the schema of Ant and Jenkins: which attributes, in which order the elements, at most one outcome a case."""
    root = ET.fromstring(junit.render(given))
    assert root.tag == "testsuites"
    for suite in root:
        assert set(suite.keys()) == SUITE
        tags = [x.tag for x in suite]
        assert tags == ["properties", *["testcase"] * tags.count("testcase"), "system-out", "system-err"]
        assert all(set(x.keys()) == {"name", "value"} for x in suite.iter("property"))
        for case in suite.iter("testcase"):
            assert set(case.keys()) == {"name", "classname", "time"}
            assert [x.tag for x in case] in ([], ["failure"], ["skipped"])
        counts = {k: len(list(suite.iter(k))) for k in ("failure", "skipped", "testcase")}
        assert (suite.get("failures"), suite.get("skipped"), suite.get("tests")) == tuple(map(str, counts.values()))


RESULT = {"ruleId", "level", "message", "locations", "partialFingerprints", "properties", "suppressions"}


@pytest.mark.parametrize("given", [exposure(), handled()], ids=["plain", "handled"])
def test_sarif_has_the_shape_that_its_schema_asks_for(given: Exposure) -> None:
    """Of the schema of version 2.1.0: names, enumerations and references; the whole was tried on its own validator."""
    document = json.loads(sarif.render(given))
    assert set(document) == {"$schema", "version", "runs"}
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert set(run) == {"tool", "artifacts", "invocations", "results", "properties"}
    rules = run["tool"]["driver"]["rules"]
    assert len({x["id"] for x in rules}) == len(rules)
    assert all(set(x) <= {"id", "shortDescription", "fullDescription", "helpUri", "properties"} for x in rules)
    for one in run["results"]:
        assert set(one) <= RESULT
        assert one["ruleId"] in {x["id"] for x in rules}
        assert one["level"] in ("none", "note", "warning", "error")
        assert one["message"]["text"]
        assert all(x["kind"] in ("inSource", "external") for x in one.get("suppressions", ()))
        assert all(x["status"] in ("accepted", "underReview", "rejected") for x in one.get("suppressions", ()))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    assert all(x["level"] in ("note", "warning", "error") for x in invocation["toolExecutionNotifications"])
