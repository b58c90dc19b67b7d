"""BomLine and its matches → where the article was made, and the controlled material in it."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.bom import BomLine
from scanner.catalog.load import Catalog
from scanner.estimate import UNKNOWN_SHARE
from scanner.findings import Match, Origins
from scanner.options import ScanOptions


def find_origins(
    lines: Sequence[BomLine], matches: Sequence[tuple[Match, ...]], catalog: Catalog, options: ScanOptions
) -> list[Origins]:
    """The origins of each line, in the order of the lines."""
    return [Origins(article=UNKNOWN_SHARE, material=UNKNOWN_SHARE, basis="prior") for _ in lines]
