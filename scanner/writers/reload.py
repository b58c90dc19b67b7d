"""A saved JSON result back into an Exposure, so that it renders again without rescanning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from scanner.bom import Bom, BomLine, Money, Quantity, SourceRef, StatedTotal, Substance
from scanner.errors import InputError
from scanner.estimate import Estimate
from scanner.findings import (
    Coverage,
    Exposure,
    Fraction,
    Limb,
    LineFinding,
    Match,
    Origins,
    ProductValue,
    Resolve,
)
from scanner.writers import result as r
from scanner.writers.json import FORMAT_VERSION
from scanner.writers.linejson import TEXTS

T = TypeVar("T")
R = TypeVar("R")


def load(path: Path) -> Exposure:
    """The exposure that a JSON result holds.

    Raises:
        InputError: missing, no JSON, no result of ours, or of a newer major version.

    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", source=str(path)) from error
    return reload(content, source=str(path))


def is_result(path: Path) -> bool:
    """The file's beginning is that of a saved result; a CycloneDX bill, for one, is JSON too."""
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip().startswith(b'{\n"format_version"')
    except OSError:
        return False


def reload(content: bytes, *, source: str | None = None) -> Exposure:
    """The exposure that a JSON result holds. Notes of the reading stand among the exposure's notes.

    Raises:
        InputError: no JSON, no result of ours, or of a newer major version.

    """
    try:
        version = msgspec.json.decode(content, type=_Version).format_version
        if version.partition(".")[0] != FORMAT_VERSION.partition(".")[0]:
            raise InputError(
                f"a result of format {version}; this version reads {FORMAT_VERSION}",
                source=source,
                hint="scan the bill of materials again",
            )
        return _exposure(msgspec.json.decode(content, type=r.Result))
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise InputError(
            f"no saved result of bomscan: {error}", source=source, hint="give a file made by `bomscan scan -o out.json`"
        ) from error


class _Version(msgspec.Struct):
    format_version: str


def _exposure(x: r.Result) -> Exposure:
    lines = _Lines()
    findings = tuple(map(lines.finding, x.lines))
    coverage = x.coverage
    return Exposure(
        bom=Bom(
            inputs=x.inputs,
            lines=tuple(f.line for f in findings),
            stated_totals=tuple(
                StatedTotal(
                    money=Money(Decimal(t.amount), t.currency), source=SourceRef(t.file, t.sheet, t.row, t.column)
                )
                for t in x.stated_totals
            ),
            product=x.product,
            product_quantity=_number(x.product_quantity),
        ),
        as_of=date.fromisoformat(x.as_of),
        catalog=x.catalog,
        currency=x.currency,
        product_value=ProductValue(amount=_number(x.product_value.amount), basis=x.product_value.basis),
        coverage=Coverage(
            lines=coverage.lines,
            priced=coverage.priced,
            origin_stated=coverage.origin_stated,
            matched=coverage.matched,
            value_priced=_number(coverage.value_priced),
        ),
        lines=findings,
        fractions=tuple(map(_fraction, x.fractions)),
        measures=x.measures,
        resolve=tuple(
            Resolve(line=q.line, fact=q.fact, ask=q.ask, narrows=Decimal(q.narrows), flips=q.flips) for q in x.resolve
        ),
        assumptions=x.assumptions,
        notes=x.notes,
        also=x.also,
        decisions=x.decisions,
        policy=x.policy,
        options=x.options,
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _estimate(x: r.Triple) -> Estimate:
    return Estimate(Decimal(x.low), _number(x.likely), _number(x.high))


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
    """Records as line findings."""

    def __init__(self) -> None:
        self.estimate = Once(_estimate)

    def finding(self, x: r.LineRecord) -> LineFinding:
        o = x.origin
        return LineFinding(
            line=_line(x),
            matches=tuple(map(self._match, x.matches)),
            origins=Origins(
                article=self.estimate(o.article),
                material=self.estimate(o.material),
                basis=o.basis,
                countries=o.countries,
                evidence=o.evidence,
                part1=None if o.part1 is None else self.estimate(o.part1),
                contained=None if o.contained is None else self.estimate(o.contained),
                owner_country=o.owner_country,
            ),
            extended_quantity=_number(x.extended_quantity),
            extended_cost=_number(x.extended_cost),
            value_added=_number(x.value_added),
            contribution=self.estimate(x.contribution),
            limbs=tuple(Limb(limb=m.limb, control=m.control, certainty=m.certainty) for m in x.limbs),
            decision=x.decision,
            waived=x.waived,
        )

    def _match(self, x: r.MatchRecord) -> Match:
        return Match(
            control=x.control,
            measure=x.measure,
            group=x.group,
            verdict=x.verdict,
            confidence=Decimal(x.confidence),
            near_threshold=x.near_threshold,
            evidence=x.evidence,
            criteria=x.criteria,
            settled_by=x.settled_by,
            is_item=x.is_item,
            applicability=self.estimate(x.applicability),
            content_share=self.estimate(x.content_share),
            part1_share=None if x.part1_share is None else self.estimate(x.part1_share),
            article=x.article,
            prior=x.prior,
            grade=x.grade,
            outside=x.outside,
        )


def _line(x: r.LineRecord) -> BomLine:
    read = x.read
    texts = dict(zip(TEXTS, map(x.fields.get, TEXTS), strict=True))
    if read.texts:
        texts.update(read.texts)
    return BomLine(
        id=x.id,
        source=SourceRef(x.file, x.sheet, x.row, read.column),
        bin=x.bin,
        level=x.level,
        parent=x.parent,
        hidden=x.hidden,
        phantom=read.phantom,
        free_issue=read.free_issue,
        exclusion=read.exclusion,
        reason=x.reason,
        alternate_of=read.alternate_of,
        quantity=_quantity(read.quantity),
        unit_price=_money(read.unit_price),
        price_per=_quantity(read.price_per),
        extended_price=_money(read.extended_price),
        mass=_quantity(read.mass),
        fields=x.fields,
        other=x.other,
        substances=tuple(
            Substance(name=s.name, cas_number=s.cas_number, mass=_quantity(s.mass)) for s in read.substances
        ),
        **texts,
    )


def _quantity(x: r.Amount | None) -> Quantity | None:
    return None if x is None else Quantity(Decimal(x.amount), x.unit)


def _money(x: r.Amount | None) -> Money | None:
    return None if x is None else Money(Decimal(x.amount), x.currency)


def _fraction(x: r.FractionRecord) -> Fraction:
    return Fraction(
        kind=x.kind,
        scope=x.scope,
        reading=x.reading,
        numerator=_estimate(x.numerator),
        numerator_is=x.numerator_is,
        denominator=_estimate(x.denominator),
        denominator_is=x.denominator_is,
        share=None if x.share is None else _estimate(x.share),
        threshold=_number(x.threshold),
        verdict=x.verdict,
        measures=x.measures,
        turning_point=_number(x.turning_point),
        headline=x.headline,
        probability=_number(x.probability),
        readers=x.readers,
    )
