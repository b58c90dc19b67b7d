"""``bomscan report``: saved results rendered again, or compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.common import refuse_overwriting, say
from scanner.cli.completion import files as file_names
from scanner.cli.options import look_options, redact_option
from scanner.errors import Exit, UsageError

if TYPE_CHECKING:
    from scanner.redact import Secret


@click.command("report", short_help="Render saved results again, or compare several.")
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RESULT.json...")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    shell_complete=file_names,
    metavar="OUT",
    help="Report to write; the ending names the format (.html .xlsx .json .csv .md). Repeatable. Example: -o report.html",
)
@redact_option
@look_options
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def command(
    results: tuple[Path, ...],
    outputs: tuple[str, ...],
    secrets: frozenset[Secret],
    lang: str,
    template: Path | None,
    quiet: bool,
) -> Exit:
    """Render saved RESULTs of `bomscan scan -o out.json` without scanning again. One result gives its
    report; several give one comparison: shares, parts, controls and the law side by side.
    """  # noqa: D205
    from scanner.redact import redacted
    from scanner.writers import save, writer_for
    from scanner.writers.reload import load

    targets = [Path(x) for x in outputs]
    for target in targets:
        writer_for(target)
    refuse_overwriting(targets)
    exposures = [redacted(load(path), secrets) for path in results]
    if len(exposures) > 1:
        from scanner.comparison import compare
        from scanner.writers.comparison import render
        from scanner.writers.files import replace

        comparison = compare(names_of(results), exposures)
        for target in targets:
            replace(target, render(comparison, target, lang))
        if not targets and not quiet:
            click.echo(render(comparison, Path("comparison.md"), lang).decode(), nl=False)
    else:
        for target in targets:
            save(exposures[0], target, lang=lang, template=template)
        if not targets and not quiet:
            from scanner.writers.console import print_exposure

            print_exposure(exposures[0], lang=lang)
    if not quiet:
        for target in targets:
            say(f"{', '.join(map(str, results))} → {target}")
    return Exit.DONE


def names_of(paths: Sequence[Path]) -> list[str]:
    """What each result is called: its file's name, with as much of its folder as tells them apart.

    Raises:
        UsageError: the same file twice.

    """
    if len({p.resolve() for p in paths}) < len(paths):
        raise UsageError("the same result is given twice", hint="give each file once")
    depth = 1
    names = [p.stem for p in paths]
    while len(set(names)) < len(names):
        depth += 1
        names = ["/".join((*p.resolve().parts[-depth:-1], p.stem)) for p in paths]
    return names
