"""Columns of figures: their decimal mark, their currency, what a price is for, prices that became dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from scanner.bom import Quantity
from scanner.lines.context import COMMA_LANGUAGES, Context, heading_per, settle
from scanner.lines.grid import Grid
from scanner.lines.lexicon import lexicon
from scanner.lines.numbers import Amount, Mark, currency_of, decide_mark, per_quantity, unit_of
from scanner.lines.relation import agrees, as_number
from scanner.lines.text import plain, shown
from scanner.lines.values import Amounts, amounts

FIGURES = ("unit_price", "extended_price", "quantity", "mass")


def sheet_mark(grid: Grid, context: Context, delimiter: str | None) -> Mark:
    """The mark that the unambiguous numbers of the figure columns use, else that of the language."""
    cells = {c for name in FIGURES for c in grid.cells(name) if isinstance(c, str)}
    decided, _ = decide_mark(cells)
    if decided:
        return decided
    return "," if delimiter == ";" or context.language in COMMA_LANGUAGES else "."


def figures(
    grid: Grid, name: str, kind: Literal["price", "quantity"], fallback: Mark, context: Context
) -> Amounts | None:
    """The amounts of a field; None where the table has no such column."""
    index = grid.table.column(name)
    if index is None:
        return None
    found = amounts(grid.column(index), kind, fallback)
    if kind == "price" and any(a.problem == "date" for a in found.distinct):
        _dates(grid, found, index, context)
    if found.ambiguous:
        example = next(shown(c) for c in grid.column(index) if isinstance(c, str) and ("," in c or "." in c))
        reading = "a decimal comma" if found.mark == "," else "a decimal point"
        grid.note(
            "number-ambiguous",
            "warning",
            f"'{example}' and the like could be read either way; read with {reading}",
            None,
            index,
        )
    return found


def currencies(grid: Grid, name: str, found: Amounts | None, context: Context, default: str | None) -> list[str | None]:
    """The currency of each price: by its cell, its heading, its number format, the sheet, the user; in this order."""
    index = grid.table.column(name)
    if index is None or found is None:
        return []
    code, sign = currency_of(grid.table.headings[index])
    by_heading = code or (settle(sign, context.language) if sign else None)
    if sign and not code:
        _shared_sign(grid, sign, by_heading, index)
    formats = grid.formats(index, money=True) if by_heading is None else None
    uniform = by_heading or (format_currency(formats, context.language) if isinstance(formats, str) else None)
    n = len(grid.kept)
    if not found.names_money and not isinstance(formats, dict):
        return [uniform or _rest(context, default)] * n
    by_format: dict[str, str | None] = {}
    out: list[str | None] = []
    for k, amount in zip(grid.kept, found.cells, strict=True):
        code = amount.currency
        if code is None and amount.symbol:
            code = by_heading or settle(amount.symbol, context.language)
        if code is None:
            code = uniform
        if code is None and isinstance(formats, dict) and (text := formats.get(grid.first + k)) is not None:
            if text not in by_format:
                by_format[text] = format_currency(text, context.language)
            code = by_format[text]
        out.append(code)
    if by_heading is None:
        for symbol in {a.symbol for a in found.distinct if a.symbol}:
            _shared_sign(grid, symbol, settle(symbol, context.language), index)
    named = Counter(c for c in out if c)
    rest = next(iter(named)) if len(named) == 1 else _rest(context, default)
    return [c or rest for c in out] if rest else out


def _rest(context: Context, default: str | None) -> str | None:
    return context.currency or (settle(context.symbol, context.language) if context.symbol else None) or default


def _shared_sign(grid: Grid, sign: str, code: str | None, index: int) -> None:
    grid.note("currency-unknown", "info", f"'{sign}' is read as {code}; --currency tells otherwise", None, index)


def currency_column(grid: Grid, context: Context) -> list[str | None]:
    """ISO codes of a column of currencies; none where the table has no such column."""
    cache: dict[str, str | None] = {}
    out: list[str | None] = []
    for text in grid.texts("currency"):
        if text not in cache:
            code, sign = currency_of(text) if text else (None, None)
            iso = text.upper() if len(text) == 3 and text.isascii() and text.isalpha() else None
            cache[text] = code or (settle(sign, context.language) if sign else iso)
        out.append(cache[text])
    return out


def units(grid: Grid) -> list[str | None]:
    """Canonical units of the unit column; a unit that is not known stays as written."""
    texts = grid.texts("unit")
    known = {text: (unit_of(text) or plain(text)) if text else None for text in set(texts)}
    return [known[t] for t in texts]


def price_bases(grid: Grid, mark: Mark) -> list[Quantity | None] | None:
    """What each unit price is for, by its own column or by the heading of the prices."""
    cells = grid.cells("price_per")
    if cells:
        known = _coded(cells) or {cell: per_quantity(cell, mark) for cell in set(cells)}
        return [known[c] for c in cells]
    index = grid.table.column("unit_price")
    stated = heading_per(grid.table.headings[index]) if index is not None else None
    return [stated] * len(grid.kept) if stated is not None else None


def _coded(cells: Sequence[object]) -> dict[object, Quantity | None] | None:
    """Letters of trade catalogues: E each, C for 100, M for 1000; where one of C or E shows that M is no metre."""
    codes = {code: Decimal(count) for count, letters in lexicon().rows["price-code"].more.items() for code in letters}
    found = {cell: plain(str(cell)) for cell in set(cells) if cell not in ("", None)}
    if not {"c", "e"} & set(found.values()) or not set(found.values()) <= codes.keys():
        return None
    amounts: dict[object, Quantity | None] = {c: Quantity(codes[code]) for c, code in found.items()}
    return {**amounts, "": None, None: None}


def mass_units(grid: Grid) -> list[str | None]:
    """The unit of masses: from the heading, or from a column of units beside it."""
    index = grid.table.column("mass")
    if index is None:
        return []
    headings = grid.table.headings
    for part in re.split(r"[\s()\[\],/]+", plain(headings[index])):
        found = unit_of(part) if part else None
        if found and lexicon().unit_facts[found].dimension == "mass":
            return [found] * len(grid.kept)
    if index + 1 < len(headings) and "unit" in plain(headings[index + 1]):
        return [unit_of(t.split("/")[0]) if t else None for t in grid.text_column(index + 1)]
    return [None] * len(grid.kept)


def format_currency(text: str, language: str | None) -> str | None:
    """The currency that a number format shows: '#,##0.00 [$€-407]', '"kr" 0.00', '[$-804]¥#,##0'."""
    for sign, locale in re.findall(r"\[\$([^\]-]*)-?([0-9A-Fa-f]*)\]", text):
        if sign:
            code, shared = currency_of(sign)
            if code:
                return code
            by_locale = lexicon().locale_currencies.get(locale.lower().lstrip("0"))
            if by_locale or shared:
                return by_locale or settle(str(shared), language)
    quoted = " ".join(re.findall(r'"([^"]+)"', text))
    known = lexicon().format_signs.get(plain(quoted).strip())
    code, shared = (known, None) if known else currency_of(quoted) if quoted.strip() else (None, None)
    if code is None and shared is None:
        bare = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', " ", text)
        signs = (currency_of(c) for c in bare if not c.isalnum() and c not in "#,.;_-()@?/*% ")
        code, shared = next((x for x in signs if x != (None, None)), (None, None))
    return code or (settle(shared, language) if shared else None)


def _dates(grid: Grid, found: Amounts, index: int, context: Context) -> None:
    """Prices that the spreadsheet turned into dates: 5.6 became the 5th of June.

    The other figures of the row choose between readings; where they do not, the point between day and month is
    taken for a decimal point in languages that write dates so, and the price is missing elsewhere.
    """
    table = grid.table
    beside = next(
        (i for n in ("unit_price", "extended_price") if (i := table.column(n)) is not None and i != index), None
    )
    counts = table.column("quantity")
    is_total = index == table.column("extended_price")
    for n, k in enumerate(grid.kept):
        if found.cells[n].problem != "date":
            continue
        cell = grid.cell(k, index)
        readings = date_readings(cell)
        other, count = as_number(grid.cell(k, beside)), as_number(grid.cell(k, counts))
        value = None
        if other is not None and count:
            value = next(
                (r for r in readings if (agrees(count * other, r) if is_total else agrees(count * r, other))), None
            )
        if value is None and readings and context.language in COMMA_LANGUAGES:
            value = readings[0]
        if value is not None:
            found.cells[n] = Amount(amount=value)
            found.shown[n] = f"{value:f}"
        reading = f"read as {value:f}" if value is not None else "which is no price"
        grid.note(
            "cell-error",
            "warning",
            f"the spreadsheet turned the price into the date {shown(cell)}, {reading}",
            k,
            index,
        )


def date_readings(cell: object) -> list[Decimal]:
    """Numbers that a date may have been before a spreadsheet changed it, likeliest first."""
    if not isinstance(cell, date):
        return []
    out = [f"{cell.day}.{cell.month}", f"{cell.day}.{cell.month:02d}"]
    if cell.day == 1:
        out.append(f"{cell.month}.{cell.year % 100:02d}")
    out.append(f"{cell.month}.{cell.day:02d}")
    return [Decimal(x) for x in dict.fromkeys(out)]
