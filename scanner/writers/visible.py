"""Text of a bill of materials as a reader may safely see it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65536)
def visible(text: str) -> str:
    """The text with everything that could act on a page or terminal shown instead of obeyed.

    Control characters become their pictures (``␛``), direction overrides and other invisible
    formatting their code point (``⟨U+202E⟩``); line breaks and tabs become spaces. The joiners that
    some scripts are spelt with stay.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _shown(c) for c in text)


def _shown(c: str) -> str:
    code = ord(c)
    if c in "\t\n\r\v\f\x85\u2028\u2029" or unicodedata.category(c) == "Zs":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if c in "\u200c\u200d" or unicodedata.category(c) == "Co":
        return c
    if c == "\u00ad":
        return ""
    return f"⟨U+{code:04X}⟩"
