"""Costs, contributions and fractions: what a bill of materials is worth and how much of it counts.

The flow of one assessment, a module a step: currency → costs → rollup → worth → weigh → contribution →
fractions and deminimis → limbs, alternates, resolve, probability → assumptions.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from decimal import localcontext

from scanner.bom import Bom
from scanner.catalog.load import Catalog
from scanner.findings import Fraction, Match, Origins, Valuation
from scanner.options import ScanOptions
from scanner.standing import MeasureStatus

PRECISION = 50
"""Significant digits of every calculation: far beyond what a threshold can tell apart."""


def assess(
    bom: Bom,
    matches: Sequence[tuple[Match, ...]],
    origins: Sequence[Origins],
    measures: Sequence[MeasureStatus],  # noqa: ARG001 - what stages are handed; the catalog says more of the law
    catalog: Catalog,
    options: ScanOptions,
) -> Valuation:
    """All figures of one bill of materials; ``matches`` and ``origins`` go with ``bom.lines``.

    Raises:
        InputError: the user's table of rates cannot be read.
        UsageError: an option that cannot be applied to these prices.

    """
    from scanner.value.assessment import Assessment

    with localcontext() as context:
        context.prec = PRECISION
        return Assessment(bom, matches, origins, catalog, options).valuation()


def controlled_under(
    bom: Bom,
    matches: Sequence[tuple[Match, ...]],
    origins: Sequence[Origins],
    catalog: Catalog,
    options: ScanOptions,
    sets: Sequence[Set[str]],
) -> list[Fraction]:
    """The controlled share of the product over each of several sets of measures, as if these were in force."""
    from scanner.value.assessment import Assessment
    from scanner.value.fractions import wanted

    with localcontext() as context:
        context.prec = PRECISION
        controlled = Assessment(bom, matches, origins, catalog, options).controlled
        return [controlled.of("product", wanted(measures), "in_force") for measures in sets]
