"""Words as they are compared: case, accents of Latin letters and punctuation do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opencc import OpenCC

EXACT = 1e15
"""Integers up to here survive being stored as a number."""
_KEEP = re.compile(r"[^\w#%]+", re.UNICODE)
_ACCENTS = {ord(c): None for c in map(chr, range(0x300, 0x370))}
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "œ": "oe", "æ": "ae"})
_WORDS = {
    "#": "number", "no": "number", "nr": "number", "num": "number", "nbr": "number", "nos": "number",
    "numero": "number",
    "nummer": "number", "qty": "quantity", "qnty": "quantity", "quant": "quantity", "mfr": "manufacturer",
    "mfg": "manufacturer", "manuf": "manufacturer", "manf": "manufacturer", "pn": "part number", "desc": "description",
    "partnumber": "part number", "ext": "extended", "pcs": "pieces", "pc": "pieces", "des": "designator",
    "refdes": "reference designator",
    "designators": "designator", "references": "reference", "distrib": "distributor",
}  # fmt: skip
_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_BRACKETS = re.compile(r"[(\[（【<{]([^()\[\]（）【】<>{}]*)[)\]）】>}]")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Text in lower case, without accents of Latin letters, white space collapsed; punctuation stays."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_ACCENTS)).translate(_LETTERS)
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def words(text: str) -> str:
    """Text as words for comparing headings: 'Mfr. Part #' and 'manufacturer part no' are the same."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text) if not text.isupper() else text
    text = plain(spaced).replace("n°", " number ").replace("#", " # ")
    out = " ".join(_WORDS.get(word, word) for word in _KEEP.sub(" ", text).replace("_", " ").split())
    return out.replace("number number", "number")


def is_cjk(text: str) -> bool:
    return bool(_CJK.search(text))


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """Traditional Chinese in simplified signs, as most headings are known in; Japanese forms stay."""
    out: str = _to_simplified().convert(text)
    return out


@lru_cache(maxsize=1)
def _to_simplified() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def without_brackets(text: str) -> tuple[str, list[str]]:
    """A heading without its bracketed remarks, and the remarks: 'Price (EUR)' → 'Price', ['EUR']."""
    inside = _BRACKETS.findall(text)
    return (_BRACKETS.sub(" ", text), inside) if inside else (text, inside)


def shown(value: object) -> str:
    """A cell as text, as a person would read it: integral numbers without a point."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else f"{value:.15g}"
    return "" if value is None else str(value)


def all_shown(cells: Sequence[Any]) -> list[str]:
    """Many cells as text; a column of nothing but texts, or but whole numbers, at once."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return list(map(str.strip, cells))
    if kinds == {float} and all(map(float.is_integer, cells)) and max(map(abs, cells)) < EXACT:
        return list(map(str, map(int, cells)))
    return [c.strip() if isinstance(c, str) else shown(c) for c in cells]
