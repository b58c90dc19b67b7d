"""``bomscan catalog export``: the catalog for other programs and for spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.catalog import common
from scanner.cli.common import refuse_overwriting, say
from scanner.errors import UsageError

if TYPE_CHECKING:
    from scanner.catalog.load import Catalog


@click.command("export")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="File to write, .json, .csv or .xlsx. Without it JSON goes to standard output. Example: -o catalog.xlsx",
)
@click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="NAME",
    help="Only this part. Repeatable; csv holds one, controls where none is named. Example: --section makers",
)
@common.catalog_option
def command(output: Path | None, sections: tuple[str, ...], overlays: tuple[Path, ...]) -> None:
    """Write the catalog's records: all in one JSON document, a section as CSV, or a workbook with a
    sheet a section. A JSON file can be compared with a later catalog by bomscan catalog diff.
    """  # noqa: D205
    from scanner.catalog.sections import SECTIONS

    for name in sections:
        if name not in SECTIONS:
            raise UsageError(f"there is no section {name!r}", hint=f"sections: {', '.join(SECTIONS)}")
    form = output.suffix.lower() if output else ".json"
    if form not in (".json", ".csv", ".xlsx"):
        raise UsageError(f"cannot write {output}", hint="the ending names the format: .json, .csv or .xlsx")
    if form == ".csv" and len(sections) > 1:
        raise UsageError("a csv file holds one section", hint="name one --section, or write .xlsx or .json")
    content = _content(common.opened(overlays), form, sections)
    if output is None:
        click.echo(content, nl=False)
        return
    from scanner.writers.files import replace

    refuse_overwriting([output], *map(str, overlays))
    replace(output, content)
    say(f"catalog → {output}")


def _content(catalog: Catalog, form: str, sections: tuple[str, ...]) -> bytes:
    from scanner.catalog.export import rows, to_json
    from scanner.catalog.sections import SECTIONS
    from scanner.writers.tables import as_csv, as_xlsx

    if form == ".json":
        return to_json(catalog, sections)
    if form == ".csv":
        (name,) = sections or ("controls",)
        return ("\ufeff" + as_csv(rows(catalog, name))).encode()
    info = catalog.info
    about = [
        ["version", info.version],
        ["sha256", info.sha256],
        ["verified_through", info.verified_through],
        ["overlays", "; ".join(info.overlays)],
        ["note", "Facts from public texts in our own words, with their sources; no legal advice."],
    ]
    tables = {"about": (["key", "value"], about), **{x: rows(catalog, x) for x in sections or tuple(SECTIONS)}}
    return as_xlsx(tables)
