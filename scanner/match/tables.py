"""The extractors' own tables, read from scanner/data once."""

from __future__ import annotations

import csv
from functools import cache
from typing import Any

from scanner.catalog.load import DATA
from scanner.errors import CatalogError


@cache
def yaml(name: str) -> Any:
    """The YAML file of the given name below scanner/data.

    Raises:
        CatalogError: it is missing or no YAML.
    """
    import yaml as library

    path = DATA / name
    try:
        return library.load(path.read_bytes(), Loader=library.CSafeLoader)
    except (OSError, library.YAMLError) as error:
        raise CatalogError(f"unreadable: {error}", source=str(path)) from error


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the csv file of the given name below scanner/data.

    Raises:
        CatalogError: it is missing.
    """
    path = DATA / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(csv.DictReader(file))
    except OSError as error:
        raise CatalogError(f"unreadable: {error}", source=str(path)) from error
