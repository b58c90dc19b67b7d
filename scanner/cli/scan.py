"""``bomscan scan``: files in, reports out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.common import refuse_overwriting, say
from scanner.cli.completion import files as file_names
from scanner.cli.gate import FAIL_ON, reaches
from scanner.cli.options import judge_options, judging_of, look_options, read_options, redact_option
from scanner.errors import Exit, ScannerError, UsageError

if TYPE_CHECKING:
    from scanner.catalog.load import Catalog
    from scanner.options import ScanOptions
    from scanner.redact import Secret


@click.command("scan", short_help="Scan bills of materials and report what is affected.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=file_names)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    shell_complete=file_names,
    metavar="OUT",
    help="Report to write; the ending names the format (.html .xlsx .json .csv .md). Repeatable; {name} stands for the file's name. Example: -o report.html",
)
@judge_options
@read_options
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="End with exit code 1 when a line, or the headline share, is at or over this verdict. Example: --fail-on likely-exceeds",
)
@click.option(
    "--annotate",
    "annotated",
    shell_complete=file_names,
    metavar="OUT.xlsx",
    help="A copy of your own workbook with our columns at the right of each table, everything else as it was; csv, ods, xls and xlsb become a new workbook. {name} as in -o. Example: --annotate bom-checked.xlsx",
)
@click.option(
    "--strict",
    is_flag=True,
    help="End with exit code 1 when a decision is expired, speaks of nothing, or rests on an altered paper.",
)
@redact_option
@look_options
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def command(
    files: tuple[str, ...],
    outputs: tuple[str, ...],
    annotated: str | None,
    secrets: frozenset[Secret],
    lang: str,
    template: Path | None,
    fail_on: str | None,
    strict: bool,
    quiet: bool,
    **given: Any,
) -> Exit:
    """Scan each FILE (a file, a folder, a pattern, or - for standard input): what is affected, how
    surely, and what share of the value. Without -o the answer is a short table.
    """  # noqa: D205
    from msgspec.structs import replace

    from scanner.asof import also
    from scanner.catalog.load import load
    from scanner.cli.inputs import scanned
    from scanner.collector import held_back
    from scanner.ingest import expand
    from scanner.redact import redacted
    from scanner.writers import save, writer_for

    options = judging_of(given)
    targets = [Path(x) for x in outputs]
    for target in targets:
        writer_for(target)
    paths = [path for name in files for path in expand(name)]
    if annotated:
        from scanner.writers.annotate import annotate, check_target

        check_target(Path(annotated))
        if secrets:
            raise UsageError(
                "--annotate copies your workbook whole, with what --redact leaves out", hint="use one of the two"
            )
    if len(paths) > 1 and any("{name}" not in str(x) for x in (*targets, *filter(None, [annotated]))):
        raise UsageError(
            "several files and one report", hint="put {name} into -o, for example -o 'reports/{name}.html'"
        )
    written = [str(x) for x in (*targets, *filter(None, [annotated]))]
    refuse_overwriting((Path(x.replace("{name}", Path(path).stem)) for path in paths for x in written), *paths)
    catalog = load(tuple(given["overlays"]))
    code = Exit.DONE
    acted: set[str] = set()
    for path in paths:
        with held_back():
            try:
                exposure = scanned(path, options, catalog)
                if given["also_as_of"] is not None:
                    exposure = replace(exposure, also=also(exposure, given["also_as_of"].date(), catalog, options))
            except ScannerError as error:
                if len(paths) == 1:
                    raise
                say(f"bomscan: {error}")
                code = Exit.INPUT
                continue
            acted.update(x.id for x in exposure.decisions)
            shown = redacted(exposure, secrets)
            for target in targets:
                place = Path(str(target).replace("{name}", Path(path).stem))
                save(shown, place, lang=lang, template=template)
                if not quiet:
                    say(f"{path} → {place}")
            if annotated:
                place = Path(annotated.replace("{name}", Path(path).stem))
                for warning in annotate(exposure, Path(path), place):
                    say(f"bomscan: {place}: {warning}")
                if not quiet:
                    say(f"{path} → {place}")
            if not targets and not annotated and not quiet:
                from scanner.writers.console import print_exposure

                print_exposure(shown, lang=lang)
            headline = exposure.headline.verdict if exposure.headline else None
            if code == Exit.DONE and reaches(fail_on, exposure.strongest, headline):
                code = Exit.FOUND
    if strict and _any_idle(options, acted, catalog) and code == Exit.DONE:
        code = Exit.FOUND
    return code


def _any_idle(options: ScanOptions, acted: set[str], catalog: Catalog) -> bool:
    """Says which decisions acted on nothing or rest on an altered paper; True where there is one."""
    from scanner.decisions.load import load
    from scanner.decisions.names import unknown
    from scanner.decisions.proofs import altered
    from scanner.decisions.review import idle

    files = {path: load(path).decisions for path in options.decisions}
    found = [(path, x) for path, kept in files.items() for x in idle(kept, acted, options.as_of)]
    found += [(path, x) for path, kept in files.items() for x in (*unknown(kept, catalog), *altered(kept, path.parent))]
    for path, x in found:
        say(f"bomscan: {path}: {x.decision}: {x.fault}: {x.says}")
    return bool(found)
