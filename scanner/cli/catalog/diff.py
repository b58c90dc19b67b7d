"""``bomscan catalog diff``: what moved between two catalogs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.catalog import common

if TYPE_CHECKING:
    from rich.console import Console

    from scanner.catalog.compare import Change, Comparison

HEADINGS = {
    "law": "What is controlled, and when",
    "reading": "How we read it: words, notes, sources",
    "trade": "The trade: articles, makers, shares, prices",
}
SHOWN = 40
"""Changes of one kind that are shown without --all."""
MARKS = {"added": "+", "removed": "−", "changed": "~"}


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW", default="built-in")
@click.option("--all", "everything", is_flag=True, help=f"Show every change, not the first {SHOWN} of a kind.")
@common.as_of_option
@common.format_option()
def command(old: str, new: str, everything: bool, as_of: datetime | None, form: str) -> None:
    """Compare two catalogs: statuses on the day, limits, codes, items; then wording; then facts of the trade.

    OLD and NEW are folders of records, files made by `bomscan catalog export`, or the word built-in.
    What changes between two days under one catalog is told by `bomscan catalog status --also-as-of`.
    """
    from scanner.catalog.compare import catalog_at, compare

    day = common.day_of(as_of)
    first, second = catalog_at(old), catalog_at(new)
    found = compare(first, second, day, (f"{old} {first.info.version}", f"{new} {second.info.version}"))
    if form == "json":
        common.print_json(
            None, as_of=day, old=first.info, new=second.info, statuses=found.statuses, changes=found.changes
        )
        return
    _print(common.console(), found, str(day), everything=everything)


def _print(console: Console, found: Comparison, day: str, *, everything: bool) -> None:
    from scanner.cli.catalog.status import standing

    console.print(common.plain(f"From {found.old} to {found.new}", "bold"))
    if not (found.statuses or found.changes):
        console.print(common.plain("nothing moved"))
        return
    if found.statuses:
        console.print()
        console.print(common.plain(f"Status on {day}", "bold"))
        for x in found.statuses:
            console.print(common.plain(f"~ {x.id}: {standing(x.before)} → {standing(x.after)}"))
    for weight, heading in HEADINGS.items():
        changes = [x for x in found.changes if x.weight == weight]
        if not changes:
            continue
        console.print()
        console.print(common.plain(f"{heading} ({len(changes)})", "bold"))
        for change in changes if everything else changes[:SHOWN]:
            console.print(*_lines(change), sep="\n")
        if len(changes) > SHOWN and not everything:
            console.print(common.plain(f"… and {len(changes) - SHOWN} more: --all shows them", "dim"))


def _lines(x: Change) -> Iterable[Any]:
    style = {"added": "green", "removed": "red", "changed": ""}[x.what]
    name = f"{x.section.replace('_', ' ')} {x.id}"
    if x.field is None:
        yield common.plain(f"{MARKS[x.what]} {name}: {x.title}", style)
        return
    yield common.plain(f"~ {name}: {x.field.replace('_', ' ')}")
    if x.before not in (None, [], {}, ""):
        yield common.plain(f"    − {_said(x.before)}", "red")
    if x.after not in (None, [], {}, ""):
        yield common.plain(f"    + {_said(x.after)}", "green")


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {_said(v)}" for k, v in value.items() if v not in (None, "", [], {}))
    return "; ".join(map(_said, value)) if isinstance(value, list) else str(value)
