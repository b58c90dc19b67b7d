"""``bomscan config show``: every option, its value, and where it came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from scanner.cli.common import show
from scanner.cli.completion import commands
from scanner.cli.settings import options_of

SAYS = {
    ParameterSource.COMMANDLINE: "flag",
    ParameterSource.ENVIRONMENT: "environment",
    ParameterSource.DEFAULT: "built in",
}


@click.group("config", short_help="Where each setting comes from.")
def command() -> None:
    """Settings from bomscan.toml, [tool.bomscan] of a pyproject.toml, and the environment."""


@command.command("show")
@click.argument("name", default="scan", metavar="COMMAND", shell_complete=commands)
@click.pass_context
def show_settings(ctx: click.Context, name: str) -> None:
    """Show the options of COMMAND (scan where none is given): value and source.

    Example: bomscan config show batch
    """
    root = ctx.find_root()
    group = root.command
    assert isinstance(group, click.Group)
    found = group.get_command(root, name)
    if found is None:
        raise click.UsageError(f"no command is called {name!r}")
    with _asked(found, name, root) as asked:
        path = root.meta.get("bomscan.settings")
        show(f"settings file: {path or 'none'}")
        for key, option in options_of(found).items():
            if option.name in (None, "help"):
                continue
            source = asked.get_parameter_source(option.name or "")
            where = str(path) if source == ParameterSource.DEFAULT_MAP else SAYS.get(source, "") if source else ""
            variable = f" {(option.resolve_envvar_value(asked) and asked.auto_envvar_prefix) or ''}"
            where += f"{variable}_{(option.name or '').upper()}" if source == ParameterSource.ENVIRONMENT else ""
            show(f"{key} = {_word(asked.params.get(option.name or ''))}  ({where})")


def _asked(found: click.Command, name: str, root: click.Context) -> click.Context:
    """The command's context as if it were called without a flag; its arguments are not asked for."""
    bare = click.Command(name, params=[x for x in found.params if isinstance(x, click.Option)])
    for option in bare.params:
        option.required = False
    return bare.make_context(name, [], parent=root, resilient_parsing=False)


def _word(value: Any) -> str:
    if value is None or value == ():
        return "not set"
    if isinstance(value, tuple | list):
        return ", ".join(map(_word, value))
    return str(value) if isinstance(value, Path) else f"{value}"
