"""A line without a price is never silently worth nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scanner.bom import Money, Quantity
from tests.factory import estimate, line
from tests.value.helpers import CHINA, ERBIUM, GERMANY, SMCO, UNKNOWN, codes, fraction, motor, value

TOP = {"bin": "assembly", "level": 1}
EURO = Money(Decimal(100), "EUR")


def test_unpriced_parts_share_what_their_priced_assembly_leaves_over() -> None:
    found = value([
        (line(2, price="148", **TOP), motor(estimate("0.1", "0.2", "0.3")), GERMANY),
        (line(3, quantity="8", parent="BOM!2"), SMCO, CHINA),
        (line(4, parent="BOM!2"), ERBIUM, CHINA),
        (line(5, price="48", parent="BOM!2"), (), GERMANY),
        (line(6, price="852"), (), GERMANY),
    ])  # fmt: skip
    whole = fraction(found)
    assert whole.numerator == estimate("0", None, "100")  # once, not for each
    assert whole.verdict == "may exceed"
    assert [x.contribution.high for x in found.lines] == [0, 100, 100, 0, 0]
    assert ("price-missing", 3) in codes(found)
    assert ("price-missing", 2) not in codes(found)


def test_unpriced_parts_share_what_a_stated_value_leaves_over() -> None:
    rows = [(line(2), ERBIUM, CHINA), (line(3), ERBIUM, CHINA), (line(4, price="90"), (), GERMANY)]
    found = value(rows, product_value=EURO)
    assert fraction(found).numerator == estimate("0", None, "10")
    assert fraction(found, "chinese_origin").numerator == estimate("0", "0", "10")  # likely: of the priced line
    assert found.coverage.value_priced == 90


def test_the_likely_value_of_chinese_origin_is_of_the_priced_lines_and_says_how_many_are_left_out() -> None:
    rows = [
        (line(2), (), CHINA),
        (line(3), (), GERMANY),
        (line(4, price="30"), (), CHINA),
        (line(5, price="70"), (), GERMANY),
    ]
    found = value(rows)
    share = fraction(found, "chinese_origin")
    assert (share.numerator, share.share) == (estimate("30", "30", None), estimate("0.3", "0.3", None))
    said = next(a for a in found.assumptions if a.id == "chinese-origin-of-priced")
    assert said.lines == 2
    assert not any(a.id == "chinese-origin-of-priced" for a in value(rows[2:]).assumptions)


@pytest.mark.parametrize("options", [{}, {"product_value": EURO}])
def test_where_no_line_has_a_price_no_value_of_chinese_origin_is_likely(options: dict[str, Money]) -> None:
    found = value([(line(2), (), CHINA), (line(3), (), GERMANY)], **options)
    assert fraction(found, "chinese_origin").numerator.likely is None
    assert not any(a.id == "chinese-origin-of-priced" for a in found.assumptions)


def test_a_stated_value_below_the_lines_leaves_nothing_over() -> None:
    found = value([(line(2), ERBIUM, CHINA), (line(3, price="120"), (), GERMANY)], product_value=EURO)
    assert fraction(found).numerator.is_zero
    assert ("value-below-lines", None) in codes(found)


def test_a_match_without_a_price_and_without_a_bound_is_undetermined() -> None:
    found = value([(line(2), ERBIUM, CHINA), (line(3, price="100"), (), GERMANY)])
    whole = fraction(found)
    assert (whole.numerator, whole.verdict) == (estimate("0", None, None), "undetermined")
    note = next(n for n in found.notes if n.code == "unpriced-turning-point")
    assert "0.10 EUR" in note.message  # 0.1 of 100.1 is the threshold


def test_unpriced_lines_that_match_nothing_are_left_out_of_the_value_and_their_turning_point_is_named() -> None:
    rows = [(line(2, price="7.20"), SMCO, CHINA), (line(3, price="7059.80"), (), GERMANY), (line(4), (), GERMANY)]
    found = value(rows)
    whole = fraction(found)
    assert (found.product_value.amount, whole.verdict, whole.turning_point) == (7067, "likely exceeds", 133)
    assert ("unpriced-turning-point", None) in codes(found)
    assert fraction(value(rows[:2])).verdict == "exceeds"
    assert found.resolve[-1].flips
    assert found.resolve[-1].line == "BOM!4"


def test_free_issue_is_nothing_where_nothing_matches_and_not_known_where_it_does() -> None:
    silent = value([(line(2, free_issue=True), (), CHINA), (line(3, price="10"), ERBIUM, CHINA)])
    assert silent.lines[0].extended_cost == 0
    assert (silent.coverage.priced, codes(silent)) == (2, [])
    caught = value([(line(2, free_issue=True), ERBIUM, CHINA), (line(3, price="10"), (), GERMANY)])
    assert caught.lines[0].extended_cost is None
    assert caught.lines[0].contribution == estimate("0", None, None)
    assert codes(caught)[0] == ("price-missing", 2)


@pytest.mark.parametrize("matched", [(), ERBIUM])
def test_no_price_at_all_is_one_note_and_no_verdict_on_what_matches(matched: tuple[object, ...]) -> None:
    found = value([(line(2), matched, CHINA), (line(3), (), GERMANY)])  # type: ignore[list-item]
    assert (found.product_value.amount, found.product_value.basis) == (None, "none")
    assert fraction(found).verdict == ("undetermined" if matched else "below")
    assert fraction(found).share is None
    assert [c for c, _ in codes(found)].count("price-missing") == 1


def test_a_missing_quantity_is_not_one() -> None:
    found = value([(line(2, quantity=None, price="36"), ERBIUM, CHINA), (line(3, price="10"), (), GERMANY)])
    assert (found.lines[0].extended_quantity, found.lines[0].extended_cost) == (None, None)
    assert ("quantity-missing", 2) in codes(found)


def test_units_across_dimensions_leave_the_cost_unknown() -> None:
    found = value([
        (line(2, quantity="3 piece", price="4.20", price_per=Quantity(Decimal(1), "m")), (), GERMANY),
        (line(3, price="10"), (), GERMANY),
    ])  # fmt: skip
    assert codes(found) == [("unit-mismatch", 2)]


def test_an_assembly_without_priced_parts_carries_its_price() -> None:
    found = value([
        (line(2, price="570", **TOP), (), CHINA),
        (line(3, parent="BOM!2"), (), CHINA),
        (line(4, price="30"), (), UNKNOWN),
    ])  # fmt: skip
    assert found.product_value.amount == 600
    assert fraction(found, "chinese_origin").numerator == estimate("570", None, "600")


def test_an_unpriced_motor_whose_parts_have_no_price_has_no_bound_and_one_whose_parts_have_none_left_has() -> None:
    holds = motor(estimate("0.1", "0.2", "0.3"))
    open_end = value(
        [(line(2, **TOP), holds, UNKNOWN), (line(3, parent="BOM!2"), (), GERMANY), (line(4, price="9"), (), GERMANY)]
    )
    assert fraction(open_end).numerator == estimate("0", None, None)
    closed = value(
        [
            (line(2, **TOP), holds, UNKNOWN),
            (line(3, price="5", parent="BOM!2"), (), GERMANY),
            (line(4, price="9"), (), GERMANY),
        ]
    )
    assert fraction(closed).numerator.is_zero
