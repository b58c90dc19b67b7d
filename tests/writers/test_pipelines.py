"""SARIF and JUnit: what a pipeline shows is what was found."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

from scanner.findings import EXPOSED
from scanner.writers import junit, sarif
from tests.factory import exposure, finding, line, match


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
    assert "\ufffd<b>&\ufffd" in next(suite.iter("testcase")).get("name", "")
