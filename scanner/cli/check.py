"""``bomscan check``: one line of text, or many, without a file around them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.errors import Exit, UsageError

if TYPE_CHECKING:
    from scanner.catalog.load import Catalog
    from scanner.findings import LineFinding


@click.command(short_help="Match one line of text and explain the verdict.")
@click.argument("text", nargs=-1)
@click.option("--origin", metavar="CC", help="Country of origin of the goods. Example: --origin CN")
@click.option("--hs", "hs_code", metavar="CODE", help="Customs code of the goods. Example: --hs 8505.11")
@click.option("--maker", metavar="NAME", help="Maker of the goods. Example: --maker Panasonic")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="json: one object a line. Example: --format json")  # fmt: skip
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day whose law counts; default today. Example: --as-of 2026-11-24")  # fmt: skip
@click.option("--catalog", "overlays", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="Catalog records added to or replacing the built-in ones. Repeatable. Example: --catalog watchlist/")  # fmt: skip
def command(
    text: tuple[str, ...],
    origin: str | None,
    hs_code: str | None,
    maker: str | None,
    format_: str,
    as_of: datetime | None,
    overlays: tuple[Path, ...],
) -> int:
    """Match TEXT and explain the verdict as an expert would. Without TEXT, lines are read from standard input.

    Example: bomscan check "NdFeB magnet N42SH 10x5x2 mm" --origin CN
    """
    from scanner.catalog.load import load
    from scanner.single import Given, check_lines

    texts = [t for t in text if t.strip()] or (
        [] if sys.stdin.isatty() else [x.strip() for x in _piped().split("\n") if x.strip()]
    )
    if not texts:
        raise UsageError("there is no text to check", hint='for example bomscan check "NEMA 17 stepper motor"')
    catalog = load(overlays)
    given = Given(origin=origin, hs_code=hs_code, maker=maker)
    day = as_of.date() if as_of else datetime.now().astimezone().date()
    findings = check_lines(texts, given, catalog, day)
    if format_ == "json":
        from scanner.writers.json import line_records

        click.echo(line_records(findings), nl=False)
        return Exit.DONE
    click.echo("\n".join(explained(findings, catalog, day)), nl=False)
    return Exit.DONE


def _piped() -> str:
    """Standard input as UTF-8, whatever the locale; bytes that are none become signs for it."""
    return sys.stdin.buffer.read().decode("utf-8-sig", "replace")


def explained(findings: Sequence[LineFinding], catalog: Catalog, day: date, currency: str | None = None) -> list[str]:
    """Findings as an expert would explain them, one text each."""
    from scanner.catalog.status import statuses
    from scanner.match.dismissed import dismissed
    from scanner.match.engine import engine_for
    from scanner.writers.explanation import Aside, explain

    engine = engine_for(catalog)
    names = {c.id: c.name for c in catalog.controls.values()}
    law = statuses(catalog, day, [f.matches for f in findings])
    made = []
    for f in findings:
        asides = [Aside(text=d.text, why=d.why) for d in dismissed(engine, f.line)]
        made.append(explain(f, names, law, asides, currency))
    return made
