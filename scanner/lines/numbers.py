"""Numbers and money as people write them → Decimal, unit, currency, price basis."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite
from typing import Literal

from msgspec import Struct

from scanner.bom import Quantity
from scanner.lines.lexicon import lexicon
from scanner.lines.text import plain

Problem = Literal["missing", "text", "error", "range", "date", "approximate", "formula"]
Mark = Literal[".", ","]

ERRORS = frozenset(
    ("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!",
     "#CALC!", "#WERT!",
     "#BEZUG!", "#NV", "#ZAHL!", "#¡REF!", "#¡VALOR!", "#¿NOMBRE?", "#ERROR!", "Err:502", "Err:504",
     "Err:508", "Err:509", "Err:511", "Err:522")
)  # fmt: skip

_NUMBER = re.compile(r"(?<![\w.,])[-+−–]?\s?(?:\d[\d.,'’´ \u00a0\u202f]*\d|\d|[.,]\d+)(?:[eE][+-]?\d{1,3}(?![\w]))?")
_SPACES = re.compile(r"[\s'’´\u00a0\u202f]")
_RANGE = re.compile(r"\d\s*(?:[-–—~～]|to|bis|à|до)\s*[^\d\s]{0,3}\s*\d")
_PER = re.compile(r"\s*(?:/|\bper\b|\bpro\b|\bje\b|\bpor\b|\bpar\b|\bza\b|\bfor\b|每|@)\s*", re.IGNORECASE)
_DASH_CENTS = re.compile(r"(?<=\d)[.,][-–—]+")
_APPROXIMATE = (
    "~",
    "≈",
    "ca",
    "ca.",
    "approx",
    "approx.",
    "about",
    "约",
    "circa",
    "env.",
    "etwa",
    "around",
    "est",
    "est.",
    "+",
    ">",
    "<",
    "≥",
    "≤",
)


class Amount(Struct, frozen=True, gc=False):
    """What a cell says of an amount. ``amount`` is None where it states none, and ``problem`` says why."""

    amount: Decimal | None = None
    unit: str | None = None
    currency: str | None = None
    symbol: str | None = None
    """A currency sign that several currencies share; the sheet has to settle it."""
    per_amount: Decimal | None = None
    per_unit: str | None = None
    problem: Problem | None = None


MISSING = Amount(problem="missing")


def from_float(value: float) -> Decimal:
    """The decimal that a spreadsheet shows: 15 significant digits, not the binary noise beneath."""
    return Decimal(int(value)) if value.is_integer() and abs(value) < 1e15 else Decimal(f"{value:.15g}")


def number(text: str, mark: Mark) -> Decimal | None:
    """Digits with separators → Decimal; ``mark`` decides only what the digits leave open ('1,234')."""
    text = _SPACES.sub("", text).replace("−", "-").replace("–", "-")
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        decimal = "." if text.rfind(".") > text.rfind(",") else ","
        if text.count(decimal) > 1:
            return None
    elif dots + commas == 1:
        decimal = ("." if dots else ",") if not is_open(text) else mark
    elif dots > 1 or commas > 1:
        decimal = "," if dots else "."
    else:
        decimal = "."
    other = "," if decimal == "." else "."
    try:
        return Decimal(text.replace(other, "").replace(decimal, "."))
    except InvalidOperation:
        return None


def is_open(text: str) -> bool:
    """Could the one separator in it mean either? '1,234' yes; '1,23', '0,125', '1234,567' no."""
    body = text.lstrip("+-").split("e")[0].split("E")[0]
    sign = "," if "," in body else "."
    whole, _, rest = body.partition(sign)
    return len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")


def evidence(text: str) -> tuple[int, int, int]:
    """(speaks for the point, for the comma, leaves it open) as counts over the numbers in a text."""
    point = comma = undecided = 0
    for found in _NUMBER.findall(text):
        body = _SPACES.sub("", found).lstrip("+-−–")
        dots, commas = body.count("."), body.count(",")
        if dots and commas:
            if body.rfind(".") > body.rfind(","):
                point += 1
            else:
                comma += 1
        elif dots + commas == 1:
            if is_open(body):
                undecided += 1
            elif dots:
                point += 1
            else:
                comma += 1
        elif dots > 1:
            comma += 1
        elif commas > 1:
            point += 1
    return point, comma, undecided


def decide_mark(cells: Iterable[object]) -> tuple[Mark | None, bool]:
    """The decimal mark of a column, and whether some cell needs it; None where no cell tells."""
    point = comma = undecided = 0
    for cell in cells:
        if isinstance(cell, str) and ("," in cell or "." in cell):
            p, c, u = evidence(cell)
            point, comma, undecided = point + p, comma + c, undecided + u
    if point == comma:
        return None, undecided > 0
    return ("." if point > comma else ","), undecided > 0


@lru_cache(maxsize=200_000)
def parse(text: str, mark: Mark, kind: Literal["price", "quantity"]) -> Amount:
    """A cell's text as an amount."""
    stripped = text.strip()
    if not stripped:
        return MISSING
    if (stripped[0] == "#" and (stripped in ERRORS or stripped.endswith(("!", "?")))) or stripped in ERRORS:
        return Amount(problem="error")
    simple = _plain_number(stripped)
    if simple is not None:
        return Amount(amount=simple)
    words = lexicon()
    low = plain(stripped)
    if low in words.rows["missing-price" if kind == "price" else "missing-quantity"].cell:
        return MISSING
    return _with_words(low, mark, kind)


