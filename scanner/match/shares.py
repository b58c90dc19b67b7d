"""How surely a control applies, and what share of a line's value its material is."""

from __future__ import annotations

from decimal import Decimal

from scanner.catalog.model import ArticleContent
from scanner.estimate import ALL, ONE, UNKNOWN_SHARE, ZERO, Estimate
from scanner.findings import Verdict

_HALF = Decimal("0.5")


class Shares:
    """The rows of articles/, by stem and group."""

    def __init__(self, articles: tuple[ArticleContent, ...]) -> None:
        self._rows: dict[tuple[str, str], ArticleContent] = {}
        for row in articles:
            stem = row.id.removesuffix("-" + row.controlled_group)
            self._rows.setdefault((stem, row.controlled_group), row)
        self._values = {id(row): value_share(row) for row in self._rows.values()}
        """One object a row: what many lines share is written out once."""

    def row(self, stem: str | None, group: str) -> ArticleContent | None:
        """The row of an article for a controlled group."""
        return None if stem is None else self._rows.get((stem, group))

    def presence(self, stem: str | None, group: str) -> ArticleContent | None:
        """The row that says how surely a material of the group is there: of a magnet, its dysprosium."""
        return self.row(stem, "dysprosium" if group == "magnet" else group) or self.row(stem, group)

    def applicability(self, verdict: Verdict, stem: str | None, group: str, *, by_grade: bool = False) -> Estimate:
        """How surely a control of the group applies to the article.

        ``contains`` takes the presence of the material; ``possible`` has nothing documented and
        everything open. For magnets the listed material is the one with dysprosium or terbium, so
        its presence counts, not that of any magnet. A listing that rests on the usual composition
        of a grade (``by_grade``) is as sure as that.
        """
        if verdict == "listed" and not by_grade:
            return ALL
        if verdict in ("below_threshold", "none"):
            return Estimate(ZERO, ZERO, ZERO)
        row = self.presence(stem, group)
        if row is None:
            return UNKNOWN_SHARE
        low = row.presence_low if verdict != "possible" and row.presence_low >= _HALF else ZERO
        return Estimate(low, row.presence_likely, ONE)

    def content(self, stem: str | None, group: str) -> Estimate:
        """Share of the article's value that is the material."""
        row = self.row(stem, group)
        return UNKNOWN_SHARE if row is None else self._values[id(row)]

    def part1(self, stem: str | None) -> Estimate | None:
        """Share of the article's value that is Part 1 content of cn-2025-61, given that it is present.

        In a neodymium magnet that is dysprosium and terbium, in a samarium-cobalt one samarium.
        """
        row = self.row(stem, "dysprosium") or self.row(stem, "samarium")
        return None if row is None else self._values[id(row)]


def value_share(row: ArticleContent) -> Estimate:
    """The value share of a row as a triple."""
    return Estimate(row.value_share_low, row.value_share_likely, row.value_share_high)
