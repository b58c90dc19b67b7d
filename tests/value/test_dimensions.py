"""A mass that a text names, and one that follows from a shape."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.value.dimensions import PI, mass_in, volume_in

MM3 = Decimal("1e-9")


@pytest.mark.parametrize(
    ("text", "mm3"),
    [
        ("Gadolinium metal foil 50x50x0.1 mm, 99.9 %", "250"),
        ("Dy-Folie 0,1 x 100 x 100 mm", "1000"),
        ("foil 100 mm x 100 mm x 50 µm", "500"),
        ("plate 50mmx50mmx2mm (2 pcs)", "5000"),
        ("foil 100 x 100 mm, 0.1 mm thick", "1000"),
        ('Gd plate 1"x1"x0.25"', "4096.766"),
        ("block 20x10x5 N42SH", "1000"),
    ],
)
def test_the_volume_of_a_block_or_sheet(text: str, mm3: str) -> None:
    found = volume_in(text)
    assert found is not None
    assert abs(found / MM3 - Decimal(mm3)) < Decimal("0.001")


@pytest.mark.parametrize(
    ("text", "quarters"),
    [
        ("Gd rod Ø10 x 50 mm", 100 * 50),
        ("disc D25 x 10 mm SmCo", 625 * 10),
        ("disc dia 20 mm x 3 mm", 400 * 3),
        ("Ring Ø20/Ø10x5", 300 * 5),
        ("ring OD20xID10x5 mm", 300 * 5),
    ],
)
def test_the_volume_of_a_rod_disc_or_ring(text: str, quarters: int) -> None:
    assert volume_in(text) == PI / 4 * quarters * MM3


@pytest.mark.parametrize(
    "text",
    [
        "screw M3x10", "cable 3x1.5 mm2", "PCB 100x80x1.6 mm and 20x10x3 mm", "rod 10 x 50 mm x 5 mm x 3",
        "wafer 4 inch", "12 V 5 A", "ring ID 10 OD 20", "Ring Ø10/Ø20x5", "10x20",
    ],
)  # fmt: skip
def test_no_volume_where_no_one_shape_is_told(text: str) -> None:
    assert volume_in(text) is None


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("Er2O3 powder, 10 g", "0.01"), ("Dose 2,5 kg Dy2O3", "2.5"), ("Tb4O7 500mg", "0.0005"),
        ("1,000 g Er2O3", None),  # a thousand, or one
        ("5 x 10 g", None), ("10 g x 5", None), ("10 g or 25 g", None),
        ("servo 5 kg·cm", None), ("cloth 100 g/m2", None), ("0.5 kg/m", None), ("12 V", None),
    ],
)  # fmt: skip
def test_the_one_mass_of_a_text(text: str, kg: str | None) -> None:
    assert mass_in(text) == (None if kg is None else Decimal(kg))
