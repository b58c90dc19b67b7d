"""KiCad's generic XML netlist: one component an element; equal parts become one line as in a bill."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from scanner.ingest.declared import sheet_of
from scanner.ingest.document import Sheet

_FIELDS = {
    "manufacturer": ("manufacturer", "mfr", "mfg", "manufacturer_name", "manf"),
    "manufacturer_part_number": (
        "mpn",
        "manufacturer_part_number",
        "mfr_pn",
        "manf#",
        "partnumber",
        "part number",
        "manufacturer part number",
        "mfg part number",
    ),
    "supplier": ("supplier", "vendor", "distributor"),
    "supplier_part_number": (
        "lcsc",
        "lcsc part #",
        "lcsc part",
        "digikey",
        "digi-key_pn",
        "mouser",
        "supplier part number",
        "spn",
    ),
    "country_of_origin": ("coo", "origin", "country of origin"),
    "unit_price": ("price", "unit price", "cost"),
}


def sheet(root: Element, name: str) -> Sheet:
    """Components grouped by value, footprint and part number; quantities are counts."""
    known = {alias: field for field, aliases in _FIELDS.items() for alias in aliases}
    groups: dict[tuple[str, ...], dict[str, str]] = {}
    places: dict[tuple[str, ...], list[str]] = {}
    for part in root.iterfind("components/comp"):
        record = {"description": _text(part, "value"), "notes": _text(part, "footprint")}
        source = part.find("libsource")
        if source is not None:
            more = (source.get("description") or "").strip()
            record["description"] = ", ".join(x for x in (record["description"], more) if x)
        for field in part.iterfind("fields/field"):
            target = known.get((field.get("name") or "").strip().lower())
            value = (field.text or "").strip()
            if target and value:
                record[target] = value
            elif value and field.get("name"):
                record[str(field.get("name"))] = value
        properties = {(p.get("name") or "").lower() for p in part.iterfind("property")}
        if "exclude_from_bom" in properties:
            continue
        if "dnp" in properties:
            record["fitted"] = "DNP"
        key = tuple(record.get(k, "") for k in ("description", "notes", "manufacturer_part_number", "fitted"))
        groups.setdefault(key, record)
        places.setdefault(key, []).append(part.get("ref") or "")
    records = [
        {**r, "reference_designators": ", ".join(places[k]), "quantity": str(len(places[k]))} for k, r in groups.items()
    ]
    return sheet_of(name, records)


def _text(part: Element, name: str) -> str:
    found = part.find(name)
    return (found.text or "").strip() if found is not None else ""
