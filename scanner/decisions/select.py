"""Which lines a decision speaks of."""

from __future__ import annotations

import hashlib
import unicodedata

from scanner.bom import BomLine
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
