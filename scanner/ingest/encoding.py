"""Bytes → text: the encoding is told by marks, by validity, and where both fail by how the text reads."""

from __future__ import annotations

import codecs
from functools import lru_cache
from pathlib import Path

from scanner.bom import Note
from scanner.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENOUGH = 100_000


def decode(content: bytes, source: str) -> tuple[str, str, tuple[Note, ...]]:
    """The text, the name of its encoding, and a note where the encoding is a guess.

    Raises:
        InputError: not text in any encoding.

    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(name), name, ()
            except UnicodeDecodeError as error:
                raise InputError(f"is damaged: not valid {name}", source=source) from error
    if b"\0" in content[:4096]:
        return _utf16(content, source)
    try:
        return content.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        return _guess(content, source)


def _utf16(content: bytes, source: str) -> tuple[str, str, tuple[Note, ...]]:
    even, odd = content[0:4096:2].count(0), content[1:4096:2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) * 4 > min(len(content), 4096) // 2:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            text = "\0"
        if sum(1 for c in text[:2000] if c < " " and c not in "\t\r\n") <= len(text[:2000]) // 20:
            return text, name, ()
    raise InputError(
        "is not text", source=source, hint="bills of materials are read as xlsx, xls, xlsb, ods, csv, xml or json"
    )


def _guess(content: bytes, source: str) -> tuple[str, str, tuple[Note, ...]]:
    from charset_normalizer import from_bytes

    best = None
    for name in ("gb18030", "shift_jis", "big5", "cp1252", "cp1251", "cp1250", "euc_kr"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        score = plausibility(text)
        if best is None or score > best[0]:
            best = (score, text, name)
    if best is None:
        found = from_bytes(content).best()
        if found is None:
            raise InputError("is not text in any known encoding", source=source, hint="save it as UTF-8")
        best = (0.0, str(found), found.encoding)
    note = Note(
        code="encoding-uncertain", severity="info", message=f"read as {best[2]}, told by how the text reads", file=0
    )
    return best[1], best[2], (note,)


def plausibility(text: str) -> float:
    """How much a decoding reads like text of parts lists.

    Signs that occur in headings of parts lists speak for it; rare ones, odd ones, Chinese ones inside Latin words and
    capitals inside words speak against it.
    """
    known = _known_signs()
    score = 0.0
    before = " "
    text = text[:_ENOUGH]
    for index, char in enumerate(text):
        if char >= "\x80":
            kind = _script(char)
            if kind == "odd":
                score -= 4
            elif kind in ("han", "kana"):
                after = text[index + 1 : index + 2]
                inside = "a" <= before <= "z" or "a" <= after <= "z"
                score += (2 if char in known or kind == "kana" else -1) - (3 if inside else 0)
            elif kind == "halfkana":
                score -= 0.6
            elif kind != "sign":
                mixed = (
                    before.isascii() and before.isalpha()
                    if kind == "cyrillic"
                    else not before.isascii() and before.isalpha()
                )
                score += -2 if mixed else -4 if char.isupper() and before.islower() else 1
        before = char
    return score


@lru_cache(maxsize=1)
def _known_signs() -> frozenset[str]:
    """The signs beyond ASCII of all headings that the reader knows."""
    text = (Path(__file__).parent.parent / "data" / "headings" / "fields.yaml").read_text(encoding="utf-8")
    return frozenset(c for c in text if c >= "\x80")


def _script(char: str) -> str:
    code = ord(char)
    if 0x3040 <= code <= 0x30FF or 0x3000 <= code <= 0x303F or 0xFF00 <= code <= 0xFF60:
        return "kana"
    if 0x4E00 <= code <= 0x9FFF:
        return "han"
    if 0xFF61 <= code <= 0xFF9F:
        return "halfkana"
    if 0x400 <= code <= 0x4FF:
        return "cyrillic"
    if 0xC0 <= code <= 0x24F and code not in (0xD7, 0xF7):
        return "latin"
    if char in "°µ²³€£¥©®±×÷–—‘’“”„…•Ωμ·½¼¾«»ß§№™‰Ø":
        return "sign"
    return "odd"
