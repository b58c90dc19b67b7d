"""Mass of a row in kg: what it states, else what its text and shape let reckon."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import msgspec

from scanner.catalog.load import Catalog
from scanner.catalog.model import MagnetGrade
from scanner.findings import Match
from scanner.value.dimensions import mass_in, volume_in
from scanner.value.rollup import ZERO, Tree
from scanner.value.units import PIECE, kilograms

TEXTS = ("description", "material", "notes")
"""Where a mass or dimensions may be written, the first that tells."""
PER_M3 = Decimal(1000)
"""g/cm3 to kg/m3."""


class Density(msgspec.Struct, frozen=True, kw_only=True):
    """Of a material whose control has a word in its name."""

    group: str
    word: str
    density: Decimal


class MagnetDensity(msgspec.Struct, frozen=True, kw_only=True):
    """Of magnets of a family."""

    family: str
    density: Decimal


class Densities(msgspec.Struct, frozen=True, kw_only=True):
    """data/value/densities.yaml."""

    materials: tuple[Density, ...]
    magnets: tuple[MagnetDensity, ...]
    source: str


class Masses:
    """Asked for rows that match; remembers which densities it used, and for which rows."""

    def __init__(self, tree: Tree, catalog: Catalog) -> None:
        self.tree = tree
        self._catalog = catalog
        self.table = catalog.document("value/densities.yaml", Densities)
        self.used: dict[tuple[str, Decimal], set[int]] = defaultdict(set)
        """Material and density → rows that it spoke for."""

    def stated(self, i: int) -> Decimal | None:
        """Mass of the row for one product: from its quantity, else pieces × the mass of one."""
        line, quantity = self.tree.lines[i], self.tree.quantity[i]
        if quantity is None or line.quantity is None:
            return None
        whole = kilograms(line.quantity)
        if whole is not None:
            return whole * quantity / line.quantity.amount if line.quantity.amount else ZERO
        each = kilograms(line.mass)
        return None if each is None else each * quantity

    def likely(self, i: int, match: Match, grade: MagnetGrade | None) -> Decimal | None:
        """As stated, else pieces × what the text names as mass, else × volume × density of what the row is."""
        stated = self.stated(i)
        line, quantity = self.tree.lines[i], self.tree.quantity[i]
        if stated is not None or quantity is None or (line.quantity and line.quantity.unit not in (None, PIECE)):
            return stated
        texts = [text for field in TEXTS if (text := getattr(line, field))]
        named = texts if match.group != "magnet" else ()  # a magnet's kilograms are those that it holds
        mass = next((m for text in named if (m := mass_in(text)) is not None), None)
        if mass is not None:
            return mass * quantity
        density = self._density(match, grade)
        volume = next((v for text in texts if (v := volume_in(text)) is not None), None) if density else None
        if density is None or volume is None:
            return None
        self.used[density].add(i)
        return volume * density[1] * PER_M3 * quantity

    def _density(self, match: Match, grade: MagnetGrade | None) -> tuple[str, Decimal] | None:
        """What the row is made of, and g/cm3 of it."""
        if match.group == "magnet":
            family = grade.material_family if grade else ""
            return next(((x.family, x.density) for x in self.table.magnets if family.startswith(x.family)), None)
        control = self._catalog.controls.get(match.control)
        name = control.name.casefold() if control else ""
        return next(
            (
                (f"{x.group} {x.word}", x.density)
                for x in self.table.materials
                if x.group == match.group and x.word in name
            ),
            None,
        )
