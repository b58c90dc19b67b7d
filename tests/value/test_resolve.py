"""What to resolve first."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.bom import Money
from scanner.estimate import NOTHING
from scanner.findings import Origins, Resolve, Valuation
from tests.factory import estimate, line, match
from tests.value.helpers import CHINA, ERBIUM, GERMANY, UNKNOWN, fraction, motor, value

OPEN = Origins(article=GERMANY.article, material=estimate("0", "0.9", "1"), basis="stated", countries=("DE",))


def headline_width(found: Valuation) -> Decimal:
    share = next(f for f in found.fractions if f.headline).share
    assert share is not None
    assert share.high is not None
    return share.high - share.low


def entry(found: Valuation, row: int) -> Resolve:
    return next(x for x in found.resolve if x.line == f"BOM!{row}")


def test_the_line_that_narrows_most_comes_first_and_says_whom_to_ask_what() -> None:
    holds = motor(estimate("0.05", "0.1", "0.2"), applies=estimate("0.5", "0.9", "1"), settled_by="magnet grade")
    found = value(
        [
            (line(2, price="10", supplier="Small Ltd", part_number="S-1"), holds, OPEN),
            (line(3, price="100", manufacturer="Big AG", part_number="B-1"), holds, OPEN),
            (line(4, price="5"), ERBIUM, CHINA),
            (line(5, price="885"), (), GERMANY),
        ],
        reading="product",
    )
    assert [x.line for x in found.resolve] == ["BOM!3", "BOM!2"]
    first = found.resolve[0]
    assert first.narrows == Decimal("0.02")
    assert first.ask.startswith("Big AG: ")
    assert set(first.fact.split("; ")) == {
        "origin of the magnet material",
        "mass or value of the magnet material",
        "magnet grade",
    }
    assert first.fact.startswith("origin")  # from nothing to all: the widest gap
    assert not first.flips  # the erbium alone is over the threshold


def test_a_line_that_can_turn_the_verdict_goes_before_one_that_only_narrows() -> None:
    share = estimate("0.0005", "0.0005", "0.0012")
    found = value(
        [
            (line(2, price="900"), motor(share), CHINA),
            (line(3, price="100"), motor(estimate("0", "0.001", "0.002")), CHINA),
        ],
        reading="product",
    )
    assert fraction(found).verdict == "may exceed"
    assert [(x.line, x.flips) for x in found.resolve] == [("BOM!2", True), ("BOM!3", False)]


def test_where_only_the_rare_earths_in_a_magnet_are_open_their_origin_is_asked() -> None:
    grade = (match("cn-2025-18:1C905.a.4", group="magnet", grade="fam-UH", prior="x"),)
    inside = estimate("0", "0.9", "1")
    japan = Origins(article=NOTHING, material=NOTHING, part1=inside, basis="stated", countries=("JP",))
    found = value([(line(2, price="100"), grade, japan), (line(3, price="10"), (), GERMANY)], reading="text")
    assert [x.fact for x in found.resolve] == [
        "origin of the rare-earth material; mass or value of the rare-earth material"
    ]


def test_what_would_narrow_nothing_and_turn_nothing_is_not_asked() -> None:
    dear = [(line(2, price="50"), ERBIUM, CHINA), (line(3, price="50"), (), GERMANY)]
    silent = [(line(k, part_number=f"S-{k}"), (), GERMANY) for k in range(4, 9)]
    found = value([*dear, *silent])
    assert fraction(found).turning_point is not None  # 49,900: no line without a price is worth that
    assert found.resolve == ()
    close = value([(line(2, price="0.11"), ERBIUM, CHINA), (line(3, price="99.89"), (), GERMANY), *silent])
    assert [(x.line, x.flips) for x in close.resolve] == [(f"BOM!{k}", True) for k in range(4, 9)]


def test_an_unpriced_match_narrows_from_no_bound_to_one() -> None:
    found = value([(line(2), ERBIUM, CHINA), (line(3, price="100"), (), GERMANY)])
    assert (found.resolve[0].fact, found.resolve[0].narrows, found.resolve[0].flips) == ("unit price", 1, True)


def test_lines_that_share_a_rest_are_not_counted_twice_in_the_order() -> None:
    found = value(
        [
            (line(2), ERBIUM, CHINA),
            (line(3), ERBIUM, CHINA),
            (line(4, price="40"), ERBIUM, UNKNOWN),
            (line(5, price="910"), (), GERMANY),
        ],
        product_value=Money(Decimal(1000), "EUR"),
    )
    assert entry(found, 2).narrows == entry(found, 3).narrows == Decimal("0.05")
    flippers = [x.line for x in found.resolve if x.flips]
    assert flippers[0] == "BOM!2"


@given(st.lists(st.integers(1, 400), min_size=4, max_size=7, unique=True))
@settings(max_examples=25, deadline=None)
def test_the_first_three_are_the_three_that_narrow_most_of_all_triples(prices: list[int]) -> None:
    share = estimate("0.3", "0.4", "0.5")
    rows = [(line(k + 2, price=str(p)), motor(share), OPEN) for k, p in enumerate(prices)]
    found = value(rows, reading="product")
    known = motor(share)

    def width(answered: tuple[str, ...]) -> Decimal:
        settled = [(x, known, GERMANY) if x.id in answered else (x, m, o) for x, m, o in rows]
        return headline_width(value(settled, reading="product"))

    triples = {c: width(c) for c in combinations([x.id for x, _, _ in rows], 3)}
    first = tuple(sorted((x.line for x in found.resolve[:3]), key=lambda name: int(name[4:])))
    assert triples[first] == min(triples.values())


def test_nothing_is_asked_where_nothing_is_open() -> None:
    assert value([(line(2, price="5"), ERBIUM, CHINA)]).resolve == ()
    assert value([(line(2, price="5"), (), UNKNOWN)]).resolve == ()
