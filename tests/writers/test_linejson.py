"""Records joined from pieces are byte for byte what their published type encodes to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.bom import Money, Quantity, SourceRef, Substance
from scanner.columns import Records
from scanner.findings import LineFinding
from scanner.writers.decimals import plain, texts
from scanner.writers.linejson import blocks
from scanner.writers.result import LineRecord
from tests.factory import HOSTILE, finding, line, sample_findings


def records(*findings: LineFinding) -> list[bytes]:
    return [record for block in blocks(findings) for record in block]


def as_columns(findings: tuple[LineFinding, ...]) -> Records[LineFinding]:
    """The same findings, and their lines, kept as columns."""
    lines = tuple(x.line for x in findings)
    by_field: dict[str, Any] = {n: [getattr(x, n) for x in lines] for n in lines[0].__struct_fields__}
    columns: dict[str, Any] = {n: [getattr(x, n) for x in findings] for n in LineFinding.__struct_fields__}
    return Records(LineFinding, {**columns, "line": Records(type(lines[0]), by_field)})


FULL = line(
    7, quantity="250 g", price="180", currency=None, hidden=True, phantom=True, free_issue=True, level=2,
    parent="BOM!2", bin="excluded", exclusion="alternate", reason=HOSTILE, alternate_of="BOM!3",
    price_per=Quantity(Decimal(1), "kg"), extended_price=Money(Decimal("4.50"), "USD"),
    mass=Quantity(Decimal("0.002"), "kg"), source=SourceRef(0, "BOM", 7, "C"), hs_code="8505.11",
    fields={"hs_code": "85051100", "description": HOSTILE}, other={"Ü\n": "ß\u2028"},
    substances=(Substance(name="Dysprosium", cas_number="7429-91-6", mass=Quantity(Decimal("1e-3"), "g")),),
)  # fmt: skip


@pytest.mark.parametrize("findings", [sample_findings(), (finding(FULL),), (*sample_findings(), finding(FULL))])
def test_a_record_is_what_its_type_encodes_to(findings: tuple[LineFinding, ...]) -> None:
    made = records(*findings)
    assert len(made) == len(findings)
    for record in made:
        assert msgspec.json.encode(msgspec.json.decode(record, type=LineRecord)) == record


@pytest.mark.parametrize("findings", [sample_findings(), (finding(FULL),)])
def test_columns_are_written_as_the_records_that_they_stand_for(findings: tuple[LineFinding, ...]) -> None:
    made = [record for block in blocks(as_columns(findings)) for record in block]
    assert made == records(*findings)


@given(st.lists(st.none() | st.decimals(allow_nan=False, allow_infinity=False), max_size=8))
@settings(max_examples=100)
def test_many_decimals_are_written_as_each_by_itself(values: list[Decimal | None]) -> None:
    assert texts(values) == [b"null" if x is None else b'"%s"' % plain(x).encode() for x in values]
