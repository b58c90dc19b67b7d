"""The pipeline: one bill of materials through all stages."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from msgspec.structs import replace

from scanner import ingest, lines, match, origin, value
from scanner.bom import sound
from scanner.catalog.load import Catalog, load
from scanner.catalog.status import statuses
from scanner.decisions.apply import decided
from scanner.decisions.record import marked, records
from scanner.findings import Exposure
from scanner.match.declared import retested
from scanner.options import ScanOptions, as_words
from scanner.policy import with_policy
from scanner.questionnaire.model import Answers


def scan_file(
    path: str | PathLike[str], options: ScanOptions, catalog: Catalog | None = None, *, shown: str | None = None
) -> Exposure:
    """Scan one file.

    Args:
        path: as the user gave it; it appears so in the result.
        options: how to read and judge.
        catalog: an already loaded one, for many files.
        shown: what the result calls the file, where that is not its path (a copy of a remote file).

    Raises:
        InputError: the file cannot be read, or holds no table of lines.

    """
    catalog = catalog or load()
    bom = lines.build(ingest.read(Path(path), options.read), options.read)  # the rows as read are free from here on
    if shown is not None:
        bom = replace(bom, inputs=tuple(replace(x, file=sound(shown)) for x in bom.inputs))
    matches = match.match_lines(bom.lines, catalog)
    origins = origin.find_origins(bom.lines, matches, catalog, options)
    answers = _answers(options)
    applied = decided(bom, matches, origins, catalog, options, retested, answers.decisions)
    bom, matches, origins = applied.bom, applied.matches, applied.origins
    measures = statuses(catalog, options.as_of, matches)
    valuation = value.assess(bom, matches, origins, measures, catalog, options)
    exposure = Exposure(
        bom=bom,
        as_of=options.as_of,
        catalog=catalog.info,
        currency=valuation.currency,
        product_value=valuation.product_value,
        coverage=valuation.coverage,
        lines=marked(valuation.lines, applied),
        fractions=valuation.fractions,
        measures=measures,
        resolve=valuation.resolve,
        assumptions=valuation.assumptions,
        notes=bom.notes + answers.notes + applied.notes + valuation.notes,
        options=as_words(options),
        decisions=records(applied),
    )
    return with_policy(exposure, catalog, options)


def _answers(options: ScanOptions) -> Answers:
    """What suppliers answered, where forms are given."""
    if not options.answers:
        return Answers()
    from scanner.questionnaire.answers import read

    return read(options.answers)
