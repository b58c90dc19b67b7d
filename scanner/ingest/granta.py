"""Granta BoM XML (PartsEco): nested parts with quantities, masses and materials."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from scanner.ingest.declared import sheet_of
from scanner.ingest.document import Sheet


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def sheet(root: Element, name: str) -> Sheet:
    """Every Part at any depth; the depth is its level."""
    records: list[dict[str, str]] = []
    _walk(root, 0, records)
    return sheet_of(name, records)


def _walk(element: Element, depth: int, records: list[dict[str, str]]) -> None:
    for child in element:
        if _local(child.tag) != "Part":
            _walk(child, depth, records)
            continue
        quantity = _own(child, "Quantity")
        mass = _own(child, "MassPerUom") if _own(child, "MassPerUom") is not None else _own(child, "Mass")
        materials = [_text(_own(m, "Name")) or m.get("id", "") for m in child.iter() if _local(m.tag) == "Material"]
        nested = {id(x) for p in child.iter() if p is not child and _local(p.tag) == "Part" for x in p.iter()}
        own = [
            m
            for m, e in zip(materials, (m for m in child.iter() if _local(m.tag) == "Material"), strict=True)
            if id(e) not in nested and m
        ]
        records.append(
            {
                "level": str(depth),
                "part_number": _text(_own(child, "PartNumber")) or child.get("id", ""),
                "description": _text(_own(child, "Name")) or _text(_own(child, "PartNumber")),
                "quantity": _text(quantity) or "1",
                "unit": quantity.get("Unit", "") if quantity is not None else "",
                "mass": " ".join(
                    x for x in (_text(mass), (mass.get("Unit", "").split("/")[0] if mass is not None else "")) if x
                ),
                "material": "; ".join(own),
            }
        )
        _walk(child, depth + 1, records)


def _own(element: Element, name: str) -> Element | None:
    return next((x for x in element if _local(x.tag) == name), None)


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""