def _plain_number(text: str) -> Decimal | None:
    if text.isascii() and text.replace(".", "", 1).isdigit() and not (text.count(".") and is_open(text)):
        return Decimal(text)
    return None


def _with_words(text: str, mark: Mark, kind: str) -> Amount:
    text = _DASH_CENTS.sub("", text)
    negative = False
    if text.startswith("(") and text.endswith(")") and any(c.isdigit() for c in text):
        negative, text = True, text[1:-1].strip()
    head, per = _split_per(text)
    if head.endswith(("-", "−")) and head[:-1].strip()[-1:].isdigit():
        negative, head = True, head[:-1]
    numbers = list(_NUMBER.finditer(head))
    if not numbers:
        currency, symbol = _currency(head)
        known = currency or symbol or lexicon().units.get(head)
        return Amount(problem="missing" if known else "text")
    if len(numbers) > 1:
        return Amount(problem="range" if _RANGE.search(head) else "text")
    found = numbers[0]
    amount = number(found.group().strip(), mark)
    if amount is None:
        return Amount(problem="text")
    before, after = head[: found.start()].strip(), head[found.end() :].strip()
    if before in ("-", "−") or (before.startswith("-") and _currency(before[1:].strip()) != (None, None)):
        negative, before = True, before.lstrip("-− ")
    currency, symbol, unit, approximate, strange = None, None, None, False, False
    for part in (before, after):
        if not part:
            continue
        if part in _APPROXIMATE:
            approximate = True
            continue
        for sign in _APPROXIMATE[:2]:
            part = part.removeprefix(sign).strip()
        code, sign_found = _currency(part)
        if code or sign_found:
            currency, symbol = currency or code, symbol or sign_found
        elif part is after or not before:
            found_unit = unit_of(part)
            unit = unit or found_unit
            strange = strange or found_unit is None
        else:
            strange = True
    if strange and kind == "price" and not (currency or symbol):
        return Amount(problem="text")
    if strange and kind == "quantity" and (before or "+" in after):
        return Amount(problem="text")
    per_amount, per_unit = _per(per, mark) if per else (None, None)
    if per and per_amount is None and per_unit is None and kind == "price" and any(c.isdigit() for c in per):
        return Amount(problem="text")
    if unit and kind == "price" and per_unit is None:
        unit = None
    return Amount(
        amount=-amount if negative else amount,
        unit=unit,
        currency=currency,
        symbol=symbol,
        per_amount=per_amount,
        per_unit=per_unit,
        problem="approximate" if approximate else None,
    )


