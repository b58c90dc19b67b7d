"""What-if assumptions in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.bom import Money
from scanner.errors import UsageError
from scanner.estimate import Estimate, exactly
from scanner.whatif import lines_meant, parse, price_of, share_of
from tests.factory import line


def test_the_three_kinds() -> None:
    origin, price, content = parse(['origin:"Acme, Inc."=DE', "price:P-123=12.50 USD", 'content:"P-123"=2%..5%..9%'])
    assert (origin.kind, origin.target, origin.value) == ("origin", "Acme, Inc.", "DE")
    assert price_of(price) == Money(Decimal("12.50"), "USD")
    assert share_of(content) == Estimate(Decimal("0.02"), Decimal("0.05"), Decimal("0.09"))


def test_a_later_assumption_about_the_same_thing_wins() -> None:
    assert [w.value for w in parse(["origin:acme=DE", 'origin:"ACME"=JP'])] == ["JP"]


@pytest.mark.parametrize("text", ["origin=DE", "colour:x=1", "origin:=DE", "price:x=", "nonsense"])
def test_words_that_are_no_assumption_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no assumption"):
        parse([text])


@pytest.mark.parametrize("value", ["cheap", "-1", "1 2", "NaN"])
def test_a_price_is_an_amount(value: str) -> None:
    with pytest.raises(UsageError, match="no price"):
        price_of(parse([f"price:x={value}"])[0])


@pytest.mark.parametrize("value", ["much", "120%", "9%..5%..2%", "1%..2%", "-5%"])
def test_a_share_is_of_0_to_1_and_in_order(value: str) -> None:
    with pytest.raises(UsageError, match="no share"):
        share_of(parse([f"content:x={value}"])[0])


def test_a_single_share_is_known() -> None:
    assert share_of(parse(["content:x=5%"])[0]) == share_of(parse(["content:x=0.05"])[0]) == exactly(Decimal("0.05"))


def test_a_target_is_found_by_the_closest_field() -> None:
    lines = [
        line(2, part_number="P-1", manufacturer="Acme"),
        line(3, part_number="P-2", supplier="acme"),
        line(4, description="Acme"),
        line(5, description="Acme bracket"),
    ]
    meant = lines_meant(parse(["origin:Acme=DE", "origin:P-1=JP", "origin:BOM!3=US"]), lines)
    assert {i: w.value for i, w in meant.items()} == {0: "JP", 1: "US", 2: "DE"}
