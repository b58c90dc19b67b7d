"""``bomscan catalog search``: records that hold some words."""

from __future__ import annotations

from pathlib import Path

import click

from scanner.cli.catalog import common

SHOWN = 25


@click.command("search")
@click.argument("text", nargs=-1, required=True, metavar="TEXT...")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=SHOWN,
    show_default=True,
    metavar="N",
    help="How many to show. Example: --limit 100",
)
@common.catalog_option
@common.format_option()
def command(text: tuple[str, ...], limit: int, overlays: tuple[Path, ...], form: str) -> None:
    """Find records by words in any language, a formula, a CAS number, a code or a maker's name.

    All words must occur in a record; capitals do not count.
    """
    from scanner.catalog.query import search

    catalog = common.opened(overlays)
    words = " ".join(text)
    found = search(catalog, words)
    if form == "json":
        common.print_json(catalog, text=words, found=len(found), hits=found[:limit])
        return
    from rich import box
    from rich.table import Table

    console = common.console()
    if not found:
        console.print(common.plain(f"nothing in the catalog holds {words!r}; fewer or other words may do", "yellow"))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("In", no_wrap=True)
    table.add_column("Id", overflow="fold", max_width=34)
    table.add_column("Called", ratio=2)
    table.add_column("Where the words stand", ratio=3)
    for x in found[:limit]:
        place = common.plain(f"{x.field}: {x.text}") if x.text != x.title else common.plain(x.field, "dim")
        table.add_row(common.plain(x.section.replace("_", " ")), common.plain(x.id), common.plain(x.title), place)
    console.print(table)
    more = f"; the first {limit}, --limit shows more" if len(found) > limit else ""
    console.print(common.plain(f"{len(found)} found{more}; bomscan catalog show ID tells all of one", "dim"))
