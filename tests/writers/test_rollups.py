"""Contributions added up by supplier and country."""

from __future__ import annotations

from decimal import Decimal

from scanner.estimate import total
from scanner.writers.rollups import by_country, by_supplier, roll_up
from tests.factory import estimate, finding, line, match, sample_findings


def test_sums_over_all_suppliers_are_the_sum_over_all_line_items():
    findings = sample_findings()
    items = [x.contribution for x in findings if x.line.bin == "line_item"]
    assert total(r.contribution for r in roll_up(findings, by_supplier)) == total(items)


def test_what_has_no_bound_comes_first_and_what_found_nothing_last():
    rows = roll_up(
        [
            finding(line(2, supplier="Small"), match(), contribution=estimate("0", "1", "2")),
            finding(line(3, supplier="Open"), match(), contribution=estimate("0", None, None)),
            finding(line(4, supplier="Clean"), cost="999"),
            finding(line(5, supplier="Large"), match(), contribution=estimate("0", "1", "9")),
        ],
        by_supplier,
    )
    assert [r.key for r in rows] == ["Open", "Large", "Small", "Clean"]


def test_a_missing_price_is_counted_and_not_summed():
    (row,) = roll_up([finding(line(2, supplier="A"), cost="5"), finding(line(3, supplier="A"))], by_supplier)
    assert (row.cost, row.unpriced, row.lines) == (Decimal(5), 1, 2)
    (row,) = roll_up([finding(line(2, supplier="A"))], by_supplier)
    assert row.cost is None


def test_assemblies_and_excluded_rows_count_nothing():
    rows = roll_up(
        [finding(line(2, bin="assembly"), cost="5"), finding(line(3, bin="excluded", exclusion="tax"), cost="5")],
        by_country,
    )
    assert rows == []
