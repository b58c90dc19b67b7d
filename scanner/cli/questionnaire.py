"""``bomscan questionnaire``: what suppliers are to be asked, as Excel forms."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.common import refuse_overwriting, say
from scanner.cli.options import judge_options, judging_of, read_options
from scanner.errors import Exit, OutputError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from scanner.catalog.load import Catalog
    from scanner.questionnaire.ask import Question


@click.command("questionnaire", short_help="Forms that ask suppliers what is open, most decisive first.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RESULT.json|FILE...")
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="The workbook; with --by supplier the folder for one workbook each. Example: -o questions/",
)
@click.option("--by", type=click.Choice(["supplier"]), help="One workbook a supplier. Example: --by supplier")
@click.option(
    "--lang",
    type=click.Choice(["en", "de", "ja", "zh"]),
    help="Language of the forms; default with --by supplier that of each one's country, else English. Example: --lang de",
)
@read_options
@judge_options
def command(files: tuple[Path, ...], out: Path, by: str | None, lang: Any, **given: Any) -> Exit:
    """Ask what is open in saved RESULTs or in FILEs: an Excel form with drop-downs and explanations, without your
    prices, shares or other suppliers. Several results give one form a supplier, each part asked about once.
    `bomscan scan --answers FILLED.xlsx` reads it back.

    Example: bomscan questionnaire reports/*.json -o questions/ --by supplier
    """  # noqa: D205
    from scanner.catalog.load import load
    from scanner.cli.inputs import exposure_of, is_portfolio
    from scanner.questionnaire.ask import ask
    from scanner.questionnaire.form import form
    from scanner.writers.files import replace

    if by is None and out.suffix.lower() != ".xlsx":
        raise UsageError(f"-o {out} is no .xlsx", hint="or give a folder and --by supplier")
    refuse_overwriting([out])
    options = judging_of(given)
    catalog = load(tuple(given["overlays"]))
    results = [x for x in files if not is_portfolio(x)]
    for path in set(files) - set(results):
        say(f"{path}: passed over, it sums up the results of a batch")
    if not results:
        raise UsageError("there is no result among the files", hint="give the results that lie beside the portfolio")
    exposures = [exposure_of(x, options, catalog) for x in results]
    asked = ask(exposures, catalog)
    made = max(x.as_of for x in exposures)
    for fact in asked.ours:
        say(f"for yourselves to answer: {fact}")
    if not asked.questions:
        say("nothing is open that a supplier could answer; no form was written")
    elif by is None:
        replace(out, form(asked.questions, None, lang or "en", made, of_many=True))
        say(f"{_count(asked.questions)} → {out}")
    else:
        _each(asked.questions, out, lang, made, catalog)
    return Exit.DONE


def _each(questions: Iterable[Question], folder: Path, lang: Any, made: date, catalog: Catalog) -> None:
    """One workbook a supplier."""
    from scanner.questionnaire.ask import by_supplier
    from scanner.questionnaire.form import form
    from scanner.questionnaire.words import language_of
    from scanner.writers.files import replace

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot be made: {error.strerror}", source=str(folder)) from error
    taken: set[str] = set()
    for supplier, theirs in by_supplier(questions).items():
        spoken = lang or language_of(supplier, catalog)
        path = folder / f"{_file_name(supplier, taken)}.xlsx"
        replace(path, form(theirs, supplier, spoken, made))
        say(f"{supplier or 'no supplier named'}: {_count(theirs)}, in {spoken} → {path}")


def _count(questions: Iterable[Question]) -> str:
    every = list(questions)
    parts = len({q.fingerprint for q in every})
    return f"{len(every)} question{'s' * (len(every) != 1)} about {parts} part{'s' * (parts != 1)}"


def _file_name(supplier: str | None, taken: set[str]) -> str:
    """A supplier's name as a file name on any system, each once."""
    bare = "".join(c if c.isalnum() else "-" for c in supplier or "not-named")
    bare = "-".join(x for x in bare.split("-") if x)[:60] or "supplier"
    name, n = bare, 1
    while name.casefold() in taken:
        n += 1
        name = f"{bare}-{n}"
    taken.add(name.casefold())
    return name
