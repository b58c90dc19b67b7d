"""``bomscan explain``: everything known about one line of a file."""

from __future__ import annotations

import click

from scanner.cli.completion import files as file_names
from scanner.cli.options import judge_options, read_options
from scanner.errors import Exit, UsageError


@click.command(short_help="Everything known about one line of a file: evidence, limits, origin, value.")
@click.argument("file", shell_complete=file_names)
@click.option("--line", "wanted", required=True, metavar="N", help="Row of the sheet, or the line's id. Example: --line 7 or --line 'BOM!7'")  # fmt: skip
@read_options
@judge_options
def command(file: str, wanted: str, **given: object) -> int:
    """Explain one line of FILE as an expert would to a colleague.

    Example: bomscan explain bom.xlsx --line 7
    """
    from scanner.catalog.load import load
    from scanner.cli.check import explained
    from scanner.cli.inputs import scanned
    from scanner.cli.options import judging_of

    overlays = given.pop("overlays")
    assert isinstance(overlays, tuple)
    catalog = load(overlays)
    options = judging_of(given)
    exposure = scanned(file, options, catalog)
    found = [x for x in exposure.lines if wanted in (x.line.id, str(x.line.source.row))]
    if not found:
        rows = sorted(x.line.source.row for x in exposure.lines)
        span = f"lines stand in rows {rows[0]} to {rows[-1]}" if rows else "it holds no lines"
        raise UsageError(f"no line {wanted!r}", source=file, hint=span)
    click.echo("\n".join(explained(found, catalog, options.as_of, exposure.currency)), nl=False)
    return Exit.DONE
