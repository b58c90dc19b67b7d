"""World shares: which row of the table of priors speaks for a match, where nothing else does."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from scanner.catalog.load import Catalog
from scanner.findings import EXPOSED, Match

EXTRATERRITORIAL = "cn-2025-61"
Share = tuple[Decimal | None, str | None]
"""A world share and the id of the record that gives it; None where none is known."""
NO_SHARE: Share = (None, None)


class PriorTable(msgspec.Struct, frozen=True, kw_only=True):
    """data/origin/priors.yaml."""

    groups: dict[str, str]
    part1: dict[str, str]
    articles: dict[str, str]
    anything: str
    source: str


class Priors:
    """Looks up priors for matches."""

    def __init__(self, catalog: Catalog) -> None:
        self.table = catalog.document("origin/priors.yaml", PriorTable)
        self._catalog = catalog

    def material(self, matches: Iterable[Match]) -> Share:
        """Of the controlled material: the strongest match's own prior, else that of its group."""
        for match in matches:
            if match.verdict in EXPOSED:
                found = self._share(match.prior or self.table.groups.get(match.group))
                if found != NO_SHARE:
                    return found
        return NO_SHARE

    def article(self, matches: Iterable[Match]) -> Share:
        """Of a bought article, by its class; of no known class as of manufactured goods at large."""
        for match in matches:
            if match.verdict in EXPOSED and match.article and not match.itself:
                for word, prior in self.table.articles.items():
                    if word in match.article:
                        return self._share(prior)
        return self._share(self.table.anything)

    def part1(self, matches: Iterable[Match]) -> Share:
        """Of the Part 1 material in a magnet or target; of several elements the largest share."""
        best = NO_SHARE
        for match in matches:
            if match.verdict in EXPOSED and match.part1_share is not None:
                control = self._catalog.controls.get(match.control)
                for element in control.elements if control else ():
                    found = self._share(self.table.part1.get(element))
                    if found[0] is not None and (best[0] is None or found[0] > best[0]):
                        best = found
        return best

    def _share(self, prior: str | None) -> Share:
        record = self._catalog.priors.get(prior) if prior else None
        return (record.china_share_likely, f"priors:{record.id}") if record else NO_SHARE
