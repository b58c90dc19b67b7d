"""Bytes → text: the encoding is told by marks, by validity, and where both fail by how the text reads."""

from __future__ import annotations

import codecs

from scanner.bom import Note
from scanner.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


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
            return content.decode(name), name, ()
        except UnicodeDecodeError:
            pass
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
    """How much a decoding reads like text: letters of one script beside their like, few odd signs."""
    score = 0.0
    previous = ""
    for at, char in enumerate(text[:200_000]):
        if char < "\x80":
            previous = ""
            continue
        kind = _script(char)
        if kind == "odd":
            score -= 4
        elif kind in ("han", "cyrillic") and "a" <= text[at - 1] <= "z" and "a" <= text[at + 1 : at + 2] <= "z":
            score -= 3  # 'Geh鋟se': an umlaut and the letter after it, misread
        elif kind in ("han", "kana"):
            score += 2 if _common_han(char) or kind == "kana" else -0.5
        elif kind == "halfkana":
            score -= 0.6
        else:
            score += 1 if previous in ("", kind) else -1
        previous = kind
    return score


def _common_han(char: str) -> bool:
    try:
        return char.encode("gb2312")[0] < 0xD8 or len(char.encode("shift_jis")) == 2
    except UnicodeEncodeError:
        try:
            return len(char.encode("big5")) == 2
        except UnicodeEncodeError:
            return False


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
