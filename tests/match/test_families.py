from __future__ import annotations

import pytest

from scanner.catalog.load import load
from scanner.match.families import Family, families, find

ARTICLES = {a.article_class for a in load().articles}


@pytest.mark.parametrize("family", families(), ids=lambda f: f.id)
def test_a_family_knows_its_examples_and_names_an_article(family: Family) -> None:
    assert family.article in ARTICLES
    assert family.source
    assert family.confidence in ("high", "medium", "low")
    for example in family.examples:
        (found,) = find(f"part {example} {family.context[0] if family.context else ''}")
        assert (found.family, found.text, found.needs_context) == (family.id, example, False)


@pytest.mark.parametrize(
    "text",
    [
        "RES 10K OHM 1/4W 1% 1206", "STM32F405RGT6", "ST3232 transceiver", "LD1117V33 regulator", "MT3608 boost",
        "RS-485 module", "TSM2302",
        "GX16-4 connector", "HUB75 panel", "LCM1602 display", "MC34063AD", "HMC5883L compass", "MS5611 barometer",
        "ERA-2AEB103X", "LM301AN",
        "STW20NM60", "GW2AR-18 FPGA", "AS5600 encoder", "FR107 diode", "RF-1004 rocker", "Q100 MOSFET", "C10002 cap",
        "U3 regulator",
        "X1001 crystal", "SP3485 transceiver", "M600 nut", "ER20-10 collet", "P204 fitting", "EPCS16 flash",
        "HA17358 opamp", "DM9000 ethernet",
    ],
)  # fmt: skip
def test_numbers_of_other_parts(text: str) -> None:
    assert [s for s in find(text) if not s.needs_context] == []


def test_short_numbers_ask_for_their_word() -> None:
    (alone,) = find("A2212 bracket")
    (told,) = find("A2212 brushless 1000KV")
    assert (alone.needs_context, told.needs_context) == (True, False)
