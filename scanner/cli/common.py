"""What commands share: errors become one line and an exit code."""

from __future__ import annotations

import re
import sys

import click

from scanner.errors import Exit, ScannerError


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
