"""Write docs/command-line.md, scanner/cli/help.txt and the look at the output in README.md from the command itself.

With --check only say whether the help texts are current.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
from click.testing import CliRunner
from markers import ROOT, put, spliced

sys.path.insert(0, str(ROOT))

from scanner.cli.main import COMMANDS, cli  # this tree's command, installed or not
from scanner.cli.start import HELP

PAGE = ROOT / "docs" / "command-line.md"


def help_texts() -> str:
    """Every command's help, as a reader sees it at 100 columns."""
    calls = [[], *([name] for name in COMMANDS)]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        if isinstance(command, click.Group):
            calls += [[name, sub] for sub in command.list_commands(click.Context(command))]
    return "\n\n".join(_section(call) for call in calls)


def help_of(call: list[str], width: int) -> str:
    """What the command prints."""
    result = CliRunner().invoke(cli, [*call, "--help"], prog_name="bomscan", terminal_width=width)
    if result.exit_code:
        raise SystemExit(f"bomscan {' '.join(call)} --help ends with {result.exit_code}: {result.exception!r}")
    return result.output


def _section(call: list[str]) -> str:
    title = " ".join(["bomscan", *call])
    body = "\n".join(line.rstrip() for line in help_of(call, 100).strip().splitlines())
    return f"## {title}\n\n```text\n{re.sub(chr(10) * 3 + '+', chr(10) * 2, body)}\n```"


def look() -> str:
    """What a scan of a sample prints on a terminal of 120 columns."""
    command = [sys.executable, "-m", "scanner", "scan", "samples/servo-drive.xlsx", "--as-of", "2026-11-24"]
    wide = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run(command, cwd=ROOT, env=wide, capture_output=True, text=True, check=True)
    body = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
    return f"```text\n{body}\n```"


def main() -> int:
    """Write the pages, or check them; returns the exit code."""
    made = {
        PAGE: spliced(PAGE.read_text(encoding="utf-8"), "help", help_texts()),
        Path(HELP): help_of([], 80),
    }
    stale = [page for page, text in made.items() if not page.exists() or page.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for page in stale:
            print(f"{page.relative_to(ROOT)} is not what the command says; run: make docs")
        return 1 if stale else 0
    for page in stale:
        page.write_text(made[page], encoding="utf-8")
    put(ROOT / "README.md", "look", look())
    return 0


if __name__ == "__main__":
    sys.exit(main())
