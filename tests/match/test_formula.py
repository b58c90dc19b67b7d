from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.match.formula import balanced, elements, parse


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Er2O3", {"Er": 2, "O": 3}), ("Nd2Fe14B", {"Nd": 2, "Fe": 14, "B": 1}),
        ("Er2(CO3)3", {"Er": 2, "C": 3, "O": 9}), ("Er2(CO3)3·xH2O", {"Er": 2, "C": 3, "O": 9}),
        ("SmCl3.6H2O", {"Sm": 1, "Cl": 3}), ("Sm(CH3COO)3", {"Sm": 1, "C": 6, "H": 9, "O": 6}),
        ("(NH4)10H2W12O42", {"N": 10, "H": 42, "W": 12, "O": 42}), ("Y(acac)3", {"Y": 1}),
    ],
)  # fmt: skip
def test_counts_atoms(text: str, counts: dict[str, int]) -> None:
    found = parse(text)
    assert found is not None
    assert found.counts == {k: Decimal(v) for k, v in counts.items()}


def test_fractions_and_letters_count() -> None:
    nmc = parse("LiNi0.8Co0.1Mn0.1O2")
    assert nmc is not None
    assert nmc.counts["Ni"] == Decimal("0.8")
    open_counts = parse("NixCoyMnz(OH)2")
    assert open_counts is not None
    assert open_counts.counts["Ni"] is None


@pytest.mark.parametrize("text", ["TB1", "ER20", "magnet", "Er2O3)", "(Er2O3", "Xx2", "B08BW", "", "O2-"])
def test_anything_else_is_no_formula(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "text", ["Er2O3", "GdF3", "CeO2", "Gd2O2S", "Y3Al5O12", "Dy(NO3)3.5H2O", "Sm(acac)3", "WO3", "Sb2O5"]
)
def test_real_compounds_are_balanced(text: str) -> None:
    found = parse(text)
    assert found is not None
    assert balanced(found)


@pytest.mark.parametrize("text", ["YO3", "HO", "Er2O", "GdF9", "SbO3"])
def test_others_are_not(text: str) -> None:
    found = parse(text)
    assert found is not None
    assert not balanced(found)


@given(
    st.sampled_from(sorted(s for s, q in elements().states.items() if q == (3,) and s in elements().metals)),
    st.integers(1, 9),
)
def test_trivalent_metals_make_sesquioxides_and_trihalides(metal: str, times: int) -> None:
    for text in (f"{metal}2O3", f"{metal}F3", f"{metal}{2 * times}O{3 * times}"):
        found = parse(text)
        assert found is not None
        assert balanced(found)
