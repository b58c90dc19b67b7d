"""``bomscan catalog``: what the scanner knows of the law and the trade. One module a subcommand, imported when called."""

from __future__ import annotations

from importlib import import_module

import click

SUBCOMMANDS = {
    "list": "The controlled items, by measure, group, kind, element or code.",
    "show": "One record in full: scope, limits, terms, timeline, sources, open questions.",
    "search": "Records that hold the given words, in any language.",
    "status": "What the law says on a day, measure by measure.",
    "diff": "What moved between two catalogs: the law, how we read it, the trade.",
    "validate": "Everything that is wrong with catalog data, in one message.",
    "export": "The catalog as JSON, CSV or Excel.",
    "template": "A folder of your own records to start from.",
}
"""Subcommand → first line of its help; the module of the same name holds the click command ``command``."""


class LazyCatalog(click.Group):
    """Lists subcommands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            return None
        name = f"{cmd_name}_" if cmd_name == "list" else cmd_name
        command: click.Command = import_module(f"scanner.cli.catalog.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUBCOMMANDS.items()))


@click.group("catalog", cls=LazyCatalog)
def command() -> None:
    """The law and the trade's facts: what is in them, from which source, in force when.

    Facts gathered from public texts and restated in our own words, with their sources and what is
    not known; no legal advice.
    """
