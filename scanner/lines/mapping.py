"""Which column feeds which field: the sure ones first, then what is left, each column and field once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from scanner.ingest.document import Row
from scanner.lines.columns import heading_scores
from scanner.lines.evidence import fit, profile
from scanner.lines.lexicon import lexicon
from scanner.lines.numbers import currency_of
from scanner.lines.relation import find_totals
from scanner.lines.text import shown, words

_STEEL = re.compile(r"^\d\.\d{4}")
PASSIVE = ("notes", "other")
"""Fields that any number of columns may feed, or that feed nothing."""

WEAK_ORDER = (
    "procurement", "description", "quantity", "unit_price", "extended_price", "manufacturer", "item_number",
    "manufacturer_part_number", "supplier_part_number", "part_number", "supplier", "reference_designators",
    "unit", "currency", "price_per", "level", "parent", "material", "mass", "country_of_origin", "hs_code",
    "cas_number", "fitted", "alternate", "lifecycle", "quantity_base",
)  # fmt: skip
"""Which field a heading of several meanings feeds first."""


FIELDS = frozenset({*WEAK_ORDER, "notes"})


class Mapped(Struct, frozen=True):
    """One column that feeds a field."""

    field: str
    index: int
    heading: str
    confidence: float
    basis: str


class Mapping(Struct, frozen=True):
    columns: tuple[Mapped, ...]
    close: tuple[tuple[str, int, int], ...] = ()
    """(field, column taken, column that was nearly as good)."""

    def first(self, name: str) -> int | None:
        return next((c.index for c in self.columns if c.field == name), None)

    def every(self, name: str) -> list[int]:
        return [c.index for c in self.columns if c.field == name]

    def with_column(self, column: Mapped) -> Mapping:
        """The same with one column fed to another field."""
        kept = [c for c in self.columns if c.index != column.index]
        return Mapping(tuple(sorted([*kept, column], key=lambda c: c.index)), self.close)

    def swapped(self, old: str, new: str) -> Mapping:
        """The same with one field renamed, known from the figures."""
        columns = tuple(
            Mapped(new, c.index, c.heading, c.confidence, "figures") if c.field == old else c for c in self.columns
        )
        return Mapping(columns, self.close)


class _Chooser:
    """The state of one assignment."""

    def __init__(self, headings: Sequence[str], sample: Sequence[Row]) -> None:
        self.settings = lexicon().settings["columns"]
        self.headings = headings
        self.columns = [[row[i] if i < len(row) else None for row in sample] for i in range(len(headings))]
        self.profiles = [profile(c) for c in self.columns]
        self.raw = [heading_scores(h) for h in headings]
        self.scores = [
            {n: s * fit(n, p) for n, s in found.items()} for found, p in zip(self.raw, self.profiles, strict=True)
        ]
        self.taken: dict[int, Mapped] = {}
        self.given: dict[str, int] = {}
        self.close: list[tuple[str, int, int]] = []
        self.barred: set[int] = set()

    def take(self, name: str, index: int, confidence: float, basis: str = "heading") -> None:
        self.taken[index] = Mapped(name, index, self.headings[index], min(1.0, round(confidence, 2)), basis)
        self.given[name] = index

    def release(self, name: str) -> int:
        index = self.given.pop(name)
        del self.taken[index]
        return index

    def strong(self, least: float) -> None:
        """Headings that name one field by themselves, best first."""
        pairs = sorted(
            (
                (s, -i, n)
                for i, found in enumerate(self.scores)
                for n, s in found.items()
                if n not in PASSIVE and s >= least
            ),
            reverse=True,
        )
        for score, negative, name in pairs:
            index = -negative
            if index in self.taken or self.scores[index].get("other", 0.0) > score:
                continue
            if name in self.given:
                rival = self.taken[self.given[name]]
                if rival.confidence - score < self.settings["close"] and self.profiles[index].filled:
                    self.close.append((name, rival.index, index))
                continue
            self.take(name, index, score)

    def weak(self) -> None:
        """What is left, field by field."""
        for name in WEAK_ORDER:
            if name in self.given:
                continue
            options = [
                (found[name], -i)
                for i, found in enumerate(self.scores)
                if i not in self.taken
                and i not in self.barred
                and found.get(name, 0.0) >= self.settings["accept"]
                and found.get("other", 0.0) <= found[name]
                and self.allowed(name, i)
            ]
            if options:
                score, negative = max(options)
                self.take(name, -negative, score)

    def allowed(self, name: str, index: int) -> bool:
        """A heading of several meanings needs data that fit."""
        p = self.profiles[index]
        match name:
            case "part_number" | "manufacturer_part_number" | "supplier_part_number":
                fractions = p.number - p.whole > 0.3
                return p.filled == 0 or (p.worded < 0.5 and not p.rising and p.url < 0.5 and not fractions)
            case "item_number":
                return p.filled == 0 or p.rising or (p.whole > 0.8 and p.distinct > 0.9)
            case "quantity":
                return p.number > 0.5
            case "price_per":
                return "unit_price" in self.given
            case "supplier":
                # a link says where it is bought only where no part number says it better
                numbered = "manufacturer_part_number" in self.given or "supplier_part_number" in self.given
                return not (numbered and (p.url > 0.4 or p.distinct < 0.2))
            case "extended_price":
                return not self._same_price(index)
            case "procurement":
                return p.procurement > 0.7
            case "alternate" | "fitted" | "lifecycle":
                return p.distinct < 0.6
            case _:
                return True

    def _same_price(self, index: int) -> bool:
        """Is it the unit price again, in another currency? 'Price EUR', 'Price USD'."""
        unit = self.given.get("unit_price")
        if unit is None:
            return False
        one, other = (currency_of(self.headings[i])[0] for i in (unit, index))
        return bool(one and other and one != other) and self.raw[index].get("unit_price", 0.0) >= self.raw[index].get(
            "extended_price", 0.0
        )

    def neighbours(self) -> None:
        """What a 'Part number' is, is decided by its left neighbour: right of the maker it is the maker's."""
        for left, target in (("manufacturer", "manufacturer_part_number"), ("supplier", "supplier_part_number")):
            index = self.given.get(left)
            if index is None or target in self.given or index + 1 >= len(self.headings):
                continue
            beside = index + 1
            holder = self.taken.get(beside)
            generic = self.raw[beside].get(target, 0.0) > 0 and (holder is None or holder.field == "part_number")
            if generic:
                if holder is not None:
                    self.release("part_number")
                self.take(target, beside, 0.8)

    def numbered_material(self) -> None:
        """'Material' over numbers of many digits is the number of the part, as in SAP; '1.4301' is a material."""
        index = self.given.get("material")
        if index is None or "part_number" in self.given:
            return
        texts = [shown(c) for c in self.columns[index] if c not in ("", None)]
        numbers = [t for t in texts if sum(c.isdigit() for c in t) >= 5 and not _STEEL.match(t)]
        if len(texts) >= 3 and len(numbers) >= 0.8 * len(texts) and len(set(texts)) > 0.8 * len(texts):
            self.release("material")
            self.take("part_number", index, 0.8)

    def name_column(self) -> None:
        """A list has a column that says what the things are; where no heading does, the texts do."""
        if "description" in self.given and not self._outdone(self.given["description"]):
            return
        options: list[tuple[float, int]] = []
        for i, p in enumerate(self.profiles):
            holder = self.taken.get(i)
            if (holder is not None and holder.field not in ("part_number", "material")) or i in self.barred:
                continue
            weak = self.scores[i].get("description", 0.0)
            worded = p.worded * min(1.0, p.filled / 3)
            if (
                holder is not None
                and holder.field == "part_number"
                and not (worded > 0.25 and i != self.given.get("parent"))
            ):
                continue
            if holder is not None and holder.field == "material" and weak == 0.0:
                continue
            if p.url > 0.5 or (p.number > 0.8 and p.text < 0.2):
                continue
            nameless = not words(self.headings[i])
            unnamed_part = holder is None and "part_number" in self.raw[i] and worded > 0.25
            if holder is None and weak == 0.0 and not nameless and not unnamed_part:
                continue
            if nameless and (p.text < 0.5 or p.length < 3 or p.filled < 2):
                continue
            if nameless:
                weak = 0.4
            options.append((weak + 0.35 * worded + 0.35 * p.filled / max(1, p.rows) - 0.02 * i, i))
        if not options:
            return
        _, best = max(options)
        holder = self.taken.get(best)
        if holder is not None:
            self.release(holder.field)
        self.take(
            "description",
            best,
            max(0.5, self.scores[best].get("description", 0.5)),
            "heading" if words(self.headings[best]) else "content",
        )

    def _outdone(self, index: int) -> bool:
        """Is a half-empty 'Description' a remark beside a full column of names? Then it gives way."""
        p = self.profiles[index]
        if p.filled >= 0.9 * p.rows:
            return False
        for i, q in enumerate(self.profiles):
            if i in self.taken or not self.scores[i].get("description", 0.0):
                continue
            fuller = q.filled >= max(3, 1.2 * p.filled) and q.text > 0.5
            if fuller and (q.worded > 0.3 or not p.filled):
                del self.taken[index], self.given["description"]
                self.barred.add(index)
                return True
        return False

    def figures(self) -> None:
        """Quantity × unit price = line total settles which columns of numbers are which."""
        numeric = [i for i, p in enumerate(self.profiles) if p.number > 0.4 and p.filled >= 3]
        q, u, e = (self.given.get(n) for n in ("quantity", "unit_price", "extended_price"))
        cells = self.columns
        if q is not None and u is not None and e is not None:
            if find_totals(cells[q], cells[u], cells[e]):
                return
            for i in numeric:
                if (
                    i not in self.taken
                    and self.scores[i].get("quantity", 0.0) >= 0.5
                    and find_totals(cells[i], cells[u], cells[e])
                ):
                    self.release("quantity")
                    self.take("quantity", i, 0.9, "figures")
                    return
        elif q is not None and u is not None:
            for i in numeric:
                bare = not words(self.headings[i]) or self.scores[i].get("extended_price", 0.0) > 0 or not self.raw[i]
                if i not in self.taken and bare and find_totals(cells[q], cells[u], cells[i]):
                    self.take("extended_price", i, 0.8, "figures")
                    return
        elif q is not None and e is not None:
            for i in numeric:
                bare = not words(self.headings[i]) or not self.raw[i]
                if i not in self.taken and bare and find_totals(cells[q], cells[i], cells[e]):
                    self.take("unit_price", i, 0.8, "figures")
                    return

    def content(self) -> None:
        """Fields that no heading names but whose data can be nothing else."""
        for i, p in enumerate(self.profiles):
            if i in self.taken:
                continue
            if (
                "supplier" not in self.given
                and not self.raw[i]
                and p.url > 0.4
                and p.filled > 2
                and self.allowed("supplier", i)
            ):
                self.take("supplier", i, 0.5, "content")
                continue
            if words(self.headings[i]):
                continue
            if "reference_designators" not in self.given and p.designator > 0.7 and p.filled > 2:
                self.take("reference_designators", i, 0.6, "content")
            elif "level" not in self.given and i < 4 and p.level > 0.9 and p.filled > 2 and _has_depth(self.columns[i]):
                self.take("level", i, 0.6, "content")

    def without_quantity(self) -> None:
        """With neither quantity nor line totals, 'Cost' is what the line costs."""
        index = self.given.get("unit_price")
        if index is None or "quantity" in self.given or "extended_price" in self.given:
            return
        found = self.raw[index]
        if found.get("extended_price", 0.0) and found.get("unit_price", 0.0) < 1.0:
            self.release("unit_price")
            self.take("extended_price", index, 0.7)

    def remarks(self) -> None:
        for i, found in enumerate(self.scores):
            score = found.get("notes", 0.0)
            if i in self.barred and "description" in found:
                score = max(score, 0.6)
            if i not in self.taken and score >= self.settings["accept"] and found.get("other", 0.0) <= score:
                self.taken[i] = Mapped("notes", i, self.headings[i], min(1.0, round(score, 2)), "heading")

    def stated_alone(self) -> None:
        """A price column with a single figure in a long list is a total beside the table, not a column of prices."""
        for name in ("extended_price", "unit_price"):
            index = self.given.get(name)
            if index is None:
                continue
            p = self.profiles[index]
            if p.rows >= 4 and p.filled == 1:
                self.barred.add(self.release(name))


def map_columns(headings: Sequence[str], sample: Sequence[Row]) -> Mapping:
    """Assign fields to columns by heading and by the data beneath."""
    chooser = _Chooser(headings, sample)
    chooser.strong(0.66)
    chooser.stated_alone()
    chooser.neighbours()
    chooser.numbered_material()
    chooser.name_column()
    chooser.weak()
    chooser.figures()
    chooser.content()
    chooser.without_quantity()
    chooser.remarks()
    return Mapping(tuple(chooser.taken[i] for i in sorted(chooser.taken)), tuple(chooser.close))


def _has_depth(cells: Sequence[object]) -> bool:
    return any(isinstance(c, str) and "." in c.strip(".") for c in cells)
