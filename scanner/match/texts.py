"""The texts of many lines at once: what matching reads of them, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct

from scanner.bom import SEARCHED, BomLine
from scanner.columns import Filled, column, entries
from scanner.match.reading import FIELDS
from scanner.match.text import quick

Fields = tuple[tuple[str, str], ...]
"""The texts of a line by name, the telling ones first, as ``reading.fields_of`` gives them."""
Row = tuple[str | None, ...]
_ADDRESS = ("//", "www.")


class Texts(Struct, frozen=True):
    """The texts of some lines that matching reads, under the names of their fields."""

    names: tuple[str, ...]
    rows: list[Row]
    """One a line, a text or None for each name."""

    def fields(self, row: Row) -> Fields:
        """A row as the fields of a line."""
        return tuple((name, text) for name, text in zip(self.names, row, strict=True) if text)


def texts_of(lines: Sequence[BomLine]) -> Texts:
    """What matching reads of some lines; names that none of them has a text for are left out."""
    found = {name: cells for name, cells in _columns(lines) if any(cells)}
    for name, cells in found.items():
        if max(len(text) for text in cells if text) > SEARCHED:
            found[name] = [text and text[:SEARCHED] for text in cells]
    rows: list[Row] = list(zip(*found.values(), strict=True)) if found else [()] * len(lines)
    return Texts(tuple(found), rows)


def _columns(lines: Sequence[BomLine]) -> Iterator[tuple[str, Sequence[str | None]]]:
    for name in FIELDS:
        yield name, column(lines, name)
    others = column(lines, "other")
    headings = others.columns if isinstance(others, Filled) else dict.fromkeys(chain.from_iterable(others))
    for heading in headings:
        yield f"other.{heading}", entries(others, heading)


def comparable(rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """Plain and folded text of each row, as ``text.quick`` makes them."""
    whole = all(map(all, rows))
    raw = list(map("\n".join, rows)) if whole else ["\n".join(filter(None, row)) for row in rows]  # type: ignore[arg-type]
    blob = "\0".join(raw)
    if blob.isascii() and not any(x in blob for x in _ADDRESS) and blob.count("\0") == len(raw) - 1:
        return raw, blob.lower().replace("-", " ").replace("_", " ").split("\0")
    pairs = [quick([("", text)]) for text in raw]
    return [plain for plain, _ in pairs], [folded for _, folded in pairs]
