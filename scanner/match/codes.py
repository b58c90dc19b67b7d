"""Numbers that registries give: CAS numbers of substances, customs codes of goods."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from scanner.match.signals import CasSpan, HsCode

_CAS = re.compile(r"(?<![\d\-./])(\d{2,7})-(\d{2})-(\d)(?![\d\-/])")
_LABEL = re.compile(r"CAS(?:\s?(?:RN|No\.?|Nr\.?|号|登录号|number|番号))?\s*[:.#：]?\s*$", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d\d")
_PUNCTUATION = re.compile(r"[\s.\-/_]+")
_HS = re.compile(r"\d{6,10}")
T = TypeVar("T")


def find_cas(text: str) -> list[CasSpan]:
    """A CAS number with a valid check digit names its substance.

    One that could be a date (2024-05-1) counts only behind the word CAS.
    """
    if text.count("-") < 2:
        return []
    spans = []
    for m in _CAS.finditer(text):
        if not valid_cas(m[0]):
            continue
        labelled = _LABEL.search(text, max(0, m.start() - 16), m.start()) is not None
        if not labelled and _DATE.fullmatch(m[1]) and 1 <= int(m[2]) <= 12:
            continue
        spans.append(CasSpan(m.start(), m.end(), m[0].lstrip("0"), labelled))
    return spans


def valid_cas(cas: str) -> bool:
    """The last digit checks the others: their sum, weighted by place from the right, modulo 10."""
    digits = cas.replace("-", "")
    return digits.isdecimal() and sum(i * int(d) for i, d in enumerate(reversed(digits[:-1]), 1)) % 10 == int(
        digits[-1]
    )


def hs(text: str) -> HsCode | None:
    """The customs code of a cell of its own column: 6, 8 or 10 digits, punctuation ignored; None for anything else.

    Codes that lost a leading zero (5 or 7 digits) are no codes: chapters 01 to 09 hold nothing controlled.
    """
    digits = _PUNCTUATION.sub("", text)
    if not _HS.fullmatch(digits) or digits[:2] == "00":
        return None
    length = len(digits)
    return HsCode(digits if length in (6, 8, 10) else digits[: length - 1])


class HsIndex(Generic[T]):
    """Codes of a list, found by the longest prefix that a given code shares with them.

    National codes agree in the first six digits only, so a match beyond six is stronger but never needed.
    """

    def __init__(self, codes: Iterable[tuple[str, T]]) -> None:
        self._by_prefix: dict[str, list[T]] = {}
        for code, owner in codes:
            digits = _PUNCTUATION.sub("", code)
            for length in {6, 8, len(digits)}:
                if length <= len(digits):
                    owners = self._by_prefix.setdefault(digits[:length], [])
                    if owner not in owners:
                        owners.append(owner)

    def find(self, code: HsCode) -> tuple[int, tuple[T, ...]]:
        """How many digits agree (0, 6, 8 or 10) and whose codes they are."""
        for length in (10, 8, 6):
            if len(code.digits) >= length and (owners := self._by_prefix.get(code.digits[:length])):
                return length, tuple(owners)
        return 0, ()
