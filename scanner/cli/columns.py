"""``bomscan columns``: how a file was understood, how surely, and the flag that settles what was not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.common import refuse_overwriting, say
from scanner.cli.completion import files as file_names
from scanner.cli.options import read_options, reading_of
from scanner.errors import Exit

if TYPE_CHECKING:
    from rich.console import Console

    from scanner.bom import Bom, InputFile, SheetReading

SURE = 0.85
SAMPLES = 5
NOTES = 12


@click.command("columns", short_help="Show how a file was understood.")
@click.argument("file", metavar="FILE", shell_complete=file_names)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="A table to read, or JSON. Example: --format json",
)
@click.option(
    "--save",
    metavar="PROFILE",
    help="Save the mapping: a path, or a bare name, under which files of the same layout find it by themselves. Example: --save erp",
)
@read_options
def command(file: str, form: str, save: str | None, **given: Any) -> Exit:
    """Show which sheets, heading and columns of FILE are used, how surely, what each row is, and a few lines."""
    from scanner import ingest, lines
    from scanner.cli.timelimit import within

    if save:
        refuse_overwriting([Path(save)])
    options = reading_of(given)
    with within(options, file):
        bom = lines.build(ingest.read(Path(file), options), options)
    if save:
        _save(bom.inputs[0], save)
    if form == "json":
        click.echo(_json(bom))
    else:
        _print(bom)
    return Exit.DONE


def _json(bom: Bom) -> str:
    import msgspec

    from scanner.version import __version__

    document = {
        "format_version": "1.0",
        "tool": {"name": "bomscan", "version": __version__},
        "inputs": msgspec.to_builtins(bom.inputs),
        "notes": msgspec.to_builtins(bom.notes),
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode()


def _save(file: InputFile, target: str) -> None:
    """Write the mapping of the first table that is used."""
    from scanner.ingest.document import Profile
    from scanner.ingest.profiles import VERSION, save

    sheet = next(s for s in file.sheets if s.used)
    mapping: dict[str, str] = {}
    headings = [(c.column, c.heading) for c in sheet.columns if c.heading]
    headings += [(c.column, c.heading) for c in sheet.unmapped if c.heading]
    repeated = {h for _, h in headings if sum(1 for _, x in headings if x == h) > 1}
    for column in sheet.columns:
        heading = column.heading if column.heading not in repeated else None
        mapping.setdefault(column.field, heading or column.column)
    layout = tuple(h for _, h in sorted(headings, key=lambda x: (len(x[0]), x[0])) if h)
    path = save(
        Profile(
            bomscan_profile=VERSION, name=Path(target).stem, layout=layout, mapping=mapping, currency=sheet.currency
        ),
        target,
    )
    say(f"saved {path}")


def _print(bom: Bom) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    file = bom.inputs[0]
    said = [file.format, file.encoding, f"delimiter {file.delimiter!r}" if file.delimiter else None]
    console.print(f"{_clean(file.file)}  ({', '.join(x for x in said if x)})", style="bold")
    for sheet in file.sheets:
        if sheet.used:
            _sheet(console, sheet)
    _lines(console, bom)
    skipped = [s for s in file.sheets if not s.used]
    for sheet in skipped:
        console.print(f"not used: sheet '{_clean(sheet.name)}': {_clean(sheet.reason)}", style="yellow")
    if any(s.columns for s in skipped):
        console.print("  --sheet NAME uses one of them, --all-sheets uses all")
    _open_questions(console, bom)


def _sheet(console: Console, sheet: SheetReading) -> None:
    from rich.table import Table

    rows = ", ".join(f"{n} {kind.replace('_', ' ')}" for kind, n in sheet.rows.items() if n)
    where = f"heading in row {', '.join(map(str, sheet.header_rows))}" if sheet.header_rows else "no heading row"
    hidden = ", hidden" if sheet.hidden else ""
    console.print()
    console.print(f"sheet '{_clean(sheet.name)}'{hidden}: {where}")
    facts = [f"structure: {sheet.structure}", f"currency: {sheet.currency or 'none stated'}"]
    if sheet.decimal_mark:
        facts.append(f"decimal mark: {sheet.decimal_mark}")
    if sheet.layout:
        facts.append(f"layout: {sheet.layout}")
    console.print(f"  rows: {rows}")
    console.print(f"  {'; '.join(facts)}")
    table = Table(box=None, pad_edge=True, header_style="bold")
    for title in ("column", "heading", "field", "sure", "known by"):
        table.add_column(title, overflow="fold")
    entries: list[tuple[str, str, str, str, str]] = [
        (c.column, _clean(c.heading), c.field.replace("_", " "), f"{c.confidence:.0%}", c.basis) for c in sheet.columns
    ]
    entries += [(c.column, _clean(c.heading), "–", "", "kept, feeds nothing") for c in sheet.unmapped]
    for entry in sorted(entries, key=lambda x: (len(x[0]), x[0])):
        style = "dim" if entry[2] == "–" else "yellow" if int(entry[3].rstrip("%")) < 100 * SURE else None
        table.add_row(*entry, style=style)
    console.print(table)


def _lines(console: Console, bom: Bom) -> None:
    """A few lines as they were read, so that a wrong column shows."""
    from rich.table import Table

    sample = [x for x in bom.lines if x.bin in ("line_item", "assembly")][:SAMPLES]
    rows = [(str(x.source.row), *_told(x.fields)) for x in sample]
    titles = ("row", "part", "description", "quantity", "price", "line total", "origin")
    kept = [i for i in range(len(titles)) if any(r[i] for r in rows)]
    table = Table(box=None, header_style="bold", title="first lines", title_justify="left", title_style="bold")
    for i in kept:
        table.add_column(
            titles[i],
            overflow="fold",
            justify="right" if titles[i] in ("row", "price", "line total") else "left",
            ratio=None,
        )
    for row in rows:
        table.add_row(*(row[i] for i in kept))
    console.print()
    console.print(table)
    console.print()


def _told(fields: dict[str, str]) -> tuple[str, ...]:
    """Part, description, quantity, price, line total and origin of a line, in short."""
    part = (
        fields.get("part_number") or fields.get("manufacturer_part_number") or fields.get("supplier_part_number") or ""
    )
    description = fields.get("description", "")
    price = (
        " ".join(x for x in (fields.get("unit_price"), fields.get("currency")) if x) if fields.get("unit_price") else ""
    )
    if price and fields.get("price_per"):
        price += f" / {fields['price_per']}"
    quantity = " ".join(x for x in (fields.get("quantity"), fields.get("unit")) if x)
    return tuple(
        _clean(x)[:40]
        for x in (
            part,
            description,
            quantity,
            price,
            fields.get("extended_price", ""),
            fields.get("country_of_origin", ""),
        )
    )


def _open_questions(console: Console, bom: Bom) -> None:
    """What was not understood, and the flag that settles it; then the rest of the notes by kind."""
    from collections import Counter

    asked = [
        n
        for n in bom.notes
        if n.code
        in (
            "column-ambiguous",
            "number-ambiguous",
            "currency-unknown",
            "encoding-uncertain",
            "price-disagrees",
            "profile-used",
            "sheets-linked",
            "structure-irregular",
        )
    ]
    for note in asked[:NOTES]:
        place = (
            f"column {note.column}: " if note.column and note.row is None else f"row {note.row}: " if note.row else ""
        )
        console.print(
            f"{note.severity}: {place}{_clean(note.message)}", style="yellow" if note.severity != "info" else None
        )
    if len(asked) > NOTES:
        console.print(f"and {len(asked) - NOTES} more; --format json lists all")
    unsure = [
        (c, s)
        for s in bom.inputs[0].sheets
        if s.used
        for c in s.columns
        if c.confidence < SURE and c.basis in ("heading", "content") and c.field != "notes"
    ]
    for column, _ in unsure[:NOTES]:
        console.print(
            f"unsure: column {column.column} '{_clean(column.heading)}' as {column.field.replace('_', ' ')}; --map {column.field}={column.column} settles it, --map FIELD={column.column} says otherwise"
        )
    rest = Counter(n.code for n in bom.notes if n not in asked and n.code not in ("column-unmapped", "sheet-not-used"))
    if rest:
        console.print("noted on rows: " + ", ".join(f"{n} {code}" for code, n in sorted(rest.items())))


def _clean(text: str | None) -> str:
    """Text of the file as text: one line, nothing that a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in " ".join((text or "").split()))
