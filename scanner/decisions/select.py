"""Which lines a decision speaks of."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

from scanner.bom import Bom, BomLine
from scanner.decisions.model import Selector

IDENTITY = (
    "part_number", "manufacturer", "manufacturer_part_number", "supplier", "supplier_part_number", "description",
    "material",
)  # fmt: skip
"""Fields whose change makes a line another line: what was decided about it must be looked at again."""


def fold(text: str | None) -> str:
    """Text for comparing: NFKC, white space collapsed, case folded."""
    return " ".join(unicodedata.normalize("NFKC", text or "").split()).casefold()


def fingerprint(line: BomLine) -> str:
    """16 hex digits over the identifying texts; the same on every machine and wherever the line stands."""
    text = "\x1f".join(fold(getattr(line, name)) for name in IDENTITY)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def selects(selector: Selector, line: BomLine, file: str) -> bool:
    """The line is one that the selector names."""
    if selector.fingerprint is not None and selector.fingerprint != fingerprint(line):
        return False
    return all(
        fold(value) == fold(file.rsplit("/", 1)[-1] if key == "file" else getattr(line, key))
        for key, value in selector.keys.items()
    )


class Lines:
    """The lines of a bill of materials, found by what a selector asks without looking at each one."""

    def __init__(self, bom: Bom) -> None:
        self._lines = bom.lines
        self._files = [x.file for x in bom.inputs]
        self._by: dict[str, dict[str, list[int]]] = {}
        """Key of a selector, or ``fingerprint`` → folded text → lines."""

    def of(self, selector: Selector) -> Sequence[int]:
        """Indices of the lines that a selector names, in the order of the file."""
        name, value = ("fingerprint", selector.fingerprint) if selector.fingerprint else self._first_key(selector)
        return [
            i
            for i in self._table(name).get(value, ())
            if selects(selector, self._lines[i], self._files[self._lines[i].source.file])
        ]

    def _first_key(self, selector: Selector) -> tuple[str, str]:
        """The key to look up; the file's name, which many lines share, only where nothing else is given."""
        name, value = min(selector.keys.items(), key=lambda x: x[0] == "file")
        return name, fold(value)

    def _table(self, name: str) -> dict[str, list[int]]:
        table = self._by.get(name)
        if table is None:
            table = self._by[name] = {}
            for i, line in enumerate(self._lines):
                table.setdefault(self._text(name, line), []).append(i)
        return table

    def _text(self, name: str, line: BomLine) -> str:
        if name == "fingerprint":
            return fingerprint(line)
        return fold(self._files[line.source.file].rsplit("/", 1)[-1] if name == "file" else getattr(line, name))
