"""BomLine and its matches → where the article was made, and the controlled material in it.

Evidence is asked in order of strength: what the user declares, what the line states (its origin column, then its
texts), what is known of the maker, what the world produces. See design 'Two origins' in docs/value.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from scanner.bom import BomLine
from scanner.catalog.load import Catalog
from scanner.findings import Match, Origins
from scanner.options import ScanOptions


def find_origins(
    lines: Sequence[BomLine], matches: Sequence[tuple[Match, ...]], catalog: Catalog, options: ScanOptions
) -> list[Origins]:
    """The origins of each line, in the order of the lines; equal evidence gives the same object.

    Raises:
        UsageError: an assumed origin that names no country.

    """
    from scanner.origin.finder import Finder

    return Finder(catalog, options).find_all(lines, matches)