def _split_per(text: str) -> tuple[str, str | None]:
    found = _PER.search(text)
    if found and found.start() > 0 and any(c.isdigit() for c in text[: found.start()]):
        return text[: found.start()].strip(), text[found.end() :].strip()
    return text, None


def _per(text: str, mark: Mark) -> tuple[Decimal | None, str | None]:
    """'100' → 100; 'kg' → 1 kilogram; '100 m' → 100 meter; 'ea' → 1 piece."""
    found = _NUMBER.match(text)
    if found:
        amount, unit = number(found.group(), mark), text[found.end() :].strip()
        times, unit = _times(unit)
        return amount * times if amount is not None else None, unit_of(unit) if unit else None
    times, unit = _times(text)
    unit_name = unit_of(unit)
    return (times, unit_name) if unit_name or times > 1 else (None, None)


def _times(text: str) -> tuple[Decimal, str]:
    """A word for a hundred or a thousand before a unit: 'k pcs' → 1000, 'pcs'."""
    head, _, rest = text.partition(" ")
    for times, words in lexicon().rows["multiple"].more.items():
        if head.rstrip(".") in words or head in words:
            return Decimal(times), rest.strip()
    return Decimal(1), text


def per_quantity(value: object, mark: Mark) -> Quantity | None:
    """A cell of a 'price per' column: '100', '1 kg', 'm', 1000.0."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        amount = from_float(float(value)) if isfinite(value) else Decimal(0)
        return Quantity(amount) if amount > 0 else None
    if not isinstance(value, str) or not value.strip():
        return None
    text = plain(value)
    head, _, rest = text.partition(" ")
    text = rest.strip() if rest and _PER.fullmatch(head) else text.removeprefix("/").strip()
    amount, unit = _per(text, mark)  # type: ignore[assignment]
    return Quantity(amount, unit) if amount is not None and amount > 0 else None


@lru_cache(maxsize=8192)
def unit_of(text: str) -> str | None:
    """Canonical unit of a spelling; None where it is none. 'pack of 50' is a pack."""
    units = lexicon().units
    text = text.strip()
    if text in units:
        return units[text]
    low = plain(text).strip(" .()[]")
    if low in units:
        return units[low]
    head = low.split(" ", 1)[0].rstrip(".,")
    rest = low[len(head) :].strip()
    if head in units and (rest.startswith(("of ", "à ", "a ", "von ", "zu ", "de ", "(", "x ")) or not rest):
        return units[head]
    return None


@lru_cache(maxsize=8192)
def _currency(text: str) -> tuple[str | None, str | None]:
    """(ISO code, shared sign) of a text that is a currency or begins or ends with one."""
    words = lexicon()
    text = text.strip(" .:*")
    if not text:
        return None, None
    if text in words.currencies:
        return words.currencies[text], None
    if text in words.shared_symbols:
        return None, text
    for part in re.split(r"[\s:()\[\]]+", text):
        if part in words.currencies:
            return words.currencies[part], None
        if part in words.shared_symbols:
            return None, part
    return None, None


def currency_of(text: str) -> tuple[str | None, str | None]:
    """(ISO code, shared sign) named in a heading, a number format or a remark."""
    low = plain(text)
    found = _currency(low)
    if found != (None, None):
        return found
    words = lexicon()
    for spelling, code in words.currencies.items():
        if not spelling.isalnum() and len(spelling) > 1 and spelling in low:
            return code, None
    for char in low:
        if char in words.currencies and not char.isalnum():
            return words.currencies[char], None
        if char in ("元", "円"):
            return words.currencies[char], None
    for sign in words.shared_symbols:
        if not sign[0].isalpha() and sign in low:
            return None, sign
    return None, None


def is_date(value: object) -> bool:
    return isinstance(value, datetime | date | time | timedelta)
