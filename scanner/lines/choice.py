"""Which tables of a document are the bill: compared with one another, each with the reason."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal

from msgspec import Struct

from scanner.errors import InputError
from scanner.ingest.document import Document, Row, Sheet
from scanner.lines.lexicon import lexicon
from scanner.lines.relation import as_number
from scanner.lines.rows import is_blank
from scanner.lines.sheets import find_tables, same_headings
from scanner.lines.table import Table
from scanner.lines.text import plain, shown, words
from scanner.options import ReadOptions


class Choice(Struct):
    """One table and whether it counts."""

    table: Table
    used: bool
    reason: str
    keys: frozenset[str] = frozenset()


def choose(document: Document, options: ReadOptions) -> tuple[list[Choice], list[Sheet]]:
    """Every table with its verdict, and the sheets without one.

    Raises:
        InputError: a sheet that the user names does not exist.
    """
    if options.sheets:
        known = {s.name for s in document.sheets}
        for name in options.sheets:
            if name not in known:
                raise InputError(
                    f"has no sheet '{name}'", source=document.file, hint="its sheets: " + ", ".join(sorted(known))
                )
    choices: list[Choice] = []
    empty: list[Sheet] = []
    for sheet in document.sheets:
        if options.sheets and sheet.name not in options.sheets:
            choices_here: list[Table] = []
        else:
            choices_here = find_tables(sheet, options, document.profiles)
        if not choices_here:
            empty.append(sheet)
        choices += [
            Choice(table=t, used=True, reason=f"heading in row {t.header_rows[-1] + 1 if t.header_rows else 1}")
            for t in choices_here
        ]
    if len(choices) > 1 and not options.all_sheets and not options.sheets:
        for choice in choices:
            choice.keys = _keys(choice.table)
        named = _named_by_another(choices)
        _drop_others(choices, named)
        _drop_repeats(choices, named)
    return choices, empty


def _keys(table: Table) -> frozenset[str]:
    """What the rows of a table are about, for comparing tables."""
    columns = _naming(table)
    places = table.column("reference_designators")
    shop = table.column("supplier")
    out = set()
    for row in table.rows()[: int(_weights()["key_rows"])]:
        for i in columns:
            if i < len(row) and row[i] not in ("", None) and (text := words(shown(row[i]))):
                out.add(text)
        if shop is not None and shop < len(row) and isinstance(row[shop], str) and "://" in row[shop]:  # type: ignore[operator]
            out.add(str(row[shop])[:120])
        if places is not None and places < len(row) and isinstance(row[places], str):
            out.update(f"@{t}" for t in re.split(r"[,;\s]+", str(row[places])) if t)
    return frozenset(out)


def _naming(table: Table) -> list[int]:
    names = ("description", "manufacturer_part_number", "part_number")
    return [i for n in names if (i := table.column(n)) is not None]


def _weights() -> dict[str, float]:
    return lexicon().settings["choice"]


def _is_only(name: str, kind: str) -> bool:
    return words(name) in {words(w) for w in lexicon().rows[kind].word}


def _says(name: str, kind: str) -> bool:
    low = f" {words(name)} "
    text = plain(name)
    return any((f" {words(w)} " in low) if w.isascii() else w in text for w in lexicon().rows[kind].word)


def _worth(choice: Choice) -> int:
    """How much a table looks like a bill: lines that have a name and a quantity or price."""
    return sum(2 if choice.table.column(n) is not None else 0 for n in ("quantity", "unit_price", "extended_price")) + (
        1 if choice.table.column("description") is not None or choice.table.column("part_number") is not None else 0
    )


def _size(choice: Choice) -> int:
    return sum(1 for row in choice.table.rows() if not is_blank(row))


def _named_by_another(choices: list[Choice]) -> frozenset[int]:
    """Tables of one list and its parts: a list with quantities whose lines are the other sheets, and those sheets."""
    out: set[int] = set()
    for n, choice in enumerate(choices):
        column = choice.table.column("description")
        if column is None or choice.table.column("quantity") is None:
            continue
        labels = [
            plain(shown(r[column])) for r in choice.table.rows() if column < len(r) and r[column] not in ("", None)
        ]
        if not labels or len(labels) > _weights()["labels_a_sheet"] * len(choices):
            continue
        held = [
            m
            for m, other in enumerate(choices)
            if m != n and any(f" {x} " in f" {plain(other.table.sheet.name)} " for x in labels)
        ]
        if len(held) >= 2 and len(held) >= _weights()["held"] * len(labels):
            out.update((n, *held))
    return frozenset(out)


def _drop_others(choices: list[Choice], named: frozenset[int]) -> None:
    """Tables that are no bill beside one that is: histories, surveys of options, sums of the other sheets."""
    best = max(choices, key=lambda c: (_worth(c), _size(c)))
    names = {plain(c.table.sheet.name) for c in choices}
    for n, choice in enumerate(choices):
        if choice is best or n in named:
            continue
        table = choice.table
        if table.sheet.name != best.table.sheet.name and (
            _says(table.sheet.name, "not-a-bom-sheet") or _is_only(table.sheet.name, "old-sheet")
        ):
            choice.used, choice.reason = False, f"the name '{table.sheet.name}' says that it is no bill"
        elif _worth(choice) <= 2 and _worth(best) >= 3 and table.column("quantity") is None:
            choice.used, choice.reason = False, "neither quantities nor enough columns of a bill"
        elif table.column("quantity") is None and table.sheet.name != best.table.sheet.name:
            column = table.column("description")
            labels = [
                plain(shown(r[column]))
                for r in table.rows()
                if column is not None and column < len(r) and r[column] not in ("", None)
            ]
            if labels and sum(1 for x in labels if x in names) >= _weights()["sums_up"] * len(labels):
                choice.used, choice.reason = False, "sums up the other sheets"
            elif best.table.column("quantity") is not None and not any(
                table.column(n) is not None for n in ("reference_designators", "manufacturer_part_number")
            ):
                choice.used, choice.reason = False, "has no quantities, unlike the bill beside it"


def _drop_repeats(choices: list[Choice], named: frozenset[int]) -> None:
    """Of two tables about the same parts one is a revision or a part of the other; only one counts."""
    order = sorted((c for c in choices if c.used), key=_standing, reverse=True)
    kept: list[Choice] = []
    together = {id(choices[n]) for n in named}
    for choice in order:
        for other in kept:
            shared = len(choice.keys & other.keys) / max(1, min(len(choice.keys), len(other.keys)))
            alike = choice.table.headings == other.table.headings or same_headings(
                choice.table.headings, other.table.headings
            )
            old = _says(choice.table.sheet.name, "old-sheet") and not _says(other.table.sheet.name, "old-sheet")
            if id(choice) in together and id(other) in together:
                continue
            weights = _weights()
            enough = weights["repeats_alike"] if alike else weights["repeats_unlike"]
            earlier = not alike and shared < enough and _is_earlier(choice, other)
            if shared >= enough or (alike and old) or earlier:
                where = (
                    f"sheet '{other.table.sheet.name}'"
                    if other.table.sheet.name != choice.table.sheet.name
                    else "the table beside it"
                    if choice.table.part > 1
                    else "the table above"
                )
                choice.used = False
                choice.reason = (
                    f"repeats {where} ({round(100 * shared)} % of its parts are there)"
                    if shared >= weights["repeats_alike"] and not earlier
                    else f"an earlier or partial list beside {where}"
                )
                break
        if choice.used:
            kept.append(choice)


def _is_earlier(choice: Choice, other: Choice) -> bool:
    """Is one of two lists on sheets without names of their own an earlier, shorter one of the other?

    Both are of the same thing where most of the money of one is spent on parts that are in the other as well. Sheets
    that somebody named are taken for different assemblies, which may well have their dearest part in common.
    """
    if not all(_is_default(c.table.sheet.name) for c in (choice, other)):
        return False
    weights = _weights()
    if not choice.keys & other.keys:
        return False
    known = sorted(other.keys)
    naming = _naming(choice.table)
    found = named = 0
    worth = total = Decimal(0)
    for row in choice.table.rows()[: int(weights["key_rows"])]:
        names = [n for i in naming if i < len(row) and (n := words(shown(row[i])))]
        if not names:
            continue
        named += 1
        spent = _spent(choice.table, row)
        total += spent
        if any(_begins(n, known) for n in names):
            found += 1
            worth += spent
    mostly = bool(total) and float(worth) >= weights["earlier_worth"] * float(total)
    return mostly and found >= weights["earlier_rows"] * named


def _is_default(name: str) -> bool:
    """'Sheet1', 'Tabelle 2', '工作表1': a name that the program gave."""
    return plain(name).rstrip("0123456789 ()") in {plain(w) for w in lexicon().rows["default-sheet"].word}


def _begins(name: str, known: list[str]) -> bool:
    """Is a name in a sorted list, alone or at the beginning of a longer one?"""
    at = bisect_left(known, name)
    return at < len(known) and (known[at] == name or known[at].startswith(f"{name} "))


def _spent(table: Table, row: Row) -> Decimal:
    total, unit, quantity = (
        as_number(row[i]) if (i := table.column(n)) is not None and i < len(row) else None
        for n in ("extended_price", "unit_price", "quantity")
    )
    return total or (unit or Decimal(0)) * (1 if quantity is None else quantity)


def _standing(choice: Choice) -> tuple[int, int, int, int]:
    name = choice.table.sheet.name
    return (
        (1 if _says(name, "new-sheet") else 0)
        - (1 if _says(name, "old-sheet") else 0)
        - (1 if choice.table.sheet.hidden else 0),
        _worth(choice),
        _size(choice),
        0,
    )
