from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.match.substances import find


def certain(text: str) -> list[tuple[str, str]]:
    """Formula and kind of what is found without need of further context."""
    return [(s.formula, s.kind) for s in find(text) if not s.needs_context]


@pytest.mark.parametrize(
    ("text", "formula", "kind", "some"),
    [
        ("Er2O3 99.9% 1 kg", "Er2O3", "oxide", "Er"), ("ER2O3 PWDR 5N", "Er2O3", "oxide", "Er"),
        ("ErF3 granules", "ErF3", "compound", "Er"), ("Er2(CO3)3·xH2O", "Er2(CO3)3·xH2O", "compound", "Er"),
        ("Tb4O7 99.99%", "Tb4O7", "oxide", "Tb"), ("sintered Nd2Fe14B", "Nd2Fe14B", "alloy", "Nd"),
        ("Sm2Co17 ring", "Sm2Co17", "alloy", "Sm"), ("InSb wafer", "InSb", "semiconductor", "In"),
        ("CdZnTe detector", "CdZnTe", "semiconductor", "Te"), ("Bi2Te3 ingot", "Bi2Te3", "semiconductor", "Bi"),
        ("LiFePO4 powder", "LiFePO4", "battery", "Li"), ("NCM811 cathode", "NMC", "battery", "Ni"),
        ("LiNi0.8Co0.1Mn0.1O2", "LiNi0.8Co0.1Mn0.1O2", "battery", "Ni"),
        ("8YSZ tube", "YSZ", "ceramic", "Y"), ("Zirconia 3Y-TZP", "Y-TZP", "ceramic", "Y"),
        ("10Sc1CeSZ powder", "ScSZ", "ceramic", "Sc"), ("CTH:YAG rod", "Cr,Tm,Ho:YAG", "doped", "Tm"),
        ("GAGG array", "GAGG", "host", "Gd"), ("(Dy2O3)", "Dy2O3", "oxide", "Dy"), ("MgO/Y2O3", "Y2O3", "oxide", "Y"),
    ],
)  # fmt: skip
def test_formulas(text: str, formula: str, kind: str, some: str) -> None:
    (found,) = find(text)
    assert (found.formula, found.kind, found.needs_context) == (formula, kind, False)
    assert some in found.elements


@pytest.mark.parametrize(
    ("text", "dopants", "host", "of_host"),
    [
        ("Er:YAG rod", ("Er",), "YAG", "Y"), ("Yb:KGW", ("Yb",), "KGW", "Gd"), ("Nd:YVO4", ("Nd",), "YVO4", "Y"),
        ("Tm,Ho:YLF", ("Tm", "Ho"), "YLF", "Li"), ("LSO:Ce", ("Ce",), "LSO", "Lu"),
        ("Gd2O2S:Tb", ("Tb",), "Gd2O2S", "Gd"),
        ("SrI2(Eu)", ("Eu",), "SrI2", "Sr"), ("SrAl2O4:Eu,Dy", ("Eu", "Dy"), "SrAl2O4", "Sr"),
        ("Eu3+:CaF2", ("Eu",), "CaF2", "Ca"),
        ("ErYAG laser", ("Er",), "YAG", "Y"), ("Ba2SiO4:Eu", ("Eu",), "Ba2SiO4", "Ba"),
    ],
)  # fmt: skip
def test_doped_hosts(text: str, dopants: tuple[str, ...], host: str, of_host: str) -> None:
    (found,) = find(text)
    assert (found.kind, found.dopants, found.host) == ("doped", dopants, host)
    assert {*dopants, of_host} <= set(found.elements)


