"""JUnit XML, for pipelines that show tests: a case a line, a failure a finding."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from scanner.findings import EXPOSED, Exposure, LineFinding

UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Characters that no XML document may hold."""


def render(exposure: Exposure) -> bytes:
    """A suite a file; a line that is listed, contains or may be controlled fails, every other passes."""
    root = ET.Element("testsuites", name="bomscan")
    for index, file in enumerate(exposure.bom.inputs):
        lines = [x for x in exposure.lines if x.line.source.file == index and x.line.bin != "excluded"]
        failing = [x for x in lines if x.verdict in EXPOSED]
        suite = ET.SubElement(
            root, "testsuite", name=_clean(file.file), tests=str(len(lines)), failures=str(len(failing)), errors="0"
        )
        said = [*(f"{k}: {v}" for k, v in exposure.options.items()), *(x.message for x in exposure.notes)]
        properties = ET.SubElement(suite, "properties")
        for text in said:
            ET.SubElement(properties, "property", name="note", value=_clean(text))
        for finding in lines:
            _case(suite, finding)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _case(suite: ET.Element, finding: LineFinding) -> None:
    line = finding.line
    words = line.description or line.part_number or line.manufacturer_part_number or "(no text)"
    case = ET.SubElement(suite, "testcase", classname=_clean(line.source.sheet), name=_clean(f"{line.id} {words}"))
    if finding.verdict in EXPOSED:
        controls = ", ".join(m.control for m in finding.matches if m.verdict in EXPOSED)
        failure = ET.SubElement(case, "failure", type=finding.verdict, message=_clean(f"{finding.verdict}: {controls}"))
        failure.text = _clean("\n".join(f"{e.text}: {e.means}" for m in finding.matches for e in m.evidence))


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("�", text)
