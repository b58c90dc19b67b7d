"""What each row of a table is: every row ends in exactly one bin."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.bom import Bin, Exclusion
from scanner.ingest.document import Row
from scanner.lines.lexicon import RowWords, lexicon
from scanner.lines.table import Table
from scanner.lines.text import plain, shown, words

IDENTITY = ("description", "part_number", "manufacturer_part_number", "supplier_part_number", "reference_designators", "material")
WORTH = ("quantity", "unit_price", "extended_price")


class Classified:
    """Bin of each row of a table, with the reason of exclusions."""

    def __init__(self, n: int) -> None:
        self.bins: list[Bin] = ["line_item"] * n
        self.exclusions: dict[int, tuple[Exclusion, str]] = {}


def is_blank(row: Row) -> bool:
    return all(c == "" or c is None or (isinstance(c, str) and not c.strip()) for c in row)


def classify(table: Table) -> Classified:
    """The bin of every row beneath the heading."""
    rows = table.rows()
    out = Classified(len(rows))
    lex = lexicon()
    identity = [i for name in IDENTITY for i in table.mapping.every(name)]
    worth = [i for name in WORTH for i in table.mapping.every(name)]
    repeated = {tuple(shown(c) for c in table.sheet.rows[r]) for r in table.header_rows}
    totals = lex.rows["total"]
    for k, row in enumerate(rows):
        named = False
        for i in identity:
            if i < len(row) and row[i] != "" and row[i] is not None:
                named = True
                break
        valued = False
        for i in worth:
            if i < len(row) and row[i] != "" and row[i] is not None:
                valued = True
                break
        if named and valued:
            label = row[identity[0]]
            if not isinstance(label, str) or not _suspicious(label):
                continue
        if is_blank(row):
            out.bins[k] = "blank"
            continue
        if tuple(shown(c) for c in row) in repeated:
            out.bins[k] = "header"
            continue
        out.bins[k] = _judge(row, k, identity, worth, named, valued, totals, out)
    return out


def _suspicious(label: str) -> bool:
    return label[:1].lower() in _first_letters() or not label.isascii()


_LETTERS: set[str] = set()


def _first_letters() -> set[str]:
    if not _LETTERS:
        for kind in ("total", "tax", "freight", "labour", "one-off"):
            for text in (*lexicon().rows[kind].cell, *lexicon().rows[kind].start):
                _LETTERS.add(text[:1])
    return _LETTERS


def _judge(row: Row, k: int, identity: Sequence[int], worth: Sequence[int], named: bool, valued: bool, totals: RowWords, out: Classified) -> Bin:
    label = next((c for c in row if isinstance(c, str) and c.strip()), "")
    low = plain(label)
    key = words(label)
    if low.rstrip(":. ") in totals.cell or key in totals.cell or (not named and low.startswith(totals.start)):
        return "subtotal"
    for kind in ("tax", "freight", "labour", "one-off"):
        known = lexicon().rows[kind]
        if low.rstrip(":. ") in known.cell or low.startswith(known.start):
            out.exclusions[k] = (kind, f"{kind}: {label.strip()}")  # type: ignore[assignment]
            return "excluded"
    if named and valued:
        return "line_item"
    if not named:
        return "subtotal" if valued else "note"
    filled = sum(1 for c in row if c != "" and c is not None)
    if filled == 1:
        return "note" if len(label) > 80 else "section"
    return "line_item"
