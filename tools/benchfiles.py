"""Bills of materials for the benchmark: invented, the same on every run, 5 lines in 100 about controlled materials."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

HEADINGS = [
    *("Item", "Part Number", "Description", "Manufacturer", "MPN", "Quantity", "Unit"),
    *("Unit Price", "Currency", "Country of Origin"),
]
ORDINARY = [
    "CAP CER {n}PF {v}V X7R 0402", "RES {n} OHM 1% 0603", "IND {n}UH 20% 1.2A SMD", "SCREW ISO 4762 M{d}X{l} A2-70",
    "WASHER DIN 125 A {d} STEEL", "CONN HDR {p}POS 2.54MM", "CABLE ASSY {l} MM, {p} WIRES", "IC MCU 32BIT {n}KB FLASH",
    "BRACKET, SHEET METAL {l} X {d}0 X 2", "O-RING {l} X {d} NBR 70", "Bearing 6{d}0{p} 2RS C3", "LABEL {l} X {d}0 MM",
    "HOUSING, ALUMINIUM EN AW-6082, REV {p}", "MOSFET N-CH {v}V {n}A DPAK", "DIODE SCHOTTKY {v}V {d}A SMA",
    "TRANSFORMER {v}V {n}VA", "HEAT SINK {l} X {d}0 ANODIZED", "SPACER HEX M{d} {l} MM", "FUSE {d}A {v}V SLOW",
    "SEAL KIT TYPE {p}, VITON", "VALVE 2/2 G1/4 {v}VDC", "SENSOR, PRESSURE 0-{n} BAR", "HOSE PU {d} X {p}, {l} M",
]  # fmt: skip
RELEVANT = [
    "MAGNET NDFEB N42SH {l}X{d}X{p} NI", "SERVO MOTOR {n} W {v} V WITH BRAKE", "BLDC MOTOR {n}KV",
    "STEPPER NEMA 17 {l} MM", "LI-ION CELL 21700 {n} MAH 3.6 V 70 G", "CARBIDE END MILL {d} MM",
    "ER-DOPED FIBRE {l} M", "SMCO DISC {d} X {p} MM", "GAN FET 650 V {n} MOHM",
    "DIAMOND POWDER {p} UM {n} CT", "PELTIER TEC1-127{d} 40X40", "Y2O3 POWDER 99.99 % {n} G",
]  # fmt: skip
MAKERS = ["Norvik", "Halbau", "Tessera Nine", "Kuromoto", "Delta Ridge", "Xinhe", "Alpstrom", "Brenta"]
COUNTRIES = ["CN", "DE", "JP", "US", "TW", "KR", "CN", "MY", "", "CZ"]


def rows(count: int) -> Iterator[list[str | int | float]]:
    """The lines, without headings; of 100,000 descriptions half are distinct."""
    dice = random.Random(7)  # noqa: S311 - a benchmark, not a secret
    for i in range(1, count + 1):
        pattern = dice.choice(RELEVANT if i % 20 == 0 else ORDINARY)
        text = pattern.format(
            n=dice.choice((10, 22, 47, 100, 220, 470, 1000)) * dice.randint(1, 300),
            v=dice.choice((6, 12, 16, 24, 25, 50, 63, 100)),
            d=dice.randint(2, 9),
            p=dice.randint(2, 40),
            l=dice.randint(4, 2500),
        )
        maker = dice.choice(MAKERS)
        yield [
            *(
                i,
                f"P-{100000 + i}",
                text,
                maker,
                f"{maker[:2].upper()}{dice.randint(1000, 99999)}",
                dice.randint(1, 40),
            ),
            *("pcs", round(dice.lognormvariate(0, 1.6) + 0.001, 3), "USD", dice.choice(COUNTRIES)),
        ]


def xlsx(folder: Path, count: int) -> Path:
    """A workbook with one sheet."""
    import xlsxwriter

    path = folder / f"bom-{count}.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("BOM")
        sheet.write_row(0, 0, HEADINGS)
        for at, row in enumerate(rows(count), 1):
            sheet.write_row(at, 0, row)
    return path


def delimited(folder: Path, count: int) -> Path:
    """A csv file."""
    path = folder / f"bom-{count}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        out.writerows(rows(count))
    return path
