"""The 'Two origins' table: what each kind of evidence says of the article and of a material that it contains."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from scanner.catalog.load import Catalog
from scanner.estimate import ALL, NOTHING, ONE, ZERO, Estimate

CHINA = frozenset(("CN",))
WITH_HK_MO = frozenset(("CN", "HK", "MO"))


class Constant(msgspec.Struct, frozen=True, kw_only=True):
    """A likely share, in data/origin/two_origins.yaml."""

    id: str
    value: Decimal
    meaning: str
    source: str


class Triples(msgspec.Struct, frozen=True):
    """The Chinese part of the article and of a contained material, and the records that say so."""

    article: Estimate
    material: Estimate
    article_by: str | None
    """Id of the constant or prior behind the article's likely value; None where it is documented."""
    material_by: str | None


class OriginTable:
    """Rows of the table, by evidence. ``prior`` is a world share of the material, None where none is known."""

    def __init__(self, catalog: Catalog, home: frozenset[str]) -> None:
        self.constants = {x.id: x for x in catalog.document("origin/two_origins.yaml", list[Constant])}
        self.home = home
        """Country codes that count as China."""

    def declared(self, countries: frozenset[str]) -> Triples:
        """As declared: of the material too."""
        part = self._part(countries)
        return Triples(part, part, None, None)

    def stated(self, countries: frozenset[str], prior: Decimal | None, prior_id: str | None) -> Triples:
        """One country, several, the European Union, or a denial of China (no country)."""
        article = self._part(countries)
        if article == ALL:
            return Triples(article, self._likely("stated-china-material"), None, "origin:stated-china-material")
        if article == NOTHING:
            return Triples(article, _within(prior), None, prior_id)
        if prior is None:
            return Triples(article, Estimate(ZERO, None, ONE), None, None)
        assert article.likely is not None
        return Triples(article, _within(max(article.likely, prior)), None, prior_id if prior > article.likely else None)

    def maker(self, tells: str, in_china: bool, prior: Decimal | None, prior_id: str | None) -> Triples:
        """All, some or none of the maker's known plants are in China."""
        if tells == "yes":
            return Triples(
                self._likely("maker-china-article"),
                self._likely("maker-china-material"),
                "origin:maker-china-article",
                "origin:maker-china-material",
            )
        name = "maker-partly" if in_china else "maker-elsewhere"
        share = self.constants[name].value
        if in_china and prior is not None and share > prior:
            return Triples(_within(share), _within(share), f"origin:{name}", f"origin:{name}")
        return Triples(_within(share), _within(prior), f"origin:{name}", prior_id)

    def unknown(
        self, article_prior: Decimal | None, article_id: str | None, prior: Decimal | None, prior_id: str | None
    ) -> Triples:
        """Nothing is known but world production."""
        return Triples(_within(article_prior), _within(prior), article_id, prior_id)

    def _likely(self, name: str) -> Estimate:
        return _within(self.constants[name].value)

    def _part(self, countries: frozenset[str]) -> Estimate:
        chinese = len(countries & self.home)
        if not chinese:
            return NOTHING
        if chinese == len(countries):
            return ALL
        return Estimate(ZERO, Decimal(chinese) / len(countries), ONE)


def _within(likely: Decimal | None) -> Estimate:
    return Estimate(ZERO, likely, ONE)
