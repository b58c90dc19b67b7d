"""Battery cells and packs known by their part numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from scanner.catalog.model import BatteryCell
from scanner.match import tables
from scanner.match.signals import CellSpan

_TOKEN = re.compile(r"[A-Za-z\d]+|[\u4e00-\u9fff]+")
_WORTH = re.compile(r"\d|[\u4e00-\u9fff]")
_JOINED = re.compile(r"[ \-_/.‑()]{0,3}$")
_CELL_CODE = re.compile(
    r"(?:INR|IMR|ICR|IFR|ISR|NCR|NCM|UR|US|ANR|APR|HTPFR|LR|LIR|N)[ \-_]?"
    r"(?:1\d650|18500|20650|20700|2[167]700|2170|26650|32135|32140|46\d{2,3})[ \-_]?"
    r"[A-Z\d]{1,4}(?![a-z])(?:-[A-Z\d]{1,4})?",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"batter|cell|akku|lipo|li-?ion|li-?po|lithium|电池|電池|电芯|電芯|锂|鋰|セル|バッテリ|accu|mAh"
    r"|(?<![A-Za-z])(?:LFP|NMC|NCA|LiFePO4)(?![A-Za-z])",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"\d.{0,5}|\d+AH|\D+")
"""Codes that mean a cell only in company: 30P, 314Ah, names without a figure."""
_SIZES = ("18650", "21700", "2170", "26650", "18500", "20700", "20650", "32140", "32135", "4680")
_MAX_TOKENS = 4
_CUTOFF = 86
"""Least ratio (0 to 100) at which a code resembles a known one: NCR18650GB to NCR18650GA is 90."""


def find(text: str, maker: str | None, mpn: str | None, cells: Sequence[BatteryCell]) -> list[CellSpan]:
    """A cell's part number tells its capacity, voltage and mass.

    Hyphens, blanks and strokes do not count (NCR 18650 GA). A code that only resembles a known one, or a generic code
    (30P, CB310) without its maker or its size beside it, is given back as not certain. Where several makers sell a
    cell under one number and none is named, all are given. ``mpn`` is read where the text does not hold it already.
    """
    index = finder(cells)
    spans = index.find(text, maker or "")
    if not spans and mpn and mpn not in text:
        spans = [CellSpan(0, 0, mpn, s.cell, s.score, s.certain) for s in index.find(mpn, maker or "", company=text)]
    return spans


def finder(cells: Sequence[BatteryCell]) -> CellFinder:
    """The finder of a table; built once for each table object."""
    made = _FINDERS.get(id(cells))
    if made is None or made.table is not cells:
        made = _FINDERS[id(cells)] = CellFinder(cells)
    return made


class CellFinder:
    """Cells by part number and alias, letters and digits only."""

    def __init__(self, table: Sequence[BatteryCell]) -> None:
        self.table = table
        self._by_key: dict[str, list[BatteryCell]] = {}
        self._weak: set[str] = set()
        for cell in table:
            for name in (cell.mpn, *cell.aliases):
                key = _key(name)
                if key.isascii() and key.isalpha():
                    continue  # a word (Apollo, Li metal pouch) is no part number
                owners = self._by_key.setdefault(key, [])
                if cell not in owners:
                    owners.append(cell)
                if len(key) < 6 or _GENERIC.fullmatch(key):
                    self._weak.add(key)
        self._heads = frozenset(k[:3] for k in self._by_key)
        self._short_heads = frozenset(k[:2] for k in self._by_key)
        self._codes = [k for k in self._by_key if k not in self._weak and len(k) >= 8]
        others: dict[str, list[str]] = tables.yaml("parts/cell_makers.yaml")
        self._makers = {
            name: re.compile(
                "|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z])" for w in (*_maker_words(name), *others.get(name, ())))
            )
            for name in {c.manufacturer for c in table}
        }

    def find(self, text: str, maker: str, company: str = "") -> list[CellSpan]:
        if not _WORTH.search(text):
            return []
        if not self._may_hold(text):
            return self._resembling(text, [])
        tokens = list(_TOKEN.finditer(text))
        spans: list[CellSpan] = []
        at = 0
        while at < len(tokens):
            found = self._at(tokens, at, text, maker, f"{text} {company}")
            if found:
                spans += found
                while at < len(tokens) and tokens[at].start() < found[0].end:
                    at += 1
            else:
                at += 1
        if not any(s.certain for s in spans):
            spans += self._resembling(text, spans)
        return spans

    def _may_hold(self, text: str) -> bool:
        """Some word begins like a code."""
        heads, short = self._heads, self._short_heads
        for word in _TOKEN.findall(text):
            head = word[:3].upper()
            if head in heads or (len(head) == 2 and head in short) or (len(head) == 1 and head.isalpha()):
                return True
        return False

    def _at(self, tokens: list[re.Match[str]], at: int, text: str, maker: str, whole: str) -> list[CellSpan]:
        """The longest code that begins with a token."""
        first = tokens[at]
        head = first[0][:3].upper()
        if len(head) == 1 and head.isalpha() and at + 1 < len(tokens):
            head = (head + tokens[at + 1][0].upper())[:3]
        if head not in (self._heads if len(head) == 3 else self._short_heads):
            return []
        key, ends = "", []
        for n in range(at, min(at + _MAX_TOKENS, len(tokens))):
            if n > at and not _JOINED.match(text[tokens[n - 1].end() : tokens[n].start()]):
                break
            key += tokens[n][0].upper()
            ends.append((tokens[n].end(), key))
        for end, key in reversed(ends):
            owners = self._by_key.get(key)
            if owners:
                return self._spans(first.start(), end, text, key, owners, maker, whole)
        return []

    def _spans(
        self, start: int, end: int, text: str, key: str, owners: list[BatteryCell], maker: str, whole: str
    ) -> list[CellSpan]:
        written = text[start:end]
        named = [c for c in owners if self._is_named(c, whole, maker)]
        if key in self._weak:
            if written != written.upper() and not key.endswith("AH"):
                return []
            sized = [c for c in owners if c.format and c.format.isdigit() and c.format in whole]
            telling = len(key) >= 4 or sum(c.isalpha() for c in key) >= 2
            own = bool(named) and telling and key[0].isalpha()
            sure = own or bool(named and _COMPANY.search(whole)) or bool(sized)
            if not sure and not named and not _COMPANY.search(whole):
                return []
            chosen = [c for c in named if c in sized] or sized or named or owners
        else:
            sure, chosen = True, named or owners
        return [CellSpan(start, end, written, c, Decimal(1), sure) for c in chosen]

    def _is_named(self, cell: BatteryCell, text: str, maker: str) -> bool:
        return self._makers[cell.manufacturer].search(f"{text} {maker}".lower()) is not None

    def _resembling(self, text: str, spans: list[CellSpan]) -> list[CellSpan]:
        """The nearest known code for a word that is built like a cell's."""
        out: list[CellSpan] = []
        if not any(size in text for size in _SIZES):
            return out
        for m in _CELL_CODE.finditer(text):
            if any(s.start < m.end() and m.start() < s.end for s in spans):
                continue
            from rapidfuzz import fuzz, process

            best = process.extractOne(_key(m[0]), self._codes, scorer=fuzz.ratio, score_cutoff=_CUTOFF)
            if best is not None:
                score = Decimal(round(best[1])) / 100
                out += [CellSpan(m.start(), m.end(), m[0], c, score, False) for c in self._by_key[best[0]]]
        return out


_FINDERS: dict[int, CellFinder] = {}
_NOT_A_NAME = frozenset(
    ("energy", "solution", "sdi", "systems", "power", "electronics", "battery", "co", "the", "werks")
)


def _key(name: str) -> str:
    return "".join(c for c in name.upper() if c.isalnum())


def _maker_words(name: str) -> tuple[str, ...]:
    return tuple(w for w in re.split(r"[\s_()]+", name.lower()) if len(w) > 1 and w not in _NOT_A_NAME)
