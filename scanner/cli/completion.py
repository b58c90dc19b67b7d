"""What a shell is told when it asks how a word of the command could go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

VARIABLE = "_BOMSCAN_COMPLETE"
"""Set by the shell when it asks."""


def files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of files, for arguments that may also be a pattern, an address or standard input."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def commands(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of our commands."""
    from click.shell_completion import CompletionItem

    group = ctx.find_root().command
    names = group.list_commands(ctx) if hasattr(group, "list_commands") else []
    return [CompletionItem(x) for x in names if x.startswith(incomplete)]


def whole_sentences() -> None:
    """Lets fish show a help text to its end: its script takes what stands behind a comma for something else."""
    from click import shell_completion

    class Fish(shell_completion.FishComplete):
        def format_completion(self, item: CompletionItem) -> str:
            kept = shell_completion.CompletionItem(
                item.value, type=item.type, help=item.help.replace(", ", " – ").replace(",", " ") if item.help else None
            )
            return super().format_completion(kept)

    shell_completion.add_completion_class(Fish)
