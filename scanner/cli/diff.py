"""``bomscan diff``: what changed between two results, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.common import refuse_overwriting, say
from scanner.cli.completion import files as file_names
from scanner.cli.options import judge_options, judging_of, read_options
from scanner.errors import Exit, UsageError

if TYPE_CHECKING:
    from scanner.catalog.load import Catalog
    from scanner.findings import Exposure
    from scanner.options import ScanOptions

ENDINGS = (".html", ".json", ".md")


@click.command("diff", short_help="What changed between two results, and why.")
@click.argument("old", metavar="OLD", shell_complete=file_names)
@click.argument("new", metavar="NEW", shell_complete=file_names)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    shell_complete=file_names,
    metavar="OUT",
    help="Report to write (.html .json .md). Repeatable. Example: -o changes.html",
)
@click.option(
    "--fail-on-change",
    type=click.Choice(["any", "verdict"]),
    help="End with exit code 1 when anything, or a verdict, is another. Example: --fail-on-change verdict",
)
@click.option("--lang", type=click.Choice(["en", "de", "fr", "ja", "zh"]), default="en", show_default=True, help="Language of fixed texts and figures; JSON is for programs and stays English. Example: --lang de")  # fmt: skip
@judge_options
@read_options
def command(old: str, new: str, outputs: tuple[str, ...], fail_on_change: str | None, lang: str, **given: Any) -> Exit:
    """Compare two results: saved ones (.json of `bomscan scan`), or bills of materials, which are scanned first.

    Lines added, removed and changed, and for each share how much of its move comes from the bill of
    materials, prices, origins, answers and the law, in this order.
    """
    from scanner.catalog.load import load
    from scanner.difference.compare import compare
    from scanner.writers import difference as writer
    from scanner.writers.files import replace

    targets = [Path(x) for x in outputs]
    for target in targets:
        if target.suffix.lower() not in ENDINGS:
            raise UsageError(
                f"no difference ends in {target.suffix!r}", source=str(target), hint="use " + ", ".join(ENDINGS)
            )
    refuse_overwriting(targets)
    options, catalog = judging_of(given), load(tuple(given["overlays"]))
    found = compare(_result(old, options, catalog), _result(new, options, catalog), (old, new), catalog)
    for target in targets:
        replace(target, writer.render(found, target.suffix.lower(), lang))
        say(f"{old}, {new} → {target}")
    if not targets:
        click.echo(writer.text(found) if lang == "en" else writer.render(found, ".md", lang).decode(), nl=False)
    changed = found.verdict_changed if fail_on_change == "verdict" else bool(found)
    return Exit.FOUND if fail_on_change and changed else Exit.DONE


def _result(path: str, options: ScanOptions, catalog: Catalog) -> Exposure:
    """A saved result, or a scan of a bill of materials."""
    from scanner.cli.inputs import scanned
    from scanner.writers.reload import is_result, load

    return load(Path(path)) if is_result(Path(path)) else scanned(path, options, catalog)
