"""XML bills and declarations: told apart by their root, read without fetching or expanding anything."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from scanner.errors import InputError
from scanner.ingest.declared import sheet_of
from scanner.ingest.document import Document, Row, Sheet
from scanner.ingest.limits import check, check_area

if TYPE_CHECKING:
    from collections.abc import Iterable


def read(content: bytes, source: str, digest: str) -> Document:
    """One sheet of an XML file.

    Raises:
        InputError: not well-formed, unsafe, or of a kind that is not known.

    """
    root = parse(content, source)
    name = local(root.tag)
    stem = PurePath(source).stem
    kind, sheet = _sheet(root, name, stem, source)
    if sheet is None:
        raise InputError(
            f"is XML of an unknown kind, <{name}>", source=source,
            hint="known are KiCad, Altium, IPC-1752A, IPC-1754, CycloneDX and Excel XML; export the parts list as csv",
        )  # fmt: skip
    return Document(file=source, sha256=digest, format=kind, sheets=(sheet,))


def parse(content: bytes, source: str) -> Element:
    """The root element.

    Raises:
        InputError: not well-formed, or entities that would grow or fetch.

    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(content, forbid_dtd=False)
    except ParseError as error:
        raise InputError(f"is not well-formed XML: {error}", source=source) from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise InputError(f"is XML that is not read for safety: {type(error).__name__}", source=source) from error
    _check_depth(root, source)
    return root


def _check_depth(root: Element, source: str) -> None:
    """Refuse elements that nest more deeply than is read; level by level, as recursion would not end well."""
    depth, level = 0, [root]
    while level:
        depth += 1
        check("xml_depth", depth, f"nests {depth:,} elements", source)
        level = [child for element in level for child in element]


def _sheet(root: Element, name: str, stem: str, source: str) -> tuple[str, Sheet | None]:
    from scanner.ingest import granta, ipc175x, kicad

    if name == "export" and root.find("components") is not None:
        return "kicad-xml", kicad.sheet(root, stem)
    if name == "MainDeclaration" or "1752" in root.tag or "1754" in root.tag or ipc175x.is_declaration(root):
        return ipc175x.sheet(root, stem)
    if name == "PartsEco":
        return "granta-xml", granta.sheet(root, stem)
    if name == "bom" and "cyclonedx" in root.tag:
        from scanner.ingest import cyclonedx

        return "cyclonedx", cyclonedx.sheet_of_xml(root, stem, source)
    if name == "Workbook":
        return "excel-xml", _excel_2003(root, stem, source)
    return "xml", _attributes(root, stem) or _records(root, stem)


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def children(element: Element, *names: str) -> Iterable[Element]:
    """Children by local name."""
    return (x for x in element if local(x.tag) in names)


def text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _attributes(root: Element, stem: str) -> Sheet | None:
    """Rows whose cells are attributes of like elements: Altium's GRID/ROWS/ROW."""
    groups: dict[str, list[Element]] = {}
    for element in root.iter():
        if len(element.attrib) >= 3 and len(element) == 0:
            groups.setdefault(element.tag, []).append(element)
    if not groups:
        return None
    rows = max(groups.values(), key=len)
    titles: dict[str, str] = {}
    for column in root.iter():
        if "Name" in column.attrib and "Caption" in column.attrib:
            titles[column.attrib["Name"]] = column.attrib["Caption"]
    keys = list(dict.fromkeys(k for r in rows for k in r.attrib))
    return Sheet(
        name=stem,
        rows=[[titles.get(k, k) for k in keys], *_cells(rows, keys)],
        text=True,
    )


def _cells(rows: Iterable[Element], keys: Iterable[str]) -> Iterable[Row]:
    return ([r.attrib.get(k, "") for k in keys] for r in rows)


def _records(root: Element, stem: str) -> Sheet | None:
    """Rows whose cells are children of like elements: <part><name>..</name><qty>..</qty></part>."""
    groups: dict[str, list[Element]] = {}
    for element in root.iter():
        leaves = [x for x in element if len(x) == 0]
        if len(leaves) >= 2 and len(leaves) == len(element):
            groups.setdefault(element.tag, []).append(element)
    if not groups:
        return None
    rows = max(groups.values(), key=len)
    keys = list(dict.fromkeys(local(x.tag) for r in rows for x in r))
    table = [[text(next(iter(children(r, k)), None)) for k in keys] for r in rows]
    return Sheet(name=stem, rows=[list(keys), *table], text=True)  # type: ignore[list-item]


def _excel_2003(root: Element, stem: str, source: str) -> Sheet | None:
    """The first worksheet of an 'XML Spreadsheet 2003' workbook."""
    for sheet in root.iter():
        if local(sheet.tag) != "Worksheet":
            continue
        rows: list[list[str]] = []
        for row in (x for x in sheet.iter() if local(x.tag) == "Row"):
            cells: list[str] = []
            for cell in children(row, "Cell"):
                index = next((v for k, v in cell.attrib.items() if local(k) == "Index"), None)
                if (to := _index(index)) is not None:
                    check_area(1, to, stem, source)
                    cells += [""] * (to - 1 - len(cells))
                cells.append("".join(x.strip() for x in cell.itertext()))
            at = next((v for k, v in row.attrib.items() if local(k) == "Index"), None)
            if (to := _index(at)) is not None:
                check_area(to, 1, stem, source)
                rows += [[]] * (to - 1 - len(rows))
            rows.append(cells)
        width = max((len(r) for r in rows), default=0)
        check_area(len(rows), width, stem, source)
        return Sheet(
            name=next((v for k, v in sheet.attrib.items() if local(k) == "Name"), stem),
            rows=[[*r, *[""] * (width - len(r))] for r in rows],
            text=True,
        )
    return None


def _index(text: str | None) -> int | None:
    """A position, as far as one is told; absurd ones count as beyond every limit."""
    return int(text[:18]) if text and text.isascii() and text.isdigit() else None


__all__ = ["children", "local", "parse", "read", "sheet_of", "text"]
