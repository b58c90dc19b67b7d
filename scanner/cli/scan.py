"""``bomscan scan``: files in, reports out."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from scanner.errors import Exit, ScannerError, UsageError


@click.command("scan", short_help="Scan bills of materials and report what is affected.")
@click.argument("files", nargs=-1, required=True)
@click.option("-o", "--output", "outputs", multiple=True, metavar="OUT", help="Report to write; its ending names the format (.html .xlsx .json .csv .md). Repeatable. Example: -o report.html")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day whose law and exchange rates count. Default: today. Example: --as-of 2026-11-24")
@click.option("--product-value", metavar="MONEY", help='Value of one product. Example: --product-value "1200 USD"')
@click.option("--threshold", default="0.1%", show_default=True, help="De minimis share. Example: --threshold 0.1%")
@click.option("--currency", help="Base currency of the report. Example: --currency EUR")
@click.option("--rates", type=click.Path(path_type=Path), help="Your exchange rates, csv from,to,rate,date,source. Example: --rates rates.csv")
@click.option("--reading", type=click.Choice(["text", "assembly", "product"]), help="Restrict the headline to one reading of the 0.1 % rule. Example: --reading text")
@click.option("--price-basis", type=click.Choice(["china", "world"]), default="world", show_default=True, help="Whose material prices value a known mass. Example: --price-basis china")
@click.option("--own-country", metavar="CC", help="Origin of the value that your own assembling adds. Example: --own-country DE")
@click.option("--count-hk-mo", is_flag=True, help="Count Hong Kong and Macau as China.")
@click.option("--map", "mapping", multiple=True, metavar="FIELD=HEADING", help="Say what a column is. Repeatable. Example: --map unit_price=Cost")
@click.option("--sheet", "sheets", multiple=True, metavar="NAME", help="Use this sheet only. Repeatable. Example: --sheet BOM")
@click.option("--all-sheets", is_flag=True, help="Use every sheet that holds a table.")
@click.option("--header-row", type=click.IntRange(1), help="Row of the headings. Example: --header-row 5")
@click.option("--fail-on", type=click.Choice(["listed", "contains", "possible", "exceeds", "likely", "may", "undetermined"]), help="End with exit code 1 when a line or the headline is at or over this. Example: --fail-on listed")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], outputs: tuple[str, ...], **given: object) -> int:
    """Scan FILES and report what is affected, how surely, and what share of the value."""
    from scanner.catalog.load import load
    from scanner.exposure import scan_file
    from scanner.writers import save, writer_for

    options = scan_options(given)
    targets = [Path(x) for x in outputs]
    for target in targets:
        writer_for(target)
    catalog = load()
    code = Exit.DONE
    for name in files:
        try:
            exposure = scan_file(name, options, catalog)
        except ScannerError as error:
            if len(files) == 1:
                raise
            click.echo(f"bomscan: {error}", err=True)
            code = Exit.INPUT
            continue
        for target in targets:
            save(exposure, target)
    return code


def scan_options(given: dict[str, object]) -> object:
    """The command's words as ScanOptions.

    Raises:
        UsageError: a value that makes no sense.

    """
    from scanner.options import ReadOptions, ScanOptions

    as_of = given["as_of"]
    mapping = {}
    for item in given["mapping"]:  # type: ignore[attr-defined]
        name, sign, heading = item.partition("=")
        if not sign or not name or not heading:
            raise UsageError(f"--map {item!r} is not FIELD=HEADING", hint="for example --map unit_price=Cost")
        mapping[name.strip()] = heading.strip()
    return ScanOptions(
        as_of=as_of.date() if isinstance(as_of, datetime) else date.today(),  # noqa: DTZ011 - the user's day
        read=ReadOptions(
            sheets=given["sheets"], all_sheets=given["all_sheets"], header_row=given["header_row"], mapping=mapping
        ),
    )
