"""Text from a bill of materials, made harmless to look at and to open; JSON alone keeps it as it stands."""

from __future__ import annotations

import re

ODD = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Control characters, marks that turn the direction of writing, invisible marks, halves of characters."""

FORMULA_STARTS = frozenset("=+-@＝＋－＠")
NUMBER = re.compile(r"[+-]?\d[\d.,' ]*%?")


def inert(text: str) -> str:
    """The text with every character that acts instead of showing replaced by a visible sign for it.

    Controls become their control pictures (ESC is ␛), direction marks their name (⟦U+202E⟧), so that what is
    seen is what is there. Tab and newline stay.
    """
    if text.isprintable():
        return text
    return ODD.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code in (0x0D, 0x2028, 0x2029):
        return "\n"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if 0xD800 <= code < 0xE000 or code >= 0xFFFE:
        return "\ufffd"
    return f"⟦U+{code:04X}⟧"


def starts_formula(text: str) -> bool:
    """A spreadsheet that reads this text from a file would take it for a formula; plain signed numbers are not."""
    if text[:1].isalnum():
        return False
    start = text.lstrip()[:1]
    return start in FORMULA_STARTS and not NUMBER.fullmatch(text.strip())
