"""``bomscan catalog show``: one record in full."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.catalog import common
from scanner.errors import UsageError

if TYPE_CHECKING:
    import msgspec


@click.command("show")
@click.argument("name", metavar="ID")
@common.as_of_option
@common.catalog_option
@common.format_option("yaml")
def command(name: str, as_of: datetime | None, overlays: tuple[Path, ...], form: str) -> None:
    """Show all that the catalog holds on ID: a control (cn-2025-57:1C910.b, or 1C910.b), a measure
    (cn-2025-57, or 57), or any other record by its id. As yaml it can be put into an overlay.
    """  # noqa: D205
    from scanner.catalog.query import alike, lookup

    catalog = common.opened(overlays)
    found = lookup(catalog, name)
    if not found:
        near = ", ".join(alike(catalog, name))
        hint = f"perhaps {near}" if near else "bomscan catalog search finds records by words"
        raise UsageError(f"there is no record {name!r}", hint=hint)
    if form == "json":
        common.print_json(catalog, records=[{"section": section, "record": x} for section, x in found])
        return
    if form == "yaml":
        click.echo(_yaml(found), nl=False)
        return
    from scanner.cli.catalog.card import print_card

    console = common.console()
    day = common.day_of(as_of)
    for number, (section, record) in enumerate(found):
        if number:
            console.rule()
        print_card(console, catalog, section, record, day)
    console.print()
    console.print(common.plain(common.footer(catalog), "dim"))


def _yaml(found: list[tuple[str, msgspec.Struct]]) -> str:
    """The records as an overlay file: its keys name sections."""
    import msgspec
    import yaml

    sections: dict[str, list[object]] = {}
    for section, record in found:
        sections.setdefault(section, []).append(_written(msgspec.to_builtins(record)))
    text: str = yaml.safe_dump(sections, allow_unicode=True, sort_keys=False, width=110)
    return text


def _written(value: object) -> object:
    """As a person would write it: nothing that is empty or not stated."""
    if isinstance(value, dict):
        return {k: _written(v) for k, v in value.items() if v not in (None, [], {}, (), "")}
    if isinstance(value, list | tuple):
        return [_written(x) for x in value]
    return value
