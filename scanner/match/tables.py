"""The extractors' own tables of scanner/data, which overlays do not touch."""

from __future__ import annotations

from functools import cache
from typing import Any

from scanner.catalog.load import built_in


@cache
def yaml(name: str) -> Any:
    """The content of a YAML file, by its path below scanner/data.

    Raises:
        CatalogError: there is no such file.
    """
    return built_in().document(name, Any)


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a csv file by heading, by its path below scanner/data.

    Raises:
        CatalogError: there is no such file.
    """
    return tuple(built_in().document(name, list[dict[str, str]]))
