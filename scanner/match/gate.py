"""Which of many lines deserve to be read at all: nearly all lines of a bill of materials are screws and resistors.

The texts of a whole batch are searched as one, so that an innocent line costs a share of a few passes
in compiled code and nothing of its own. What the gate lets through is read in full; it never decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from scanner.catalog.model import BatteryCell
from scanner.match.clipped import Clipped
from scanner.match.families import stands_at
from scanner.match.lexicon import Lexicon
from scanner.match.magnets import GRADE_CUE
from scanner.match.text import fold

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_BETWEEN = "\x00"
_LONG_WORD = re.compile(r"[a-zа-яё]{7,}")
_CAS = re.compile(r"-\d\d-\d(?!\d)")
"""The tail of a CAS number, for a pattern that begins with a sign is found many times faster."""
_SHORT = 4
"""Cell codes of fewer characters need company, which is a trigger of its own."""
_HOSTS = (
    "Y3Al", "YF3", "YCl3", "YBr3", "YI3", "Y(", "Y2(", "Y:", "Y3Fe", "YBa2", "YF4", "YAl", "MgY", "Y-90", "Y 99",
    "YAG", "YIG", "YLF", "YAP", "YVO", "YBCO", "YSZ", "TZP",
    "LSO", "LYSO", "GGG", "TGG", "GAGG", "GOS", "GSO", "Ni0", "NiCo", "TbFe", "DyFe", "HoFe", "SmCo", "SmFe", "AlSc",
)  # fmt: skip
"""Hosts, alloys and salts that hold a listed element without showing its symbol by itself."""
_SALTS = ("2O3", "O2", "O3", "4O7", "6O11", "F3", "CL3")
"""What follows a symbol in a formula that is written in capitals throughout."""

FEW = 100
"""Texts that are all read in full: that takes less time than to make ready what tells them apart."""


def telling_codes(cells: Iterable[BatteryCell]) -> str:
    """Codes of cells that call for a full reading, folded, one a line."""
    codes = {fold(name) for c in cells for name in (c.mpn, *c.aliases)}
    telling = {c for c in codes if len(c) >= _SHORT and any(x.isdigit() for x in c)}
    return "\n".join(sorted(telling))


class Codes(NamedTuple):
    """What part numbers call for a full reading."""

    cells: Sequence[str]
    """Codes of cells, folded."""
    heads: Sequence[str]
    """What the part numbers of some families can begin with, folded."""
    families: Container[str]
    """Ids of these families."""


class Gate:
    """Tells candidates from the rest, for one lexicon and its tables."""

    def __init__(self, lexicon: Lexicon, codes: Codes, elements: Iterable[str], clipped: Clipped) -> None:
        self._lexicon = lexicon
        self._known = codes
        self._clipped = clipped
        self._elements = tuple(sorted(elements))

    def candidates(self, plains: Sequence[str], foldeds: Sequence[str]) -> set[int]:
        """Numbers of the texts that deserve a full reading.

        Args:
            plains: the texts, NFKC, case kept.
            foldeds: the same for comparing words; each of the length of its plain.

        """
        if len(foldeds) <= FEW:
            return set(range(len(foldeds)))
        starts, at = [], 0
        for text in foldeds:
            starts.append(at)
            at += len(text) + 1
        folded, plain = _BETWEEN.join(foldeds), _BETWEEN.join(plains)
        found, cues = self._lexicon.trigger_places(folded, plain)
        found += [m.start() for pattern in (GRADE_CUE, _CAS) for m in pattern.finditer(plain)]
        found += self._coded(folded, plain)
        found += self._formulas(plain)
        found += self._misspelt(folded)
        found += self._clipped.places(folded)
        chosen = {bisect_right(starts, place) - 1 for place in found}
        called = {(bisect_right(starts, place) - 1, target) for place, target in cues}
        chosen |= {n for n, target in called if n not in chosen and self._lexicon.follows_cue(target, foldeds[n])}
        return chosen

    @cached_property
    def _codes(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick([*self._known.cells, *self._known.heads])

    def _coded(self, folded: str, plain: str) -> list[int]:
        """Where a cell's code or a telling part number stands; one that only begins like that is many a part's."""
        cells = len(self._known.cells)
        return [
            start
            for code, start, _ in self._codes.find_matches_as_indexes(folded, overlapping=True)
            if not (start and folded[start - 1].isalnum())
            and (code < cells or stands_at(plain, start, self._known.families))
        ]

    @cached_property
    def _signs(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick

        symbols = [s for s in self._elements if len(s) == 2]
        loud = [s.upper() + salt for s in self._elements for salt in _SALTS]
        return AhoCorasick([*symbols, *loud, *_HOSTS])

    def _formulas(self, plain: str) -> list[int]:
        """Where a formula of a listed element shows: its symbol with no small letter behind it, or a known host."""
        found = []
        for _, start, end in self._signs.find_matches_as_indexes(plain, overlapping=True):
            if end - start == 2 and plain[end : end + 1].islower():
                continue  # Er in Ersatz, Sc in Screw
            found.append(start)
        return found

    def _misspelt(self, folded: str) -> list[int]:
        """Where a long word is one letter away from a known one."""
        wrong = [w for w in set(_LONG_WORD.findall(folded)) if self._lexicon.meant(w)]
        return [m.start() for w in wrong for m in re.finditer(rf"(?<![a-z]){re.escape(w)}(?![a-z])", folded)]
