"""CycloneDX bills with hardware: components of type device, with the property taxonomy ``cdx:device``."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import Element

import msgspec

from scanner.errors import InputError
from scanner.ingest.declared import sheet_of
from scanner.ingest.document import Document, Row, Sheet
from scanner.ingest.limits import check, check_area

HARDWARE = ("device", "device-driver", "firmware", "platform")
_PROPERTIES = {
    "cdx:device:quantity": "quantity",
    "cdx:device:function": "function",
    "cdx:device:location": "reference_designators",
    "cdx:device:sku": "supplier_part_number",
    "cdx:device:serialNumber": "serial number",
    "cdx:device:lotNumber": "lot",
    "cdx:device:prodTimestamp": "produced",
    "cdx:device:macAddress": "mac address",
    "cdx:device:deviceType": "device type",
}
_OWN = {
    "countryoforigin": "country_of_origin", "coo": "country_of_origin", "origin": "country_of_origin",
    "unitprice": "unit_price", "price": "unit_price", "currency": "currency", "material": "material", "mass": "mass",
    "weight": "mass", "hscode": "hs_code", "hts": "hs_code", "cas": "cas_number", "casnumber": "cas_number",
    "mpn": "manufacturer_part_number", "quantity": "quantity", "unit": "unit",
}  # fmt: skip


def read(content: bytes, source: str, digest: str) -> Document:
    """One sheet of the components; other JSON is refused, lists of records are read as a table.

    Raises:
        InputError: not JSON, or JSON without a table.

    """
    try:
        data = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"is not valid JSON: {error}", source=source) from error
    except RecursionError as error:
        raise InputError("is not read: its JSON nests too deeply", source=source) from error
    name = PurePath(source).stem
    if isinstance(data, dict) and (data.get("bomFormat") == "CycloneDX" or "components" in data):
        records: list[dict[str, str]] = []
        about = data.get("metadata")
        top = about.get("component") if isinstance(about, dict) else None
        if isinstance(top, dict):
            records.append(_record(top, 0))
        _walk(data.get("components"), 1 if isinstance(top, dict) else 0, records, source)
        records = [r for r in records if r]
        if not records:
            raise InputError(
                "is a CycloneDX bill without hardware components",
                source=source,
                hint="components of type 'device' are read",
            )
        return Document(file=source, sha256=digest, format="cyclonedx", sheets=(sheet_of(name, records),))
    sheet = _plain(data, name)
    if sheet is not None:
        check_area(len(sheet.rows), len(sheet.rows[0]), name, source)
    if sheet is None:
        raise InputError(
            "is JSON of an unknown kind", source=source, hint="known are CycloneDX bills and lists of records"
        )
    return Document(file=source, sha256=digest, format="json", sheets=(sheet,))


def _walk(components: Any, depth: int, records: list[dict[str, str]], source: str, nested: int = 0) -> None:
    check("nesting", nested, f"nests {nested:,} components", source)
    for component in components if isinstance(components, list) else ():
        if not isinstance(component, dict):
            continue
        if component.get("type") in HARDWARE or _is_device(component):
            records.append(_record(component, depth))
            _walk(component.get("components"), depth + 1, records, source, nested + 1)
        else:
            _walk(component.get("components"), depth, records, source, nested + 1)


def _properties(component: dict[str, Any]) -> list[dict[str, Any]]:
    found = component.get("properties")
    return [p for p in found if isinstance(p, dict)] if isinstance(found, list) else []


def _is_device(component: dict[str, Any]) -> bool:
    return any(str(p.get("name", "")).startswith("cdx:device") for p in _properties(component))


def _record(component: dict[str, Any], depth: int) -> dict[str, str]:
    maker = component.get("manufacturer") or {}
    supplier = component.get("supplier") or {}
    out = {
        "level": str(depth),
        "part_number": str(component.get("version") or "") if component.get("type") == "device" else "",
        "description": ", ".join(str(x) for x in (component.get("name"), component.get("description")) if x),
        "manufacturer": str(maker.get("name", "") if isinstance(maker, dict) else maker)
        or str(component.get("publisher") or ""),
        "supplier": str(supplier.get("name", "") if isinstance(supplier, dict) else supplier),
        "manufacturer_part_number": str(component.get("mpn") or ""),
        "quantity": "1",
    }
    for prop in _properties(component):
        if prop.get("value") in (None, ""):
            continue
        key = str(prop.get("name", ""))
        last = key.rpartition(":")[2].lower().replace("_", "").replace("-", "")
        target = _PROPERTIES.get(key) or _OWN.get(last) or key
        out[target] = str(prop["value"])
    return out


def _plain(data: Any, name: str) -> Sheet | None:
    """A list of like records, at the top or under one key."""
    lists = (
        [data]
        if isinstance(data, list)
        else [v for v in data.values() if isinstance(v, list)]
        if isinstance(data, dict)
        else []
    )
    best = max((x for x in lists if x and all(isinstance(r, dict) for r in x)), key=len, default=None)
    if best is None:
        return None
    keys = list(dict.fromkeys(k for r in best for k, v in r.items() if not isinstance(v, dict | list)))
    rows: list[Row] = [[_cell(r.get(k)) for k in keys] for r in best]
    return Sheet(name=name, rows=[list(keys), *rows], text=True) if len(keys) >= 2 else None


def _cell(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def sheet_of_xml(root: Element, name: str, source: str) -> Sheet:
    """The XML form of the same bill."""

    def as_dict(element: Element) -> dict[str, Any]:
        found: dict[str, Any] = {"type": element.get("type")}
        for child in element:
            tag = child.tag.rpartition("}")[2]
            if tag == "components":
                found["components"] = [as_dict(x) for x in child]
            elif tag == "properties":
                found["properties"] = [{"name": x.get("name"), "value": x.text} for x in child]
            elif tag in ("manufacturer", "supplier"):
                found[tag] = {"name": next((x.text for x in child if x.tag.endswith("name")), "")}
            else:
                found[tag] = (child.text or "").strip()
        return found

    records: list[dict[str, str]] = []
    for part in root:
        if part.tag.rpartition("}")[2] == "components":
            _walk([as_dict(x) for x in part], 0, records, source)
    return sheet_of(name, records)
