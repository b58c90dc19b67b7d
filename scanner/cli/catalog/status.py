"""``bomscan catalog status``: what the law says on a day, or on two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.catalog import common

if TYPE_CHECKING:
    from rich.console import Console, Group, RenderableType
    from rich.table import Table

    from scanner.catalog.load import Catalog
    from scanner.catalog.moves import StatusMove
    from scanner.standing import MeasureStatus

NARROW = 100
"""Below this many columns the measures are listed one beneath the other."""


@click.command("status")
@common.as_of_option
@click.option(
    "--also-as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="A second day; then what changes is shown. Example: --also-as-of 2027-01-11",
)
@common.catalog_option
@common.format_option()
def command(as_of: datetime | None, also_as_of: datetime | None, overlays: tuple[Path, ...], form: str) -> None:
    """What each measure's status is on a day: announced, in force, suspended, unknown or not verified."""
    from scanner.catalog.moves import moves
    from scanner.catalog.status import every_status, in_force_readings

    catalog = common.opened(overlays)
    day = common.day_of(as_of)
    found = every_status(catalog, day)
    other = also_as_of.date() if also_as_of else None
    changed = moves(found, every_status(catalog, other)) if other else ()
    if form == "json":
        readings = {k: sorted(v) for k, v in in_force_readings(catalog, day).items()}
        second = {"also_as_of": other, "changes": changed} if other else {}
        through = catalog.verified_through
        common.print_json(catalog, as_of=day, verified_through=through, measures=found, readings=readings, **second)
        return
    console = common.console()
    if other is None:
        _print(console, catalog, day, found)
    else:
        _print_moves(console, day, other, changed)
    console.print(common.plain(common.footer(catalog), "dim"))


def standing(x: MeasureStatus | None, since: date | None = None) -> str:
    """A status in words, with what is expected and until when.

    Args:
        x: the status; None = not issued.
        since: the last day on which it was verified, to be named where it no longer is.

    """
    from scanner.catalog.status import WORDS

    if x is None:
        return WORDS["not_issued"]
    expected = f", expected {x.expected.replace('_', ' ')}" if x.expected else ""
    until = f" until {x.until}" if x.until else ""
    after = f" since {since}" if since and x.status == "not_verified" else ""
    return f"{WORDS[x.status]}{after}{expected}{until}"


def verified(catalog: Catalog, measure: str) -> date:
    """The last day on which a measure was checked against its sources."""
    return catalog.measures[measure].verified_through or catalog.verified_through


def _print(console: Console, catalog: Catalog, day: date, found: Sequence[MeasureStatus]) -> None:
    console.print(common.plain(f"The law on {day}", "bold"))
    if day > catalog.verified_through:
        text = (
            f"After the last check of the sources, {catalog.verified_through}: a status without a published end is "
            "not verified. What is unknown is reported in both readings, back in force and still suspended."
        )
        console.print(common.plain(text, "yellow"))
    console.print(_table(catalog, found) if console.width >= NARROW else _listing(catalog, found))
    for line in _readings(catalog, day):
        console.print()
        console.print(common.plain(line))
    notes: dict[str, list[str]] = {}
    for x in found:
        if x.status == "unknown" and x.note:
            notes.setdefault(x.note, []).append(x.id)
    for note, ids in notes.items():
        console.print()
        console.print(common.plain(f"{', '.join(ids)}: {note}"))
    console.print()


def _readings(catalog: Catalog, day: date) -> list[str]:
    """What the two readings differ in; nothing where there is one."""
    from scanner.catalog.status import in_force_readings

    found = in_force_readings(catalog, day)
    if "in_force" in found:
        return []
    back, still = found["if_back_in_force"], found["if_still_suspended"]
    only = {"Back in force": back - still, "Still suspended": still - back}
    lines = [f"In force in both readings: {', '.join(sorted(back & still)) or 'none'}"]
    return lines + [f"In force only in the reading {k.lower()!r}: {', '.join(sorted(v))}" for k, v in only.items() if v]


def _table(catalog: Catalog, found: Sequence[MeasureStatus]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("Measure", no_wrap=True)
    table.add_column("No.", no_wrap=True)
    table.add_column("Status", overflow="fold", max_width=48)
    table.add_column("Title", ratio=1)
    for x in found:
        text = standing(x, verified(catalog, x.id)) + "".join(
            f"\n{limb}: {status.replace('_', ' ')}" for limb, status in x.limbs.items()
        )
        number = catalog.measures[x.id].number or "–"
        table.add_row(
            common.plain(x.id), common.plain(number), common.plain(text, common.STYLES[x.status]), common.plain(x.title)
        )
    return table


def _listing(catalog: Catalog, found: Sequence[MeasureStatus]) -> Group:
    """One measure beneath the other, for a narrow terminal."""
    from rich.console import Group
    from rich.padding import Padding

    rows: list[RenderableType] = []
    for x in found:
        line = common.plain(f"{x.id:23} ", "bold")
        line.append_text(common.plain(standing(x, verified(catalog, x.id)), common.STYLES[x.status]))
        rows += [line, Padding(common.plain(x.title, "dim"), (0, 0, 0, 2))]
        rows += [common.plain(f"  {limb}: {status.replace('_', ' ')}") for limb, status in x.limbs.items()]
    return Group(*rows)


def _print_moves(console: Console, day: date, other: date, changed: Sequence[StatusMove]) -> None:
    from rich import box
    from rich.table import Table

    console.print(common.plain(f"What changes in the law from {day} to {other}", "bold"))
    if not changed:
        console.print(common.plain("nothing"))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for heading in ("Measure", str(day), str(other)):
        table.add_column(heading, no_wrap=heading == "Measure")
    table.add_column("Title", ratio=1)
    for x in changed:
        sides = [common.plain(standing(s), common.STYLES[s.status if s else "not_issued"]) for s in (x.before, x.after)]
        table.add_row(common.plain(x.id), *sides, common.plain(x.title))
    console.print(table)
    console.print()
