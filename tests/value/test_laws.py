"""Laws that hold for every bill of materials."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.bom import Bom, BomLine, Money, Quantity
from scanner.catalog.load import built_in
from scanner.estimate import ALL, NOTHING, Estimate, exactly
from scanner.findings import Fraction, Match, Origins, Valuation
from scanner.options import ScanOptions
from scanner.value import assess
from tests.factory import bom, line, match

CATALOG = built_in()
OPTIONS = ScanOptions(as_of=date(2025, 12, 15))
NEAR = Decimal("1e-30")
Row = tuple[BomLine, tuple[Match, ...], Origins]

shares = st.decimals(min_value=0, max_value=1, places=3)


@st.composite
def triples(draw: st.DrawFn) -> Estimate:
    low, likely, high = sorted(draw(st.tuples(shares, shares, shares)))
    return Estimate(low, draw(st.sampled_from([likely, None])), high)


@st.composite
def matches(draw: st.DrawFn) -> tuple[Match, ...]:
    kind = draw(st.sampled_from(["none", "none", "listed", "motor", "magnet", "erbium"]))
    if kind == "none":
        return ()
    if kind == "motor":
        given: dict[str, Any] = {
            "verdict": "contains",
            "is_item": False,
            "content_share": draw(triples()),
            "group": "magnet",
        }
        return (match("cn-2025-18:1C905.a.4", applicability=draw(triples()), part1_share=draw(triples()), **given),)
    if kind == "magnet":
        return (match("cn-2025-18:1C902.a.4", group="magnet"), match("cn-2025-61:P2-smco-magnet", group="magnet"))
    if kind == "erbium":
        return (
            match(),
            match("cn-2025-57:1C913.a.4", group="ytterbium", verdict="possible", applicability=draw(triples())),
        )
    return (match(),)


@st.composite
def rows(draw: st.DrawFn, priced: bool = False) -> list[Row]:
    """A flat list, or one with an assembly over its first rows: listed itself, holding a magnet, or a phantom."""
    found: list[Row] = []
    count = draw(st.integers(1, 6))
    holds = draw(st.integers(0, count))
    if holds:
        price = draw(st.sampled_from([None, "20.00", "900.00"]))
        phantom = draw(st.booleans()) and draw(st.booleans())
        made = line(2, quantity="2", price=price, bin="assembly", level=1, phantom=phantom)
        found.append((made, draw(matches()), _origins(draw)))
    for k in range(count):
        price = draw(st.decimals("0.01", "99.99", places=2))
        unpriced = not priced and draw(st.integers(0, 4)) == 0
        quantity = str(draw(st.integers(1, 9)))
        held = {"parent": "BOM!2", "level": 2} if k < holds else {"level": 1}
        found.append(
            (
                line(k + 3, quantity=quantity, price=None if unpriced else str(price), **held),
                draw(matches()),
                _origins(draw),
            )
        )
    return found


def _origins(draw: st.DrawFn) -> Origins:
    article = draw(st.sampled_from([ALL, NOTHING, Estimate(Decimal(0), Decimal("0.3"), Decimal(1))]))
    stated = article in (ALL, NOTHING)
    material = Estimate(Decimal(0), draw(st.sampled_from([Decimal("0.94"), None])), Decimal(1))
    countries = ("CN",) if article == ALL else ("DE",) if article == NOTHING else ()
    return Origins(
        article=article, material=material, basis="stated" if stated else "prior", countries=countries
    )  # fmt: skip


def value(given: Sequence[Row], options: ScanOptions = OPTIONS, **changes: Any) -> Valuation:
    made: Bom = bom(*(x for x, _, _ in given), **changes)
    return assess(made, [m for _, m, _ in given], [o for _, _, o in given], (), CATALOG, options)


def figures(found: Valuation) -> dict[tuple[object, ...], Fraction]:
    return {(f.kind, f.scope, f.reading, f.measures): f for f in found.fractions}


def same(one: Estimate | None, other: Estimate | None) -> bool:
    if one is None or other is None:
        return one is other
    pairs = ((one.low, other.low), (one.likely, other.likely), (one.high, other.high))
    return all(a is b if a is None or b is None else abs(a - b) <= NEAR * max(abs(a), 1) for a, b in pairs)


def assert_same_shares(one: Valuation, other: Valuation) -> None:
    first, second = figures(one), figures(other)
    assert first.keys() == second.keys()
    for key, f in first.items():
        assert same(f.share, second[key].share), key
        assert f.verdict == second[key].verdict, key


@given(rows(), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_is_irrelevant(given: list[Row], random: Any) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)
    first, second = value(given), value(shuffled)
    assert_same_shares(first, second)
    assert _by_line(first) == _by_line(second)
    heads = [next((f.scope, f.reading) for f in x.fractions if f.headline) for x in (first, second) if x.resolve]
    if len(set(heads)) == 1:  # of two items with one share, the first in the file is the headline
        assert _questions(first) == _questions(second)


def _questions(found: Valuation) -> set[tuple[object, ...]]:
    return {(x.line, x.fact, x.narrows, x.flips) for x in found.resolve}


def _by_line(found: Valuation) -> dict[str, tuple[object, ...]]:
    return {x.line.id: (x.extended_cost, x.value_added, x.contribution, x.limbs) for x in found.lines}


@given(rows(), st.integers(0, 6))
@settings(max_examples=40, deadline=None)
def test_splitting_a_line_in_two_changes_no_share_of_the_product(given: list[Row], k: int) -> None:
    found = [i for i, (x, _, _) in enumerate(given) if x.bin == "line_item"]
    i = found[k % len(found)]
    whole, matched, origins = given[i]
    assert whole.quantity is not None
    half = msgspec.structs.replace(whole, quantity=Quantity(whole.quantity.amount / 2))
    other = msgspec.structs.replace(half, id="BOM!99", source=msgspec.structs.replace(whole.source, row=99))
    split = [*given[:i], (half, matched, origins), (other, matched, origins), *given[i + 1 :]]
    first, second = figures(value(given)), figures(value(split))
    for key, f in first.items():
        if f.scope.startswith("line:"):
            continue
        assert same(f.share, second[key].share), key
        assert f.verdict == second[key].verdict, key


@given(rows(), st.integers(0, 6))
@settings(max_examples=40, deadline=None)
def test_a_known_origin_never_widens_an_interval(given: list[Row], k: int) -> None:
    i = k % len(given)
    one, matched, origins = given[i]
    if origins.basis == "stated":
        return
    for answer in (ALL, NOTHING):
        known = msgspec.structs.replace(origins, article=answer, material=answer, part1=answer)
        _assert_narrower(given, [*given[:i], (one, matched, known), *given[i + 1 :]])


@given(rows(), st.integers(0, 6), st.data())
@settings(max_examples=40, deadline=None)
def test_a_known_composition_never_widens_an_interval(given: list[Row], k: int, data: st.DataObject) -> None:
    i = k % len(given)
    one, matched, origins = given[i]
    if any(m.verdict == "listed" for m in matched) and one.bin == "assembly":
        return  # a listed assembly counts as a whole: its parts no longer do
    settled = tuple(
        msgspec.structs.replace(
            m,
            applicability=_inside(m.applicability, data),
            content_share=_inside(m.content_share, data),
            part1_share=None if m.part1_share is None else _inside(m.part1_share, data),
        )
        for m in matched
    )
    _assert_narrower(given, [*given[:i], (one, settled, origins), *given[i + 1 :]])


def _inside(given: Estimate, data: st.DataObject) -> Estimate:
    """One of the values that are possible."""
    low, high = given.low, given.high if given.high is not None else Decimal(1)
    return exactly(data.draw(st.sampled_from([low, (low + high) / 2, high])))


@given(rows(), st.integers(0, 6), st.sampled_from(["0", "0.5", "1"]))
@settings(max_examples=40, deadline=None)
def test_a_known_price_never_widens_an_interval(given: list[Row], k: int, part: str) -> None:
    """The price is one of those that could not be excluded: within what the assembly above leaves over."""
    unpriced = [i for i, (x, _, _) in enumerate(given) if x.unit_price is None and x.bin == "line_item"]
    if not unpriced:
        return
    i = unpriced[k % len(unpriced)]
    one, matched, origins = given[i]
    top = given[0][0]
    bounded = one.parent is not None and top.unit_price is not None and not top.phantom
    rest = value(given).lines[0].value_added if bounded else Decimal(50)
    assert rest is not None
    assert one.quantity is not None
    price = rest / (one.quantity.amount * (2 if one.parent else 1)) * Decimal(part)
    priced = msgspec.structs.replace(one, unit_price=Money(price, "EUR"))
    _assert_narrower(given, [*given[:i], (priced, matched, origins), *given[i + 1 :]])


def _assert_narrower(given: list[Row], answered: list[Row]) -> None:
    before, after = figures(value(given)), figures(value(answered))
    for key in before.keys() & after.keys():
        assert _within(after[key].numerator, before[key].numerator), key


def _within(inner: Estimate, outer: Estimate) -> bool:
    if outer.low - inner.low > NEAR:
        return False
    return outer.high is None or (inner.high is not None and inner.high - outer.high <= NEAR)


@given(rows())
@settings(max_examples=60, deadline=None)
def test_no_numerator_exceeds_its_denominator(given: list[Row]) -> None:
    found = value(given)
    for f in found.fractions:
        if f.share is not None and f.denominator.high is not None:
            assert f.numerator.low - f.denominator.high <= NEAR
            if f.numerator.high is not None:
                assert f.numerator.high - f.denominator.high <= NEAR, f
        if f.share is not None and f.share.likely is not None:
            assert f.share.low <= f.share.likely <= 1 + NEAR


@given(rows(), st.decimals("0.01", "1000", places=2))
@settings(max_examples=40, deadline=None)
def test_scaling_all_prices_changes_no_share(given: list[Row], factor: Decimal) -> None:
    scaled = [(_priced(x, lambda p: Money(p.amount * factor, p.currency)), m, o) for x, m, o in given]
    assert_same_shares(value(given), value(scaled))


@given(rows())
@settings(max_examples=40, deadline=None)
def test_converting_everything_to_another_currency_changes_no_share(given: list[Row]) -> None:
    yen = [(_priced(x, lambda p: Money(p.amount * Decimal("178.14"), "JPY")), m, o) for x, m, o in given]
    options = ScanOptions(as_of=date(2025, 10, 31))
    assert_same_shares(value(given, options), value(yen, options))
    inside = ScanOptions(as_of=date(2025, 10, 31), currency="USD")
    assert_same_shares(value(given, options), value(given, inside))


def _priced(x: BomLine, change: Any) -> BomLine:
    return msgspec.structs.replace(x, unit_price=None if x.unit_price is None else change(x.unit_price))


@given(rows(priced=True))
@settings(max_examples=40, deadline=None)
def test_contributions_add_up_to_the_controlled_numerator(given: list[Row]) -> None:
    found = value(given)
    whole = figures(found)["controlled", "product", None, "all"].numerator
    assert sum(x.contribution.low for x in found.lines) == whole.low
    assert sum((x.contribution.high or Decimal(0)) for x in found.lines) == whole.high


@given(rows())
@settings(max_examples=40, deadline=None)
def test_one_share_is_the_headline_and_none_is_graver(given: list[Row]) -> None:
    found = value(given)
    shares = [f for f in found.fractions if f.kind == "de_minimis"]
    marked = [f for f in shares if f.headline]
    assert len(marked) == (1 if shares else 0)
    assert bool(shares) == any(x.matches for x in found.lines)
