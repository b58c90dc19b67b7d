"""Titles over tables, and the part numbers that they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.ingest.document import Row
from scanner.lines.lexicon import lexicon
from scanner.lines.table import Table
from scanner.lines.text import plain, shown


def numbers(title: str) -> Iterator[str]:
    """Part numbers that a title may name: 'AS-20 Emitter unit', 'Parts list of AS-20'."""
    least = lexicon().settings["titles"]["number_length"]
    tokens = [t.strip(" ,;:()[]\"'") for t in title.split()]
    for size in (1, 2, 3):
        for start in range(len(tokens) - size + 1):
            text = " ".join(tokens[start : start + size])
            if len(text) >= least and any(c.isdigit() for c in text):
                yield text


def start_of_title(rows: Sequence[Row], header: int, after: int) -> int:
    """The first row of the title over a heading: rows of one or two texts, up to a blank row; else the heading."""
    at = header
    while at > after:
        filled = [c for c in rows[at - 1] if c not in ("", None) and (not isinstance(c, str) or c.strip())]
        if not 1 <= len(filled) <= 2 or not isinstance(filled[0], str):
            break
        at -= 1
    return at


def names_a_line(rows: Sequence[Row], begin: int, header: int, tables: Sequence[Table]) -> bool:
    """Does the title over a heading name a part of the tables above it? Then the parts of that part follow."""
    named = {n for row in rows[begin:header] for c in row if isinstance(c, str) for n in numbers(plain(c))}
    if not named:
        return False
    for table in tables:
        for field in ("part_number", "description"):
            index = table.column(field)
            if index is not None and any(
                index < len(row) and row[index] not in ("", None) and plain(shown(row[index])) in named
                for row in rows[table.first : min(table.end, begin)]
            ):
                return True
    return False
