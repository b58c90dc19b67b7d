"""Alternates count nothing; one whose choice, alone, would change the verdict is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import msgspec

from scanner.bom import Bom, BomLine
from scanner.columns import column
from scanner.estimate import Estimate
from scanner.findings import EXPOSED, Fraction
from scanner.value.books import Books
from scanner.value.fractions import wanted
from scanner.value.places import Places, name_of
from scanner.value.rollup import ZERO
from scanner.value.verdicts import judge

Rebook = Callable[[Bom, Places], Books]


def note_alternates(bom: Bom, controlled: Fraction, books: Books, rebook: Rebook, places: Places) -> None:
    """Notes on the alternates that would turn the verdict of the controlled share.

    Args:
        bom: as read.
        controlled: the share of all measures together.
        books: of the bill of materials as it stands.
        rebook: makes the books of one with some rows changed.
        places: takes the notes.

    """
    stand_ins = [i for i, other in enumerate(column(bom.lines, "alternate_of")) if other]
    index = {x: i for i, x in enumerate(column(bom.lines, "id"))} if stand_ins else {}
    for i in stand_ins:
        line = bom.lines[i]
        replaced = index.get(line.alternate_of or "") if line.exclusion == "alternate" else None
        if replaced is None or not books.tree.counts[replaced] or not _can_turn(books, controlled, i, replaced):
            continue
        chosen = rebook(_with(bom, line, replaced), Places(bom)).controlled
        verdict = chosen.of("product", wanted(chosen.exposures.export)).verdict
        if verdict != controlled.verdict:
            said = (
                f"chosen in place of {name_of(bom.lines[replaced])}, it would turn the verdict on the controlled share"
                f" from '{controlled.verdict}' to '{verdict}'"
            )
            places.line(line, "alternate", "warning", said)


def _with(bom: Bom, alternate: BomLine, replaced: int) -> Bom:
    """The bill of materials with an alternate in the place of its line, with its own quantity."""
    old = bom.lines[replaced]
    new = msgspec.structs.replace(
        alternate, bin="line_item", exclusion=None, reason=None, alternate_of=None, parent=old.parent, level=old.level
    )
    out = msgspec.structs.replace(old, bin="excluded", exclusion="alternate", reason="replaced")
    swapped = {alternate.id: new, old.id: out}
    return msgspec.structs.replace(bom, lines=tuple(swapped.get(x.id, x) for x in bom.lines))


def _can_turn(books: Books, controlled: Fraction, i: int, replaced: int) -> bool:
    """Whether the exchange could turn the verdict at all, by the widest that numerator and value can move.

    A verdict moves one way with each of them, so the corners decide; anything unpriced is worked out in full.
    """
    tree, worth = books.tree, books.worth
    old = tree.own[replaced]
    new = books.costs.of(tree.lines[i], tree.lines[i].quantity)
    matched = replaced in books.exposures.rows or any(m.verdict in EXPOSED for m in books.matches[i])
    if not matched and controlled.numerator.is_zero:
        return False
    if old is None or not isinstance(new, Decimal) or replaced in tree.children or worth.unpriced:
        return True
    above = tree.parent[replaced]
    times = tree.quantity[above] if above >= 0 else Decimal(1)
    if times is None:
        return True
    step = new * times
    return any(verdict != controlled.verdict for verdict in _corners(books, controlled, old, step, matched))


def _corners(books: Books, controlled: Fraction, old: Decimal, new: Decimal, matched: bool) -> Iterator[str]:
    value = books.worth.amount
    threshold = controlled.threshold
    assert threshold is not None
    if value is None:
        return
    amount = controlled.numerator
    amounts = [amount] if not matched else [_shifted(amount, -old), _shifted(amount, new)]
    for one in amounts:
        for worth in {max(value - old, ZERO), value, value + new}:
            yield judge(one, worth, threshold, None)[0]


def _shifted(amount: Estimate, by: Decimal) -> Estimate:
    low, likely, high = (None if x is None else max(x + by, ZERO) for x in (amount.low, amount.likely, amount.high))
    assert low is not None
    return Estimate(low, likely, high)
