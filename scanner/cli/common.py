"""What commands share: errors become one line and an exit code."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from scanner.errors import Exit, ScannerError, UsageError

OUTPUTS = frozenset(("outputs", "output", "out", "annotated", "save", "store"))
"""Parameters of commands that name what is written."""


def guarded(command: click.Command) -> int:
    """Run a command; returns its exit code and prints any error as one line on stderr."""
    try:
        code = command.main(prog_name="bomscan", standalone_mode=False)
        return code if isinstance(code, int) else Exit.DONE
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        click.echo("interrupted", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ScannerError as error:
        say(f"bomscan: {error}")
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.DONE
    except Exception as error:  # noqa: BLE001 - the last line of defence: a defect is one line, the trace on request
        return _defect(error)


def say(text: str) -> None:
    """One message on stderr; signs of names and cells that act on a terminal are shown, not sent.

    Line breaks stay only before the indented faults of a catalog.
    """
    from scanner.writers.inert import inert

    click.echo(re.sub(r"[\r\n](?!  )", "␤", inert(re.sub(r"\r(?!\n)|[\u2028\u2029]", "␍", text))), err=True)


def show(text: str, *, nl: bool = True) -> None:
    """Text for people on standard output; what acts on a terminal is shown, not sent. Line breaks stay."""
    from scanner.writers.inert import inert

    click.echo(inert(text), nl=nl)


def refuse_overwriting(targets: Iterable[Path], *more: str) -> None:
    """See that no output takes the place of a file that the command reads: of any argument or option, or of ``more``.

    Raises:
        UsageError: one would.

    """
    context = click.get_current_context()
    read = [x for name, value in context.params.items() if name not in OUTPUTS for x in _names(value)]
    files = {_identity(x) for name in (*more, *read) for x in (name, f"{name.rpartition('.zip!')[0]}.zip")}
    for target in targets:
        if (found := _identity(str(target))) is not None and found in files:
            raise UsageError(
                "would overwrite a file that is read", source=str(target), hint="choose another name with -o"
            )


def _names(value: object) -> Iterator[str]:
    """Every text in a parameter's value that may be the name of a file."""
    if isinstance(value, str | Path):
        yield str(value)
    elif isinstance(value, tuple | list):
        for x in value:
            yield from _names(x)


def _identity(name: str) -> tuple[int, int] | None:
    """Device and number of a file that is there, whatever name or link leads to it."""
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _defect(error: Exception) -> int:
    import os
    import traceback

    if os.environ.get("BOMSCAN_DEBUG"):
        traceback.print_exception(error)
    else:
        say(
            f"bomscan: a defect of ours: {type(error).__name__}: {error} (set BOMSCAN_DEBUG=1 for the trace and report it)"
        )
    return Exit.DEFECT
