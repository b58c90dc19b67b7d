"""What the facts are that would settle a finding, and who knows them: a supplier, the buyer, or an authority."""

from __future__ import annotations

from functools import cache
from typing import Literal

from msgspec import Struct

from scanner.catalog.load import built_in


class OpenFacts(Struct, frozen=True):
    """data/decisions/open_facts.yaml."""

    authority: frozenset[str]
    """An authority's reading of the law decides: nobody is asked, and nothing that is declared settles it."""
    ours: frozenset[str]
    """Only the buyer knows."""
    settled_by_elements: frozenset[str]
    """Groups in which the presence of an element settles whether a control applies to the item itself."""
    suppliers: dict[str, dict[Literal["de", "ja", "zh"], str]]
    """Asked of suppliers → the fact in other languages."""


@cache
def open_facts() -> OpenFacts:
    """The table as it comes with the package."""
    return built_in().document("decisions/open_facts.yaml", OpenFacts)
