"""Prices in one currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scanner.bom import Money
from scanner.errors import InputError, UsageError
from scanner.value.currency import Rates, base_currency
from tests.factory import line
from tests.value.helpers import CHINA, ERBIUM, GERMANY, codes, fraction, value

DAY = date(2025, 10, 31)


def test_the_reference_rate_of_the_day_crosses_over_the_euro() -> None:
    rates = Rates("USD", DAY)
    assert rates.convert(Money(Decimal(1), "EUR")) == Decimal("1.1554")
    assert rates.convert(Money(Decimal("8.222"), "CNY")) == Decimal("1.1554")
    used = rates.used["CNY"]
    assert (used.day, used.age) == (DAY, 0)
    assert used.quoted == "1 EUR = 8.222 CNY, 1 EUR = 1.1554 USD"


def test_on_a_day_without_a_rate_the_last_one_before_counts() -> None:
    sunday = Rates("EUR", date(2025, 11, 2)).rate("USD")
    assert sunday is not None
    assert (sunday.day, sunday.age) == (DAY, 2)


def test_a_currency_without_a_rate_cannot_be_related() -> None:
    assert Rates("EUR", DAY).rate("TWD") is None
    assert Rates("XXX", DAY).rate("USD") is None


def test_the_users_table_goes_first_direct_or_inverse(tmp_path: Path) -> None:
    table = tmp_path / "rates.csv"
    table.write_text(
        "from,to,rate,date,source\nUSD,EUR,0.90,2025-10-01,treasury\nUSD,EUR,0.80,2025-11-30,later\nEUR,JPY,200,,desk\n"
    )
    rates = Rates("EUR", DAY, table)
    dollar = rates.rate("USD")
    assert dollar is not None
    assert (dollar.base / dollar.units, dollar.origin) == (Decimal("0.90"), "treasury")
    assert rates.convert(Money(Decimal(200), "JPY")) == 1
    assert rates.convert(Money(Decimal("8.222"), "CNY")) == 1  # not in the table: the reference rate


def test_a_table_of_a_spreadsheet_with_a_decimal_comma(tmp_path: Path) -> None:
    table = tmp_path / "rates.csv"
    table.write_text("\ufefffrom;to;rate;date\nUSD;EUR;0,90;2025-10-01\nCHF;EUR;1.05;\n", encoding="utf-8")
    rates = Rates("EUR", DAY, table)
    assert rates.convert(Money(Decimal(10), "USD")) == 9
    assert rates.convert(Money(Decimal(100), "CHF")) == 105


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "no table of rates"),
        ("from,to,rate\nUSD,EUR,x\n", "no rate"),
        ("from,to,rate\nUSD,EUR,-1\n", "no rate above 0"),
        ("from,to,rate,date\nUSD,EUR,1,31.10.2025\n", "no rate"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    table = tmp_path / "rates.csv"
    table.write_text(text)
    with pytest.raises(InputError, match=said) as caught:
        Rates("EUR", DAY, table)
    assert "rates.csv" in str(caught.value)


def test_the_base_currency_is_that_of_most_prices() -> None:
    rows = [line(2, price="1", currency="USD"), line(3, price="1", currency="EUR"), line(4, price="1", currency=None)]
    assert base_currency(rows, None, None) == "EUR"  # a tie goes by the alphabet
    assert base_currency([*rows, line(5, price="1", currency="USD")], None, None) == "USD"
    assert base_currency(rows, "JPY", None) == "JPY"
    assert base_currency(rows[2:], None, None) == "XXX"
    assert base_currency(rows[2:], None, Money(Decimal(5), "CHF")) == "CHF"


def test_an_unrelated_currency_is_an_error_and_an_unpriced_line() -> None:
    found = value([(line(2, price="10"), (), GERMANY), (line(3, price="9", currency="TWD"), (), GERMANY)])
    assert found.lines[1].extended_cost is None
    note = next(n for n in found.notes if n.code == "currency-unknown")
    assert (note.severity, note.row) == ("error", 3)


def test_a_file_without_currency_is_in_one_unnamed_currency() -> None:
    found = value([(line(2, price="10", currency=None), ERBIUM, CHINA)])
    assert found.currency == "XXX"
    assert fraction(found).verdict == "exceeds"
    assert codes(found) == []


def test_nameless_prices_beside_named_ones_are_noted_once() -> None:
    found = value([(line(2, price="10"), (), GERMANY), (line(3, price="9", currency=None), (), GERMANY)])
    assert found.product_value.amount == 19
    assert codes(found) == [("currency-unknown", None)]


def test_an_old_rate_is_a_warning_and_every_rate_an_assumption() -> None:
    rows = [
        (line(2, price="10"), (), GERMANY),
        (line(3, price="10"), (), GERMANY),
        (line(4, price="9", currency="USD"), (), GERMANY),
    ]
    late = value(rows, day=date(2031, 1, 1))
    assert "rate-old" in [n.code for n in late.notes]
    fresh = value(rows, day=DAY)
    assert "rate-old" not in [n.code for n in fresh.notes]
    rate = next(a for a in fresh.assumptions if a.id == "rate:USD/EUR")
    assert (rate.value, rate.lines) == ("1 EUR = 1.1554 USD on 2025-10-31", 1)


def test_a_product_value_in_a_currency_that_no_rate_relates_is_refused() -> None:
    with pytest.raises(UsageError, match="TWD"):
        value([(line(2, price="10"), (), GERMANY)], product_value=Money(Decimal(100), "TWD"))
