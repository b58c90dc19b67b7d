"""Write docs/command-line.md's help texts from the command itself; with --check only say whether they are current."""

from __future__ import annotations

import re
import sys

import click
from click.testing import CliRunner
from markers import ROOT, spliced

from scanner.cli.main import COMMANDS, cli

PAGE = ROOT / "docs" / "command-line.md"


def help_texts() -> str:
    """Every command's help, as a reader sees it at 100 columns."""
    calls = [[], *([name] for name in COMMANDS)]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        if isinstance(command, click.Group):
            calls += [[name, sub] for sub in command.list_commands(click.Context(command))]
    return "\n\n".join(_section(call) for call in calls)


def _section(call: list[str]) -> str:
    result = CliRunner().invoke(cli, [*call, "--help"], prog_name="bomscan", terminal_width=100)
    if result.exit_code:
        raise SystemExit(f"bomscan {' '.join(call)} --help ends with {result.exit_code}: {result.exception}")
    title = " ".join(["bomscan", *call])
    body = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
    return f"## {title}\n\n```text\n{re.sub(chr(10) * 3 + '+', chr(10) * 2, body)}\n```"


def main() -> int:
    """Write the page, or check it; returns the exit code."""
    now = PAGE.read_text(encoding="utf-8")
    made = spliced(now, "help", help_texts())
    if "--check" in sys.argv[1:]:
        if made != now:
            print(f"{PAGE.relative_to(ROOT)} is not what the command says; run: make docs")
            return 1
        return 0
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
