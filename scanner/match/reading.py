"""What stands in a line, and how: mentions with their standing, ready for the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import attrgetter

from msgspec import Struct

from scanner.bom import SEARCHED, BomLine
from scanner.catalog.model import BatteryCell, MagnetGrade
from scanner.match import families, parts, substances
from scanner.match import grades as magnet_grades
from scanner.match.clipped import Clipped
from scanner.match.codes import find_cas
from scanner.match.heads import Heads
from scanner.match.known import cell_mentions, part_mentions
from scanner.match.lexicon import Lexicon, Mention
from scanner.match.magnets import grade_mentions, may_hold_grade
from scanner.match.signals import CasSpan, CellSpan, GradeSpan, SubstanceSpan
from scanner.match.standing import Kinds, Named, assign, is_material
from scanner.match.text import Text, join

MAIN = ("description", "material", "manufacturer_part_number", "part_number")
"""Fields that say what a line is."""
ASIDE = ("notes", "supplier_part_number", "manufacturer", "cas_number")
"""Fields that say something about it; they name it only where the main ones name nothing."""
FIELDS = (*MAIN, *ASIDE)
_READ = attrgetter(*FIELDS)
_SYMBOL = re.compile(
    r"(Sc|Sm|Gd|Tb|Dy|Ho|Er|Tm|Lu|Eu|Yb|Ga|Ge|Sb|Te|Bi)(?:[ ,]+(?:[2-8]N\d?|99[.,]?\d* ?%))?(?=$|[\s,;(/])"
)
_WITHIN = 40
"""Characters between a word for *contains* and what is contained."""
_NAMES = frozenset(("name", "part"))


class Reading(Struct, frozen=True):
    """A line as understood."""

    text: Text
    named: tuple[Named, ...]
    substances: tuple[SubstanceSpan, ...] = ()
    """Formulas; a mention ``#N`` is number N of them."""

    grades: tuple[GradeSpan, ...] = ()
    cells: tuple[CellSpan, ...] = ()
    cas: tuple[CasSpan, ...] = ()

    def standing(self, *standings: str) -> list[Mention]:
        """The mentions that stand in one of these ways."""
        return [n.mention for n in self.named if n.standing in standings]

    def names(self, implies: dict[str, tuple[str, ...]]) -> dict[str, Mention]:
        """What the line names: concept or term → the mention, implied concepts included."""
        return _closed((n.mention for n in self.named if n.standing in _NAMES), implies)

    def present(self, implies: dict[str, tuple[str, ...]]) -> dict[str, tuple[tuple[int, int], ...]]:
        """Everything that stands in the line and is not denied: concept → places."""
        found: dict[str, list[tuple[int, int]]] = {}
        for n in self.named:
            if n.standing != "negated" and not (n.standing in ("modifier", "target") and n.mention.role == "thing"):
                for target in with_implied(n.mention.target, implies):
                    found.setdefault(target, []).append((n.mention.start, n.mention.end))
        return {k: tuple(v) for k, v in found.items()}


def _closed(mentions: Iterable[Mention], implies: dict[str, tuple[str, ...]]) -> dict[str, Mention]:
    found: dict[str, Mention] = {}
    for m in mentions:
        for target in with_implied(m.target, implies):
            found.setdefault(target, m)
    return found


def with_implied(target: str, implies: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A concept and all that it implies, by the lexicon's closed table."""
    return (target, *implies.get(target, ()))


def fields_of(line: BomLine) -> tuple[tuple[str, str], ...]:
    """The texts of a line that matching reads, the telling ones first."""
    found = [pair for pair in zip(FIELDS, _READ(line), strict=True) if pair[1]]
    if line.other:
        found.extend((f"other.{k}", v) for k, v in line.other.items() if v)
    if any(len(text) > SEARCHED for _, text in found):
        found = [(name, text[:SEARCHED]) for name, text in found]
    return tuple(found)


class Reader:
    """Reads lines with one catalog's words and tables."""

    def __init__(
        self,
        lexicon: Lexicon,
        grade_table: tuple[MagnetGrade, ...],
        cell_table: tuple[BatteryCell, ...],
        part_concepts: dict[str, str],
        heads: Heads,
    ) -> None:
        self.lexicon = lexicon
        self._grades = grade_table
        self._cells = cell_table
        self._parts = part_concepts
        self._heads = heads
        self.clipped = Clipped(lexicon)
        self._kinds = Kinds.of(lexicon.implies)
        speaks_of = {"magnet", "magnet-material"}
        self._magnetic = speaks_of | {c for c in lexicon.implies if speaks_of & set(with_implied(c, lexicon.implies))}

    def read(self, fields: tuple[tuple[str, str], ...]) -> Reading | None:
        """What a line says; None when nothing in it can be affected."""
        text = join(fields)
        plain = text.plain
        triggers = self.lexicon.triggers(text)
        triggers.extend(self.clipped.find(text))
        formulas = substances.find(plain) or _in_material(text)
        cells = parts.find(plain, dict(fields).get("manufacturer"), None, self._cells)
        triggers.extend(cell_mentions(cells))
        triggers.extend(part_mentions(families.find(plain), self._parts))
        magnetic = may_hold_grade(plain) or any(m.target in self._magnetic for m in triggers)
        grades = magnet_grades.find(plain, self._grades) if magnetic else []
        triggers.extend(grade_mentions(grades))
        numbers = find_cas(plain)
        if not triggers and not formulas and not numbers:
            return None
        triggers.extend(Mention(f"#{i}", "thing", s.start, s.end, "*") for i, s in enumerate(formulas))
        mentions = [*triggers, *self.lexicon.context(text)]
        mentions.extend([*self._heads.find(text, mentions, self._kinds.bulk)])
        named = assign(text, mentions, self._kinds)
        return Reading(
            text, tuple(_aside(text, named, self._kinds)), tuple(formulas), tuple(grades), tuple(cells), tuple(numbers)
        )


def _in_material(text: Text) -> list[SubstanceSpan]:
    """An element's symbol that a material column begins with: there it needs no other company."""
    found = []
    for part in text.parts:
        symbol = _SYMBOL.match(text.plain, part.start) if part.field == "material" else None
        if symbol is not None:
            element = symbol[1]
            found.append(SubstanceSpan(*symbol.span(), symbol[0], element, "element", (element,)))
    return found


def _aside(text: Text, named: list[Named], kinds: Kinds) -> Iterable[Named]:
    """Where the telling fields name something, the others only add to it; what a plate is made of they may say."""
    main_end = max((p.end for p in text.parts if p.field in MAIN), default=-1)
    main = [n.mention for n in named if n.mention.start < main_end]
    names_thing = any(m.role in ("thing", "trait") for m in main)
    speaks = names_thing or any(m.role in ("other", "part") for m in main)
    speaks_of_more = names_thing or not any(m.target in kinds.shapes for m in main)
    held = [n.mention for n in named if n.mention.target == "holds"]
    for n in named:
        if n.standing == "part" and _is_held(n.mention, held):
            yield n  # the note says that it is inside
        elif not speaks_of_more and (is_material(n.mention.target) or n.mention.target in kinds.bulk):
            yield n
        elif speaks and n.mention.start >= main_end and n.mention.role == "thing" and n.standing in _NAMES:
            yield Named(n.mention, "context")
        else:
            yield n


def _is_held(m: Mention, held: Iterable[Mention]) -> bool:
    """Whether a word for *contains* stands closely before a mention."""
    return any(0 <= m.start - k.end <= _WITHIN for k in held)
