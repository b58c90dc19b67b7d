from __future__ import annotations

from pathlib import Path

import pytest

from scanner.catalog.checks import cas_number
from scanner.catalog.load import built_in, load
from scanner.catalog.validate import examine
from scanner.errors import CatalogError, Exit

MEASURE = """
id: xx-1
authority: [Somebody]
number: '1'
issued: 2026-01-01
title: A list
scope: export
timeline:
  - {from: 2026-01-01, status: announced}
  - {from: 2026-02-01, status: in_force}
sources: [{url: 'https://example.com', primary: true}]
"""
CONTROL = """
- id: xx-1:a
  code: a
  group: erbium
  kind: material
  name: Thing
  sources: [{url: 'https://example.com'}]
"""


def overlay(folder: Path, **files: str) -> Path:
    """Files by path, ``controls__x_yaml`` being controls/x.yaml."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/").rpartition("_")[0] + "." + name.rpartition("_")[2])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    return [str(x) for x in examine(folder, built_in()).faults]


def test_a_good_overlay_has_no_fault(tmp_path: Path) -> None:
    assert faults(overlay(tmp_path, measures__x_yaml=MEASURE, controls__x_yaml=CONTROL)) == []


def test_a_broken_overlay_tells_all_its_faults_at_once(tmp_path: Path) -> None:
    folder = overlay(
        tmp_path,
        measures__x_yaml=MEASURE.replace("scope: export", "scope: exports").replace("title: A list", "titel: A list"),
        controls__x_yaml=CONTROL
        + """
- id: nowhere:b
  code: b
  group: unobtainium
  kind: material
  name: Other
  cas: [7440-60-1]
  criteria:
    - {parameter: length, op: '>=', value: 3, unit: parsecks}
    - {parameter: length, op: '>=', value: long, unit: m}
  refers_to: ['cn-2025-57:none']
  sources: [mofcom-ec-1177]
