"""IPC-1752A and IPC-1754 material declarations: products, their parts, and substances with their mass.

Structure by IPC-1752A (class C and D) and IPC-1754: products hold sub-products, materials and substances; a substance
names itself, its CAS number and its amount. Names are compared without namespace, as writers differ in it.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from scanner.bom import Quantity, Substance
from scanner.ingest.declared import sheet_of
from scanner.ingest.document import Sheet

_UNITS = {
    "kg": "kilogram",
    "g": "gram",
    "mg": "milligram",
    "gram": "gram",
    "kilogram": "kilogram",
    "milligram": "milligram",
    "oz": "ounce",
    "lb": "pound",
    "ug": "microgram",
}
_PRODUCTS = ("Product", "SubProduct", "Article", "ProductID")
_PARTS = ("SubProduct", "SubPart", "Article", "Product")
_SHARES = {"%": Decimal("0.01"), "percent": Decimal("0.01"), "ppm": Decimal("0.000001")}


def is_declaration(root: Element) -> bool:
    """A file whose products list substances."""
    names = {_local(x.tag) for x in root.iter()}
    return bool(names & {"Product", "Article"}) and bool(
        names & {"Substance", "SubstanceCategory", "ReportableSubstance"}
    )


def sheet(root: Element, name: str) -> tuple[str, Sheet]:
    """(format, one line a product or sub-product, with its substances)."""
    kind = "ipc-1754" if "1754" in _namespaces(root) else "ipc-1752a"
    company = next(
        (x for x in root.iter() if _local(x.tag) in ("SupplyCompany", "Company", "Supplier", "Responder")), None
    )
    maker = _named(company, "name", "companyName", "CompanyName") if company is not None else ""
    records: list[dict[str, str]] = []
    substances: dict[int, tuple[Substance, ...]] = {}
    for product in _outermost(root):
        _walk(product, 0, maker, records, substances)
    return kind, sheet_of(name, records, substances)


def _namespaces(root: Element) -> str:
    return " ".join({x.tag.partition("}")[0] for x in root.iter()} | set(root.attrib.values()))


def _outermost(root: Element) -> list[Element]:
    if _local(root.tag) in ("Product", "Article"):
        return [root]
    out: list[Element] = []
    for child in root:
        out += [child] if _local(child.tag) in ("Product", "Article") else _outermost(child)
    return out


def _walk(
    product: Element,
    depth: int,
    maker: str,
    records: list[dict[str, str]],
    substances: dict[int, tuple[Substance, ...]],
) -> None:
    ident = next((x for x in product.iter() if _local(x.tag) == "ProductID" and _depth_is_own(product, x)), product)
    mass = _mass(product) or _mass(ident)
    records.append(
        {
            "level": str(depth),
            "part_number": _named(
                ident, "itemNumber", "number", "identity", "productNumber", "partNumber", "requesterItemNumber"
            ),
            "description": _named(ident, "itemName", "name", "productName", "description")
            or _named(product, "name", "description"),
            "manufacturer": _named(ident, "manufacturer") or maker,
            "manufacturer_part_number": _named(ident, "mfrItemNumber", "manufacturerItemNumber", "mfrPartNumber"),
            "quantity": _named(product, "quantity", "numberOfInstances") or "1",
            "mass": f"{mass.amount:f} {mass.unit or ''}".strip() if mass else "",
            "country_of_origin": _named(ident, "countryOfOrigin", "manufacturingSite"),
        }
    )
    found = tuple(_substances(product, mass))
    if found:
        substances[len(records) - 1] = found
    for part in _parts(product):
        _walk(part, depth + 1, maker, records, substances)


def _parts(product: Element) -> list[Element]:
    out: list[Element] = []
    for child in product:
        out += [child] if _local(child.tag) in _PARTS else _parts(child)
    return out


def _depth_is_own(product: Element, found: Element) -> bool:
    return not any(found is x for part in _parts(product) for x in part.iter())


def _substances(product: Element, mass: Quantity | None) -> list[Substance]:
    """The substances of a product itself, those of its parts left out; amounts add up by substance."""
    nested = {id(x) for part in _parts(product) for x in part.iter()}
    sums: dict[tuple[str, str | None], Quantity | None] = {}
    for element in product.iter():
        if id(element) in nested or _local(element.tag) not in ("Substance", "ReportableSubstance"):
            continue
        name = _named(element, "name", "substanceName", "Name")
        cas = _named(element, "casNumber", "CASNumber", "CAS", "cas", "uniqueID", "EUnumber") or next(
            (
                v
                for x in element
                for k, v in x.attrib.items()
                if "cas" in x.get("authority", "").lower() and k in ("identity", "number", "value")
            ),
            "",
        )
        amount = _mass(element) or _share(element, mass)
        key = (name or cas, cas or None)
        before = sums.get(key)
        if before is not None and amount is not None and before.unit == amount.unit:
            amount = Quantity(before.amount + amount.amount, amount.unit)
        sums[key] = amount or before
    return [Substance(name=name, cas_number=cas, mass=amount) for (name, cas), amount in sums.items() if name]


def _mass(element: Element) -> Quantity | None:
    for child in (element, *element):
        if child is not element and _local(child.tag).lower() not in (
            "amount",
            "mass",
            "weight",
            "unitmass",
            "substancemass",
            "level",
        ):
            continue
        value = (
            child.get("mass")
            or child.get("weight")
            or child.get("value")
            or child.get("amount")
            or (child.text or "").strip()
        )
        unit = (
            child.get("UOM")
            or child.get("uom")
            or child.get("unit")
            or child.get("unitOfMeasure")
            or child.get("massUnit")
            or ""
        )
        amount = _decimal(value)
        if amount is not None and unit.lower() in _UNITS:
            return Quantity(amount, _UNITS[unit.lower()])
    return None


def _share(element: Element, mass: Quantity | None) -> Quantity | None:
    """A concentration times the mass of the part."""
    if mass is None:
        return None
    for child in (element, *element):
        unit = (child.get("UOM") or child.get("uom") or child.get("unit") or "").lower()
        amount = _decimal(child.get("value") or child.get("concentration") or (child.text or "").strip())
        if unit in _SHARES and amount is not None:
            return Quantity(mass.amount * amount * _SHARES[unit], mass.unit)
    return None


def _decimal(text: str | None) -> Decimal | None:
    try:
        found = Decimal((text or "").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _named(element: Element | None, *names: str) -> str:
    """An attribute or child of one of some names."""
    if element is None:
        return ""
    low = {n.lower() for n in names}
    for key, value in element.attrib.items():
        if _local(key).lower() in low and value.strip():
            return value.strip()
    for child in element:
        if _local(child.tag).lower() in low:
            found = (child.text or "").strip() or child.get("value", "") or child.get("identity", "")
            if found:
                return found
    return ""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
