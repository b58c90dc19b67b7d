"""Settings from ``bomscan.toml`` or ``[tool.bomscan]``: defaults for options, found upwards from the working folder.

A key is an option's long name. At the top it is the default of every command that has the option; in a table
named after a command, of that command alone. Order of strength: flag, environment (``BOMSCAN_SCAN_AS_OF``),
file, built-in default. Paths in a file are taken from the file's folder.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from scanner.errors import UsageError

NAME = "bomscan.toml"
PROJECT = "pyproject.toml"


def find(start: Path) -> Path | None:
    """The nearest settings file at or above a folder; a pyproject.toml counts where it has our table."""
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return folder / NAME
        project = folder / PROJECT
        if project.is_file() and "bomscan" in _toml(project).get("tool", {}):
            return project
    return None


def load(path: Path) -> dict[str, Any]:
    """The settings of a file.

    Raises:
        UsageError: it cannot be read or is no TOML.

    """
    data = _toml(path)
    if path.name == PROJECT:
        found = data.get("tool", {}).get("bomscan", {})
        return found if isinstance(found, dict) else {}
    return data


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", source=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"is no TOML: {error}", source=str(path)) from error


def check(settings: dict[str, Any], commands: dict[str, click.Command], path: Path) -> None:
    """Every key is an option of a command.

    Raises:
        UsageError: naming the keys that are not, all of them.

    """
    known = {x for command in commands.values() for x in options_of(command)}
    wrong = []
    for key, value in settings.items():
        if isinstance(value, dict) and key in commands:
            wrong += [f"{key}.{x}" for x in value if x not in options_of(commands[key])]
        elif key not in known:
            wrong.append(key)
    if wrong:
        raise UsageError(
            f"no option is called {', '.join(wrong)}", source=str(path), hint="bomscan config show lists them"
        )


def defaults(settings: dict[str, Any], name: str, command: click.Command, folder: Path) -> dict[str, Any]:
    """A command's defaults by parameter name, as click takes them."""
    own = settings.get(name)
    merged = {**settings, **(own if isinstance(own, dict) else {})}
    return {
        option.name: _value(merged[key], option, folder)
        for key, option in options_of(command).items()
        if key in merged and option.name is not None
    }


def options_of(command: click.Command) -> dict[str, click.Option]:
    """Long name without dashes → option."""
    return {
        text.lstrip("-"): x
        for x in command.params
        if isinstance(x, click.Option)
        for text in x.opts
        if text.startswith("--")
    }


def _value(value: Any, option: click.Option, folder: Path) -> Any:
    if isinstance(value, list):
        return [_value(x, option, folder) for x in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(option.type, click.Path) and isinstance(value, str):
        return str(folder / value)
    return value
