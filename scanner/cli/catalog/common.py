"""What the catalog's subcommands share: options, the catalog itself, JSON and tables."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scanner.standing import Status

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from scanner.catalog.load import Catalog

F = TypeVar("F", bound=Callable[..., Any])
FORMAT_VERSION = "1.0"
"""Of the JSON that the catalog's subcommands print; fields may be added within a version."""
PIPED_WIDTH = 120
STYLES: dict[Status, str] = {
    "in_force": "red",
    "suspended": "yellow",
    "announced": "yellow",
    "unknown": "magenta",
    "not_verified": "magenta",
    "not_issued": "dim",
}

catalog_option = click.option(
    "--catalog",
    "overlays",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Catalog records added to or replacing the built-in ones. Repeatable. Example: --catalog watchlist/",
)
as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day whose law counts; default today. Example: --as-of 2026-11-24",
)


def format_option(*more: str) -> Callable[[F], F]:
    """``--format``: a table for people, or one of the forms for machines."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", *more, "json"]),
        default="table",
        show_default=True,
        help="For people or for machines. Example: --format json",
    )


def opened(overlays: Iterable[Path]) -> Catalog:
    """The catalog with the user's overlays.

    Raises:
        CatalogError: an overlay is faulty.

    """
    from scanner.catalog.load import load

    return load(tuple(overlays))


def day_of(given: datetime | None) -> date:
    """The day asked for, or today."""
    return given.date() if given else date.today()  # noqa: DTZ011 - the user's day


def print_json(catalog: Catalog | None, **content: Any) -> None:
    """One JSON document on standard output, with the catalog it comes from."""
    import msgspec

    head: dict[str, Any] = {"format_version": FORMAT_VERSION}
    if catalog is not None:
        head["catalog"] = catalog.info
    click.echo(msgspec.json.format(msgspec.json.encode({**head, **content}), indent=1))


def console() -> Console:
    """The terminal; wide enough for a table where there is none."""
    from rich.console import Console

    width = None if "COLUMNS" in os.environ or _on_a_terminal() else PIPED_WIDTH
    return Console(highlight=False, emoji=False, markup=False, soft_wrap=False, width=width)


def _on_a_terminal() -> bool:
    """Whether somebody looks: also when the output goes through a pager, standard error is still a terminal."""
    for stream in range(3):
        with contextlib.suppress(OSError):
            return os.get_terminal_size(stream).columns > 0
    return False


def plain(text: object, style: str = "") -> Text:
    """Text that is shown as it is: neither markup nor control characters in it act."""
    from rich.text import Text

    from scanner.writers.inert import inert

    return Text(inert(str(text)), style=style)


def footer(catalog: Catalog) -> str:
    """Which catalog this is, in a line."""
    over = "".join(f", with {x}" for x in catalog.overlays)
    return f"catalog {catalog.info.version}{over}, sources checked through {catalog.verified_through}; no legal advice"
