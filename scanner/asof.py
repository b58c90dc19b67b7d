"""One scan judged under two dates, and what changes: ``--also-as-of``."""

from __future__ import annotations

from datetime import date

import msgspec

from scanner import value
from scanner.catalog.load import Catalog
from scanner.catalog.moves import StatusMove, in_words, moves
from scanner.catalog.status import statuses
from scanner.columns import column
from scanner.display import share_text
from scanner.findings import AlsoAsOf, Change, Exposure, Fraction
from scanner.options import ScanOptions, as_words
from scanner.policy import moves as moves_of_policy
from scanner.policy import with_policy


class FractionMove(msgspec.Struct, frozen=True, kw_only=True):
    """A fraction that is another on the second day; None = it is not asked for on that day."""

    kind: str
    scope: str
    reading: str | None
    measures: str
    before: Fraction | None
    after: Fraction | None


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two judgements of one bill of materials."""

    first: date
    second: date
    measures: tuple[StatusMove, ...]
    fractions: tuple[FractionMove, ...]

    def __bool__(self) -> bool:
        return bool(self.measures or self.fractions)


def judged_on(exposure: Exposure, as_of: date, catalog: Catalog, options: ScanOptions) -> Exposure:
    """The same lines, matches and origins under the law and the exchange rates of another day.

    Args:
        exposure: what was scanned.
        as_of: the other day.
        catalog: the catalog it was scanned with.
        options: the options it was scanned with.

    """
    other = msgspec.structs.replace(options, as_of=as_of)
    matches, origins = column(exposure.lines, "matches"), column(exposure.lines, "origins")
    measures = statuses(catalog, as_of, matches)
    found = value.assess(exposure.bom, matches, origins, measures, catalog, other)
    judged = msgspec.structs.replace(
        exposure,
        as_of=as_of,
        currency=found.currency,
        product_value=found.product_value,
        coverage=found.coverage,
        lines=found.lines,
        fractions=found.fractions,
        measures=measures,
        resolve=found.resolve,
        assumptions=found.assumptions,
        notes=exposure.bom.notes + found.notes,
        options=as_words(other),
    )
    return with_policy(judged, catalog, other)


def changes(first: Exposure, second: Exposure) -> Changes:
    """What the second judgement says otherwise than the first."""
    return Changes(
        first=first.as_of,
        second=second.as_of,
        measures=moves(first.measures, second.measures),
        fractions=_fraction_moves(first.fractions, second.fractions),
    )


def _fraction_moves(before: tuple[Fraction, ...], after: tuple[Fraction, ...]) -> tuple[FractionMove, ...]:
    old = {(x.kind, x.scope, x.reading, x.measures): x for x in before}
    new = {(x.kind, x.scope, x.reading, x.measures): x for x in after}
    return tuple(
        FractionMove(kind=k[0], scope=k[1], reading=k[2], measures=k[3], before=old.get(k), after=new.get(k))
        for k in dict.fromkeys([*new, *old])
        if not _same(old.get(k), new.get(k))
    )


def _same(a: Fraction | None, b: Fraction | None) -> bool:
    if a is None or b is None:
        return a is b
    shares = a.share.says(b.share) if a.share is not None and b.share is not None else a.share is b.share
    return shares and a.verdict == b.verdict and a.numerator.says(b.numerator) and a.denominator.says(b.denominator)


def also(exposure: Exposure, day: date, catalog: Catalog, options: ScanOptions) -> AlsoAsOf:
    """What a second date changes, in the words of a report."""
    second = judged_on(exposure, day, catalog, options)
    found = changes(exposure, second)
    return AlsoAsOf(
        as_of=day.isoformat(),
        measures=tuple(
            Change(what=x.id, before=before, after=after) for x in found.measures for before, after in [in_words(x)]
        ),
        fractions=tuple(
            Change(what=_fraction_name(x), before=_share_words(x.before), after=_share_words(x.after))
            for x in found.fractions
        ),
        policy=moves_of_policy(exposure, second),
    )


def _fraction_name(x: FractionMove) -> str:
    parts = [x.kind.replace("_", " "), x.scope]
    if x.reading:
        parts.append(f"reading {x.reading}")
    if x.measures != "all":
        parts.append(x.measures.replace("_", " "))
    return ", ".join(parts)


def _share_words(x: Fraction | None) -> str:
    if x is None:
        return "not asked for on that day"
    words = share_text(x.share, x.threshold)
    return f"{x.verdict}: {words}" if x.verdict else words
