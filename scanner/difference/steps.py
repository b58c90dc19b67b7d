"""The way from the first result to the second, one reason at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from msgspec.structs import replace

from scanner import value
from scanner.bom import Bom, BomLine, Money
from scanner.catalog.load import Catalog
from scanner.decisions.select import fingerprint
from scanner.difference import REASONS, ShareChange
from scanner.difference.pairs import PRICES
from scanner.estimate import Estimate
from scanner.findings import Exposure, Fraction, Match, Origins
from scanner.options import ScanOptions
from scanner.standing import STATED_USE

Key = tuple[str, str, str | None, str]
AGAIN = {
    "own_country",
    "count_hk_mo",
    "price_basis",
    "threshold",
    "product_value",
    "currency",
    "reading",
    "decisions",
    "answers",
}
"""Options of a saved result that can be applied again; the files of rates and assumptions are not in it."""
TOLD = ("sheets", "all_sheets", "header_row", "mapping", "profile", "limits")
"""Options of the reading, whose outcome the result holds."""


class NotAgain(Exception):  # noqa: N818 - no error: a figure that cannot be computed again
    """Why a result's figures cannot be computed again from what it holds."""


def options_of(x: Exposure) -> ScanOptions:
    """The options that a saved result was judged with.

    Raises:
        NotAgain: it used a file that it does not hold, or was redacted.

    """
    words = {k: v for k, v in x.options.items() if k not in TOLD}
    if strange := sorted(set(words) - AGAIN - STATED_USE.keys()):
        raise NotAgain(f"its option {', '.join(strange)} is not in the result")
    if any(n.code == "redacted" for n in x.notes):
        raise NotAgain("it was redacted")
    stated = x.product_value if x.product_value.basis == "stated" else None
    try:
        threshold = Decimal(words.get("threshold", "0.001"))
    except InvalidOperation as error:
        raise NotAgain("its threshold is not understood") from error
    return ScanOptions(
        as_of=x.as_of,
        threshold=threshold,
        product_value=Money(stated.amount, x.currency) if stated is not None and stated.amount is not None else None,
        currency=x.currency if x.currency != "XXX" else None,
        price_basis="china" if words.get("price_basis") == "china" else "world",
        own_country=words.get("own_country"),
        count_hk_mo=words.get("count_hk_mo") == "True",
    )


def share_changes(
    first: Exposure, second: Exposure, pairs: dict[int, int], catalog: Catalog
) -> tuple[tuple[ShareChange, ...], str | None]:
    """The shares that moved, each split by reason; and why they could not be split, where that is so."""
    before, after = _main(first.fractions), _main(second.fractions)
    moved = [k for k in dict.fromkeys([*after, *before]) if not _same(before.get(k), after.get(k))]
    why: str | None = None
    stages: list[dict[Key, Fraction]] = []
    if moved:
        try:
            stages = _stages(first, second, pairs, catalog)
        except NotAgain as reason:
            why = str(reason)
    return tuple(_change(k, before.get(k), after.get(k), stages) for k in moved), why


def _stages(first: Exposure, second: Exposure, pairs: dict[int, int], catalog: Catalog) -> list[dict[Key, Fraction]]:
    """Shares at the start and after each reason."""
    a, b = options_of(first), options_of(second)
    same = {j: i for j, i in pairs.items() if fingerprint(second.lines[j].line) == fingerprint(first.lines[i].line)}
    old_priced = replace(second.bom, lines=_with_old_prices(first, second, pairs))
    kept_matches = [first.lines[same[j]].matches if j in same else x.matches for j, x in enumerate(second.lines)]
    answered = _answered(first, second, kept_matches, same)
    kept_origins = [first.lines[pairs[j]].origins if j in pairs else x.origins for j, x in enumerate(second.lines)]
    stated = [
        x if n.origins.basis == "declared" else n.origins for x, n in zip(kept_origins, second.lines, strict=True)
    ]
    new_matches, new_origins = [x.matches for x in second.lines], [x.origins for x in second.lines]
    return [
        _main(first.fractions),
        _shares(old_priced, kept_matches, kept_origins, catalog, a),
        _shares(second.bom, kept_matches, kept_origins, catalog, _on(b, first.as_of)),
        _shares(second.bom, kept_matches, stated, catalog, _on(b, first.as_of)),
        _shares(second.bom, answered, new_origins, catalog, _on(b, first.as_of)),
        _main(second.fractions) if b.as_of != a.as_of or first.catalog != second.catalog
        else _shares(second.bom, new_matches, new_origins, catalog, b),
    ]  # fmt: skip


def _on(options: ScanOptions, day: date) -> ScanOptions:
    return replace(options, as_of=day)


def _with_old_prices(first: Exposure, second: Exposure, pairs: dict[int, int]) -> tuple[BomLine, ...]:
    lines = []
    for j, x in enumerate(second.lines):
        if j in pairs:
            old = first.lines[pairs[j]].line
            lines.append(replace(x.line, **{name: getattr(old, name) for name in PRICES}))
        else:
            lines.append(x.line)
    return tuple(lines)


def _answered(
    first: Exposure, second: Exposure, kept: Sequence[tuple[Match, ...]], same: dict[int, int]
) -> list[tuple[Match, ...]]:
    """The matches after the answers: those of the second where a decision is another, else as before."""
    return [
        x.matches if j in same and x.decision != first.lines[same[j]].decision else kept[j]
        for j, x in enumerate(second.lines)
    ]


def _shares(
    bom: Bom, matches: Sequence[tuple[Match, ...]], origins: Sequence[Origins], catalog: Catalog, options: ScanOptions
) -> dict[Key, Fraction]:
    return _main(value.assess(bom, matches, origins, (), catalog, options).fractions)


def _main(fractions: Sequence[Fraction]) -> dict[Key, Fraction]:
    """The shares of the whole product: of lines and assemblies the ids move with the rows."""
    return {(x.kind, x.scope, x.reading, x.measures): x for x in fractions if ":" not in x.scope}


def _same(a: Fraction | None, b: Fraction | None) -> bool:
    if a is None or b is None:
        return a is b
    shares = a.share.says(b.share) if a.share is not None and b.share is not None else a.share is b.share
    return shares and a.verdict == b.verdict


def _change(
    key: Key, before: Fraction | None, after: Fraction | None, stages: list[dict[Key, Fraction]]
) -> ShareChange:
    kind, scope, reading, measures = key
    name = f"{kind.replace('_', ' ')} of the {scope}"
    name += f", reading {reading}" if reading else ""
    name += f", {measures.replace('_', ' ')}" if measures != "all" else ""
    shares = [x[key].share if key in x else None for x in stages]
    steps = zip(REASONS, shares, shares[1:], strict=False)
    by_reason = {reason: _step(a, b) for reason, a, b in steps if a is not None and b is not None and not a.says(b)}
    there = [key in x for x in stages]
    return ShareChange(
        what=name,
        before=before.share if before else None,
        after=after.share if after else None,
        verdict_before=before.verdict if before else None,
        verdict_after=after.verdict if after else None,
        by_reason=by_reason,
        came_with=next((r for r, a, b in zip(REASONS, there, there[1:], strict=False) if a != b), None)
        if (before is None) != (after is None)
        else None,
    )


def _step(a: Estimate, b: Estimate) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    def move(x: Decimal | None, y: Decimal | None) -> Decimal | None:
        return None if x is None or y is None else y - x

    return move(a.low, b.low), move(a.likely, b.likely), move(a.high, b.high)
