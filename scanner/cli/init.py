"""``bomscan init``: a commented settings file to start from."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scanner.cli.common import show
from scanner.cli.settings import NAME, options_of
from scanner.errors import UsageError

OFFERED = ("scan", "batch")
SKIPPED = ("output", "help", "quiet", "annotate", "sheet", "all-sheets", "header-row", "map")
"""Options that belong to one call or one file."""


@click.command("init", short_help="Write a commented bomscan.toml.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def command(folder: Path) -> None:
    """Write a bomscan.toml into FOLDER (here where none is given), every setting explained and commented out."""
    from scanner.writers.files import replace

    path = folder / NAME
    if path.exists():
        raise UsageError("stands already", source=str(path), hint="edit it, or choose another folder")
    replace(path, text().encode())
    show(f"{path}: take the # from what you want")


def text() -> str:
    """The file: settings of every command first, then those of single commands."""
    from scanner.cli.main import cli

    context = click.Context(cli)
    known: dict[str, click.Option] = {}
    only: dict[str, dict[str, click.Option]] = {}
    for name in OFFERED:
        command_ = cli.get_command(context, name)
        assert command_ is not None
        found = {k: v for k, v in options_of(command_).items() if k not in SKIPPED}
        shared = found if not known else {k: v for k, v in found.items() if k in known}
        only[name] = {k: v for k, v in found.items() if k not in shared}
        known |= shared
    parts = ["# Settings of bomscan; flags and the environment win over them. `bomscan config show` says what holds.\n"]
    parts += [_entry(k, v) for k, v in known.items()]
    for name, options in only.items():
        if options:
            parts += [f"[{name}]", *(_entry(k, v) for k, v in options.items())]
    return "\n".join(parts)


def _entry(name: str, option: click.Option) -> str:
    help_text = (option.help or "").partition(" Example: ")
    example = help_text[2].rpartition(f"--{name} ")[2].strip("'\"") if help_text[2] else ""
    given = json.dumps(str(example or option.default or ""), ensure_ascii=False)
    value = "true" if option.is_flag else f"[{given}]" if option.multiple else given
    return f"# {help_text[0]}\n# {name} = {value}\n"
