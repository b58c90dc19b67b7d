"""The tables of a sheet: found by their headings, mapped, overruled by a profile or the user."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scanner.ingest.document import Profile, Profiles, Row, Sheet
from scanner.lines import layout
from scanner.lines.columns import heading_scores
from scanner.lines.header import Header, find_header, is_again, is_header, score_row
from scanner.lines.headings import completed, spread
from scanner.lines.lexicon import lexicon
from scanner.lines.mapping import Mapped, Mapping, map_columns
from scanner.lines.relay import Made, stacked, turned
from scanner.lines.stairs import climb, find_stairs
from scanner.lines.stated import column_of_sum, heading_figure
from scanner.lines.table import Table
from scanner.lines.text import plain, shown, words
from scanner.lines.titles import names_a_line, start_of_title
from scanner.options import ReadOptions

NO_PROFILES = Profiles()
_LETTERS = re.compile(r"[A-Z]{1,2}")
SMALL_SHEET = 3000
SAMPLED = 600
"""Rows beneath a heading among which a sample is looked for."""
TURNED_FIELDS = 4
"""A heading of fewer fields may be a row of a table with headings down a column."""


def find_tables(sheet: Sheet, options: ReadOptions, profiles: Profiles = NO_PROFILES) -> list[Table]:
    """Every table of a sheet, from the top."""
    if sheet.fields is not None:
        return [_declared(sheet)]
    rows = sheet.rows
    known = known_header(rows, profiles) if options.header_row is None else None
    search = int(lexicon().settings["header"]["search_rows"])
    header: Header | None
    if options.header_row is not None:
        index = options.header_row - 1
        if index >= len(rows):
            return []
        score, fields = score_row(rows[index])
        header = Header((index,), tuple(shown(c) for c in rows[index]), max(score, 1.0), fields)
    elif known is not None:
        header = known
    elif (said := said_header(rows, options.mapping)) is not None:
        header = said
    else:
        header = find_header(rows, 0, search)
        if header is None and len(rows) > search:
            header = find_header(rows, search, min(len(rows), SMALL_SHEET))
    if header is None or (options.header_row is None and known is None and len(header.fields) < TURNED_FIELDS):
        relaid = turned(sheet)
        if relaid is not None and (header is None or len(relaid[1]) > len(header.fields)):
            return [_relaid(relaid, "transposed", options)]
    if header is None:
        return _records(sheet, options) or _by_letters(sheet, options)
    side = layout.blocks(header.headings)
    if side:
        return [_side(sheet, header, n, begin, end, options) for n, (begin, end) in enumerate(side, 1)]
    tables = [_table(sheet, header, 0, len(rows), options, profiles)]
    for index in _later_headers(rows, tables[0]):
        current = tables[-1]
        if index < current.first or index in current.header_rows:
            continue
        found = tuple(shown(c) for c in rows[index])
        begin = start_of_title(rows, index, current.first)
        again = same_headings(found, current.headings)
        if again and not (begin < index and names_a_line(rows, begin, index, tables)):
            current.header_rows = (*current.header_rows, index)
            continue
        score, fields = score_row(rows[index])
        if again or (options.header_row is None and len(fields) >= 2 and score >= 0.55 * header.score):
            current.end = begin
            tables.append(_table(sheet, Header((index,), found, score, fields), begin, len(rows), options, profiles))
    return tables


def _records(sheet: Sheet, options: ReadOptions) -> list[Table]:
    found = layout.records(sheet) if len(sheet.rows) <= SMALL_SHEET else None
    if found is None:
        made_of_rows = stacked(sheet)
        return [] if made_of_rows is None else [_relaid(made_of_rows, "records", options)]
    made, headings = found
    mapping = map_columns(headings, [r for r in made.rows if any(r[:-1])])
    if options.mapping:
        mapping = overruled(mapping, headings, options.mapping, "user")
    return [
        Table(
            sheet=made,
            header_rows=(),
            first=0,
            end=len(made.rows),
            headings=headings,
            mapping=mapping,
            score=1.0,
            layout="records",
        )
    ]


def _relaid(made: Made, kind: str, options: ReadOptions) -> Table:
    """A table of parts that stand in columns, or one field a row."""
    sheet, headings, relaid = made
    mapping = map_columns(headings, [r for r in sheet.rows if r[-1] == ""])
    if options.mapping:
        mapping = overruled(mapping, headings, options.mapping, "user")
    return Table(
        sheet=sheet, header_rows=(), first=0, end=len(sheet.rows), headings=headings, mapping=mapping, score=1.0,
        layout=kind, relaid=relaid,
    )  # fmt: skip


def _side(sheet: Sheet, header: Header, part: int, begin: int, end: int, options: ReadOptions) -> Table:
    """One of several lists side by side."""
    own = Header(header.rows, header.headings[begin:end], header.score, header.fields)
    table = _table(layout.cut(sheet, begin, end), own, 0, len(sheet.rows), options)
    table.offset, table.part, table.layout = begin, part, "side-by-side"
    return table


def _declared(sheet: Sheet) -> Table:
    headings = [shown(c) for c in sheet.rows[0]]
    columns = tuple(
        Mapped(name, i, headings[i], 1.0, "format") for i, name in enumerate(sheet.fields or ()) if name is not None
    )
    return Table(
        sheet=sheet,
        header_rows=(),
        first=1,
        end=len(sheet.rows),
        headings=headings,
        mapping=Mapping(columns),
        score=10.0,
    )


def _table(
    sheet: Sheet, header: Header, begin: int, end: int, options: ReadOptions, profiles: Profiles = NO_PROFILES
) -> Table:
    rows = sheet.rows
    header, first = completed(sheet, header)
    settings = lexicon().settings["header"]
    last = end
    if end == len(rows) and _is_last(rows, first):
        first, last = begin, first
    sample = _sample(rows[first : min(last, first + SAMPLED)], header.headings, int(settings["sample_rows"]))
    width = max([len(header.headings), *(len(r) for r in sample)])
    headings = list(header.headings) + [""] * (width - len(header.headings))
    mapping = map_columns(headings, sample)
    if mapping.first("extended_price") is None and any(heading_figure(h) for h in headings):
        taken = frozenset(c.index for c in mapping.columns if c.field != "notes")
        summed = column_of_sum(headings, rows[first:end], taken)
        if summed is not None:
            mapping = mapping.with_column(Mapped("extended_price", summed, headings[summed], 0.8, "figures"))
    stairs = find_stairs(headings, rows, first, end)
    if stairs is not None:
        mapping = climb(stairs, rows, headings, mapping)
    profile = fitting(headings, profiles)
    if profile is not None:
        mapping = overruled(mapping, headings, profile.mapping, "profile")
    if options.mapping:
        mapping = overruled(mapping, headings, options.mapping, "user")
    if sheet.merged:
        spread(sheet, first, end, headings, mapping)
    return Table(
        sheet=sheet,
        profile=profile,
        stairs=stairs,
        header_rows=header.rows,
        first=first,
        end=end,
        headings=headings,
        mapping=mapping,
        score=header.score,
        begin=begin,
    )


def _is_last(rows: Sequence[Row], first: int) -> bool:
    """Does nothing follow a heading, and more than a title stand above it? Lists on drawings are read upwards."""
    if any(sum(1 for c in row if c not in ("", None)) > 1 for row in rows[first:]):
        return False
    above = [row for row in rows[: first - 1] if sum(1 for c in row if c not in ("", None)) > 2]
    return len(above) >= 2


def _sample(rows: Sequence[Row], headings: Sequence[str], most: int) -> list[Row]:
    """Rows that show what kind of data columns hold: no repeated headings, no titles where others are enough."""
    again = {h for h in headings if h}
    sample: list[Row] = []
    alone: list[Row] = []
    for row in rows:
        filled = [c for c in row if c not in ("", None) and (not isinstance(c, str) or c.strip())]
        if len(filled) < 2 < len(again):
            alone += [row] if filled else []
        elif sum(1 for c in filled if isinstance(c, str) and c.strip() in again) < 0.7 * len(filled):
            sample.append(row)
            if len(sample) >= most:
                break
    return sample if len(sample) >= 3 else [*sample, *alone]


def overruled(mapping: Mapping, headings: Sequence[str], said: dict[str, str], basis: str) -> Mapping:
    """The mapping with what the user or a profile says put in its place; an empty heading takes a field away."""
    wanted: dict[str, int | None] = {}
    for name, where in said.items():
        wanted[name] = find_column(where, headings) if where else None
    taken = {i for i in wanted.values() if i is not None}
    kept = [c for c in mapping.columns if (c.field not in wanted or c.field == "notes") and c.index not in taken]
    kept += [Mapped(n, i, headings[i], 1.0, basis) for n, i in wanted.items() if i is not None]
    return Mapping(tuple(sorted(kept, key=lambda c: c.index)), tuple(x for x in mapping.close if x[0] not in wanted))


def _fits(headings: Sequence[str], profile: Profile) -> bool:
    """Has a table the headings of a profile? All but one in ten must be there."""
    here = {plain(h) for h in headings if h.strip()}
    wanted = {plain(h) for h in profile.layout}
    return bool(wanted) and len(here & wanted) >= 0.9 * max(len(wanted), 1)


def fitting(headings: Sequence[str], profiles: Profiles) -> Profile | None:
    """The profile for a table: the one that the user named where its columns are there, else one of the same layout."""
    forced = profiles.forced
    if forced is not None:
        there = sum(1 for where in forced.mapping.values() if where and find_column(where, headings) is not None)
        return forced if there >= 0.5 * sum(1 for where in forced.mapping.values() if where) else None
    fitted = [p for p in profiles.found if _fits(headings, p)]
    return max(fitted, key=lambda p: len(p.layout), default=None)


def known_header(rows: Sequence[Row], profiles: Profiles) -> Header | None:
    """The row whose headings a profile knows, whatever their language."""
    known = [profiles.forced] if profiles.forced else profiles.found
    for index, row in enumerate(rows[: int(lexicon().settings["header"]["search_rows"])] if known else ()):
        texts = tuple(shown(c) for c in row)
        if any(p is not None and _fits(texts, p) for p in known):
            score, fields = score_row(row)
            return Header((index,), texts, max(score, 1.0), fields)
    return None


def said_header(rows: Sequence[Row], mapping: dict[str, str]) -> Header | None:
    """The row in which the headings stand that the user names, whatever their language; None without such a row."""
    wanted = {plain(where) for where in mapping.values() if where and not _LETTERS.fullmatch(where)}
    for index, row in enumerate(rows[: int(lexicon().settings["header"]["search_rows"])] if wanted else ()):
        if wanted <= {plain(c) for c in row if isinstance(c, str)}:
            score, fields = score_row(row)
            return Header((index,), tuple(shown(c) for c in row), max(score, 1.0), fields)
    return None


def _by_letters(sheet: Sheet, options: ReadOptions) -> list[Table]:
    """A table without any heading, of which the user says what its columns are, by their letters."""
    width = max(map(len, sheet.rows), default=0)
    headings = [""] * width
    mapping = overruled(Mapping(()), headings, options.mapping, "user")
    if not mapping.columns:
        return []
    return [
        Table(
            sheet=sheet, header_rows=(), first=0, end=len(sheet.rows), headings=headings, mapping=mapping, score=1.0
        )
    ]  # fmt: skip


def find_column(where: str, headings: Sequence[str]) -> int | None:
    """A column by its heading, else by its letter; None where this table has no such column."""
    key = plain(where)
    for i, heading in enumerate(headings):
        if plain(heading) == key:
            return i
    if re.fullmatch(r"[A-Za-z]{1,3}", where):
        index = 0
        for char in where.upper():
            index = index * 26 + ord(char) - 64
        if index <= len(headings):
            return index - 1
    key = words(where)
    return next((i for i, heading in enumerate(headings) if key and words(heading) == key), None)


def same_headings(found: Sequence[str], headings: Sequence[str]) -> bool:
    a = [plain(x) for x in found if x]
    b = {plain(x) for x in headings if x}
    return bool(a) and sum(1 for x in a if x in b) >= 0.7 * max(len(a), 0.7 * len(b))


def _later_headers(rows: Sequence[Row], table: Table) -> list[int]:
    """Rows below the first heading that read like headings again."""
    out = []
    start = table.first
    if len(rows) - start <= SMALL_SHEET:
        for i in range(start, len(rows)):
            row = rows[i]
            texts = sum(1 for c in row if isinstance(c, str) and c)
            if texts >= 2 and is_again(row) and is_header(*score_row(row)):
                out.append(i)
        return out
    figures = (table.column(n) for n in ("quantity", "unit_price", "extended_price", "item_number"))
    probe = next((i for i in figures if i is not None), 0)
    for i in range(start, len(rows)):
        row = rows[i]
        cell = row[probe] if probe < len(row) else ""
        if isinstance(cell, str) and cell and not cell[:1].isdigit() and heading_scores(cell) and is_again(row):
            out.append(i)
    return out