""",
        makers__m_csv="name,hq_country,kind,brand_tells_origin,source,confidence\nA,QQ,maker,sometimes,s,high\nB,DE\n",
        stray__x_yaml="- 1\n",
    )
    found = faults(folder)
    assert [x.split(":")[0] for x in found] == sorted(x.split(":")[0] for x in found)
    for wanted in (
        "measures/x.yaml:7: xx-1: scope: 'exports' is none of",
        "measures/x.yaml:6: xx-1: titel: unknown key; perhaps title",
        "measures/x.yaml:2: xx-1: title is missing",
        "controls/x.yaml:9: nowhere:b: id: there is no measure 'nowhere'",
        "controls/x.yaml:11: nowhere:b: group: there is no group 'unobtainium'",
        "controls/x.yaml:14: nowhere:b: cas[0]: '7440-60-1' is no CAS number",
        "controls/x.yaml:16: nowhere:b: criteria[0].unit: 'parsecks' is no unit",
        "controls/x.yaml:17: nowhere:b: criteria[1].value: 'long' cannot be compared by >=",
        "controls/x.yaml:18: nowhere:b: refers_to: there is no control 'cn-2025-57:none'",
        "makers/m.csv:2: A: brand_tells_origin: 'sometimes' is none of",
        "makers/m.csv:3: B: has 2 cells, the heading has 6",
        "stray/x.yaml: is not read",
    ):
        assert any(x.startswith(wanted) for x in found), wanted
    assert not any("no measure 'xx-1'" in x for x in found)  # its own faults are told, not what follows from them
    with pytest.raises(CatalogError) as caught:
        load((folder,))
    assert caught.value.exit_code == Exit.CATALOG
    assert set(caught.value.faults) == set(found)
    assert str(caught.value).count("\n") == len(found)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("from: 2026-02-01", "from: 2025-12-01"), "timeline[1].from: 2025-12-01 is before"),
        (("status: in_force", "status: unknown"), "an unknown status needs evidence or a note"),
        (("status: in_force", "status: in_force, expected: suspended"), "only an unknown status expects another"),
        (("status: in_force", "status: in_force, by: xx-2"), "there is no measure 'xx-2'"),
        (("status: in_force", "status: in_force, limbs: [one]"), "there is no limb 'one'"),
        (("status: in_force", "status: in_force, until: 2026-01-31"), "is before the first, 2026-02-01"),
        (("status: in_force", "status: repealed"), "'repealed' is none of announced, in_force"),
        (("issued: 2026-01-01", "issued: 2026-01-32"), "is no date"),
        (("scope: export", "scope: export\nscope: technology"), "the key 'scope' stands twice"),
        (("scope: export", "scope: [export"), "is no valid YAML"),
        (
            ("scope: export", "scope: export\nrules: [{id: a, kind: note, applies_to: x, nots: y}]"),
            "rules[0].nots: unknown key; perhaps note",
        ),
        (("sources: [{url", "sources: [nobody, {url"), "there is no source 'nobody'"),
        (("sources: [{url: 'https://example.com', primary: true}]", "sources: []"), "a measure needs a source"),
    ],
)
def test_faults_of_a_measure(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    found = faults(overlay(tmp_path, measures__x_yaml=MEASURE.replace(*change)))
    assert any(fault in x for x in found), found


@pytest.mark.parametrize(
    ("table", "head", "row", "fault"),
    [
        ("priors", "group,material,stage,china_share_low,china_share_likely,china_share_high,source,confidence",
         "erbium,x,oxide,0.5,0.4,0.9,s,high", "low <= likely <= high does not hold"),
        ("priors", "group,material,stage,china_share_low,china_share_likely,china_share_high,source,confidence",
         "erbium,x,oxide,0.5,0.6,1.1,s,high", "out of bounds"),
        ("priors", "group,material,stage,china_share_low,china_share_likely,china_share_high,source,confidence",
         "erbium,x,oxide,0.5,half,0.6,s,high", "'half' is not a decimal number"),
        ("magnets", "id,producer_or_standard,designation_regex,examples,material_family,source,confidence",
         "x,x,[N,N35,NdFeB,s,high", "is no regular expression"),
        ("magnets", "id,producer_or_standard,designation_regex,examples,material_family,source,confidence",
         "x,x,N\\d\\d,N35;Y30,NdFeB,s,high", "does not match the example 'Y30'"),
        ("cells", "manufacturer,mpn,capacity_typ_ah,nominal_v,mass_g,specific_energy_wh_kg,ge300,source,confidence",
         "x,y,5,3.6,70,300,yes,s,high", "is 300, computed 257.1"),
        ("cells", "manufacturer,mpn,capacity_typ_ah,nominal_v,mass_g,specific_energy_wh_kg,ge300,source,confidence",
         "x,y,5,3.6,70,257.1,yes,s,high", "is 'yes' at 257.1 Wh/kg"),
        ("substances", "group,substance,cas,source,confidence", "erbium,y,12061-16-5,s,high", "is no CAS number"),
        ("territories", "term,iso_alpha2,kind,china_origin,source,confidence", "Narnia,NN,country,no,s,high", "no ISO"),
        ("prices", "material,unit,market,price_low,price_likely,price_high,date,source,confidence",
         "x,kg,world,1,2,3,last year,s,high", "is no year"),
    ],
)  # fmt: skip
def test_faults_of_tables(tmp_path: Path, table: str, head: str, row: str, fault: str) -> None:
    found = faults(overlay(tmp_path, **{f"{table}__x_csv": f"{head}\n{row}\n"}))
    assert any(fault in x for x in found), found


def test_a_record_that_stands_twice_is_a_fault(tmp_path: Path) -> None:
    found = faults(overlay(tmp_path, measures__x_yaml=MEASURE, controls__a_yaml=CONTROL, controls__b_yaml=CONTROL))
    assert found == ["controls/b.yaml:2: xx-1:a: id: stands twice, first in controls/a.yaml"]


def test_check_digits_of_cas_numbers() -> None:
    assert cas_number("7440-60-0")
    assert cas_number("12061-16-4")
    for wrong in ("7440-60-1", "7440-6-0", "7440600", "", "7440-60-0-0", "７440-60-0"):
        assert not cas_number(wrong), wrong
