"""The JSON output: a public interface, described in docs/json-output.md.

Format history:
    1.0  first published form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Generic, TypeVar, cast

import msgspec

from scanner.bom import BomLine, Money, Quantity, StatedTotal, Substance
from scanner.estimate import Estimate
from scanner.findings import Exposure, Fraction, LineFinding, Match, Origins
from scanner.version import __version__
from scanner.writers import result as r

FORMAT_VERSION = "1.0"
TEXTS = (
    "item_number", "part_number", "description", "manufacturer", "manufacturer_part_number", "supplier",
    "supplier_part_number", "material", "country_of_origin", "hs_code", "cas_number", "reference_designators",
    "lifecycle", "notes",
)  # fmt: skip
"""Fields of a line that are text."""
READ = attrgetter(*TEXTS)
_BLOCK = 4096
"""Lines that are made into text together."""
T = TypeVar("T")
R = TypeVar("R")


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
            yield from _listed(_encoded_lines(exposure.lines, encoder))
        elif isinstance(value, tuple) and value:
            yield from _listed([encoder.encode_lines(value)])
        else:
            yield encoder.encode(value)
    yield b"\n}\n"


def _listed(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """A list, one record a row, from blocks of encoded records that end in line feeds."""
    yield b"[\n  "
    for n, block in enumerate(blocks):
        if n:
            yield b",\n  "
        yield block[:-1].replace(b"\n", b",\n  ")
    yield b"\n]"


def _encoded_lines(findings: Sequence[LineFinding], encoder: msgspec.json.Encoder) -> Iterator[bytes]:
    """The lines, some thousands at a time, so that their records never stand in memory all at once."""
    for at in range(0, len(findings), _BLOCK):
        lines = _Lines(encoder)  # what was made once for a block goes with it
        yield encoder.encode_lines([lines.record(x) for x in findings[at : at + _BLOCK]])


def line_records(findings: Sequence[LineFinding]) -> bytes:
    """One object a line of text, each an element of ``lines`` in its published form."""
    return b"".join(_encoded_lines(findings, msgspec.json.Encoder()))


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


def plain(value: Decimal) -> str:
    """A decimal in plain digits, without trailing zeros after the point."""
    text = str(value)
    if text.isdigit():
        return text
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def triple(x: Estimate) -> r.Triple:
    return r.Triple(plain(x.low), number(x.likely), number(x.high))


class Once(Generic[T, R]):
    """Converts each distinct object once: many lines share their origins, matches and estimates."""

    def __init__(self, convert: Callable[[T], R]) -> None:
        self._convert = convert
        self._made: dict[int, tuple[T, R]] = {}
        """Id → the object, kept alive so that its id stays its own, and what it became."""

    def __call__(self, given: T) -> R:
        kept = self._made.get(id(given))
        if kept is None:
            kept = self._made[id(given)] = (given, self._convert(given))
        return kept[1]


def _encoded(encoder: msgspec.json.Encoder, convert: Callable[[T], R]) -> Once[T, R]:
    """The same, encoded once each: raw bytes that stand for a record wherever it is written."""
    return Once(lambda given: cast("R", msgspec.Raw(encoder.encode(convert(given)))))


class _Lines:
    """Line findings as records."""

    def __init__(self, encoder: msgspec.json.Encoder) -> None:
        self.triple = Once(triple)
        self.origin = _encoded(encoder, self._origin)
        self.contribution = _encoded(encoder, triple)
        self.matches = Once(self._matches)
        self.quantity = Once(_quantity)

    def record(self, x: LineFinding) -> r.LineRecord:
        line = x.line
        return r.LineRecord(
            id=line.id,
            file=line.source.file,
            sheet=line.source.sheet,
            row=line.source.row,
            bin=line.bin,
            level=line.level,
            parent=line.parent,
            fields=line.fields,
            other=line.other,
            hidden=line.hidden,
            reason=line.reason,
            extended_quantity=number(x.extended_quantity),
            extended_cost=number(x.extended_cost),
            value_added=number(x.value_added),
            origin=self.origin(x.origins),
            verdict=x.verdict,
            matches=self.matches(x.matches) if x.matches else (),
            limbs=tuple(r.LimbRecord(limb=m.limb, control=m.control, certainty=m.certainty) for m in x.limbs)
            if x.limbs
            else (),
            contribution=self.contribution(x.contribution),
            decision=x.decision,
            waived=x.waived,
            read=self._details(line),
        )

    def _details(self, line: BomLine) -> r.Details:
        """What the fields do not say."""
        fields = line.fields
        texts: dict[str, str | None] = {}
        read, written = READ(line), tuple(map(fields.get, TEXTS))
        if read != written:
            texts = {name: text for name, text, raw in zip(TEXTS, read, written, strict=True) if text != raw}
        quantity, per, mass, price, whole = (
            line.quantity, line.price_per, line.mass, line.unit_price, line.extended_price,
        )  # fmt: skip
        return r.Details(
            phantom=line.phantom,
            free_issue=line.free_issue,
            exclusion=line.exclusion,
            alternate_of=line.alternate_of,
            quantity=None if quantity is None else self.quantity(quantity),
            unit_price=None if price is None else _money(price),
            price_per=None if per is None else self.quantity(per),
            extended_price=None if whole is None else _money(whole),
            mass=None if mass is None else self.quantity(mass),
            column=line.source.column,
            texts=texts,
            substances=tuple(map(self._substance, line.substances)) if line.substances else (),
        )

    def _substance(self, x: Substance) -> r.SubstanceRecord:
        mass = None if x.mass is None else self.quantity(x.mass)
        return r.SubstanceRecord(name=x.name, cas_number=x.cas_number, mass=mass)

    def _origin(self, x: Origins) -> r.OriginRecord:
        return r.OriginRecord(
            article=self.triple(x.article),
            material=self.triple(x.material),
            basis=x.basis,
            countries=x.countries,
            owner_country=x.owner_country,
            part1=None if x.part1 is None else self.triple(x.part1),
            contained=None if x.contained is None else self.triple(x.contained),
            evidence=x.evidence,
        )

    def _matches(self, given: Sequence[Match]) -> tuple[r.MatchRecord, ...]:
        return tuple(map(self._match, given))

    def _match(self, x: Match) -> r.MatchRecord:
        return r.MatchRecord(
            control=x.control,
            measure=x.measure,
            group=x.group,
            verdict=x.verdict,
            confidence=plain(x.confidence),
            near_threshold=x.near_threshold,
            evidence=x.evidence,
            criteria=x.criteria,
            settled_by=x.settled_by,
            is_item=x.is_item,
            applicability=self.triple(x.applicability),
            content_share=self.triple(x.content_share),
            part1_share=None if x.part1_share is None else self.triple(x.part1_share),
            article=x.article,
            prior=x.prior,
            grade=x.grade,
        )


def _quantity(x: Quantity) -> r.Amount:
    return r.Amount(plain(x.amount), x.unit)


def _money(x: Money) -> r.Amount:
    return r.Amount(plain(x.amount), None, x.currency)


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
