"""Money and quantities out of a result; what is shown instead are rounded shares of the product value."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from scanner.bom import BomLine, Note
from scanner.display import significant
from scanner.estimate import UNKNOWN, UNKNOWN_SHARE, Estimate, exactly
from scanner.findings import Evidence, Exposure, Fraction, LineFinding, Match, ProductValue

DIGITS = 3
"""Significant digits that a share keeps: an exact quotient would give away what was divided."""
MONEY_FIELDS = frozenset({"quantity", "unit", "unit_price", "extended_price", "price_per", "currency", "mass"})
CODES = r"(?:USD|EUR|GBP|CNY|RMB|JPY|CHF|TWD|HKD|KRW|INR|SEK|NOK|DKK|PLN|CZK|CAD|AUD|US\$|[$€£¥￥元円])"
AMOUNT = re.compile(rf"{CODES}\s?\d[\d.,'’]*|\d[\d.,'’]*\s?{CODES}(?!\w)", re.IGNORECASE)
FIGURE = re.compile(r"\d[\d.,'’]*")
MONEY_NOTES = frozenset({
    "price-missing", "price-disagrees", "negative-price", "negative-quantity", "quantity-missing", "total-differs",
    "children-exceed-parent", "value-below-lines", "unpriced-turning-point", "number-ambiguous", "unit-mismatch",
    "currency-unknown", "tax-or-freight", "price-with-tax", "formula-not-calculated",
})  # fmt: skip
"""Notes that speak of amounts: every figure in them goes."""
SECRET_OPTIONS = frozenset({"product_value", "rates"})
NOUGHT = Decimal(0)


def without_amounts(x: Exposure) -> Exposure:
    """The result in which one product is worth 1 and every amount is a share of it."""
    value = x.product_value.amount
    lines = tuple(_finding(f, value, _threshold(x)) for f in x.lines)
    return msgspec.structs.replace(
        x,
        bom=msgspec.structs.replace(x.bom, lines=tuple(f.line for f in lines), stated_totals=(), product_quantity=None),
        currency="XXX",
        product_value=ProductValue(amount=None if value is None else Decimal(1), basis=x.product_value.basis),
        coverage=msgspec.structs.replace(x.coverage, value_priced=None),
        lines=lines,
        fractions=tuple(map(_fraction, x.fractions)),
        resolve=tuple(msgspec.structs.replace(r, narrows=significant(r.narrows, DIGITS)) for r in x.resolve),
        assumptions=tuple(msgspec.structs.replace(a, value=scrub(a.value)) for a in x.assumptions),
        notes=tuple(
            msgspec.structs.replace(
                n, message=FIGURE.sub("…", n.message) if n.code in MONEY_NOTES else scrub(n.message)
            )
            for n in x.notes
        ),
        decisions=tuple(
            msgspec.structs.replace(d, says=scrub(d.says), why=scrub(d.why), evidence=tuple(map(scrub, d.evidence)))
            for d in x.decisions
        ),
        options={k: "(redacted)" if k in SECRET_OPTIONS else scrub(v) for k, v in x.options.items()},
    )


def scrub(text: str) -> str:
    """The text without amounts of money."""
    return AMOUNT.sub("[amount]", text)


def rounded(x: Estimate, threshold: Decimal | None) -> Estimate:
    """A share with few digits, on its own side of the threshold."""
    low, high = _round(x.low, threshold), None if x.high is None else _round(x.high, threshold)
    likely = None if x.likely is None else max(low, _round(x.likely, threshold))
    if high is not None:
        high = max(high, low, likely or low)
    return Estimate(low, likely, high)


def _round(value: Decimal, threshold: Decimal | None) -> Decimal:
    digits = DIGITS
    while True:
        out = significant(value, digits)
        if out == value or threshold is None or out.compare(threshold) == value.compare(threshold):
            return out
        digits += 1


def _threshold(x: Exposure) -> Decimal | None:
    return next((f.threshold for f in x.fractions if f.threshold is not None), None)


def _finding(f: LineFinding, value: Decimal | None, threshold: Decimal | None) -> LineFinding:
    contribution = f.contribution
    if value:
        contribution = rounded(contribution / value, threshold)
    elif not contribution.is_zero:
        contribution = UNKNOWN
    return msgspec.structs.replace(
        f,
        line=_line(f.line),
        matches=tuple(map(_match, f.matches)),
        origins=msgspec.structs.replace(f.origins, evidence=tuple(map(_evidence, f.origins.evidence))),
        extended_quantity=None,
        extended_cost=None,
        value_added=None,
        contribution=contribution,
    )


def _note(n: Note) -> Note:
    message = FIGURE.sub("…", n.message) if n.code in MONEY_NOTES else scrub(n.message)
    return msgspec.structs.replace(n, message=message)


def _line(line: BomLine) -> BomLine:
    texts = {name: scrub(text) for name, text in line.fields.items() if name not in MONEY_FIELDS}
    same = {name: scrub(text) for name in ("description", "material", "reason") if (text := getattr(line, name))}
    return msgspec.structs.replace(
        line, fields=texts, other={}, quantity=None, unit_price=None, price_per=None, extended_price=None, mass=None,
        substances=tuple(msgspec.structs.replace(s, mass=None) for s in line.substances), **same,
    )  # fmt: skip


def _match(m: Match) -> Match:
    """A content share that came from a mass and the line's price would give the price away."""
    out = msgspec.structs.replace(m, evidence=tuple(map(_evidence, m.evidence)))
    if m.article is None and not m.content_share.is_known:
        out = msgspec.structs.replace(out, content_share=UNKNOWN_SHARE)
    return out


def _evidence(e: Evidence) -> Evidence:
    if e.field in MONEY_FIELDS:
        return msgspec.structs.replace(e, text="", start=0, end=0, means=scrub(e.means))
    return (
        msgspec.structs.replace(e, text=scrub(e.text), means=scrub(e.means)) if AMOUNT.search(e.means + e.text) else e
    )


def _fraction(f: Fraction) -> Fraction:
    share = None if f.share is None else rounded(f.share, f.threshold)
    return msgspec.structs.replace(
        f,
        share=share,
        numerator=share if share is not None else UNKNOWN,
        denominator=exactly(Decimal(1)) if share is not None else UNKNOWN,
        turning_point=None,
        denominator_is=scrub(f.denominator_is),
    )
