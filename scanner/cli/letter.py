"""``bomscan letter``: a draft of the declaration for the next recipient."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.common import refuse_overwriting, say
from scanner.cli.completion import files as file_names
from scanner.cli.options import judge_options, judging_of, read_options, redact_option
from scanner.errors import Exit, UsageError

if TYPE_CHECKING:
    from scanner.catalog.load import Catalog
    from scanner.findings import Exposure
    from scanner.options import ScanOptions
    from scanner.redact import Secret

ENDINGS = (".html", ".docx")
OWN = {"source", "outputs", "template", "to", "item", "lang", "secrets", "quiet", "overlays"}


@click.command("letter", short_help="Draft the declaration or compliance notice for the next recipient.")
@click.argument("source", metavar="RESULT.json|FILE", shell_complete=file_names)
@click.option("-o", "--output", "outputs", multiple=True, required=True, shell_complete=file_names, metavar="OUT", help="Letter to write (.html .docx). Repeatable. Example: -o letter.docx")  # fmt: skip
@click.option("--template", type=click.Path(path_type=Path), metavar="FILE", help="Your own: a jinja2 page for .html, a Word document with your letterhead and styles for .docx. Example: --template house.docx")  # fmt: skip
@click.option("--to", metavar="NAME", help='The recipient. Example: --to "Muster GmbH"')
@click.option("--item", metavar="TEXT", help='What the goods are called; default the product of the file. Example: --item "Drive SD-40"')  # fmt: skip
@click.option("--lang", type=click.Choice(["en", "de", "zh", "en+zh"]), default="en", show_default=True, help="Its language; en+zh sets Chinese beneath the English. Example: --lang en+zh")  # fmt: skip
@redact_option
@judge_options
@read_options
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def command(
    source: str,
    outputs: tuple[str, ...],
    template: Path | None,
    to: str | None,
    item: str | None,
    lang: Any,
    secrets: frozenset[Secret],
    quiet: bool,
    **given: Any,
) -> Exit:
    """Draft the letter that No. 61 of 2025 asks exporters to hand to the next recipient: value share at
    this step, control statement, origin, measures with their status that day, and what the public text
    leaves open. From a saved result, or from a bill of materials, which is scanned first.
    """  # noqa: D205
    from scanner.catalog.load import load
    from scanner.letter import html, word
    from scanner.letter.beside import beside
    from scanner.letter.compose import compose
    from scanner.redact import redacted
    from scanner.writers.files import replace

    targets = [Path(x) for x in outputs]
    for target in targets:
        if target.suffix.lower() not in ENDINGS:
            raise UsageError(f"no letter ends in {target.suffix!r}", source=str(target), hint="use .html or .docx")
    if template is not None and len({(x.suffix.lower() == ".docx") for x in targets}) > 1:
        raise UsageError("one template and two kinds of letter", hint="write .html and .docx in two calls")
    refuse_overwriting(targets)
    catalog = load(tuple(given["overlays"]))
    exposure = redacted(_exposure(source, judging_of(given), catalog), secrets)
    first, _, second = lang.partition("+")
    letter = compose(exposure, catalog, to=to, item=item, lang=first)
    if second:
        letter = beside(letter, compose(exposure, catalog, to=to, item=item, lang=second))
    for target in targets:
        if target.suffix.lower() == ".docx":
            content = word.render(letter, exposure.as_of.isoformat(), template)
        else:
            content = html.render(letter, template)
        replace(target, content)
        if not quiet:
            say(f"{source} → {target}")
    return Exit.DONE


def _exposure(source: str, options: ScanOptions, catalog: Catalog) -> Exposure:
    """A saved result, or a scan of a bill of materials.

    Raises:
        UsageError: a saved result and an option that only a scan can heed.

    """
    from msgspec.structs import replace

    from scanner.cli.inputs import scanned
    from scanner.options import as_words
    from scanner.policy import asked, with_policy
    from scanner.standing import STATED_USE
    from scanner.writers.reload import is_result, load

    if not is_result(Path(source)):
        return scanned(source, options, catalog)
    ctx = click.get_current_context()
    flag = click.core.ParameterSource.COMMANDLINE
    given = {x.name: x.opts[0] for x in ctx.command.params if x.name and ctx.get_parameter_source(x.name) == flag}
    idle = [text for name, text in given.items() if name not in OWN | STATED_USE.keys()]
    if idle:
        raise UsageError(
            f"{', '.join(idle)}: a saved result is as it was judged", source=source, hint="give the bill of materials"
        )
    exposure = load(Path(source))
    if not asked(options):
        return exposure
    told = {k: v for k, v in as_words(options).items() if k in STATED_USE}
    kept = {k: v for k, v in exposure.options.items() if k not in STATED_USE}
    return with_policy(replace(exposure, options=kept | told), catalog, options)
