"""Line totals taken for unit prices, and the reverse: told by what the file itself adds up to."""

from __future__ import annotations

from decimal import Decimal

from scanner.bom import NoteCode, Severity
from scanner.lines.bins import Classified
from scanner.lines.numbers import currency_of
from scanner.lines.relation import as_number
from scanner.lines.table import Table, letter

Remark = tuple[NoteCode, Severity, str, int | None]
ZERO = Decimal(0)


def settle_prices(table: Table, classified: Classified) -> list[Remark]:
    """Correct the mapping where the stated totals show that a column is not what its heading says."""
    unit, total, quantity = (table.column(n) for n in ("unit_price", "extended_price", "quantity"))
    if unit is not None and total is not None:
        remarks = _other_currency(table, unit, total)
        if remarks:
            return remarks
    if not classified.totals:
        return []
    if unit is not None and total is None and quantity is not None:
        return _unit_is_total(table, classified, unit, quantity)
    if unit is not None and total is not None and quantity is not None:
        return _price_of_a_pack(table, classified, unit, total, quantity) or _confirmed(
            table, classified, unit, total, quantity
        )
    return []


def _other_currency(table: Table, unit: int, total: int) -> list[Remark]:
    """Unit prices in another currency than the line totals, both by their headings: the totals count."""
    one, other = (currency_of(table.headings[i]) for i in (unit, total))
    if one == other or (None, None) in (one, other) or None in (one[0], other[0]):
        return []
    table.ignored |= {"unit_price"}
    return [
        (
            "price-disagrees",
            "warning",
            f"unit prices are in {one[0]}, line totals in {other[0]}; the line totals are used",
            unit,
        )
    ]


def _sums(table: Table, classified: Classified, column: int, quantity: int | None) -> list[Decimal]:
    """Sums of a column over the items, with and without what is excluded: a stated total may hold freight."""
    rows = table.rows()
    items = excluded = ZERO
    for k, bin_name in enumerate(classified.bins):
        if bin_name not in ("line_item", "excluded") or column >= len(rows[k]):
            continue
        value = as_number(rows[k][column])
        if value is None:
            continue
        if quantity is not None:
            count = as_number(rows[k][quantity]) if quantity < len(rows[k]) else None
            value *= count if count is not None else ZERO
        if bin_name == "line_item":
            items += value
        elif k not in classified.parked:
            excluded += value
    return [items, items + excluded] if excluded else [items]


def _stated(table: Table, classified: Classified, column: int) -> list[Decimal]:
    rows = table.rows()
    return [v for k in classified.totals if column < len(rows[k]) and (v := as_number(rows[k][column]))]


def _meets(sums: list[Decimal], stated: list[Decimal]) -> bool:
    return any(abs(a - b) <= max(Decimal("0.02"), abs(b) * Decimal("0.0005")) for a in sums if a for b in stated)


def _unit_is_total(table: Table, classified: Classified, unit: int, quantity: int) -> list[Remark]:
    stated = _stated(table, classified, unit)
    plain, multiplied = _sums(table, classified, unit, None), _sums(table, classified, unit, quantity)
    if plain == multiplied or not _meets(plain, stated) or _meets(multiplied, stated):
        return []
    table.mapping = table.mapping.swapped("unit_price", "extended_price")
    heading = table.headings[unit].strip()
    return [
        (
            "price-disagrees",
            "info",
            f"'{heading}' is read as the price of the whole line: so it adds up to the file's total",
            unit,
        )
    ]


def _price_of_a_pack(table: Table, classified: Classified, unit: int, total: int, quantity: int) -> list[Remark]:
    stated = _stated(table, classified, total)
    if not _meets(_sums(table, classified, total, None), stated):
        return []
    rows = table.rows()
    told = agree = 0
    for k, bin_name in enumerate(classified.bins):
        row = rows[k]
        if bin_name != "line_item" or max(unit, total, quantity) >= len(row):
            continue
        q, u, t = as_number(row[quantity]), as_number(row[unit]), as_number(row[total])
        if q and u and t:
            told += 1
            agree += abs(q * u - t) <= max(Decimal("0.02"), abs(t) * Decimal("0.005"))
    if told < 5 or agree >= 0.5 * told:
        return []
    heading = table.headings[unit].strip()
    table.ignored |= {"unit_price"}
    return [
        (
            "price-disagrees",
            "warning",
            (
                f"'{heading}' times the quantity is not the line total in most rows (a price of packs); "
                f"the line totals in column {letter(total)}, which add up to the file's total, are used"
            ),
            unit,
        )
    ]


def _confirmed(table: Table, classified: Classified, unit: int, total: int, quantity: int) -> list[Remark]:
    """Rows whose line total the file's own sums confirm against quantity times unit price."""
    rows = table.rows()
    marks = sorted(set(classified.totals))
    start = 0
    found: set[int] = set()
    for mark in marks:
        stated = as_number(rows[mark][total]) if total < len(rows[mark]) else None
        if stated:
            for begin in (start, 0):
                found |= _odd_rows(table, classified, range(begin, mark), stated, (unit, total, quantity))
        start = mark + 1
    classified.total_wins |= found
    if not found:
        return []
    return [
        (
            "price-disagrees",
            "warning",
            (
                f"in {len(found)} rows quantity times unit price is not the line total; "
                "the line totals add up to the file's own sum and are used there"
            ),
            total,
        )
    ]


def _odd_rows(
    table: Table, classified: Classified, block: range, stated: Decimal, columns: tuple[int, int, int]
) -> set[int]:
    unit, total, quantity = columns
    rows = table.rows()
    added = multiplied = ZERO
    odd: set[int] = set()
    for k in block:
        row = rows[k]
        if classified.bins[k] != "line_item" or max(columns) >= len(row):
            continue
        q, u, t = as_number(row[quantity]), as_number(row[unit]), as_number(row[total])
        added += t or ZERO
        product = q * u if q is not None and u is not None else t or ZERO
        multiplied += product
        if t and q is not None and u is not None and abs(product - t) > max(Decimal("0.02"), abs(t) * Decimal("0.005")):
            odd.add(k)
    close = max(Decimal("0.02"), abs(stated) * Decimal("0.0001"))
    return odd if odd and abs(added - stated) <= close < abs(multiplied - stated) else set()
