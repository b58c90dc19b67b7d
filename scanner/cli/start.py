"""The way in. ``--help`` is answered from a page that was written beforehand, so that it costs no imports."""

from __future__ import annotations

import sys

HELP = __file__.removesuffix("start.py") + "help.txt"
"""What ``bomscan --help`` prints at 80 columns; ``make docs`` writes it and a test compares it."""


def main() -> None:
    """Run the command."""
    if sys.argv[1:] in (["--help"], ["-h"]):
        with open(HELP, encoding="utf-8") as page:  # noqa: PTH123 - pathlib costs more than the whole answer
            sys.stdout.write(page.read())
        return
    from scanner.cli.main import main as run

    run()
