"""JUnit XML, for pipelines that show tests: a case a line; a failure a finding, skipped what a waiver handles."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from scanner.findings import EXPOSED, AppliedDecision, Exposure, LineFinding
from scanner.writers import words
from scanner.writers.inert import inert

UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Characters that no XML document may hold."""
HOST = "localhost"
"""The schema asks for a host and for times; a report says nothing of the machine, and the same scan the same bytes."""


def render(exposure: Exposure) -> bytes:
    """A suite a file; a line that is listed, contains or may be controlled fails, every other passes.

    A line is skipped where a waiver handles all that it meets. Decisions, policy and notes are what the suite prints.
    """
    root = ET.Element("testsuites", name="bomscan")
    for index, file in enumerate(exposure.bom.inputs):
        lines = [x for x in exposure.lines if x.line.source.file == index and x.line.bin != "excluded"]
        suite = ET.SubElement(
            root, "testsuite", name=_clean(file.file), package="bomscan", id=str(index), hostname=HOST,
            timestamp=f"{exposure.as_of.isoformat()}T00:00:00", time="0", tests=str(len(lines)),
            failures=str(sum(_fails(x) for x in lines)), errors="0", skipped=str(sum(_is_waived(x) for x in lines)),
        )  # fmt: skip
        properties = ET.SubElement(suite, "properties")
        headline = exposure.headline
        facts = {
            "as of": exposure.as_of.isoformat(), "catalog": exposure.catalog.version, "sha256": file.sha256,
            "headline": headline.verdict or "" if headline else words.HEADLINE_NONE, **exposure.options,
        }  # fmt: skip
        for name, value in facts.items():
            ET.SubElement(properties, "property", name=_clean(name), value=_clean(value))
        for finding in lines:
            _case(suite, finding, exposure)
        ET.SubElement(suite, "system-out").text = _clean("\n".join(_printed(exposure)))
        ET.SubElement(suite, "system-err").text = _clean(
            "\n".join(f"{x.severity}: {x.message}" for x in exposure.notes if x.file in (None, index))
        )
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _case(suite: ET.Element, finding: LineFinding, exposure: Exposure) -> None:
    line = finding.line
    said = line.description or line.part_number or line.manufacturer_part_number or "(no text)"
    sheet = _clean(line.source.sheet) or "bomscan"
    case = ET.SubElement(suite, "testcase", classname=sheet, name=_clean(f"{line.id} {said}"), time="0")
    found = [m for m in finding.matches if m.verdict in EXPOSED]
    if _is_waived(finding):
        waivers = [x for x in exposure.decisions if x.line == line.id and x.controls]
        ET.SubElement(case, "skipped", message=_clean("; ".join(map(_decision, waivers))))
    elif found:
        open_ = [m.control for m in found if m.control not in finding.waived]
        message = f"{finding.verdict}: {', '.join(open_)}"
        message += f"; handled by a waiver: {', '.join(finding.waived)}" if finding.waived else ""
        failure = ET.SubElement(case, "failure", type=finding.verdict, message=_clean(message))
        failure.text = _clean("\n".join(words.unique(f"{e.text}: {e.means}" for m in found for e in m.evidence)))


def _is_waived(finding: LineFinding) -> bool:
    """Waivers handle all that the line meets."""
    found = {m.control for m in finding.matches if m.verdict in EXPOSED}
    return bool(found) and found <= set(finding.waived)


def _fails(finding: LineFinding) -> bool:
    return finding.verdict in EXPOSED and not _is_waived(finding)


def _printed(exposure: Exposure) -> list[str]:
    """Decisions that acted, the licensing policy, and what another day changes, a line each."""
    printed = [f"{x.line}: {_decision(x)}" for x in exposure.decisions]
    asked = words.policy_asked(exposure)
    if asked:
        printed.append(f"stated: {asked}")
        printed += [
            f"{x.measure} {x.rule}: {words.policy_outcome(x)} ({x.certainty}; {words.policy_status(x)}; {x.because})"
            for x in exposure.policy
        ] or [words.POLICY_NONE]
    if exposure.also is not None:
        printed.append(f"changes on {exposure.also.as_of}: {len(exposure.also.every)}")
        printed += [f"{x.what}: {x.before} → {x.after}" for x in exposure.also.every]
    return printed


def _decision(x: AppliedDecision) -> str:
    who = ", ".join(words.unique((x.by, x.on, x.approver and f"approved by {x.approver}")))
    until = f"until {x.expires}" if x.expires else "without an end"
    controls = f" for {', '.join(x.controls)}" if x.controls else ""
    papers = f" [{'; '.join(x.evidence)}]" if x.evidence else ""
    return f"{x.kind} {x.id}: {x.says}{controls}: {x.why} ({who}, {until}){papers}"


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("�", inert(text))
