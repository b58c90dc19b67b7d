"""The sheet Shares: every numerator over its named denominator, live, with the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from scanner.findings import FRACTION_VERDICTS, Fraction
from scanner.writers import words
from scanner.writers.xlsx.book import Book, Cell, Column
from scanner.writers.xlsx.layout import CONSTANT, FIRST_ROW, OPEN, THRESHOLD, VALUE
from scanner.writers.xlsx.numerators import Numerators
from scanner.writers.xlsx.plan import Plan
from scanner.writers.xlsx.terms import MARKS, Figure, Term, figure, triple

AS_COMPUTED = CONSTANT + "as computed by the scan"
COLUMNS = (
    Column("kind", "Share", 30, "wrap", "What"),
    Column("scope", "Of", 26, "text", "What"),
    Column("reading", "Reading", 10, "text", "What", "How the 0.1 % rule is read; see Readers."),
    Column("measures", "Measures", 17, "text", "What"),
    Column("headline", "Headline", 9, "text", "What"),
    Column("share_low", "low", 13, "percent", "Share of value", "Documented."),
    Column("share_likely", "likely", 13, "percent", "Share of value", "The best estimate."),
    Column("share_high", "high", 13, "percent", "Share of value", "Not excluded."),
    Column("verdict", "Verdict", 15, "text", "Verdict"),
    Column("threshold", "Threshold", 10, "percent", "Verdict"),
    Column("low", "low", 14, "amount", "Numerator"),
    Column("likely", "likely", 14, "amount", "Numerator"),
    Column("high", "high", 14, "amount", "Numerator"),
    Column("numerator", "is", 30, "wrap", "Numerator"),
    Column("denominator", "Denominator", 14, "amount", "Denominator"),
    Column("denominator_is", "is", 24, "wrap", "Denominator"),
    Column(
        "turning",
        "Turning point",
        14,
        "amount",
        "Beside",
        "What the unpriced lines that match nothing would together have to be worth to turn the verdict.",
    ),
    Column(
        "probability", "Chance to exceed", 10, "percent", "Beside", "Estimated; only where the bounds do not decide."
    ),
    Column("readers", "Who reads it so", 40, "wrap", "Beside"),
    Column("remark", "Remark", 36, "wrap", "Beside", "Which figure is no live formula, and why."),
)
LETTER = {c.key: chr(ord("A") + i) for i, c in enumerate(COLUMNS)}


def write(book: Book, plan: Plan) -> None:
    """The whole sheet."""
    sheet = book.sheet("Shares", tab="#B5713A")
    count = book.table(sheet, COLUMNS, _records(plan), freeze=2)
    column = list(LETTER).index("verdict")
    book.verdicts(sheet, FIRST_ROW - 1, FIRST_ROW + count - 2, column, FRACTION_VERDICTS)


def _records(plan: Plan) -> Iterator[list[Cell]]:
    numerators, limit = Numerators(plan), threshold(plan)
    for n, f in enumerate(plan.exposure.fractions):
        row = FIRST_ROW + n
        tops = [
            figure(ours, numerators.candidates(f, k), AS_COMPUTED, MARKS[k])
            for k, ours in enumerate(triple(f.numerator))
        ]
        bottom = _denominator(plan, f)
        shares = [_share(f, k, row) for k in range(3)]
        verdict = _verdict(f, row)
        parts = {"numerator": tops, "denominator": [bottom], "share": shares, "verdict": [verdict] if verdict else []}
        fixed = [name for name, cells in parts.items() if any(c.formula is None for c in cells)]
        remark = f"no live formula, as computed by the scan: {', '.join(fixed)}" if fixed else None
        yield [
            words.KIND_WORDS[f.kind], words.scope_words(f.scope), f.reading, words.MEASURES_WORDS[f.measures],
            "headline" if f.headline else None, *shares, verdict,
            Figure(f"={THRESHOLD}", f.threshold) if f.threshold is not None and f.threshold == limit else f.threshold,
            *tops, f.numerator_is, bottom, f.denominator_is, f.turning_point, f.probability, f.readers, remark,
        ]  # fmt: skip


def threshold(plan: Plan) -> Decimal | None:
    """The threshold of the whole result."""
    return next((f.threshold for f in plan.exposure.fractions if f.threshold is not None), None)


def _denominator(plan: Plan, f: Fraction) -> Figure:
    ours = _bottom(f)
    candidates = []
    kind, _, item = f.scope.partition(":")
    if kind in ("product", "measure", "group"):
        candidates.append(Term(VALUE, plan.exposure.product_value.amount))
    elif (i := plan.index.get(item)) is not None:
        cost = plan.cell("cost", i)
        own = Term(f'IF(ISNUMBER({cost}),{cost},"{MARKS[0]}")', plan.lines[i].extended_cost)
        candidates += [own, plan.full_value(i)]
    return figure(ours, candidates, AS_COMPUTED)


def _bottom(f: Fraction) -> Decimal | None:
    """The denominator; None where it is not known."""
    return f.denominator.low if f.denominator.is_known else None


def _share(f: Fraction, k: int, row: int) -> Figure:
    ours = None if f.share is None else triple(f.share)[k]
    top, bottom = f"{LETTER[('low', 'likely', 'high')[k]]}{row}", f"{LETTER['denominator']}{row}"
    above = triple(f.numerator)[k]
    below = _bottom(f)
    value = None if f.share is None or above is None or not below else above / below
    term = Term(f'IF(AND(ISNUMBER({top}),N({bottom})>0),{top}/{bottom},"{MARKS[k]}")', value)
    return figure(ours, [term], AS_COMPUTED, MARKS[k])


def _verdict(f: Fraction, row: int) -> Figure | None:
    """The verdict follows from the shares; ROUND keeps a share that is exactly the threshold at it."""
    if f.verdict is None:
        return None
    low, likely, high, limit = (
        f"{LETTER[key]}{row}" for key in ("share_low", "share_likely", "share_high", "threshold")
    )
    reached = "ROUND({0}-" + limit + ",15)>=0"
    sure = f'IF({OPEN}>0,"likely exceeds","exceeds")' if f.turning_point is not None else '"exceeds"'
    text = (
        f'IF(NOT(ISNUMBER({low})),"undetermined",IF({reached.format(low)},{sure},'
        f'IF(IF(ISNUMBER({likely}),{reached.format(likely)},FALSE),"likely exceeds",'
        f'IF(ISNUMBER({high}),IF({reached.format(high)},"may exceed","below"),"undetermined"))))'
    )
    if not f.scope.startswith(("line:", "assembly:")):  # nothing is below whatever the product is worth
        top = f"{LETTER['high']}{row}"
        text = f'IF(IF(ISNUMBER({top}),{top}=0,FALSE),"below",{text})'
    if _expected(f) != f.verdict:
        return Figure(None, f.verdict, AS_COMPUTED)
    return Figure(f"={text}", f.verdict)


def _expected(f: Fraction) -> str:
    """What the formula gives."""
    if f.numerator.is_zero and not f.scope.startswith(("line:", "assembly:")):
        return "below"
    if f.share is None or f.threshold is None:
        return "undetermined"
    low, likely, high = triple(f.share)
    if low is not None and low >= f.threshold:
        return "exceeds" if f.turning_point is None else "likely exceeds"
    if likely is not None and likely >= f.threshold:
        return "likely exceeds"
    if high is None:
        return "undetermined"
    return "may exceed" if high >= f.threshold else "below"
