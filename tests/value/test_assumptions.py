"""What was assumed: the user's what-ifs, contents from mass and price, and the register of all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.bom import Quantity
from scanner.findings import Assumption, Evidence, Origins, Valuation
from tests.factory import estimate, line, match
from tests.value.helpers import CATALOG, CHINA, ERBIUM, GERMANY, UNKNOWN, fraction, motor, value

SERVO = "industrial-servo-motor-magnet"
RATES = {"USD": Decimal("1.1554")}


def register(found: Valuation) -> dict[str, Assumption]:
    return {a.id: a for a in found.assumptions}


def test_an_assumed_price_is_that_of_one_unit_and_is_listed() -> None:
    rows = [(line(2, quantity="4", part_number="P-1"), ERBIUM, CHINA), (line(3, price="90"), (), GERMANY)]
    found = value(rows, assume=('price:"P-1"=2.50',))
    assert (found.lines[0].extended_cost, found.product_value.amount) == (10, 100)
    listed = register(found)["assume:price"]
    assert (listed.value, listed.source, listed.lines) == ('price:"P-1"=2.50', "the user's what-if", 1)
    assert register(value(rows, assume=("price:P-9=1",)))["assume:price"].lines == 0


@pytest.mark.parametrize("target", ["P-1", SERVO, "magnet"])
def test_an_assumed_content_goes_before_the_catalogs(target: str) -> None:
    holds = motor(estimate("0.05", "0.1", "0.2"), article=SERVO)
    rows = [(line(2, price="100", part_number="P-1"), holds, CHINA), (line(3, price="100"), (), GERMANY)]
    found = value(rows, assume=(f'content:"{target}"=2%',))
    assert fraction(found).numerator == estimate("2", "2", "2")
    assert found.lines[0].matches[0].content_share == estimate("0.02", "0.02", "0.02")


def test_the_content_of_an_article_of_known_mass_is_its_magnets_at_their_price() -> None:
    holds = motor(estimate("0.05", "0.1", "0.2"), article=SERVO)
    row = line(2, price="1000", currency="USD", mass=Quantity(Decimal(2), "kg"))
    found = value([(row, holds, CHINA)])
    article = next(a for a in CATALOG.articles if a.id == SERVO)
    price = next(p for p in CATALOG.prices if (p.material, p.market) == ("NdFeB finished magnet", "ex-china make"))
    assert article.mass_share_likely is not None
    expected = 2 * article.mass_share_likely * price.price_likely / 1000
    assert found.lines[0].matches[0].content_share.likely == expected
    assert register(found)["prices:NdFeB finished magnet/ex-china make/2025"].lines == 1


def test_the_content_of_any_article_of_known_mass_is_its_material_at_its_price() -> None:
    lens = (
        match(
            "cn-2023-23:3C002.a", group="germanium", verdict="contains", is_item=False,
            article="ir-lens-germanium-germanium", content_share=estimate("0.2", "0.4", "0.65"),
        ),
    )  # fmt: skip
    mass = Quantity(Decimal(50), "g")
    row = line(2, quantity="2", price="800", currency="USD", mass=mass, fields={"mass": "50"})
    found = value([(row, lens, CHINA)])
    told = found.lines[0].matches[0].evidence[-1]
    assert (told.signal, told.field, told.text) == ("content", "mass", "50")
    assert told.means == (
        "content by mass and price: 0.1 kg × 0.95 / 0.99 / 1.0 × 3,500.00 USD to 6,500.00 USD, likely 5,000.00 USD"
        " per kg, over the line's cost"
    )
    price = Decimal(5000)  # prices.csv: germanium metal, ex-china ask
    assert found.lines[0].matches[0].content_share.likely == Decimal("0.05") * Decimal("0.99") * price / 800
    assert register(found)["mass:ir-lens-germanium-germanium"].value.endswith("share of mass 0.95 / 0.99 / 1.0")
    assert register(found)["prices:germanium metal/ex-china ask/2025-12"].lines == 1


GADOLINIUM = (match("cn-2025-18:1C903.a.1", group="gadolinium"),)


def test_a_foil_without_a_price_is_likely_worth_its_volume_times_density_times_price() -> None:
    foil = line(2, quantity="2", currency="USD", description="Gadolinium metal foil 50x50x0.1 mm")
    found = value([(foil, GADOLINIUM, CHINA), (line(3, price="100", currency="USD"), (), GERMANY)])
    oxide = Decimal(60) * Decimal("1.1526")  # the likely price outside China of the oxide in one kg of metal
    worth = 2 * Decimal("250e-9") * Decimal(7900) * oxide
    assert found.lines[0].contribution == estimate("0", str(worth), None)
    assert fraction(found, "chinese_origin").numerator == estimate("0", str(worth), None)
    named = register(found)
    assert named["densities:gadolinium metal"].value.startswith("7.9 g/cm3")
    assert named["factors:gadolinium oxide"].value == "1.1526 kg of gadolinium oxide for one kg of the element"
    assert named["mass-price"].lines == 1
    assert "chinese-origin-of-priced" not in named


def test_a_mass_in_the_text_goes_before_the_dimensions_and_a_stated_one_before_both() -> None:
    text = "Gadolinium metal foil 50x50x0.1 mm, 3 g"
    worth = [
        value([(line(2, currency="USD", description=text, **given), GADOLINIUM, CHINA)], currency="USD").lines[0]
        for given in ({}, {"mass": Quantity(Decimal(4), "g")})
    ]
    price = Decimal("0.060") * Decimal("1.1526")
    assert [x.contribution.likely for x in worth] == [3 * price, 4 * price]


def test_the_kilograms_of_a_magnet_are_what_it_holds_not_what_it_weighs() -> None:
    magnet = (match("cn-2025-18:1C905.a.4", group="magnet", grade="fam-UH"),)
    text = "NdFeB magnet N42UH 20x10x5 mm, pull force 6 kg"
    found = value([(line(2, currency="USD", description=text), magnet, CHINA)], currency="USD")
    price = Decimal(250)  # prices.csv: finished magnets outside China
    assert found.lines[0].contribution.likely == Decimal("1e-6") * 7500 * price


def test_a_material_worth_more_than_all_that_has_a_price_is_likely_the_whole() -> None:
    heap = line(2, quantity="50 kg", currency="USD", description="Gadolinium metal")
    share = fraction(value([(heap, GADOLINIUM, CHINA), (line(3, price="9", currency="USD"), (), GERMANY)])).share
    assert share == estimate("0", "1", None)


def test_one_price_basis_holds_and_what_the_other_would_give_stands_beside_it() -> None:
    magnet = (match("cn-2025-18:1C905.a.4", group="magnet", grade="fam-UH"),)
    rows = [(line(2, price="100", currency="USD"), magnet, CHINA)]
    world, china = value(rows), value(rows, price_basis="china")
    assert world.lines[0].matches[0].part1_share != china.lines[0].matches[0].part1_share
    said = register(world)["price-basis"].value
    assert said.startswith("material prices outside China throughout; material prices inside China would give")
    share = fraction(china, "de_minimis", reading="text").share
    assert share is not None
    assert f"text {share.low:f}"[:5] == "text "


def test_an_unpriced_material_of_known_mass_has_a_likely_price_and_still_no_bound() -> None:
    oxide = (match("cn-2025-18:1C905.b", group="dysprosium"),)
    rows = [(line(2, quantity="500 g"), oxide, CHINA), (line(3, price="100", currency="USD"), (), GERMANY)]
    found = value(rows)
    price = next(
        p for p in CATALOG.prices if (p.material, p.market) == ("dysprosium oxide", "ex-china volume weighted")
    )
    assert fraction(found).numerator == estimate("0", str(price.price_likely / 2), None)


def test_every_record_that_entered_a_figure_is_listed_with_its_source_and_lines() -> None:
    prior = "magnet/NdFeB sintered magnets/sintered magnet/2024"
    evidence = Evidence(signal="prior", text="", field="", start=0, end=0, means="", source=f"priors:{prior}")
    seller = Evidence(
        signal="seller", text="Mouser", field="supplier", start=0, end=6, means="", source="makers:Mouser"
    )
    origins = Origins(
        article=UNKNOWN.article, material=UNKNOWN.material, basis="prior", evidence=(evidence, seller)
    )  # fmt: skip
    holds = motor(estimate("0.05", "0.1", "0.2"), article=SERVO, grade="fam-UH")
    rows = [(line(k, price="10", supplier="Mouser"), holds, origins) for k in (2, 3)]
    found = register(value([*rows, (line(4, price="5"), (), GERMANY)]))
    assert found[f"articles:{SERVO}"].lines == 2
    assert found[f"priors:{prior}"].lines == 2
    assert found["magnets:fam-UH"].source
    assert found["works-cost"].lines == 2
    assert found["threshold"].source == "cn-2025-61, Article 1(1)"
    assert "understates" in found["product-value"].value
    assert all(a.source and a.value for a in found.values())


def test_options_that_change_figures_are_listed() -> None:
    rows = [
        (line(2, price="10", bin="assembly", level=1), (), UNKNOWN),
        (line(3, price="4", parent="BOM!2"), (), GERMANY),
    ]
    found = register(value(rows, own_country="NO", threshold=Decimal("0.0005"), count_hk_mo=True))
    assert found["own-country"].lines == 1
    assert found["threshold"].value == "0.0005"
    assert "option" in found["threshold"].source
    assert found["count-hk-mo"].lines == 0
