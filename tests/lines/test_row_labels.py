"""What a row's label says of it, in ten languages: totals, what is neither part nor material, what is not fitted."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.files import read_rows

FILE = Path(__file__).parents[1] / "cases" / "row_labels.csv"


def bin_of(label: str, wanted: str) -> str:
    last = ["", label, "", "", 20.8] if wanted == "subtotal" else ["", label, 1, 5, 5]
    bom = read_rows(
        [
            ["Item", "Description", "Qty", "Unit price EUR", "Total EUR"],
            [1, "Bracket, steel", 2, 4, 8],
            [2, "Housing", 1, 12, 12],
            [3, "Screw M4", 8, 0.1, 0.8],
            last,
        ]
    )
    found = {x.source.row: x.bin for x in bom.lines}
    return found.get(5, "subtotal" if bom.inputs[0].sheets[0].rows["subtotal"] else "lost")


def test_each_label_says_what_its_row_is() -> None:
    with FILE.open(encoding="utf-8", newline="") as f:
        cases = list(csv.DictReader(f))
    wrong = {c["label"]: found for c in cases if (found := bin_of(c["label"], c["bin"])) != c["bin"]}
    assert wrong == {}
