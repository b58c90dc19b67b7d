from __future__ import annotations

import re

from scanner.catalog.load import built_in
from scanner.match import tables
from scanner.match.chemistry import group, known
from scanner.match.formula import elements, parse


def test_hosts_are_made_of_elements() -> None:
    for name, host in known().hosts.items():
        assert set(host.elements) <= elements().states.keys(), name
        assert host.alone in ("yes", "context", "no"), name


def test_stems_are_formulas_or_names() -> None:
    stems = tables.yaml("formulas/stems.yaml")
    names = {
        "GST",
        "CIGS",
        "TZM",
        "EGaIn",
        "ITO",
        "IGZO",
        "IZO",
        "WCCo",
        "Gd(DTPA)",
        "Gd-DTPA",
        "Gd-DOTA",
        "Gd-BOPTA",
        "ErD2",
    }
    for kind in ("semiconductor", "alloy", "compound", "battery"):
        for spelling in stems[kind]:
            assert spelling in names or parse(spelling) is not None, spelling
    assert set(stems["context"]) <= known().formulas.keys()


def test_codes_match_their_examples() -> None:
    for row in tables.yaml("formulas/ceramics.yaml"):
        assert set(row["elements"]) <= elements().states.keys()
        for example in row["examples"]:
            assert re.fullmatch(row["pattern"], example), example


def test_groups_hold_elements() -> None:
    for name in tables.yaml("formulas/elements.yaml")["sets"]:
        assert group(name) <= elements().states.keys(), name


def test_the_articles_of_hosts_are_in_the_catalog() -> None:
    catalog = built_in()
    groups = {c.elements[0]: c.group for c in catalog.controls.values() if len(c.elements) == 1}
    stems = {(a.id.removesuffix(f"-{a.controlled_group}"), a.controlled_group) for a in catalog.articles}
    for name, host in known().hosts.items():
        for element, stem in host.articles.items():
            assert element in host.elements or element == "Tb", name
            assert (stem, groups[element]) in stems, (name, element)
