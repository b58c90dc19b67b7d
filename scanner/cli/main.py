"""The command group. A command's module is imported when it is called, so that start-up stays light."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from scanner.version import __version__

COMMANDS = {
    "scan": "Scan bills of materials and report what is affected, how surely, and what share.",
    "check": "Match one line of text and explain the verdict.",
    "explain": "Everything known about one line of a file: evidence, limits, origin, value.",
    "columns": "Show how a file was understood.",
    "report": "Render saved results again, or compare several.",
    "diff": "What changed between two results, line by line, and why each share moved.",
    "batch": "Scan an archive into one portfolio: a report each, a store to query.",
    "portfolio": "Ask the store of a batch: views, SQL, another day's law, Parquet.",
    "questionnaire": "Forms that ask suppliers what is open, most decisive first.",
    "letter": "Draft the declaration or compliance notice for the next recipient.",
    "decide": "Keep a decisions file: waivers and declarations, added, listed, checked.",
    "config": "Where each setting comes from.",
    "init": "Write a commented bomscan.toml.",
    "catalog": "The law and the trade's facts: what is in them, from which source, in force when.",
}
"""Command → first line of its help; the module ``scanner.cli.NAME`` holds the click command ``command``."""


class LazyGroup(click.Group):
    """Lists commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"scanner.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100, "auto_envvar_prefix": "BOMSCAN"},
)
@click.option(
    "--config",
    metavar="FILE",
    help="Settings; default the nearest bomscan.toml or [tool.bomscan] upwards. Example: --config ci.toml",
)
@click.version_option(__version__, prog_name="bomscan")
@click.pass_context
def cli(ctx: click.Context, config: str | None) -> None:
    """Find what in a bill of materials falls under China's export controls on critical materials,
    and what share of the product's value is of Chinese origin.

    Exit codes: 0 done; 1 something at or over --fail-on; 2 used wrongly; 3 an input could not be
    read; 4 an output could not be written; 5 the catalog is faulty; 70 a defect of ours.
    """  # noqa: D205
    from pathlib import Path

    from scanner.cli import settings

    path = Path(config) if config else settings.find(Path.cwd())
    if path is not None:
        values = settings.load(path)
        found = {x: cli.get_command(ctx, x) for x in COMMANDS if x not in ("config", "init")}
        commands = {k: v for k, v in found.items() if v is not None}
        settings.check(values, commands, path)
        ctx.default_map = {k: settings.defaults(values, k, v, path.parent) for k, v in commands.items()}
        ctx.meta["bomscan.settings"] = path


def main() -> None:
    """Run the command; every error a user can act on is one line on stderr."""
    from scanner.cli.common import guarded
    from scanner.cli.completion import VARIABLE, whole_sentences

    if VARIABLE in os.environ:
        whole_sentences()
    sys.exit(guarded(cli))
