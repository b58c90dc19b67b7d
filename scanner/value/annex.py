"""What Annex 1 of cn-2025-61 reaches, also through the export controls that its entries refer to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from scanner.catalog.load import Catalog
from scanner.findings import Match

EXTRATERRITORIAL = "cn-2025-61"


class Annex:
    """Part 1 (materials whose Chinese origin counts) and Part 2 (items that are judged)."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def entries(self) -> dict[str, tuple[str, ...]]:
        """Control id → the entries of the annex that it stands for, itself included."""
        found: dict[str, tuple[str, ...]] = {}
        for control in self._catalog.controls.values():
            if control.measure == EXTRATERRITORIAL and control.part is not None:
                for name in (control.id, *(r for r in control.refers_to if not r.startswith(EXTRATERRITORIAL))):
                    found[name] = (*found.get(name, ()), control.id)
        return found

    @cached_property
    def part2(self) -> frozenset[str]:
        """Controls that Part 2 reaches: magnets, targets, and what holds magnets."""
        controls = self._catalog.controls
        return frozenset(k for k, v in self.entries.items() if any(controls[e].part == 2 for e in v))

    def is_part2(self, match: Match) -> bool:
        """The row is, or holds, an item of Part 2."""
        return match.control in self.part2

    @cached_property
    def holders(self) -> dict[str, tuple[str, ...]]:
        """Part 2 entry → the entries for the parts and assemblies that hold it."""
        found: dict[str, tuple[str, ...]] = {}
        for control in self._catalog.controls.values():
            if control.measure == EXTRATERRITORIAL and control.part == 2:
                for name in control.refers_to:
                    if name in self._catalog.controls and self._catalog.controls[name].part == 2:
                        found[name] = (*found.get(name, ()), control.id)
        return found

    def of(self, matches: Iterable[Match]) -> list[tuple[str, Match]]:
        """The annex entries that a row is, each once; a match with the entry itself goes first.

        A row that only contains a listed magnet is an assembly of Part 2; one that only contains a Part 1
        material is no entry of its own.
        """
        found: dict[str, Match] = {}
        for match in sorted(matches, key=lambda m: m.measure != EXTRATERRITORIAL):
            for entry in self.entries.get(match.control, ()):
                held = () if match.itself else self.holders.get(entry, ())
                for name in held or ((entry,) if match.itself or entry == match.control else ()):
                    found.setdefault(name, match)
        return sorted(found.items(), key=lambda x: x[0])
