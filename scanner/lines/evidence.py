"""What kind of data a column holds, told from a sample of its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from scanner.lines.lexicon import lexicon
from scanner.lines.numbers import per_quantity
from scanner.lines.text import plain

_NUMERIC = re.compile(
    r"^[^\d\w]{0,3}(?P<before>[^\d\s]{0,4})\.?\s?[-+]?\d[\d\s.,'’]*(?:[.,]-+)?\s?(?P<after>[^\d\s/]{1,12}|us\$)?(?:\s?/\s?\S{1,10}(?:\s\S{1,6})?)?$"
)
_DESIGNATOR = re.compile(r"^[A-Za-z$_]{1,5}\d{1,5}[A-Za-z]?(?:[-–—.…~]+[A-Za-z$_]{0,5}\d{1,5}[A-Za-z]?)?$")
_SEPARATORS = re.compile(r"[\s,;/]+")
_CODE = re.compile(r"^(?=[^\s]*\d)[A-Za-z0-9][A-Za-z0-9._/+#-]{2,}$")
_DOTTED = re.compile(r"^\d+(?:\.\d+)*\.?$")
_DOTS = re.compile(r"^[.\-+*>\s]*\d{1,2}$")
_CAS = re.compile(r"^\d{2,7}-\d{2}-\d$")
_STEEL = re.compile(r"^\d\.\d{4}(?:\D|$)")
_HS = re.compile(r"^\d{4}(?:[. ]?\d{2}){0,3}$")


class Profile(Struct, frozen=True):
    """Shares (0 to 1) of the filled cells of a sample; ``filled`` is a count."""

    rows: int
    filled: int
    number: float = 0.0
    whole: float = 0.0
    date: float = 0.0
    text: float = 0.0
    worded: float = 0.0
    """Texts of several words, or with letters of a script without spaces."""
    code: float = 0.0
    designator: float = 0.0
    url: float = 0.0
    unit: float = 0.0
    currency: float = 0.0
    cas: float = 0.0
    hs: float = 0.0
    level: float = 0.0
    yes_no: float = 0.0
    steel: float = 0.0
    """Numbers of materials such as 1.4301."""
    procurement: float = 0.0
    """Words such as make, buy, phantom."""
    rising: bool = False
    """Whole numbers that count up."""
    distinct: float = 0.0
    length: float = 0.0
    largest: float = 0.0


EMPTY = Profile(rows=0, filled=0)


def profile(cells: Sequence[object]) -> Profile:
    """The kind of data in a sample of a column."""
    lex = lexicon()
    filled = [c for c in cells if c is not None and (not isinstance(c, str) or c.strip())]
    n = len(filled)
    if not n:
        return Profile(rows=len(cells), filled=0)
    count = dict.fromkeys(
        (
            "number",
            "whole",
            "date",
            "text",
            "worded",
            "code",
            "designator",
            "url",
            "unit",
            "currency",
            "cas",
            "hs",
            "level",
            "yes_no",
            "steel",
            "procurement",
        ),
        0,
    )
    values: list[float] = []
    length = 0
    yes_no = lex.rows["not-fitted"].more["yes"] | lex.rows["not-fitted"].more["no"]
    codes = {code for found in lex.rows["price-code"].more.values() for code in found}
    documents = lex.rows["document"].more["procurement"] | lex.rows["labour"].more["procurement"]
    for cell in filled:
        if isinstance(cell, bool):
            count["yes_no"] += 1
        elif isinstance(cell, int | float):
            count["number"] += 1
            values.append(float(cell))
            if float(cell).is_integer():
                count["whole"] += 1
                count["level"] += 0 <= cell <= 15
                count["hs"] += 1_000_00 <= cell < 10**10
        elif isinstance(cell, date):
            count["date"] += 1
        elif isinstance(cell, str):
            text = cell.strip()
            length += len(text)
            low = plain(text)
            if _is_number(low):
                count["number"] += 1
                if text.isascii() and text.isdigit() and len(text) < 10:
                    count["whole"] += 1
                    values.append(float(text))
            else:
                count["text"] += 1
            count["level"] += bool(_DOTS.match(text) or (_DOTTED.match(text) and len(text) < 16))
            count["worded"] += len(text) > 3 and (" " in text or not text.isascii()) and any(c.isalpha() for c in text)
            count["code"] += bool(_CODE.match(text))
            count["designator"] += is_designator(text)
            count["url"] += "://" in low or low.startswith("www.") or low in ("link", "here")
            count["unit"] += (
                low in lex.units
                or low in codes
                or (len(low) < 16 and " " in low and per_quantity(low, ".") is not None)
            )
            count["currency"] += low in lex.currencies or low in lex.shared_symbols
            count["steel"] += bool(_STEEL.match(text))
            count["cas"] += bool(_CAS.match(text))
            count["hs"] += bool(_HS.match(text)) and len(text) >= 6
            count["yes_no"] += low in yes_no
            count["procurement"] += (
                any(low in lex.rows[kind].cell for kind in ("assembly", "phantom", "bought", "free-issue"))
                or low in documents
            )
    rising = (
        len(values) >= 2
        and values[0] <= 10
        and all(b > a for a, b in pairwise(values))
        and values[-1] <= values[0] + 12 * len(values)
    )
    shares = {k: v / n for k, v in count.items()}
    return Profile(
        rows=len(cells),
        filled=n,
        rising=rising,
        distinct=len({str(c) for c in filled}) / n,
        length=length / n,
        largest=max(values, default=0.0),
        **shares,
    )


def is_designator(text: str) -> bool:
    """'R1', 'C1, C2', 'R10-R14': places on a circuit board."""
    tokens = [t for t in _SEPARATORS.split(text[:200]) if t]
    known = sum(1 for t in tokens if _DESIGNATOR.match(t))
    return known > 0 and known >= 0.75 * len(tokens)


def _is_number(text: str) -> bool:
    """A number, alone or with a currency or unit: '12,50 €', '$1.20 / 100', '2 pcs'; not '100nF'."""
    found = _NUMERIC.match(text)
    if found is None or text.count(".") > 1:
        return False
    before, after = found["before"], found["after"]
    return not (before and not _is_money(before)) and not (after and not (_is_money(after) or after in lexicon().units))


def _is_money(text: str) -> bool:
    lex = lexicon()
    return text in lex.currencies or text in lex.shared_symbols or not any(c.isalpha() for c in text)


def fit(name: str, p: Profile) -> float:
    """How well a column's data suits a field: 1 fits, 0 contradicts."""
    if not p.filled:
        return 0.92
    match name:
        case "quantity":
            if p.number >= 0.5:
                return 0.85 if p.rising and p.filled > 4 and p.largest >= p.filled else 1.0
            return 0.75 if p.number >= 0.25 or p.unit > 0.3 else 0.3
        case "unit_price" | "extended_price":
            return 1.0 if p.number + p.date >= 0.5 else (0.75 if p.number > 0.15 else 0.35)
        case "mass":
            return 1.0 if p.number >= 0.4 else 0.3
        case "item_number":
            if p.worded > 0.4 or p.length > 24 or (p.text > 0.5 and p.code + p.designator + p.level < 0.3):
                return 0.3
            if p.rising:
                return 1.1
            return 0.95 if p.distinct > 0.8 or not p.whole else 0.5
        case "level":
            return 1.1 if p.level > 0.8 else (0.9 if p.level > 0.6 else 0.2)
        case "description":
            if p.code > 0.6 and p.worded < 0.35:
                return 0.62
            if p.number > 0.7 and p.text < 0.2:
                return 0.25
            if p.url > 0.5:
                return 0.2
            return 1.1 if p.worded > 0.4 else 0.95
        case "part_number" | "manufacturer_part_number" | "supplier_part_number":
            if p.url > 0.6:
                return 0.5
            return 0.75 if p.worded > 0.7 else 1.0
        case "reference_designators":
            return 1.15 if p.designator > 0.3 else (0.75 if p.code + p.designator > 0.2 or p.worded < 0.5 else 0.45)
        case "unit":
            return 1.05 if p.unit > 0.5 else (0.3 if p.number > 0.5 else 0.8)
        case "currency":
            return 1.05 if p.currency > 0.5 else 0.4
        case "quantity_base":
            return 1.0 if p.number >= 0.5 else 0.2
        case "price_per":
            return 1.0 if p.number + p.unit > 0.5 else 0.2
        case "cas_number":
            return 1.1 if p.cas > 0.3 else 0.9
        case "hs_code":
            return 1.1 if p.hs > 0.5 else (0.85 if p.number + p.code > 0.5 else 0.5)
        case "manufacturer" | "country_of_origin" | "material":
            if name == "material" and p.steel > 0.5:
                return 1.0
            return 0.3 if p.number > 0.7 else (0.7 if p.url > 0.5 else 1.0)
        case "supplier":
            return 0.3 if p.number > 0.7 else 1.0
        case "fitted":
            return 1.0 if p.yes_no > 0.3 or p.text < 0.9 or p.distinct < 0.3 else 0.8
        case _:
            return 1.0
