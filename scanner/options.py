"""What a user may ask for; every default is stated here and appears in the report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from msgspec import Struct

from scanner.bom import Money, sound
from scanner.findings import Reading
from scanner.standing import EndUse


class ReadOptions(Struct, frozen=True, kw_only=True):
    """How a file is to be read; everything here overrules what the reader finds."""

    sheets: tuple[str, ...] = ()
    """Names of the sheets to use; empty = decide."""
    all_sheets: bool = False
    header_row: int | None = None
    """1-based row of the heading that names the columns."""
    mapping: dict[str, str] = {}
    """field → heading or column letter."""
    profile: Path | None = None
    currency: str | None = None
    """Default currency of prices that name none."""
    limits: dict[str, int] = {}
    """How much of a file is read, by name; what is not named keeps the default of the reader's settings."""


class ScanOptions(Struct, frozen=True, kw_only=True):
    """How a bill of materials is to be judged."""

    as_of: date
    """The day whose law and exchange rates count."""
    read: ReadOptions = ReadOptions()
    product_value: Money | None = None
    """Value of one product; None = the top assembly's price, else the sum of lines."""
    threshold: Decimal = Decimal("0.001")
    """De minimis share of cn-2025-61, Article 1(1)."""
    currency: str | None = None
    """Base currency; None = that of most priced lines."""
    rates: Path | None = None
    """The user's own exchange rates, csv ``from,to,rate,date,source``."""
    reading: Reading | None = None
    """Restricts the headline; None = the gravest of all."""
    price_basis: Literal["china", "world"] = "world"
    own_country: str | None = None
    """Origin of the value added by assemblies that state none."""
    count_hk_mo: bool = False
    """Count Hong Kong and Macau as China."""
    assume: tuple[str, ...] = ()
    """What-if assumptions, ``origin:"Acme"=DE``."""
    decisions: tuple[Path, ...] = ()
    """Files of waivers and declarations; a later one wins."""
    end_use: EndUse | Literal["unknown"] | None = None
    """None = not asked about; unknown = asked, and every rule on end use stays open."""
    end_user_listed: Literal["yes", "no", "unknown"] | None = None
    """The importer, the end user or who holds half of them is on a control list or watch list."""
    export_from: str | None = None
    """Where the goods leave from, ISO 3166 alpha-2."""
    export_to: str | None = None
    """Where they go, ISO 3166 alpha-2."""
    answers: tuple[Path, ...] = ()
    """Filled questionnaires of suppliers; a later one wins, and all of them over the declarations of ``decisions``."""


def as_words(options: ScanOptions) -> dict[str, str]:
    """The options that differ from their defaults, as text: what it takes to reproduce a result.

    The as-of date is left out, as every result names it; paths are cut to the file's name.
    """
    words: dict[str, str] = {}
    for given, default in ((options, ScanOptions(as_of=options.as_of)), (options.read, ReadOptions())):
        for name in given.__struct_fields__:
            value = getattr(given, name)
            if name not in ("as_of", "read") and value != getattr(default, name):
                words[name] = sound(_word(value))
    return words


def _word(value: object) -> str:
    match value:
        case Path():
            return value.name
        case Money(amount, currency):
            return f"{amount} {currency}" if currency else str(amount)
        case tuple():
            return "; ".join(map(str, value))
        case dict():
            return "; ".join(f"{k}={v}" for k, v in value.items())
        case _:
            return str(value)
