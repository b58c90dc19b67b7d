"""Targets that take words: of a cell, of an option, of a file that a user writes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from fuzz.laws import finite, require

DAY = date(2026, 11, 24)


def words(content: bytes) -> str:
    """Bytes as text; halves of characters are replaced, as every reader does."""
    return content.decode("utf-8", "replace")


def within(spans: Iterable[Any], text: str) -> None:
    for x in spans:
        require(0 <= x.start < x.end <= len(text), f"{x} lies outside the text of {len(text)} characters")


# ---------------------------------------------------------------- cells of figures


def numbers(content: bytes) -> None:
    from scanner.lines import numbers as n

    text = words(content)
    for mark in (".", ","):
        for kind in ("price", "quantity"):
            found = n.parse(text, mark, kind)  # type: ignore[arg-type]
            require(finite(found.amount) and finite(found.per_amount), f"{found}")
            require(found.amount is not None or found.problem is not None, "no amount and no reason")
            if found.amount is not None and abs(found.amount) < 10**12:
                again = n.parse(f"{found.amount:f}", ".", kind)  # type: ignore[arg-type]
                require(again.amount in (found.amount, None), f"{found.amount} is read back as {again.amount}")
        n.per_quantity(text, mark)  # type: ignore[arg-type]
    n.evidence(text)
    n.decide_mark(text.split("\n"))
    n.currency_of(text)
    n.unit_of(text)


def values(content: bytes) -> None:
    """A column of cells."""
    from scanner.lines.designators import count
    from scanner.lines.evidence import profile
    from scanner.lines.prices import date_readings
    from scanner.lines.values import amounts

    cells: list[Any] = []
    for x in words(content).split("\n"):
        try:
            cells.append(float(x))
        except ValueError:
            cells.append(x)
        require(count(x) >= 1, "no place at all")
        date_readings(x)
    for kind in ("price", "quantity"):
        found = amounts(cells, kind, ".")  # type: ignore[arg-type]
        require(len(found.cells) == len(cells), "a cell is lost")
        for x in found.cells:
            require(finite(x.amount), f"{x}")
    profile(cells)


def levels(content: bytes) -> None:
    """A column of levels, of dotted numbers, of parents."""
    from scanner.lines import structure as s

    cells: list[Any] = list(words(content).split("\n"))
    rows = list(range(len(cells)))
    for made in (s.by_level(cells, rows), s.by_number(cells, rows)):
        forest(made, rows)
    names = {r: str(c) for r, c in enumerate(cells)}
    forest(s.by_parent(names, {r: x.partition("\t")[2] for r, x in names.items()}, rows), rows)
    forest(s.by_indent([len(x) - len(x.lstrip()) for x in cells], rows, "indentation"), rows)


def forest(made: Any, rows: list[int]) -> None:
    """Every row has its parent among the rows, and no row stands in itself."""
    known = set(rows)
    for row, parent in made.parent.items():
        require(row in known and parent in known, f"row {row} stands in {parent}")
    for row in rows:
        seen, at = set(), row
        while at in made.parent:
            require(at not in seen, f"row {row} stands in itself")
            seen.add(at)
            at = made.parent[at]


# ---------------------------------------------------------------- texts of parts


@lru_cache(maxsize=1)
def catalog() -> Any:
    from scanner.catalog.load import load

    return load()


def quantities(content: bytes) -> None:
    from scanner.match import grit, parameters
    from scanner.match import quantities as q
    from scanner.match.text import normalise

    text = normalise(words(content)[:4000])[0]
    spans = q.find(text)
    within(spans, text)
    for x in spans:
        for name in ("value", "low", "high"):
            require(finite(getattr(x, name, None)), f"{x}")
    within(grit.find(text), text)
    parameters.read(text, spans)


def formulas(content: bytes) -> None:
    from scanner.match import codes, doped, substances
    from scanner.match import formula as f
    from scanner.match.text import normalise

    text = normalise(words(content)[:4000])[0]
    within(substances.find(text), text)
    within(doped.find(text), text)
    within(codes.find_cas(text), text)
    codes.hs(text)
    found = f.parse(text)
    if found is not None:
        f.balanced(found)


def grades(content: bytes) -> None:
    from scanner.match.grades import finder
    from scanner.match.parts import finder as cell_finder
    from scanner.match.text import normalise

    known = catalog()
    text = normalise(words(content)[:4000])[0]
    within(finder(known.magnet_grades).find(text), text)
    within(cell_finder(known.cells).find(text, ""), text)


def countries(content: bytes) -> None:
    cells, hints = _origin_readers()
    text = words(content)
    for reader in (cells, hints):
        found = reader.read(text)
        if found is not None:
            require(0 <= found.start <= found.end <= len(text), f"{found} lies outside the text")
            require(all(len(x) == 2 for x in found.countries), f"{found}")
    cells._cells.clear()
    hints._seen.clear()


@lru_cache(maxsize=1)
def _origin_readers() -> tuple[Any, Any]:
    from scanner.origin.cells import CellReader
    from scanner.origin.hints import HintReader
    from scanner.origin.lexicon import lexicon_of

    cells = CellReader(lexicon_of(catalog()))
    return cells, HintReader(cells)


def line(content: bytes) -> None:
    """A line of text through matching and origin: description, maker, customs code and origin, one a row."""
    from scanner.match.engine import engine_for
    from scanner.single import Given, check_lines

    description, maker, code, origin, *_ = [*words(content).split("\n"), "", "", "", ""]
    given = Given(maker=maker or None, hs_code=code or None, origin=origin or None)
    (found,) = check_lines([description], given, catalog(), DAY)
    for match in found.matches:
        require(0 <= match.confidence <= 1, f"{match.confidence}")
        for x in match.evidence:
            text = found.line.fields.get(x.field)
            require(text is None or text[x.start : x.end] == x.text, f"{x} does not stand in {text!r}")
    known = engine_for(catalog())._known
    if len(known) > 2000:
        known.clear()


# ---------------------------------------------------------------- files that a user writes


def file_of(name: str, content: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(content)
    return path


@lru_cache(maxsize=1)
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def decisions(content: bytes) -> None:
    from scanner.decisions.load import load

    load(file_of("decisions.yaml", content))


def settings(content: bytes) -> None:
    from scanner.cli import settings as s
    from scanner.cli.main import COMMANDS, cli

    path = file_of("bomscan.toml", content)
    given = s.load(path)
    commands = {x: c for x in COMMANDS if x not in ("config", "init") and (c := cli.get_command(None, x))}  # type: ignore[arg-type]
    s.check(given, commands, path)
    for name, command in commands.items():
        s.defaults(given, name, command, path.parent)


def rates(content: bytes) -> None:
    from decimal import Decimal

    from scanner.bom import Money
    from scanner.value.currency import Rates

    table = Rates("EUR", DAY, file_of("rates.csv", content))
    for code in ("USD", "CNY", "XXX", None):
        found = table.convert(Money(Decimal(7), code))
        require(found is None or (found.is_finite() and found > 0), f"7 {code} = {found}")


def profile(content: bytes) -> None:
    from scanner.ingest.profiles import load

    load(file_of("profile.yaml", content))


def overlay(content: bytes) -> None:
    from scanner.catalog.overlay import read_overlay

    read_overlay(file_of("overlay.yaml", content), catalog())


def options(content: bytes) -> None:
    """Words of options: assumptions, money, shares, limits."""
    from scanner import whatif
    from scanner.cli import options as o
    from scanner.errors import UsageError

    for text in words(content).split("\n"):
        for read in (
            lambda x: [_assumed(w) for w in whatif.parse([x])],
            lambda x: o.money(x, "--product-value"),
            lambda x: o.share(x, "--threshold"),
            lambda x: o.limits_of([x]),
            lambda x: o.country_code(x, "--export-to"),
            lambda x: o.currency_code(x, "--currency"),
        ):
            try:
                read(text)
            except UsageError:
                continue


def _assumed(what: Any) -> None:
    from scanner import whatif

    if what.kind == "price":
        require(finite(whatif.price_of(what).amount), what.text)
    elif what.kind == "content":
        found = whatif.share_of(what)
        require(0 <= found.low <= 1, what.text)
