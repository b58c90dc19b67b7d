from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner import bom, findings
from scanner.bom import Money, Quantity, SourceRef, StatedTotal, Substance
from scanner.errors import InputError
from scanner.estimate import Estimate
from scanner.findings import Exposure
from scanner.writers import result, schema
from scanner.writers.decimals import plain
from scanner.writers.json import render
from scanner.writers.linejson import TEXTS
from scanner.writers.reload import reload
from tests.factory import HOSTILE, exposure, finding, line, match, origins


def document(x: Exposure) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(render(x))
    return made


def test_the_result_is_as_its_schema_says() -> None:
    jsonschema.validate(document(exposure()), schema.shipped())


def test_the_schema_refuses_what_is_not_as_it_says() -> None:
    bad = document(exposure())
    bad["lines"][0]["verdict"] = "clear"
    with pytest.raises(jsonschema.ValidationError, match="clear"):
        jsonschema.validate(bad, schema.shipped())
    bad = document(exposure())
    bad["fractions"][0]["share"]["low"] = 0.5
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bad, schema.shipped())


def test_the_shipped_schema_is_the_one_that_the_types_give() -> None:
    assert schema.shipped() == json.loads(schema.made()), "run python -m scanner.writers.schema"


def test_saved_results_come_back_whole() -> None:
    x = exposure()
    assert reload(render(x)) == x


def test_everything_that_was_read_of_a_line_comes_back() -> None:
    full = line(
        7, quantity="250 g", price="180", currency=None, hidden=True, phantom=True, free_issue=True, level=2,
        parent="BOM!2", bin="excluded", exclusion="alternate", reason="alternate", alternate_of="BOM!3",
        price_per=Quantity(Decimal(1), "kg"), extended_price=Money(Decimal("4.50"), "USD"),
        mass=Quantity(Decimal("0.002"), "kg"), source=SourceRef(0, "BOM", 7, "C"), hs_code="8505.11",
        fields={"hs_code": "85051100", "description": HOSTILE}, other={"Ü": "ß"},
        substances=(Substance(name="Dysprosium", cas_number="7429-91-6", mass=Quantity(Decimal("1e-3"), "g")),),
    )  # fmt: skip
    base = exposure()
    x = msgspec.structs.replace(
        exposure(
            finding(full, match(), origins=origins(part1=Estimate(Decimal(0), None, Decimal(1)), owner_country="CN"))
        ),
        bom=msgspec.structs.replace(
            base.bom,
            lines=(full,),
            product_quantity=Decimal(10),
            stated_totals=(StatedTotal(money=Money(Decimal("9.90"), "EUR"), source=SourceRef(0, "BOM", 40, "F")),),
        ),
    )
    assert reload(render(x)) == x


@pytest.mark.parametrize(
    ("vocabulary", "published", "elsewhere"),
    [
        (findings.Match, result.MatchRecord, set()),
        (findings.Origins, result.OriginRecord, set()),
        (findings.Fraction, result.FractionRecord, set()),
        (findings.Resolve, result.ResolveRecord, set()),
        (findings.Coverage, result.CoverageRecord, set()),
        (findings.LineFinding, result.LineRecord, {"line", "origins"}),
        (bom.BomLine, result.LineRecord, {"source", *TEXTS, *result.Details.__struct_fields__}),
        (findings.Exposure, result.Result, {"bom"}),
        (bom.Bom, result.Result, set()),
    ],
)
def test_no_field_of_a_finding_is_left_out(vocabulary: Any, published: Any, elsewhere: set[str]) -> None:
    assert set(vocabulary.__struct_fields__) - set(published.__struct_fields__) <= elsewhere


@settings(max_examples=200)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=None))
def test_decimals_are_plain_digits_of_the_same_value(value: Decimal) -> None:
    text = plain(value)
    assert "E" not in text.upper()
    assert Decimal(text) == value
    assert text != "-0"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@settings(max_examples=100)
def test_any_text_comes_back_as_it_stood(text: str) -> None:
    x = exposure(finding(line(description=text, other={text: text})))
    assert reload(render(x)) == x


def test_each_record_stands_on_a_row_of_its_own() -> None:
    x = exposure()
    rows = render(x).decode().splitlines()
    assert sum(r.startswith('  {"id":"BOM!') for r in rows) == len(x.lines)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"format_version": "1.0"}', b"\xff\xfe", b'{"format_version": 1}', b"<html>"]
)
def test_what_is_no_result_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        reload(content, source="x.json")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("x.json: ")


def test_a_newer_major_version_is_refused() -> None:
    content = render(exposure()).replace(b'"format_version": "1.0"', b'"format_version": "2.0"')
    with pytest.raises(InputError, match=r"format 2\.0"):
        reload(content)


def test_fields_of_a_newer_minor_version_are_passed_over() -> None:
    content = render(exposure()).replace(b'"format_version": "1.0"', b'"format_version": "1.7", "later": {"a": 1}')
    assert reload(content) == exposure()


@pytest.mark.parametrize(("low", "high"), [("-1", None), ("5", "1")])
def test_figures_that_make_no_sense_are_refused(low: str, high: str | None) -> None:
    made = document(exposure())
    made["lines"][0]["contribution"] = {"low": low, "likely": None, "high": high}
    with pytest.raises(InputError):
        reload(json.dumps(made).encode())