@pytest.mark.parametrize(
    ("text", "dopants"),
    [
        ("Yb-doped fibre", ("Yb",)),
        ("Er/Yb co-doped fiber", ("Er", "Yb")),
        ("Tm-dotierte Faser", ("Tm",)),
        ("掺Er光纤", ("Er",)),
    ],
)
def test_words_that_dope(text: str, dopants: tuple[str, ...]) -> None:
    (found,) = find(text)
    assert (found.dopants, found.host) == (dopants, None)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("Al80Sc20 target", {"Al": 80, "Sc": 20}), ("Mg-30Y master alloy", {"Mg": 70, "Y": 30}),
        ("90W-7Ni-3Fe rod", {"W": 90, "Ni": 7, "Fe": 3}), ("W90NiFe", {"W": 90}), ("WCu20", {"W": 80, "Cu": 20}),
        ("DyFe80", {"Dy": 80, "Fe": 20}), ("HoFe 80 alloy", {"Ho": 80, "Fe": 20}),
        ("Al-Sc 2% ingot", {"Al": 98, "Sc": 2}),
        ("AlSc2", {"Sc": 2}), ("Sn42Bi58 paste", {"Sn": 42, "Bi": 58}),
    ],
)  # fmt: skip
def test_percentages_of_alloys(text: str, percent: dict[str, int]) -> None:
    (found,) = find(text)
    assert dict(found.mass_percent) == {k: Decimal(v) for k, v in percent.items()}


@pytest.mark.parametrize("text", ["Er3Ni spheres", "HoCu2 spheres", "Nd2Fe14B", "Sm2Co17"])
def test_figures_of_intermetallics_are_atoms(text: str) -> None:
    (found,) = find(text)
    assert found.mass_percent == ()


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("Dy metal 99.9%", "Dy"), ("Gd 99.9% chunks", "Gd"), ("Sc target 3N", "Sc"), ("Eu oxide", "Eu"),
        ("金属Tb 2kg", "Tb"),
        ("Tb: 1.2 wt%", "Tb"), ("NdFeB, Dy 3.2 wt%", "Dy"), ("In ingot 4N", "In"), ("Y sputtering target", "Y"),
        ("Lu-177 chloride", "Lu"),
        ("177Lu", "Lu"), ("Dy 4N", "Dy"), ("Ga 6N 500 g", "Ga"), ("Mo 99.95% disc", "Mo"),
    ],
)  # fmt: skip
def test_symbols_in_chemical_company(text: str, symbol: str) -> None:
    assert symbol in [s.formula for s in find(text)]


def test_a_content_is_kept() -> None:
    assert dict(find("magnet with Dy 3,2 wt%")[0].mass_percent) == {"Dy": Decimal("3.2")}


@pytest.mark.parametrize(
    "text",
    [
        "SC connector", "SC/APC simplex", "TM1637 driver", "LABEL, LOGO (TM)", "CAP Y2 2.2NF X1Y2", "relay NO/NC",
        "CoC", "PH2.0-4P",
        "ER20 collet", "ER-11 seal", "HO scale", "In stock", "In metal housing", "plug-in", "As per drawing",
        "GE breaker", "5 W LED",
        "RES 1/4W 1%", "TB1 term block", "1 TB SSD", "EU plug", "YB-204", "Y axis", "Y-split", "DY-50 load cell",
        "SM712.TCT",
        "GD32F303", "Sm. hex bolt", "MO resistor", "Bi-directional", "Yb 8-channel", "0xDyFe", "B08BWN8V7P",
        "CoNi plating", "NiTi wire",
        "TiN coated", "LiPo bag", "PoE In/Out", "Er, rot", "Tb-free steel", "Dy/Tb free", "#FFYB12", "Y 5%",
        "Lu (name)", "UN3480",
    ],
)  # fmt: skip
def test_look_alikes(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    "text", ["YSZ Technology hub", "GaN FET", "InP wafer", "TGG", "GGG", "WL20 electrode", "GaAs", "WC powder", "Gd203"]
)
def test_ambiguous_letters_ask_for_context(text: str) -> None:
    assert find(text)
    assert certain(text) == []


PIECES = st.sampled_from(
    ["Er", "Y", "W", "In", "Dy", "O", "2", "3", "(", ")", ":", "-", " ", "YAG", "Fe", "B", "99.9%", "target",
     "metal", "x", ",", "Ga",
     "As", "SC", "·", "H2O", "掺", "4N", "doped", "[", "]", "/", ".", "NO3", "Co", "0.8"]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=10).map("".join))
def test_spans_lie_in_the_text_and_name_elements(text: str) -> None:
    from scanner.match.formula import elements

    for s in find(text):
        assert text[s.start : s.end] == s.text
        assert s.elements
        assert set(s.elements) <= elements().states.keys()
        assert list(s.elements) == sorted(set(s.elements))
        assert all(0 < v <= 100 for _, v in s.mass_percent)
