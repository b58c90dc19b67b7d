"""BomLine → the controls it meets, with evidence.

A line is read in five steps: its text is made comparable (``text``), signals are found
(``lexicon``, extractors), what it names is told from what it mentions (``standing``), rules that
are data propose controls (``catalog.rules``), and a verdict is taken for each (``verdict``).
"""

from __future__ import annotations

from collections.abc import Sequence

from scanner.bom import BomLine
from scanner.catalog.load import Catalog
from scanner.findings import Match
from scanner.match.engine import Engine, engine_for

__all__ = ["Engine", "engine_for", "match_lines"]


def match_lines(lines: Sequence[BomLine], catalog: Catalog) -> list[tuple[Match, ...]]:
    """The matches of each line, strongest first, in the order of the lines; identical texts are matched once."""
    return engine_for(catalog).match_all(lines)
