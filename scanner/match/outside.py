"""Goods that the authority holds outside of a measure although they hold what it lists."""

from __future__ import annotations

from scanner.catalog.load import Catalog
from scanner.catalog.model import Control
from scanner.findings import Outside


class Outsides:
    """The exclusions of a catalog, by control and article."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._found: dict[tuple[str, str], Outside | None] = {}

    def of(self, control: Control, article: str | None, *, is_item: bool) -> Outside | None:
        """What is said of an article that holds what a control lists; looked up once for each pair."""
        if article is None or is_item:
            return None
        key = control.id, article
        if key not in self._found:
            self._found[key] = self._look_up(control, article)
        return self._found[key]

    def _look_up(self, control: Control, article: str) -> Outside | None:
        for x in self._catalog.exclusions:
            fits = not x.controls or control.id in x.controls
            if fits and control.measure in x.measures and article.startswith(x.articles):
                return Outside(id=x.id, goods=x.goods, certainty=x.certainty, stated=x.stated)
        return None
