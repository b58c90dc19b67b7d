"""Formats that name their fields: KiCad, Altium, CycloneDX, IPC-1752A, IPC-1754, nested parts."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from scanner.bom import Quantity
from scanner.errors import InputError
from scanner.ingest import read_bytes
from tests.files import read


def test_kicad_netlist() -> None:
    parts = "".join(
        f'<comp ref="{ref}"><value>{value}</value><footprint>R_0603</footprint>'
        f'<fields><field name="MPN">{mpn}</field></fields>{extra}</comp>'
        for ref, value, mpn, extra in [
            ("R1", "10k", "RC0603", ""),
            ("R2", "10k", "RC0603", ""),
            ("C1", "1u", "GRM188", ""),
            ("R9", "0R", "RC0R", '<property name="dnp"/>'),
        ]
    )
    bom = read(
        f'<?xml version="1.0"?><export version="E"><components>{parts}</components></export>'.encode(), "board.xml"
    )
    assert bom.inputs[0].format == "kicad-xml"
    assert [(x.reference_designators, x.quantity.amount if x.quantity else None) for x in bom.lines] == [
        ("R1, R2", 2),
        ("C1", 1),
        ("R9", 1),
    ]
    assert [x.exclusion for x in bom.lines] == [None, None, "not-fitted"]
    assert bom.lines[0].manufacturer_part_number == "RC0603"


def test_rows_of_attributes() -> None:
    rows = "".join(
        f'<ROW Comment="C{n}" Description="Ceramic capacitor {n}" Designator="C{n}" Quantity="{n}"/>'
        for n in range(1, 4)
    )
    bom = read(f"<GRID><ROWS>{rows}</ROWS></GRID>".encode(), "bom.xml")
    assert [x.description for x in bom.lines] == ["Ceramic capacitor 1", "Ceramic capacitor 2", "Ceramic capacitor 3"]


def test_cyclonedx_hardware() -> None:
    properties = [
        {"name": "cdx:device:quantity", "value": "2"},
        {"name": "acme:countryOfOrigin", "value": "CN"},
    ]
    data = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"component": {"type": "device", "name": "Gateway"}},
        "components": [
            {"type": "device", "name": "Fan 40 mm", "manufacturer": {"name": "Acme"}, "properties": properties},
            {"type": "library", "name": "openssl"},
        ],
    }
    bom = read(json.dumps(data).encode(), "bom.json")
    assert [x.description for x in bom.lines] == ["Gateway", "Fan 40 mm"]
    fan = bom.lines[1]
    assert fan.parent == bom.lines[0].id
    assert (fan.country_of_origin, fan.manufacturer, fan.quantity) == ("CN", "Acme", Quantity(Decimal(2)))


def test_software_alone_is_refused() -> None:
    with pytest.raises(InputError, match="without hardware"):
        read_bytes(
            json.dumps({"bomFormat": "CycloneDX", "components": [{"type": "library", "name": "openssl"}]}).encode(),
            "bom.json",
        )


IPC = """<?xml version="1.0"?>
<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">
  <SupplyCompany name="Magfine"/>
  <Product unitType="Each">
    <ProductID itemNumber="RM-20" itemName="Ring magnet" mfrItemNumber="RM20-42SH"/>
    <Amount value="12.5" UOM="g"/>
    <Material name="NdFeB">
      <Substance name="Neodymium"><CASNumber>7440-00-8</CASNumber><Amount value="3.5" UOM="g"/></Substance>
      <Substance name="Dysprosium"><CASNumber>7429-91-6</CASNumber><Amount value="400" UOM="mg"/></Substance>
    </Material>
    <Material name="coating">
      <Substance name="Nickel" casNumber="7440-02-0"><Amount value="0.8" UOM="%"/></Substance>
    </Material>
  </Product>
</MainDeclaration>"""


def test_a_material_declaration_gives_the_exact_composition() -> None:
    bom = read(IPC.encode(), "decl.xml")
    (line,) = bom.lines
    assert bom.inputs[0].format == "ipc-1752a"
    assert (line.part_number, line.description, line.manufacturer, line.mass) == (
        "RM-20",
        "Ring magnet",
        "Magfine",
        Quantity(Decimal("12.5"), "gram"),
    )
    found = {s.name: (s.cas_number, s.mass) for s in line.substances}
    assert found == {
        "Neodymium": ("7440-00-8", Quantity(Decimal("3.5"), "gram")),
        "Dysprosium": ("7429-91-6", Quantity(Decimal(400), "milligram")),
        "Nickel": ("7440-02-0", Quantity(Decimal("0.1000"), "gram")),
    }


def test_ipc_1754_is_told_by_its_namespace() -> None:
    assert read(IPC.replace("175x/2.0", "1754/1.0").encode(), "decl.xml").inputs[0].format == "ipc-1754"


def test_nested_parts() -> None:
    magnet = '<Part id="p2"><Quantity>4</Quantity><PartNumber>M-1</PartNumber><Name>Magnet</Name></Part>'
    text = (
        '<PartsEco xmlns="http://example.com/eco"><Components><Part id="p1"><Quantity Unit="Each">1</Quantity>'
        f"<PartNumber>D-1</PartNumber><Name>Drive</Name><Components>{magnet}</Components></Part></Components></PartsEco>"
    )
    bom = read(text.encode(), "eco.xml")
    assert [(x.description, x.level) for x in bom.lines] == [("Drive", 0), ("Magnet", 1)]
    assert bom.lines[1].parent == bom.lines[0].id


def test_entities_that_grow_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>'
    with pytest.raises(InputError, match="for safety"):
        read_bytes(bomb.encode(), "bom.xml")
