"""Alternates count nothing; one that would change the verdict is named."""

from __future__ import annotations

from scanner.bom import Money
from scanner.findings import Valuation
from tests.factory import line, match
from tests.value.helpers import CHINA, ERBIUM, GERMANY, Row, fraction, value

GERMANIUM = (match("cn-2023-23:3C002.e", group="germanium"),)


def alternate(row: int, of: int, price: str | None, **given: object) -> object:
    return line(row, price=price, bin="excluded", exclusion="alternate", alternate_of=f"BOM!{of}", **given)  # type: ignore[arg-type]


def named(found: Valuation) -> list[int | None]:
    return [n.row for n in found.notes if n.code == "alternate"]


def kit(*alternates: Row) -> list[Row]:
    return [
        (line(2, price="8.40"), GERMANIUM, CHINA),
        (line(3, quantity="5", price="9.40"), (), GERMANY),
        (line(4, price="7944.60"), (), GERMANY),
        *alternates,
    ]


def test_a_choice_that_takes_the_chinese_material_out_is_named() -> None:
    found = value(
        kit((alternate(5, 2, "11.90"), GERMANIUM, GERMANY), (alternate(6, 3, "10.10", quantity="5"), (), CHINA))
    )  # type: ignore[arg-type]
    assert fraction(found).verdict == "exceeds"
    assert found.product_value.amount == 8000
    assert named(found) == [5]
    assert found.lines[3].verdict == "listed"
    assert found.lines[3].contribution.is_zero


def test_a_dearer_part_that_dilutes_the_share_below_is_named() -> None:
    found = value(kit((alternate(5, 3, "200", quantity="5"), (), GERMANY)))  # type: ignore[arg-type]
    assert named(found) == [5]  # 8.40 of 8953 is 0.094 %


def test_a_choice_that_brings_the_material_in_is_named_and_an_unpriced_one_is_worked_out() -> None:
    clean: list[Row] = [(line(2, price="50"), (), GERMANY), (line(3, price="50"), (), GERMANY)]
    assert named(value([*clean, (alternate(4, 2, "50"), ERBIUM, CHINA)])) == [4]  # type: ignore[list-item]
    assert named(value([*clean, (alternate(4, 2, None), ERBIUM, CHINA)])) == [4]  # type: ignore[list-item]
    assert named(value([*clean, (alternate(4, 2, "900"), (), CHINA)])) == []  # type: ignore[list-item]


def test_an_alternate_of_an_unrelated_currency_is_no_error() -> None:
    other = alternate(5, 2, None, unit_price=Money(fraction(value(kit())).numerator.low, "TWD"))
    assert named(value(kit((other, GERMANIUM, CHINA)))) == [5]  # type: ignore[arg-type]
