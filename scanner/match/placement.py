"""What a board position says: J3 is a connector, even where its value is MOTOR."""

from __future__ import annotations

import re

from msgspec import Struct

from scanner.bom import BomLine

_PREFIX = re.compile(r"[A-Za-z]+")


class Placement(Struct, frozen=True, kw_only=True):
    """The table data/lexicon/placement.yaml."""

    prefixes: frozenset[str]
    headings: frozenset[str]
    footprints: tuple[str, ...]

    def takes_over(self, line: BomLine) -> bool:
        """Whether the position or footprint of a line says that it is a connector, switch or passive part."""
        places = line.reference_designators
        if places:
            prefixes = {m[0].upper() for m in _PREFIX.finditer(places)}
            if prefixes and prefixes <= self.prefixes:
                return True
        for heading, value in line.other.items():
            if heading.strip().lower() in self.headings:
                low = value.lower()
                return any(word in low for word in self.footprints)
        return False
