"""The entries of the lists by element and form: oxide, alloy, target, fibre, crystal ..."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Form = Literal[
    "metal", "alloy", "target", "oxide", "compound", "crystal", "fibre", "phosphor", "magnet", "barrier",
    "regenerator", "magnetostrictive", "hydrogen", "ceramic",
]  # fmt: skip

WORDED: tuple[tuple[str, Form], ...] = (
    ("form-target", "target"),
    ("form-fibre", "fibre"),
    ("form-magnetostrictive", "magnetostrictive"),
    ("form-regenerator", "regenerator"),
    ("form-hydrogen", "hydrogen"),
    ("form-barrier", "barrier"),
    ("form-phosphor", "phosphor"),
    ("form-crystal", "crystal"),
    ("form-alloy", "alloy"),
    ("form-oxide", "oxide"),
    ("form-compound", "compound"),
    ("form-ceramic", "ceramic"),
    ("form-metal", "metal"),
)
"""Concept → form, the telling ones first: an oxide target is a target's question."""
PURPOSES: frozenset[Form] = frozenset(("magnetostrictive", "regenerator", "hydrogen", "barrier", "ceramic"))
"""Entries by what a material is for; it is an alloy, a compound or an oxide besides."""


class Entry(Struct, frozen=True):
    """A control that lists an element in a form."""

    control: str
    partners: frozenset[str] = frozenset()


class FormRow(Struct, frozen=True, kw_only=True):
    """A row of data/lexicon/forms.csv."""

    control: str
    element: str
    form: str
    partners: str = ""
    """Symbols of the other metals that the entry names, with semicolons."""


class Forms:
    """The entries, looked up by element and form."""

    def __init__(self, rows: Iterable[FormRow]) -> None:
        self._entries: dict[tuple[str, str], list[Entry]] = {}
        self.elements: set[str] = set()
        """Elements whose formulas are read; of the others only the metal in a shape is looked up here."""
        self.shaped: dict[str, Entry] = {}
        """Element → the entry that its plates, bars and blocks meet."""
        for row in rows:
            if row.form == "shaped":
                self.shaped[row.element] = Entry(row.control)
                continue
            self.elements.add(row.element)
            if row.form == "metal":
                self.shaped[row.element] = Entry(row.control)
            entry = Entry(row.control, frozenset(p for p in row.partners.split(";") if p))
            self._entries.setdefault((row.element, row.form), []).append(entry)

    def entry(self, element: str, form: Form, partners: frozenset[str] = frozenset()) -> Entry | None:
        """The entry that names most of the partners and no other; None where the form is not listed."""
        fitting = [e for e in self._entries.get((element, form), ()) if e.partners <= partners]
        return max(fitting, key=lambda e: len(e.partners), default=None)
