"""The register of assumptions: every constant, default, prior and rate in a figure, and for how many lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import compress

from scanner.catalog.load import Catalog
from scanner.catalog.model import ArticleContent
from scanner.columns import column
from scanner.display import share_text
from scanner.findings import Assumption, Fraction, Limb, Match, Origins
from scanner.options import ScanOptions
from scanner.value import records
from scanner.value.annex import Annex
from scanner.value.assume import Assumed
from scanner.value.books import Books
from scanner.value.constants import limits
from scanner.value.content import Basis
from scanner.value.contribution import numerator
from scanner.value.currency import ECB, UNNAMED, Rates
from scanner.value.fractions import of_value

RARE_EARTHS = ("dysprosium", "samarium")
"""Groups of the rows of articles/ that say what rare earth the magnets of the same article hold."""
PLACES = {"china": "material prices inside China", "world": "material prices outside China"}
ORIGIN_CONSTANTS = "origin/two_origins.yaml"
RULE = "cn-2025-61, Article 1(1)"
SUM_OF_LINES = (
    "the sum of the lines stands for the product value; it understates a selling price and so overstates a share"
)
PRICED_ONLY = (
    "the likely value of Chinese origin is that of the lines with a price; these lines have none and are left out"
)
MOLAR = "value/materials.yaml: molar masses"
MASS_PRICE = (
    "a line without a price is likely worth its mass × the market price of its material, without the work on it"
)
WORKS_COST = (
    "value shares of articles are shares of works cost; these lines are bought from a distributor or marketplace,"
    " where a retail price makes such a share too high by two to five times"
)

DISTRIBUTION = (
    "rows are independent: a control applies and a material is Chinese with its likely chance, a content share is"
    " triangular between its bounds, a shared rest is split evenly at random, lines without a price that match nothing"
    " are left out; 2000 seeded draws"
)


class Register:
    """Collects what was assumed; records that no line used are left out."""

    def __init__(self, books: Books, origins: Sequence[Origins], catalog: Catalog, options: ScanOptions) -> None:
        self.books, self.origins, self.catalog, self.options = books, origins, catalog, options

    def entries(
        self, rates: Rates, assumed: Assumed, limbs: Sequence[Limb], fractions: Sequence[Fraction], currency: str
    ) -> list[Assumption]:
        """In the order in which a reader would ask: the user's own, the rule, money, contents, origins."""
        return [
            *assumed.assumptions(),
            *self._options(),
            *self._money(rates, currency),
            *self._contents(fractions),
            *self._origins(),
            *self._limits(limbs, rates),
            *_distribution(fractions),
        ]

    def _options(self) -> Iterator[Assumption]:
        options, worth = self.options, self.books.worth
        user = "the user's option"
        default = options.threshold == Decimal("0.001")
        yield Assumption(
            id="threshold",
            value=f"{options.threshold.normalize():f}",
            source=RULE if default else f"{user} --threshold",
        )
        if worth.basis == "sum_of_lines":
            yield Assumption(
                id="product-value", value=SUM_OF_LINES, source="no product value stated, no priced top assembly"
            )
        priceless = self.books.priceless() if worth.sum else []
        if priceless:
            yield Assumption(
                id="chinese-origin-of-priced", value=PRICED_ONLY, source="no price, nothing above bounds it",
                lines=len(priceless),
            )  # fmt: skip
        guessed = self.books.exposures.likely_costs
        if guessed:
            yield Assumption(id="mass-price", value=MASS_PRICE, source="prices/prices.csv", lines=len(guessed))
        if options.own_country:
            tree = self.books.tree
            own = sum(self.origins[i].basis not in ("stated", "declared") for i in tree.added)
            said = f"value added by assemblies of no stated origin is made in {options.own_country}"
            yield Assumption(id="own-country", value=said, source=f"{user} --own-country", lines=own)
        if options.count_hk_mo:
            met = self._made_in({"HK", "MO"})
            said = "Hong Kong and Macau count as China"
            yield Assumption(id="count-hk-mo", value=said, source=f"{user} --count-hk-mo", lines=met)
        elif met := self._made_in({"HK", "MO", "TW"}):
            said = "Hong Kong, Macau and Taiwan are customs territories of their own and do not count as China"
            yield Assumption(id="customs-territories", value=said, source="customs law", lines=met)

    def _made_in(self, places: set[str]) -> int:
        """How many lines are stated to be made in one of some places."""
        distinct = {id(x): x for x in self.origins}.items()
        there = {key for key, x in distinct if not places.isdisjoint(x.countries)}
        return sum(id(x) in there for x in self.origins) if there else 0

    def _money(self, rates: Rates, currency: str) -> Iterator[Assumption]:
        lines = self.books.tree.lines
        prices = zip(column(lines, "unit_price"), column(lines, "extended_price"), strict=True)
        priced = Counter(p.currency for price, whole in prices if (p := price or whole) is not None)
        for code, rate in sorted(rates.used.items()):
            day = f" on {rate.day}" if rate.day else ""
            yield Assumption(
                id=f"rate:{code}/{rates.base}", value=f"{rate.quoted}{day}", source=rate.origin, lines=priced[code]
            )
        if priced[None] and currency != UNNAMED:
            said = f"prices that name no currency are in {currency}"
            yield Assumption(id="currency", value=said, source="the currency of the other prices", lines=priced[None])

    def _contents(self, fractions: Sequence[Fraction]) -> Iterator[Assumption]:
        articles = {x.id: x for x in self.catalog.articles}
        yield from records.records("articles", articles, self._articles(articles), records.of_article)
        exposed = self.books.exposures.rows
        sold = sum(
            self._sold(i) for i, row in exposed.items() if any(w.match.article and not w.match.itself for w in row)
        )
        if sold:
            yield Assumption(id="works-cost", value=WORKS_COST, source="articles/article_content.csv", lines=sold)
        contents = self.books.contents
        used = Counter({k: len(v) for k, v in contents.used.items()})
        yield from records.records("mass", articles, records.of_table("mass", used), records.of_mass)
        grades = {x.id: x for x in self.catalog.magnet_grades}
        named = self._named(lambda m: m.grade) | records.of_table("magnets", used)
        yield from records.records("magnets", grades, named, records.of_grade)
        prices = {f"{p.material}/{p.market}/{p.date}": p for p in self.catalog.prices}
        priced = records.of_table("prices", used)
        yield from records.records("prices", prices, priced, records.of_price)
        for name in sorted(contents.book.factors.keys() & used.keys()):
            yield Assumption(id=name, value=contents.book.factors[name], source=MOLAR, lines=used[name])
        for (material, density), rows in sorted(contents.masses.used.items()):
            yield Assumption(
                id=f"densities:{material}", value=f"{density} g/cm3: mass from the dimensions in the line's text",
                source=contents.masses.table.source, lines=len(rows),
            )  # fmt: skip
        if priced:
            said = f"{PLACES[self.options.price_basis]} throughout; {self._other_basis(fractions)}"
            met = len(set().union(*(v for k, v in contents.used.items() if k.startswith("prices:"))))
            yield Assumption(id="price-basis", value=said, source="--price-basis", lines=met)

    def _other_basis(self, fractions: Sequence[Fraction]) -> str:
        """What the other price basis would make of the figures that prices enter."""
        other: Basis = "world" if self.options.price_basis == "china" else "china"
        exposures = self.books.exposures_on(other)
        tree, worth = self.books.tree, self.books.worth
        shares = []
        for reading, weigh in (("text", exposures.part1_weights), ("assembly", exposures.weights)):
            ours = next((f for f in fractions if f.scope == "product" and f.reading == reading), None)
            if ours is not None:
                amount = numerator(tree, worth, weigh(Annex(self.catalog).is_part2))
                share = share_text(of_value(amount, worth.amount), ours.threshold)
                shares.append(f"{reading} {share} (here {share_text(ours.share, ours.threshold)})")
        return f"{PLACES[other]} would give for the product: " + ", ".join(shares) if shares else "no share rests on it"

    def _articles(self, articles: Mapping[str, ArticleContent]) -> Counter[str]:
        """Rows of articles/ in figures; of a magnet also that of its rare earths, which says how surely they are."""

        def inside(m: Match) -> str | None:
            held = articles.get(m.article or "")
            stem = held.id.removesuffix(f"-{held.controlled_group}") if held else ""
            return next((x for e in RARE_EARTHS if (x := f"{stem}-{e}") in articles and x != m.article), None)

        return self._named(lambda m: m.article) + self._named(inside)

    def _named(self, record: Callable[[Match], str | None]) -> Counter[str]:
        """Records that matches name → how many lines."""
        pairs = {(i, name) for i, row in self.books.exposures.rows.items() for w in row if (name := record(w.match))}
        return Counter(name for _, name in pairs)

    def _sold(self, i: int) -> bool:
        return any(e.signal == "seller" for e in self.origins[i].evidence)

    def _origins(self) -> Iterator[Assumption]:
        counted = list(compress(self.origins, self.books.tree.counts))
        counts = Counter(map(id, counted))
        kept = {id(found): found for found in counted}
        used: Counter[str] = Counter()
        for key, found in kept.items():
            for source in {e.source for e in found.evidence if e.source and e.signal in ("prior", "maker")}:
                used[source] += counts[key]
        constants = {x.id: x for x in self.catalog.document(ORIGIN_CONSTANTS, list[records.OriginConstant])}
        yield from records.records("origin", constants, records.of_table("origin", used), records.of_constant)
        yield from records.records(
            "makers", {x.name: x for x in self.catalog.makers}, records.of_table("makers", used), records.of_maker
        )
        yield from records.records("priors", self.catalog.priors, records.of_table("priors", used), records.of_prior)

    def _limits(self, limbs: Sequence[Limb], rates: Rates) -> Iterator[Assumption]:
        """Where words begin: of limbs, of old reference rates, of what a price that is missing may come to."""
        dated = sum(r.origin == ECB for r in rates.used.values())
        met = {"rate-age": dated, "unpriced-line": len(self.books.controlled.unbounded)}
        for limit in limits(self.catalog).values():
            count = met.get(limit.id, len(limbs))
            if count:
                said = f"{limit.value}: {limit.meaning}"
                yield Assumption(id=f"limits:{limit.id}", value=said, source=limit.source, lines=count)


def _distribution(fractions: Sequence[Fraction]) -> Iterator[Assumption]:
    if any(f.probability is not None for f in fractions):
        yield Assumption(id="probability", value=DISTRIBUTION, source="docs/value.md, an estimate and no verdict")
