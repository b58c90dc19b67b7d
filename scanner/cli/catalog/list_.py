"""``bomscan catalog list``: the controlled items, filtered."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.catalog import common
from scanner.errors import UsageError

if TYPE_CHECKING:
    from scanner.catalog.load import Catalog
    from scanner.catalog.model import Control
    from scanner.standing import MeasureStatus

NARROW = 100
"""Below this many columns the kind is left out and the status stands in the heading of its measure."""


@click.command("list")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="ID",
    help="Id or number of a measure. Repeatable. Example: --measure 57",
)
@click.option(
    "--group", "groups", multiple=True, metavar="NAME", help="Group of controls. Repeatable. Example: --group magnet"
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["material", "article", "equipment", "reagent", "technology"]),
    help="Kind of item. Repeatable. Example: --kind technology",
)
@click.option(
    "--element", "elements", multiple=True, metavar="SYMBOL", help="Chemical element. Repeatable. Example: --element Er"
)
@click.option("--code", metavar="START", help="Beginning of a control code or of a customs code. Example: --code 1C910")
@common.as_of_option
@common.catalog_option
@common.format_option()
def command(
    measures: tuple[str, ...],
    groups: tuple[str, ...],
    kinds: tuple[str, ...],
    elements: tuple[str, ...],
    code: str | None,
    as_of: datetime | None,
    overlays: tuple[Path, ...],
    form: str,
) -> None:
    """List the controlled items, each with the status of its measure on the day.

    Values of one option are alternatives; different options must all hold.
    """
    from scanner.catalog.query import select
    from scanner.catalog.status import status

    catalog = common.opened(overlays)
    _known(catalog, measures, groups)
    day = common.day_of(as_of)
    found = select(catalog, measures=measures, groups=groups, kinds=kinds, elements=elements, code=code)
    on = {x.id: status(x, day, catalog.verified_through) for x in catalog.measures.values()}
    if form == "json":
        common.print_json(catalog, as_of=day, controls=[_plain(x, on[x.measure]) for x in found])
        return
    _print(catalog, found, on)


def _known(catalog: Catalog, measures: tuple[str, ...], groups: tuple[str, ...]) -> None:
    from scanner.catalog.query import alike

    numbers = {x.number for x in catalog.measures.values()}
    for name in measures:
        if name not in catalog.measures and name not in numbers:
            near = ", ".join(x for x in alike(catalog, name) if x in catalog.measures) or "bomscan catalog status"
            raise UsageError(f"there is no measure {name!r}", hint=f"perhaps {near}")
    for name in groups:
        if name not in catalog.groups:
            raise UsageError(f"there is no group {name!r}", hint=f"groups: {', '.join(catalog.groups)}")


def _plain(x: Control, on: MeasureStatus) -> dict[str, object]:
    return {
        "id": x.id,
        "measure": x.measure,
        "code": x.code,
        "group": x.group,
        "kind": x.kind,
        "name": x.name,
        "name_zh": x.name_zh,
        "elements": x.elements,
        "hs_refs": x.hs_refs,
        "part": x.part,
        "confidence": x.confidence,
        "status": on.status,
        "expected": on.expected,
        "until": on.until,
    }


def _print(catalog: Catalog, found: list[Control], on: dict[str, MeasureStatus]) -> None:
    from rich import box
    from rich.table import Table

    from scanner.cli.catalog.status import standing, verified

    console = common.console()
    wide = console.width >= NARROW
    for measure in dict.fromkeys(x.measure for x in found):
        record = catalog.measures[measure]
        number = f"No. {record.number}, " if record.number else ""
        title = f"{measure} · {number}{record.issued}: {standing(on[measure], verified(catalog, measure))}"
        console.print(common.plain(title, f"bold {common.STYLES[on[measure].status]}"))
        console.print(common.plain(record.title, "dim"))
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        table.add_column("Code", no_wrap=True, overflow="ellipsis", max_width=32 if wide else 22)
        table.add_column("Group", no_wrap=True)
        if wide:
            table.add_column("Kind", no_wrap=True)
        table.add_column("Item", ratio=1)
        if wide:
            table.add_column("Item (Chinese)", overflow="fold", max_width=34)
        for x in found:
            if x.measure != measure:
                continue
            cells = [x.code, x.group, *((x.kind,) if wide else ()), x.name, *((x.name_zh or "",) if wide else ())]
            table.add_row(*(common.plain(cell) for cell in cells))
        console.print(table)
        console.print()
    noun = "item" if len(found) == 1 else "items"
    console.print(common.plain(f"{len(found)} {noun}; {common.footer(catalog)}", "dim"))
