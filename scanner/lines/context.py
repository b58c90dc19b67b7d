"""What a sheet as a whole tells of its cells: its language, its decimal mark, its currency."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from scanner.bom import Quantity
from scanner.ingest.document import Row
from scanner.lines.bins import Classified
from scanner.lines.lexicon import lexicon
from scanner.lines.numbers import currency_of, number, unit_of
from scanner.lines.table import Table
from scanner.lines.text import plain, without_brackets, words

COMMA_LANGUAGES = frozenset({"de", "fr", "es", "it", "pl", "ru", "sv", "pt", "nl"})
_COUNTED = frozenset({"piece", "set", "pack", "box", "lot", "roll"})
_PER = re.compile(
    r"(?:\bper|\bpro|\bje|\bpar|\bpor|\bza|\bза|/|每)\s*(?P<amount>\d[\d.,]*)?\s*(?P<unit>[^\d\W]+\.?[²³]?)?",
    re.IGNORECASE,
)
_LONG = 160


class Context(Struct, frozen=True):
    """What a sheet tells apart from its lines."""

    language: str | None
    currency: str | None
    symbol: str | None
    """A sign shared by several currencies, where the sheet names no currency."""


def context_of(table: Table, classified: Classified) -> Context:
    """Language by the headings; currency by the title block and by totals and notes."""
    rows = table.rows()
    above = table.sheet.rows[table.begin : table.first]
    beside = [rows[k] for k, b in enumerate(classified.bins) if b in ("subtotal", "note", "section")][:200]
    currency, symbol = money_of([*above, *beside])
    return Context(language=language_of(table.headings), currency=currency, symbol=symbol)


def language_of(headings: Iterable[str]) -> str | None:
    """The language of most headings that only one language has."""
    spoken = lexicon().languages
    count: Counter[str] = Counter()
    for heading in headings:
        for char in heading:
            if "\u3040" <= char <= "\u30ff":
                count["ja"] += 3
            elif "\u0400" <= char <= "\u04ff":
                count["ru"] += 1
        found = spoken.get(words(without_brackets(heading)[0]))
        if found:
            count[found] += 1 if found == "en" else 3
        elif any("\u4e00" <= char <= "\u9fff" for char in heading):
            count["zh"] += 1
    return count.most_common(1)[0][0] if count else None


def money_of(rows: Iterable[Row]) -> tuple[str | None, str | None]:
    """(currency, shared sign) that most short texts of some rows name."""
    codes: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for row in rows:
        for cell in row:
            if isinstance(cell, str) and 0 < len(cell) <= _LONG and not cell.isdigit() and "://" not in cell:
                code, sign = _named(cell)
                if code:
                    codes[code] += 1
                elif sign:
                    signs[sign] += 1
    return (codes.most_common(1)[0][0] if codes else None), (signs.most_common(1)[0][0] if signs else None)


@lru_cache(maxsize=4096)
def _named(text: str) -> tuple[str | None, str | None]:
    low = plain(text)
    known = lexicon()
    for part in re.split(r"[\s()\[\],;:/=]+", low):
        if len(part) >= 3 and part in known.currencies:
            return known.currencies[part], None
        if len(part) < 3 and part and not part.isalpha() and part in known.currencies:
            return known.currencies[part], None
    if any(c.isdigit() for c in low) and len(low) < 24:
        return currency_of(low)
    return None, None


def settle(sign: str, language: str | None) -> str:
    """The currency of a sign that several share: by the language of the sheet, else the commonest."""
    facts = lexicon().shared_symbols[sign]
    by = facts.get("by", {})
    found: str = by.get(language, facts["default"])
    return found


@lru_cache(maxsize=512)
def heading_per(heading: str) -> Quantity | None:
    """What a price heading says the price is for: 'Preis per 100' → 100, '€/kg' → 1 kilogram; 'per piece': None."""
    low = plain(heading)
    if any(unit_of(a) and unit_of(b) for a, b in re.findall(r"([^\W\d]+)\s*/\s*([^\W\d]+)", low)):
        return None  # 'per part/gram': either, so the cell's own quantity counts
    for found in _PER.finditer(low):
        amount = number(found["amount"], ".") if found["amount"] else None
        unit = unit_of(found["unit"]) if found["unit"] else None
        if amount is not None and amount > 1:
            return Quantity(amount, unit if unit not in _COUNTED else None)
        if unit is not None and unit not in _COUNTED:
            return Quantity(Decimal(1), unit)
    return None


def with_tax(headings: Sequence[str]) -> str | None:
    """The heading that says its prices include tax."""
    for heading in headings:
        low = " ".join(re.sub(r"[^\w\s]", " ", plain(heading)).split())
        if any(
            re.search(rf"(?<!\w){re.escape(w)}(?!\w)", low) if w.isascii() else w in low
            for w in lexicon().rows["with-tax"].word
        ):
            return heading
    return None
