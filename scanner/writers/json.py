"""The JSON output: a public interface, described in docs/json-output.md.

Format history:
    1.0  first published form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from scanner.bom import StatedTotal
from scanner.findings import Exposure, Fraction, LineFinding
from scanner.version import __version__
from scanner.writers import result as r
from scanner.writers.decimals import number, plain
from scanner.writers.linejson import blocks, triple

FORMAT_VERSION = "1.0"


def render(exposure: Exposure) -> bytes:
    """The whole result; stable in order, without clock or absolute path; one row for each record of a list."""
    return b"".join(pieces(exposure))


def pieces(exposure: Exposure) -> Iterator[bytes]:
    """The same piece by piece: of a million lines it is a gigabyte."""
    encoder = msgspec.json.Encoder()
    made = document(exposure)
    before = b"{\n"
    for name in made.__struct_fields__:
        value = getattr(made, name)
        yield b'%s"%s": ' % (before, name.encode())
        before = b",\n"
        if name == "lines" and exposure.lines:
            yield from _listed(blocks(exposure.lines))
        elif isinstance(value, tuple) and value:
            yield from _listed([encoder.encode_lines(value).splitlines()])
        else:
            yield encoder.encode(value)
    yield b"\n}\n"


def _listed(blocks: Iterable[list[bytes]]) -> Iterator[bytes]:
    """A list, one record a row, from blocks of encoded records."""
    yield b"[\n  "
    for n, block in enumerate(blocks):
        if n:
            yield b",\n  "
        yield b",\n  ".join(block)
    yield b"\n]"


def line_records(findings: Sequence[LineFinding]) -> bytes:
    """One object a line of text, each an element of ``lines`` in its published form."""
    return b"".join(record + b"\n" for block in blocks(findings) for record in block)


def document(exposure: Exposure) -> r.Result:
    """The result in its published form but for its lines, which are many and stand in no memory twice.

    Decimals become text, never in exponent form.
    """
    bom, coverage = exposure.bom, exposure.coverage
    return r.Result(
        format_version=FORMAT_VERSION,
        tool=r.Tool("bomscan", __version__),
        catalog=exposure.catalog,
        as_of=exposure.as_of.isoformat(),
        options=exposure.options,
        product=bom.product,
        product_quantity=number(bom.product_quantity),
        inputs=bom.inputs,
        stated_totals=tuple(map(_stated_total, bom.stated_totals)),
        currency=exposure.currency,
        product_value=r.ProductValueRecord(number(exposure.product_value.amount), exposure.product_value.basis),
        coverage=r.CoverageRecord(
            lines=coverage.lines,
            priced=coverage.priced,
            origin_stated=coverage.origin_stated,
            matched=coverage.matched,
            value_priced=number(coverage.value_priced),
        ),
        fractions=tuple(map(_fraction, exposure.fractions)),
        measures=exposure.measures,
        lines=(),
        resolve=tuple(
            r.ResolveRecord(line=x.line, fact=x.fact, ask=x.ask, narrows=plain(x.narrows), flips=x.flips)
            for x in exposure.resolve
        ),
        assumptions=exposure.assumptions,
        notes=exposure.notes,
        also=exposure.also,
        decisions=exposure.decisions,
        policy=exposure.policy,
    )


def _stated_total(x: StatedTotal) -> r.StatedTotalRecord:
    return r.StatedTotalRecord(
        amount=plain(x.money.amount),
        currency=x.money.currency,
        file=x.source.file,
        sheet=x.source.sheet,
        row=x.source.row,
        column=x.source.column,
    )


def _fraction(x: Fraction) -> r.FractionRecord:
    return r.FractionRecord(
        kind=x.kind,
        scope=x.scope,
        reading=x.reading,
        numerator=triple(x.numerator),
        numerator_is=x.numerator_is,
        denominator=triple(x.denominator),
        denominator_is=x.denominator_is,
        share=None if x.share is None else triple(x.share),
        threshold=number(x.threshold),
        verdict=x.verdict,
        measures=x.measures,
        turning_point=number(x.turning_point),
        headline=x.headline,
        probability=number(x.probability),
        readers=x.readers,
    )
