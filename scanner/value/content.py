"""What share of a line's value the controlled material is: from mass and price where both are known, else from
the works-cost shares of its class of article."""  # noqa: D205, D209

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Literal

from scanner.catalog.load import Catalog
from scanner.catalog.model import MagnetGrade
from scanner.display import money, triple_text
from scanner.estimate import ALL, NOTHING, ONE, ZERO, Estimate
from scanner.findings import Evidence, Match
from scanner.value.assume import Assumed
from scanner.value.currency import Rates
from scanner.value.masses import Masses
from scanner.value.materials import PriceBook
from scanner.value.rollup import Tree
from scanner.value.units import kilograms

Basis = Literal["china", "world"]
MAGNET = "w-neo"
"""Grade that stands for the magnets inside an article: neodymium of no known class."""
HUNDRED = Decimal(100)


class Contents:
    """Shares of lines; remembers which records it used, and for how many lines."""

    def __init__(self, tree: Tree, catalog: Catalog, rates: Rates, basis: Basis, assumed: Assumed) -> None:
        self.tree, self.assumed = tree, assumed
        self.book = PriceBook(catalog, rates, basis)
        self.masses = Masses(tree, catalog)
        self.used: dict[str, set[int]] = defaultdict(set)
        """Id of a record → lines that it spoke for."""
        self.told: dict[tuple[int, str], Evidence] = {}
        """Line and control → how its content came about, where mass and price make it."""
        self._grades = {x.id: x for x in catalog.magnet_grades}
        self._articles = {x.id: x for x in catalog.articles}
        self._controls = catalog.controls

    def share(self, i: int, match: Match) -> Estimate:
        """Share of the line's value that is the controlled material."""
        assumed = self.assumed.content(i, match)
        if assumed is not None:
            return assumed
        if match.itself:
            return ALL
        if match.content_share.is_known and match.content_share != ALL:
            return match.content_share  # declared: no class of article has one known share
        by_mass = self._by_mass(i, match)
        if by_mass is not None:
            return by_mass
        return match.content_share

    def part1(self, i: int, match: Match) -> Estimate:
        """Share of the line's value that is Part 1 content of cn-2025-61."""
        if not match.itself:
            return match.part1_share or NOTHING
        control = self._controls.get(match.control)
        if control is not None and control.part == 1:
            return ALL
        if match.group == "magnet":
            return self._in_magnet(i, match, control.elements if control else ())
        return match.part1_share or (
            Estimate(ZERO, None, ONE) if control is not None and control.part == 2 else NOTHING
        )

    def likely_cost(self, i: int, matches: tuple[Match, ...]) -> Decimal | None:
        """What an unpriced row is likely worth by its mass and the market price of what it is; None = not known."""
        for match in matches:
            price = self._price_of(match) if match.itself and match.verdict in ("listed", "possible") else None
            if price is None or price.likely is None:
                continue
            grade = self._grade(match, ()) if match.group == "magnet" else None
            mass = self.masses.likely(i, match, grade)
            if mass is not None:
                self._note(i, *self.book.last, *([f"magnets:{grade.id}"] if grade else []))
                return mass * price.likely
        return None

    def _note(self, i: int, *names: str) -> None:
        for name in names:
            self.used[name].add(i)

    def _price_of(self, match: Match) -> Estimate | None:
        if match.group == "magnet":
            grade = self._grade(match, ())
            return self.book.magnet(grade) if grade else None
        control = self._controls.get(match.control)
        return self.book.material(match.group, control.name) if control else None

    def _by_mass(self, i: int, match: Match) -> Estimate | None:
        """Mass of the article × the material's share of it × the material's price, over the article's cost."""
        article = self._articles.get(match.article or "")
        cost, mass = self.tree.own[i], self.masses.stated(i)
        if article is None or not cost or mass is None:
            return None
        shares = (article.mass_share_low, article.mass_share_likely, article.mass_share_high)
        if None in shares or not article.mass_share_high:
            return None
        is_magnet = match.group == "magnet"
        price = self.book.magnet(self._grades.get(MAGNET)) if is_magnet else self.book.contained(match.group)
        if price is None:
            return None
        self._note(i, *self.book.last, f"mass:{article.id}")
        self.told[i, match.control] = self._reckoned(i, mass, shares, price)
        return _at_most_one(Estimate(mass, mass, mass) * Estimate(*(x or ZERO for x in shares)) * price / cost)

    def _reckoned(self, i: int, mass: Decimal, shares: tuple[Decimal | None, ...], price: Estimate) -> Evidence:
        """How the content came about, pointing at the mass as the file writes it."""
        line = self.tree.lines[i]
        field = "mass" if line.mass is not None and kilograms(line.quantity) is None else "quantity"
        text = line.fields.get(field, "")
        parts = " / ".join(f"{x or ZERO:f}" for x in shares)
        each = triple_text(price, lambda x: money(x, self.book.base))
        means = f"content by mass and price: {mass.normalize():f} kg × {parts} × {each} per kg, over the line's cost"
        return Evidence(signal="content", text=text, field=field, start=0, end=len(text), means=means)

    def _in_magnet(self, i: int, match: Match, elements: tuple[str, ...]) -> Estimate:
        """Rare-earth mass share × its price, over the price of the magnet: its own by mass, else the market's."""
        grade = self._grade(match, elements)
        found = self._element_cost(i, grade) if grade else None
        if grade is None or found is None:
            return match.part1_share or Estimate(ZERO, None, ONE)
        cost, mass = self.tree.own[i], self.masses.stated(i)
        if cost and mass:
            return _at_most_one(found / (cost / mass))
        price = self.book.magnet(grade)
        if price is None or price.high is None or price.likely is None:
            return match.part1_share or Estimate(ZERO, None, ONE)
        self._note(i, *self.book.last)
        low, likely, high = found.low / price.high, found.likely, found.high
        return _at_most_one(
            Estimate(low, likely / price.likely if likely is not None else None, high / price.low if high else ONE)
        )

    def _grade(self, match: Match, elements: tuple[str, ...]) -> MagnetGrade | None:
        known = self._grades.get(match.grade or "")
        if known is not None:
            return known
        control = self._controls.get(match.control)
        return self._grades.get(self.book.grade_of(elements or (control.elements if control else ())) or "")

    def _element_cost(self, i: int, grade: MagnetGrade) -> Estimate | None:
        """Price of the Part 1 elements in one kg of the magnet."""
        samarium = grade.material_family.startswith("Sm")
        price = self.book.element("Sm") if samarium else self.book.element("Dy")
        low, likely, high = (
            (grade.controlled_ree_wt_pct_low, grade.controlled_ree_wt_pct_likely, grade.controlled_ree_wt_pct_high)
            if samarium
            else (grade.dytb_wt_pct_low, grade.dytb_wt_pct_likely, grade.dytb_wt_pct_high)
        )
        if price is None or low is None or likely is None or high is None:
            return None
        self._note(i, *self.book.last, f"magnets:{grade.id}")
        return Estimate(low, likely, high) * price / HUNDRED


def _at_most_one(share: Estimate) -> Estimate:
    return Estimate(
        min(share.low, ONE),
        None if share.likely is None else min(share.likely, ONE),
        ONE if share.high is None else min(share.high, ONE),
    )
