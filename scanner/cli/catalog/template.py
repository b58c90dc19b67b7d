"""``bomscan catalog template``: a folder of own records to start from."""

from __future__ import annotations

from pathlib import Path

import click

from scanner.cli.common import say, show
from scanner.errors import OutputError

TEMPLATE = Path(__file__).parent.parent.parent / "catalog" / "template"


@click.command("template")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def command(folder: Path) -> None:
    """Write commented example records into DIR: a measure, a control, a maker, a correction.

    They are valid as they stand; change them and check with bomscan catalog validate DIR.
    """
    files = sorted(x for x in TEMPLATE.rglob("*") if x.suffix in (".yaml", ".csv"))
    taken = [x for x in files if (folder / x.relative_to(TEMPLATE)).exists()]
    if taken:
        raise OutputError(
            f"holds {taken[0].relative_to(TEMPLATE)} already",
            source=str(folder),
            hint="nothing was written; name an empty folder",
        )
    try:
        for path in files:
            target = folder / path.relative_to(TEMPLATE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", source=str(folder)) from error
    for path in files:
        show(str(folder / path.relative_to(TEMPLATE)))
    say(f"check with: bomscan catalog validate {folder}")
