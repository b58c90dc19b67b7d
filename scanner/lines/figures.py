"""Line totals taken for unit prices, and the reverse: told by what the file itself adds up to."""

from __future__ import annotations

from decimal import Decimal

from scanner.bom import NoteCode, Severity
from scanner.lines.bins import Classified
from scanner.lines.columns import heading_scores
from scanner.lines.lexicon import lexicon
from scanner.lines.numbers import currency_of
from scanner.lines.relation import as_number
from scanner.lines.stated import Block, blocks, close
from scanner.lines.table import Table

Remark = tuple[NoteCode, Severity, str, int | None]
ZERO = Decimal(0)
ONE = Decimal(1)


def settle_prices(table: Table, classified: Classified) -> list[Remark]:
    """Correct the mapping where the stated totals show that a column is not what its heading says."""
    unit, total, quantity = (table.column(n) for n in ("unit_price", "extended_price", "quantity"))
    if unit is not None and total is not None:
        remarks = _other_currency(table, unit, total)
        if remarks:
            return remarks
    if unit is not None and total is None and quantity is not None and classified.totals:
        return _unit_is_total(table, classified, unit, quantity)
    if unit is None or total is None:
        return []
    if classified.totals and quantity is not None:
        remarks = _price_of_a_pack(table, classified, unit, total, quantity)
        if remarks:
            return remarks
    return _confirmed(table, classified, unit, total, quantity)


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
    return any(close(a, b, "sum_share") for a in sums if a for b in stated)


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
            agree += close(q * u, t, "row_share")
    values = lexicon().settings["values"]
    if told < values["pack_rows"] or agree >= values["pack_agree"] * told:
        return []
    heading = table.headings[unit].strip()
    table.ignored |= {"unit_price"}
    return [
        (
            "price-disagrees",
            "warning",
            (
                f"'{heading}' times the quantity is not the line total in most rows (a price of packs); "
                f"the line totals in column {table.where(total)}, which add up to the file's total, are used"
            ),
            unit,
        )
    ]


def _confirmed(table: Table, classified: Classified, unit: int, total: int, quantity: int | None) -> list[Remark]:
    """Rows that the file's own sums count by their line total, against quantity times unit price.

    A row without line total, or with one of 0, that the sums leave out counts as unpriced: the file says that its unit
    price is no part of the cost, and does not say what the part is worth.
    """
    odd: set[int] = set()
    left_out: set[int] = set()
    for block in blocks(table, classified, total):
        differing, missing = _odd_rows(table, classified, block, (unit, total, quantity))
        odd |= differing
        left_out |= missing
    elsewhere = _priced_elsewhere(table, classified, (unit, total, quantity)) - odd
    classified.total_wins |= odd | elsewhere
    classified.left_out |= left_out
    remarks: list[Remark] = []
    if elsewhere:
        said = f"in {len(elsewhere)} rows the line total is the quantity times the price of another column; it is used"
        remarks.append(("price-disagrees", "info", said, total))
    if odd:
        said = (
            f"in {len(odd)} rows quantity times unit price is not the line total; "
            "the line totals add up to the file's own sum and are used there"
        )
        remarks.append(("price-disagrees", "warning", said, total))
    if left_out:
        said = (
            f"{len(left_out)} rows have a unit price and no line total, and the file's own sum leaves them out; "
            "they count as unpriced"
        )
        remarks.append(("price-disagrees", "warning", said, unit))
    return remarks


def _odd_rows(
    table: Table, classified: Classified, block: Block, columns: tuple[int, int, int | None]
) -> tuple[set[int], set[int]]:
    """(rows whose line total is another, rows without one) where only the line totals make up what is stated."""
    unit, total, quantity = columns
    widest = max(unit, total, quantity or 0)
    rows = table.rows()
    span, stated = block
    added = multiplied = extra = ZERO
    odd: set[int] = set()
    left_out: set[int] = set()
    for k in span:
        row = rows[k]
        kind = classified.bins[k]
        if kind not in ("line_item", "excluded") or widest >= len(row):
            continue
        t = as_number(row[total]) or ZERO
        if kind == "excluded":
            extra += ZERO if k in classified.parked else t
            continue
        q, u = (ONE if quantity is None else as_number(row[quantity])), as_number(row[unit])
        product = q * u if q is not None and u is not None else t
        added += t
        multiplied += product
        if not t and product:
            left_out.add(k)
        elif t and not close(product, t, "row_share"):
            odd.add(k)
    if not (odd or left_out) or any(close(multiplied + x, stated, "block_share") for x in (ZERO, extra)):
        return set(), set()
    return (odd, left_out) if any(close(added + x, stated, "block_share") for x in (ZERO, extra)) else (set(), set())


def _priced_elsewhere(table: Table, classified: Classified, columns: tuple[int, int, int | None]) -> set[int]:
    """Rows whose line total is the quantity times a price of another column: there is one for each supplier."""
    unit, total, quantity = columns
    mapped = {c.index for c in table.mapping.columns}
    others = [i for i, h in enumerate(table.headings) if i not in mapped and heading_scores(h).get("unit_price")]
    out: set[int] = set()
    if not others or quantity is None:
        return out
    for k, row in enumerate(table.rows()):
        if classified.bins[k] != "line_item" or max(unit, total, quantity, *others) >= len(row):
            continue
        q, u, t = as_number(row[quantity]), as_number(row[unit]), as_number(row[total])
        if not (q and u and t) or close(q * u, t, "row_share"):
            continue
        if any(close(q * p, t, "row_share") for i in others if (p := as_number(row[i]))):
            out.add(k)
    return out
