"""``bomscan portfolio``: questions to the store of a batch, without scanning again."""

from __future__ import annotations

import os
import posixpath
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from scanner.cli.common import show
from scanner.errors import UsageError

VIEWS = {
    "products": "path verdict share_low share_likely share_high lines matched",
    "parts": "part manufacturer group verdict boms lines",
    "makers": "manufacturer boms lines",
    "suppliers": "supplier boms lines",
    "controls": "control group verdict boms lines",
    "hits": "path control line verdict",
    "countries": "countries boms lines",
    "open_questions": "part fact ask boms boms_flipped",
    "changes": "path change verdict_before verdict_now",
    "failures": "path status error",
}
"""Ready views, and the columns that a terminal shows of them; JSON and CSV give all."""

WIDE = 160
"""Characters of a table that goes into a file or a pipe."""

store_option = click.option(
    "--store", type=click.Path(path_type=Path), default=Path("portfolio.duckdb"), show_default=True, metavar="FILE", help="The portfolio store. Example: --store portfolio/portfolio.duckdb"
)  # fmt: skip
format_option = click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True, help="Example: --format csv"
)  # fmt: skip


@click.group("portfolio", short_help="Ask the store of a batch.")
def command() -> None:
    """Questions to the store that a batch fills: ready views, SQL, another date's law, Parquet."""


@command.command("query")
@click.argument("sql")
@store_option
@format_option
def query(sql: str, store: Path, form: str) -> None:
    """Run one SQL statement, read-only. Tables and views: docs/store.md.

    Example: bomscan portfolio query "SELECT part, boms FROM parts LIMIT 10"
    """
    _show(*_ask(store, sql), form)


@command.command("view")
@click.argument("name", type=click.Choice(list(VIEWS)))
@click.option("--measure", metavar="ID", help="For hits: one announcement. Example: --measure cn-2025-57")
@click.option("--control", metavar="ID", help="For hits: one control.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Rows at the most.")
@store_option
@format_option
def view(name: str, measure: str | None, control: str | None, limit: int | None, store: Path, form: str) -> None:
    """Show a ready view. Example: bomscan portfolio view open_questions --limit 20."""
    if (measure or control) and name != "hits":
        raise UsageError("--measure and --control go with the view hits")
    conditions = [f"{k} = ?" for k, v in (("measure", measure), ("control", control)) if v]
    columns = ", ".join(f'"{x}"' for x in VIEWS[name].split()) if form == "table" else "*"
    sql = f"SELECT {columns} FROM {name}"  # noqa: S608 - our own names
    if conditions:
        sql += " WHERE " + " AND ".join(conditions)
    if limit:
        sql += f" LIMIT {limit}"
    _show(*_ask(store, sql, [x for x in (measure, control) if x]), form)


@command.command("rejudge")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="DATE", help="Example: --as-of 2027-01-11"
)
@click.option("--changed", is_flag=True, help="Only products whose verdict is another one.")
@store_option
@format_option
def rejudge(as_of: datetime, changed: bool, store: Path, form: str) -> None:
    """Say which products change under the law of another day, from the store alone.

    Amounts, origins and exchange rates stay those of the scans.

    Example: bomscan portfolio rejudge --as-of 2027-01-11 --changed
    """
    from scanner.batch.rejudge import rejudged
    from scanner.batch.store import Store
    from scanner.catalog.load import load

    with Store(store, read_only=True) as opened:
        names, rows = rejudged(opened, load(), as_of.date())
    moved = len({row[0] for row in rows if row[-1]})
    products = len({row[0] for row in rows})
    if changed:
        rows = [row for row in rows if row[-1]]
    if form == "table":
        keep = [i for i, name in enumerate(names) if name != "in_force"]
        names, rows = [names[i] for i in keep], [tuple(row[i] for i in keep) for row in rows]
    _show(names, rows, form)
    click.echo(f"{moved:,} of {products:,} products with a finding change under the law of {as_of:%Y-%m-%d}", err=True)


@command.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@store_option
def export(folder: Path, store: Path) -> None:
    """Write every table as a Parquet file into FOLDER."""
    from scanner.batch.store import Store

    with Store(store, read_only=True) as opened:
        for path in opened.export(folder):
            show(str(path))


def _ask(store: Path, sql: str, parameters: list[str] | None = None) -> tuple[list[str], list[tuple[Any, ...]]]:
    from scanner.batch.store import Store

    with Store(store, read_only=True) as opened:
        return opened.query(sql, parameters or [])


def _show(names: list[str], rows: list[tuple[Any, ...]], form: str) -> None:
    if form == "json":
        import msgspec

        click.echo(msgspec.json.encode([dict(zip(names, row, strict=True)) for row in rows]).decode())
    elif form == "csv":
        import csv

        from scanner.writers.csv import cell

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([cell(x) if isinstance(x, str) else x for x in row] for row in rows)
    else:
        _print_table(names, rows)


def _print_table(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from scanner.writers.inert import inert

    folder = _folder([row[names.index("path")] for row in rows]) if "path" in names else ""
    table = Table(
        box=box.SIMPLE_HEAD, caption=f"files below {inert(folder)}" if folder else None, caption_justify="left"
    )
    for i, name in enumerate(names):
        number = any(isinstance(row[i], int | float) and not isinstance(row[i], bool) for row in rows)
        table.add_column(
            inert(name.replace("_", " ")),
            justify="right" if number else "left",
            overflow="fold",
            min_width=16 if name == "path" else None,
        )
    for row in rows:
        cells = zip(names, row, strict=True)
        table.add_row(*(Text(inert(x.removeprefix(folder) if name == "path" else _word(name, x))) for name, x in cells))
    console = Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDE)
    console.print(table)


def _folder(paths: list[str]) -> str:
    """The folder that all files share, with its last stroke; empty for none."""
    if len(paths) < 2:
        return ""
    return posixpath.commonprefix([x.rpartition("/")[0] + "/" for x in paths]).rpartition("/")[0] + "/"


def _word(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and name.startswith(("share_", "chinese_")):
        from decimal import Decimal

        from scanner.display import percent
        from scanner.options import ScanOptions

        return percent(Decimal(str(value)), ScanOptions(as_of=date.min).threshold)
    return f"{value:,.6g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
