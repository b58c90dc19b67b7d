"""Text, XML and JSON that mean harm: quotes, encodings, entities, depth, circles."""
# ruff: noqa: E501 - one case a line

from __future__ import annotations

import json
from typing import Any

from tests.hostile.workbooks import LAUGHS

HEAD = "Part Number,Description,Qty,Unit Price (USD)\n"
BODY = "M-1,SmCo magnet ring,4,4.90\nS-1,Screw M3x8,10,0.05\n"


def with_line(*cells: str) -> bytes:
    return (HEAD + BODY + ",".join('"' + c.replace('"', '""') + '"' for c in cells) + "\n").encode("utf-8", "replace")


def everywhere(text: str) -> bytes:
    """The text in every column, as a heading, as a remark, and twice."""
    cell = '"' + text.replace('"', '""') + '"'
    head = f"Part Number,Description,Manufacturer,Supplier,Qty,Unit Price (USD),Country of Origin,Notes,{cell}\n"
    lines = [
        f"M-{n},SmCo magnet {cell[1:-1]},{cell},{cell},4,4.90,CN,{cell},{cell}"
        if '"' not in cell[1:-1] and "," not in cell and "\n" not in cell
        else f'M-{n},"SmCo magnet {cell[1:]},{cell},{cell},4,4.90,CN,{cell},{cell}'
        for n in (1, 2)
    ]
    return (head + "\n".join(lines) + "\n").encode("utf-8", "surrogatepass")


def leveled(levels: list[object]) -> bytes:
    rows = [f"{x},P-{n},SmCo magnet,1,1.00" for n, x in enumerate(levels)]
    return ("Level," + HEAD + "\n".join(rows) + "\n").encode()


def parents(pairs: list[tuple[str, str]]) -> bytes:
    rows = [f"{p},{c},SmCo magnet,1,1.00" for c, p in pairs]
    return ("Parent," + HEAD + "\n".join(rows) + "\n").encode()


def quantities(*values: str) -> bytes:
    rows = [f'P-{n},SmCo magnet,"{v}","{v}"' for n, v in enumerate(values)]
    return (HEAD + "\n".join(rows) + "\n").encode("utf-8", "surrogatepass")


# ---------------------------------------------------------------- JSON


def cyclonedx(components: Any, **more: Any) -> bytes:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components, **more}).encode()


DEVICE: dict[str, Any] = {"type": "device", "name": "SmCo magnet", "version": "1", "bom-ref": "a"}


def deep_components(depth: int) -> bytes:
    """Components within components."""
    opening = '{"type":"device","name":"SmCo magnet","components":['
    return b'{"bomFormat":"CycloneDX","components":[' + (opening * depth + "]}" * depth + "]}").encode()


def circular() -> bytes:
    """Dependencies that lead back, references used twice."""
    return cyclonedx(
        [DEVICE, {**DEVICE, "bom-ref": "b"}, DEVICE],
        dependencies=[{"ref": "a", "dependsOn": ["b"]}, {"ref": "b", "dependsOn": ["a", "b"]}],
    )


def surrogates() -> bytes:
    return b'[{"part number":"\\ud800","description":"SmCo magnet \\udfff","qty":1},{"part number":"B","description":"x","qty":2}]'


# ---------------------------------------------------------------- XML


def kicad(value: str = "SmCo magnet", head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<export version="E"><components><comp ref="R1"><value>{value}</value>'
        "<footprint>R_0603</footprint></comp></components></export>"
    ).encode()


def ipc(name: str = "SmCo magnet", head: str = "", inner: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0"><Product>'
        f'<ProductID itemName="{name}" itemNumber="P-1"/><Amount value="10" UOM="g"/>'
        f'<SubstanceCategory><Substance name="Samarium" casNumber="7440-19-9"><Amount value="1" UOM="g"/></Substance>'
        f"</SubstanceCategory>{inner}</Product></MainDeclaration>"
    ).encode()


def ipc_circle() -> bytes:
    """A part that names itself as its own part, many times over."""
    part = '<SubProduct id="a" ref="a"><ProductID itemName="SmCo magnet" itemNumber="P-1"/>'
    return ipc(inner=part * 30 + "</SubProduct>" * 30)


def deep_ipc(depth: int) -> bytes:
    part = '<SubProduct><ProductID itemName="SmCo magnet" itemNumber="P-1"/>'
    return ipc(inner=part * depth + "</SubProduct>" * depth)


def deep(tag: str, depth: int) -> bytes:
    return (f"<{tag}>" * depth + f"</{tag}>" * depth).encode()


def wide_ipc(parts: int, levels: int) -> bytes:
    """Many parts at some depth: what is asked again at every level costs the square."""
    leaf = '<SubProduct><ProductID itemName="Screw" itemNumber="P-1"/></SubProduct>' * parts
    part = '<SubProduct><ProductID itemName="SmCo magnet" itemNumber="P-1"/>'
    return ipc(inner=part * levels + leaf + "</SubProduct>" * levels)


def records(count: int, tags: int) -> bytes:
    return (
        "<list>" + "".join(f"<r{n % tags}><a>SmCo</a><b>{n}</b></r{n % tags}>" for n in range(count)) + "</list>"
    ).encode()


def excel_2003(index: str, row: str = "1", head: str = "") -> bytes:
    cells = "".join(f"<Cell><Data>{x}</Data></Cell>" for x in ("Part Number", "Description", "Qty"))
    more = "".join(f"<Cell><Data>{x}</Data></Cell>" for x in ("M-1", "SmCo magnet", "4"))
    return (
        f'<?xml version="1.0"?>{head}<Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet '
        f'ss:Name="BOM"><Table><Row>{cells}</Row><Row>{more}</Row><Row ss:Index="{row}"><Cell ss:Index="{index}">'
        "<Data>x</Data></Cell></Row></Table></Worksheet></Workbook>"
    ).encode()


def laughing_kicad() -> bytes:
    return kicad("&a9;", LAUGHS)


def page(span: str, rows: int = 1) -> bytes:
    cells = f'<td colspan="{span}">x</td>' * 50
    return ("<html><table><tr><th>Part Number<th>Description<th>Qty</tr><tr><td>M-1<td>SmCo magnet<td>4</tr>"
            + f"<tr>{cells}</tr>" * rows + "</table></html>").encode()  # fmt: skip
