"""The JSON output: a public interface, described in docs/json-output.md.

Format history:
    1.0  first published form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Generic, TypeVar

import msgspec

from scanner.bom import BomLine, Money, Quantity, StatedTotal
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
T = TypeVar("T")
R = TypeVar("R")


def render(exposure: Exposure) -> bytes:
    """The whole result; stable in order, without clock or absolute path; one row for each record of a list."""
    made = document(exposure)
    encoder = msgspec.json.Encoder()
    parts = []
    for name in made.__struct_fields__:
        value = getattr(made, name)
        if isinstance(value, tuple) and value:
            rows = encoder.encode_lines(value)[:-1].replace(b"\n", b",\n  ")
            parts.append(b'"%s": [\n  %s\n]' % (name.encode(), rows))
        else:
            parts.append(b'"%s": %s' % (name.encode(), encoder.encode(value)))
    return b"{\n%s\n}\n" % b",\n".join(parts)


def line_records(findings: Sequence[LineFinding]) -> bytes:
    """One object a line of text, each an element of ``lines`` in its published form."""
    lines = _Lines()
    return msgspec.json.Encoder().encode_lines([lines.record(x) for x in findings])


def document(exposure: Exposure) -> r.Result:
    """The result in its published form; decimals become text, never in exponent form."""
    bom, coverage = exposure.bom, exposure.coverage
    lines = _Lines()
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
        lines=tuple(map(lines.record, exposure.lines)),
        resolve=tuple(
            r.ResolveRecord(line=x.line, fact=x.fact, ask=x.ask, narrows=plain(x.narrows), flips=x.flips)
            for x in exposure.resolve
        ),
        assumptions=exposure.assumptions,
        notes=exposure.notes,
        also=exposure.also,
        decisions=exposure.decisions,
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


class _Lines:
    """Line findings as records."""

    def __init__(self) -> None:
        self.triple = Once(triple)
        self.origin = Once(self._origin)
        self.matches = Once(self._matches)

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
            limbs=tuple(r.LimbRecord(limb=m.limb, control=m.control, certainty=m.certainty) for m in x.limbs),
            contribution=self.triple(x.contribution),
            decision=x.decision,
            waived=x.waived,
            read=_details(line),
        )

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


def _details(line: BomLine) -> r.Details:
    """What the fields do not say."""
    fields = line.fields
    texts: dict[str, str | None] = {}
    read, written = READ(line), tuple(map(fields.get, TEXTS))
    if read != written:
        texts = {name: text for name, text, raw in zip(TEXTS, read, written, strict=True) if text != raw}
    quantity, price = line.quantity, line.unit_price
    return r.Details(
        phantom=line.phantom,
        free_issue=line.free_issue,
        exclusion=line.exclusion,
        alternate_of=line.alternate_of,
        quantity=_quantity(quantity),
        unit_price=_money(price),
        price_per=_quantity(line.price_per),
        extended_price=_money(line.extended_price),
        mass=_quantity(line.mass),
        column=line.source.column,
        texts=texts,
        substances=tuple(
            r.SubstanceRecord(name=s.name, cas_number=s.cas_number, mass=_quantity(s.mass)) for s in line.substances
        ),
    )


def _quantity(x: Quantity | None) -> r.Amount | None:
    return None if x is None else r.Amount(plain(x.amount), x.unit)


def _money(x: Money | None) -> r.Amount | None:
    return None if x is None else r.Amount(plain(x.amount), None, x.currency)


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
