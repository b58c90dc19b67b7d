"""What each row of a table is: every row ends in exactly one bin."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.bom import Bin
from scanner.ingest.document import Row
from scanner.lines import marks
from scanner.lines.bins import Classified
from scanner.lines.evidence import is_designator
from scanner.lines.flags import flag
from scanner.lines.labels import kind_of
from scanner.lines.table import Table
from scanner.lines.text import shown

IDENTITY = (
    "description",
    "part_number",
    "manufacturer_part_number",
    "supplier_part_number",
    "reference_designators",
    "material",
)
WORTH = ("quantity", "unit_price", "extended_price")
LONG_NOTE = 90
"""Characters; a text alone in its row and longer than this is a remark, not a title."""
EMPTY = ("", None)
FORM_GAP = 20
"""Empty rows beneath a heading after which what follows is the foot of an empty form."""
FAR_BELOW = 8
"""Blank rows after which a few last rows are no longer part of the table."""


def is_blank(row: Row) -> bool:
    return all(c == "" or c is None or (isinstance(c, str) and not c.strip()) for c in row)


def _has(row: Row, columns: Sequence[int]) -> bool:
    width = len(row)
    for i in columns:
        if i < width:
            cell = row[i]
            if cell != "" and cell is not None and (not isinstance(cell, str) or cell.strip()):
                return True
    return False


def classify(table: Table) -> Classified:
    """The bin of every row beneath the heading."""
    rows = table.rows()
    out = Classified(["line_item"] * len(rows))
    mapping = table.mapping
    identity = [i for name in IDENTITY for i in mapping.every(name)]
    worth = [i for name in WORTH for i in mapping.every(name)]
    label_column = next(iter(identity), None)
    headings = {r - table.first for r in table.header_rows}
    lone: list[int] = []
    bins = out.bins
    sparse = _sparse(rows, worth)
    labels = [
        ""
        if label_column is None or label_column >= len(r) or not isinstance(r[label_column], str)
        else r[label_column]
        for r in rows
    ]
    marked, labelled = marks.find(labels) if labels else ({}, set())  # type: ignore[arg-type]
    valued = _filled(rows, worth)
    doubtful: list[int] = []
    for k, label in enumerate(labels):
        if k in headings:
            bins[k] = "header"
        elif not (label and valued[k] and k not in labelled and not label.isspace()):  # type: ignore[union-attr]
            bins[k] = _judge(table, rows[k], k, identity, worth, lone, out, sparse)
            doubtful.append(k)
    _sections(table, lone, out)
    _idle(table, worth, doubtful, out)
    _below(out)
    flag(table, out, marked, label_column)
    return out


def _filled(rows: Sequence[Row], columns: Sequence[int]) -> list[bool]:
    """Does a row have a cell in one of some columns?"""
    widest = max(columns, default=-1)
    if columns and all(len(r) > widest for r in rows):
        if len(columns) == 1:
            (a,) = columns
            return [r[a] not in EMPTY for r in rows]
        a, b = columns[:2]
        rest = columns[2:]
        return [r[a] not in EMPTY or r[b] not in EMPTY or any(r[i] not in EMPTY for i in rest) for r in rows]
    return [_has(r, columns) for r in rows]


def _judge(
    table: Table,
    row: Row,
    k: int,
    identity: Sequence[int],
    worth: Sequence[int],
    lone: list[int],
    out: Classified,
    sparse: frozenset[int],
) -> Bin:
    if is_blank(row):
        return "blank"
    named, valued = _has(row, identity), _has(row, worth)
    quantity = table.mapping.every("quantity")
    item = table.mapping.every("item_number")
    label = next((c for c in row if isinstance(c, str) and c.strip()), "")
    kind = kind_of(label)
    if kind is None and identity and identity[0] < len(row) and isinstance(row[identity[0]], str):
        label = row[identity[0]]  # type: ignore[assignment]
        kind = kind_of(label)
    if kind is None and not named:
        kind = next((found for c in row if isinstance(c, str) and (found := kind_of(c)) is not None), None)
    if kind is not None:
        name, whole = kind
        counted = _has(row, quantity) and _has(
            row, [i for n in ("part_number", "manufacturer_part_number") for i in table.mapping.every(n)]
        )
        if name == "total" and (whole or not (named and _has(row, quantity))):
            out.totals.append(k)
            return "subtotal"
        if name != "total" and (whole or not counted) and (valued or whole):
            out.exclusions[k] = (name, f"{name.replace('-', ' ')}: {label.strip()}")  # type: ignore[assignment]
            return "excluded"
    if named and valued:
        return "line_item"
    if named:
        return _named_only(table, row, k, identity, item, lone, sparse)
    if valued:
        if not any(_number(row, i) for i in worth):
            return "note"
        if _has(row, quantity) and not _only_zero(row, worth):
            lettered = any(
                isinstance(c, str) and any(x.isalpha() for x in c) for i, c in enumerate(row) if i not in worth
            )
            if lettered or _has(row, [*item, *table.mapping.every("unit_price")]):
                return "line_item"
        out.totals.append(k)
        return "subtotal" if not _only_zero(row, worth) else "note"
    texts = [c for c in row if isinstance(c, str) and c.strip()]
    if len(texts) == 1 and not any(isinstance(c, int | float) and not isinstance(c, bool) for c in row):
        lone.append(k)
        return "section"
    numbers = [c for c in row if isinstance(c, int | float) and not isinstance(c, bool)]
    if numbers and not texts and not _has(row, item):
        return "subtotal"
    return "note"


def _sparse(rows: Sequence[Row], worth: Sequence[int]) -> frozenset[int]:
    """Columns that the priced or counted rows leave empty: names of groups stand there."""
    counted = filled = 0
    seen: dict[int, int] = {}
    for row in rows[:400]:
        if not _has(row, worth):
            continue
        counted += 1
        for i in range(min(3, len(row))):
            if row[i] not in ("", None):
                seen[i] = seen.get(i, 0) + 1
                filled += 1
    return frozenset(i for i in range(3) if counted >= 5 and seen.get(i, 0) <= 0.1 * counted)


def _number(row: Row, index: int) -> bool:
    if index >= len(row):
        return False
    cell = row[index]
    return (isinstance(cell, int | float) and not isinstance(cell, bool)) or (
        isinstance(cell, str) and any(c.isdigit() for c in cell)
    )


def _only_zero(row: Row, worth: Sequence[int]) -> bool:
    return all(i >= len(row) or row[i] in ("", None, 0, 0.0, "0", "0.00", "0,00") for i in worth)


def _named_only(
    table: Table,
    row: Row,
    k: int,
    identity: Sequence[int],
    item: Sequence[int],
    lone: list[int],
    sparse: frozenset[int],
) -> Bin:
    """A name without quantity or price: a title of what follows, a remark, or a part that is still to be priced."""
    filled = [i for i, c in enumerate(row) if c != "" and c is not None and (not isinstance(c, str) or c.strip())]
    texts = {shown(row[i]) for i in filled}
    if _has(row, item) and not (len(filled) == 1 or len(texts) == 1):
        return "line_item"
    if len(filled) == 2 and filled[0] in sparse and filled[1] in identity and filled[0] not in identity:
        return "section"
    if len(texts) == 1:
        text = next(iter(texts))
        if is_designator(text) and filled[0] in table.mapping.every("reference_designators"):
            return "line_item"
        if len(text) > LONG_NOTE:
            return "note"
        lone.append(k)
        return "section"
    return "line_item"


def _sections(table: Table, lone: Sequence[int], out: Classified) -> None:
    """Which of the texts that stand alone are titles: those with lines beneath.

    They are not in the column of the names where the other titles of the table stand elsewhere; two in a row in the
    column of the names are parts.
    """
    rows = table.rows()
    names = table.column("description")
    if names is None:
        names = table.column("part_number")
    where = {k: next(i for i, c in enumerate(rows[k]) if c not in ("", None)) for k in lone}
    titles_elsewhere = sum(1 for i in where.values() if i != names) > 0.5 * len(where)
    lone_set = set(lone)
    for k in lone:
        if where[k] != names:
            continue
        beside = (k + 1 in lone_set and where[k + 1] == names) or (k - 1 in lone_set and where[k - 1] == names)
        text = shown(rows[k][where[k]])
        if text.endswith((":", "：")) or (text.isupper() and not any(c.isdigit() for c in text)):
            continue
        if beside or titles_elsewhere:
            out.bins[k] = "line_item"
    last = max((k for k, b in enumerate(out.bins) if b == "line_item"), default=-1)
    for k in lone:
        if out.bins[k] == "section" and k > last:
            out.bins[k] = "note"


def _idle(table: Table, worth: Sequence[int], doubtful: Sequence[int], out: Classified) -> None:
    """Texts without number, quantity or price that stand apart are remarks.

    Apart is: below the last total, between blank rows, or far beneath a heading without lines.
    """
    rows, bins = table.rows(), out.bins
    last = out.totals[-1] if out.totals else len(bins)
    item = table.mapping.every("item_number")
    for k in doubtful:
        if bins[k] != "line_item" or any(_number(rows[k], i) for i in worth) or _has(rows[k], item):
            continue
        alone = 0 < k < len(bins) - 1 and bins[k - 1] == "blank" and bins[k + 1] == "blank"
        if k > last or alone:
            bins[k] = "note"
    first = next((k for k, b in enumerate(bins) if b in ("line_item", "excluded")), 0)
    if first >= FORM_GAP and all(b in ("blank", "note", "section") for b in bins[:first]):
        for k in range(first, len(bins)):
            if bins[k] in ("line_item", "excluded"):
                bins[k] = "note"
                out.exclusions.pop(k, None)


def _below(out: Classified) -> None:
    """Rows that stand apart below the end: parked parts after the grand total, strays far below."""
    bins = out.bins
    last_total = out.totals[-1] if out.totals else None
    items = [k for k, b in enumerate(bins) if b in ("line_item", "excluded")]
    if not items:
        return
    if last_total is not None and items[-1] > last_total > items[0]:
        after = [k for k in items if k > last_total]
        before = [k for k in items if k < last_total]
        gap = after[0] - last_total - 1
        if (
            gap >= 1
            and len(after) < len(before)
            and all(b in ("blank", "section", "note") for b in bins[last_total + 1 : after[0]])
        ):
            out.parked = after
    if not out.parked:
        run: list[int] = []
        for k in reversed(items):
            if run and run[-1] - k - 1 >= FAR_BELOW:
                break
            run.append(k)
        if len(run) <= 3 and len(run) < len(items) / 4:
            out.parked = sorted(run)
    for k in out.parked:
        bins[k] = "excluded"
        out.exclusions[k] = ("alternate", "stands apart below the end of the table")
