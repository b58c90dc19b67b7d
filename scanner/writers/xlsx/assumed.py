"""Constants on the sheet Assumptions that cells of other sheets take, so that changing one changes them all.

An assumption says its figures in words. They are read back here, and a cell is tied to one only where that is exactly
the figure which the scan used; otherwise the cell holds its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from scanner.findings import Assumption, Exposure, LineFinding, Match
from scanner.writers.xlsx.terms import CLOSE, Figure

TABLE = 12
"""Row of the table's headings, counted from 1."""
LETTERS = (("E", "F", "G"), ("H", "I", "J"))
"""Columns of an assumption's first and second low, likely, high."""
NUMBER = r"(\d+(?:\.\d+)?)"
TRIPLE = re.compile(rf"{NUMBER} / {NUMBER} / {NUMBER}")
LIKELY = re.compile(rf"likely {NUMBER}$")
RATE = re.compile(rf"^1 ([A-Z]{{3}}) = {NUMBER} ([A-Z]{{3}})")
SHORT = 12
"""Digits of a factor that is worth writing beside a rate."""
Three = tuple[Decimal | None, Decimal | None, Decimal | None]


def figures(a: Assumption) -> Sequence[Three]:
    """The figures that an assumption names: presence and share of an article, a world share, a rate."""
    kind = a.id.partition(":")[0]
    if kind in ("articles", "priors"):
        return [(Decimal(x), Decimal(y), Decimal(z)) for x, y, z in TRIPLE.findall(a.value)][:2]
    found = RATE.match(a.value) if kind == "rate" else LIKELY.search(a.value) if kind == "origin" else None
    return [(None, Decimal(found[2] if kind == "rate" else found[1]), None)] if found else []


class Assumed:
    """Where each constant stands."""

    def __init__(self, exposure: Exposure) -> None:
        self._exposure = exposure
        self._rows = {a.id: TABLE + 1 + n for n, a in enumerate(exposure.assumptions)}
        self._figures = {a.id: figures(a) for a in exposure.assumptions}
        self._rates = {a.id: m for a in exposure.assumptions if (m := RATE.match(a.value))}

    def cell(self, value: Decimal | None, k: int, ids: Iterable[str | None], which: int = 0) -> Figure | None:
        """The cell that holds the value among the figures of some assumptions; None where none does."""
        for name in ids:
            found = self._figures.get(name or "")
            if value is not None and found and which < len(found) and found[which][k] == value:
                return Figure(f"=Assumptions!${LETTERS[which][k]}${self._rows[name or '']}", value)
        return None

    def applicability(self, m: Match, value: Decimal | None, k: int) -> Figure | None:
        return self.cell(value, k, [f"articles:{m.article}"]) if m.article else None

    def content(self, m: Match, value: Decimal | None, k: int) -> Figure | None:
        return self.cell(value, k, [f"articles:{m.article}"], 1) if m.article else None

    def origin(self, f: LineFinding, value: Decimal | None, k: int) -> Figure | None:
        """Only the likely origin is ever assumed."""
        if k != 1:
            return None
        return self.cell(value, k, [*(e.source for e in f.origins.evidence), *(f"priors:{m.prior}" for m in f.matches)])

    def factor(self, currency: str | None, factor: Decimal) -> Figure | None:
        """A conversion over the exchange rate, times what the units ask for."""
        name = f"rate:{currency}/{self._exposure.currency}"
        found = self._rates.get(name)
        if found is None:
            return None
        rate, direct = Decimal(found[2]), found[1] == currency
        times = factor / rate if direct else factor * rate
        short = Decimal(f"{times:.{SHORT}g}")
        if abs(short - times) > CLOSE * abs(times):
            return None
        cell = f"Assumptions!${LETTERS[0][1]}${self._rows[name]}"
        return Figure(f"={format(short, 'f')}{'*' if direct else '/'}{cell}", factor)
