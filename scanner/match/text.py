"""The text of a line, made comparable: compatibility forms, case, accents and Chinese script unified.

Every stage after this one works on two strings of equal length, ``plain`` (NFKC, case kept, for
formulas and grades) and ``folded`` (for words); offsets lead back to the field as written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opencc import OpenCC

_MARKS = str.maketrans({"™": " ", "®": " ", "©": " ", "\u200b": " ", "\ufeff": " ", "\u00ad": " "})
_DASHES = "-_‐‑‒–—―−－˗"
_CJK = re.compile(r"[\u4e00-\u9fff]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def _fold_table() -> dict[int, str]:
    """Latin letters with accents to their base letter, dashes to blanks; one character for one."""
    table = {ord(c): " " for c in _DASHES}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base.lower()
    table[ord("ł")] = table[ord("Ł")] = "l"
    table[ord("ø")] = table[ord("Ø")] = "o"
    table[ord("đ")] = table[ord("Đ")] = "d"
    return table


_FOLD = _fold_table()


class Part(Struct, frozen=True, gc=False):
    """One field within a line's text."""

    field: str
    start: int
    end: int
    """Offsets into the line's plain text."""
    offsets: tuple[int, ...] | None
    """Offset in the field as written for each character, the end included; None = the same."""
    raw: str
    """The field as written."""


class Text(Struct, frozen=True):
    """A line's fields as one text."""

    plain: str
    folded: str
    parts: tuple[Part, ...]

    def part_at(self, position: int) -> Part:
        """The field that a position lies in."""
        for part in self.parts:
            if position <= part.end:
                return part
        return self.parts[-1]

    def original(self, start: int, end: int) -> tuple[str, int, int, str]:
        """Field, offsets into it as written, and the words as written, of a stretch of the plain text.

        A sign that stands for several characters ('½', '㎏') is taken whole.
        """
        part = self.part_at(start)
        first, last = start - part.start, min(end, part.end) - part.start
        if part.offsets is not None:
            stop = part.offsets[max(first, last - 1)]
            first = part.offsets[first]
            last = next((x for x in part.offsets[last:] if x > stop), stop)
        return part.field, first, last, part.raw[first:last]


def join(fields: Iterable[tuple[str, str]]) -> Text:
    """The text of named fields, each on a line of its own; web addresses are blanked."""
    plains: list[str] = []
    folds: list[str] = []
    parts: list[Part] = []
    at = 0
    for name, raw in fields:
        plain, folded, offsets = normalise(raw)
        plains.append(plain)
        folds.append(folded)
        parts.append(Part(name, at, at + len(plain), offsets, raw))
        at += len(plain) + 1
    return Text("\n".join(plains), "\n".join(folds), tuple(parts))


def quick(fields: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Plain and folded text of ``join`` without its offsets."""
    raw = "\n".join([text for _, text in fields])
    if raw.isascii() and "//" not in raw and "www." not in raw:
        return raw, raw.lower().replace("-", " ").replace("_", " ")
    text = join(fields)
    return text.plain, text.folded


def normalise(raw: str) -> tuple[str, str, tuple[int, ...] | None]:
    """Plain and folded form of a text, and where each character stood (None: where it stands)."""
    if "//" in raw or "www." in raw:
        raw = _ADDRESS.sub(lambda m: " " * len(m[0]), raw)
    if raw.isascii():
        return raw, raw.lower().replace("-", " ").replace("_", " "), None
    raw = raw.translate(_MARKS)
    offsets = None
    plain = raw
    if not unicodedata.is_normalized("NFKC", raw):
        plain, offsets = _compatible(raw)
    return plain, fold(plain), offsets


def fold(plain: str) -> str:
    """A text for comparing words; of the same length."""
    if plain.isascii():
        return plain.lower().replace("-", " ").replace("_", " ")
    lowered = plain.lower()
    if len(lowered) != len(plain):
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in plain)
    lowered = lowered.translate(_FOLD)
    return _simplified(lowered) if _CJK.search(lowered) else lowered


def _compatible(raw: str) -> tuple[str, tuple[int, ...]]:
    """NFKC with the place of each character; a letter and its combining marks change together."""
    out: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(raw):
        end = at + 1
        while end < len(raw) and (unicodedata.combining(raw[end]) or raw[end] in "\uff9e\uff9f"):
            end += 1
        piece = unicodedata.normalize("NFKC", raw[at:end])
        out.append(piece)
        places.extend([at] * len(piece))
        at = end
    places.append(len(raw))
    return "".join(out), tuple(places)


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplified(text: str) -> str:
    """Traditional to simplified Chinese, character for character."""
    convert = _converter().convert
    out: str = convert(text)
    if len(out) != len(text):
        out = "".join(c if len(s := convert(c)) != 1 else s for c in text)
    return out
