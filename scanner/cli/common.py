"""What commands share: errors become one line and an exit code."""

from __future__ import annotations

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
        click.echo(f"bomscan: {error}", err=True)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.DONE
    except Exception as error:  # noqa: BLE001 - the last line of defence: a defect is one line, the trace on request
        return _defect(error)


def _defect(error: Exception) -> int:
    import os
    import traceback

    if os.environ.get("BOMSCAN_DEBUG"):
        traceback.print_exception(error)
    else:
        click.echo(
            f"bomscan: a defect of ours: {type(error).__name__}: {error} (set BOMSCAN_DEBUG=1 for the trace and report it)",
            err=True,
        )
    return Exit.DEFECT
