"""Which line of the second result is which of the first, and what is another in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from scanner.bom import BomLine, Money, Quantity
from scanner.decisions.select import IDENTITY, fingerprint, fold
from scanner.difference import LineChange, Reason
from scanner.findings import LineFinding

PRICES = ("unit_price", "price_per", "extended_price", "free_issue")
PLACE = ("quantity", "bin", "exclusion", "phantom")


def pair(first: Sequence[LineFinding], second: Sequence[LineFinding]) -> dict[int, int]:
    """Index in the second → index in the first.

    By all identifying texts, then by the part's number, then by its description; a line without any text by its
    place. Of several lines that fit, the first goes to the first; nothing is paired twice.
    """
    keys: tuple[Callable[[BomLine], object], ...] = (
        lambda x: (fingerprint(x), x.source.sheet),
        fingerprint,
        lambda x: fold(x.part_number or x.manufacturer_part_number) or None,
        lambda x: fold(x.description) or None,
        lambda x: None if x.part_number or x.manufacturer_part_number or x.description else x.id,
    )
    pairs: dict[int, int] = {}
    free = dict.fromkeys(range(len(first)))
    for key in keys:
        waiting: dict[object, list[int]] = defaultdict(list)
        for i in free:
            waiting[key(first[i].line)].append(i)
        waiting.pop(None, None)
        for queue in waiting.values():
            queue.reverse()
        for j, finding in enumerate(second):
            queue = waiting.get(key(finding.line), [])
            if j not in pairs and queue:
                pairs[j] = queue.pop()
                del free[pairs[j]]
    return pairs


def changes(first: Sequence[LineFinding], second: Sequence[LineFinding], pairs: dict[int, int]) -> Iterator[LineChange]:
    """Lines of the second in their order, then those that are gone."""
    for j, after in enumerate(second):
        if j not in pairs:
            yield _whole(after, added=True)
            continue
        before = first[pairs[j]]
        said = list(_said(before, after))
        if said:
            yield LineChange(
                change="changed",
                before=before.line.id,
                after=after.line.id,
                part=_part(after.line),
                reasons=tuple(dict.fromkeys(reason for reason, _ in said)),
                said=tuple(text for _, text in said),
                verdict_before=before.verdict,
                verdict_after=after.verdict,
            )
    gone = set(range(len(first))) - set(pairs.values())
    for i in sorted(gone):
        yield _whole(first[i], added=False)


def _whole(x: LineFinding, *, added: bool) -> LineChange:
    return LineChange(
        change="added" if added else "removed",
        before=None if added else x.line.id,
        after=x.line.id if added else None,
        part=_part(x.line),
        reasons=("bom",),
        said=(),
        verdict_before=None if added else x.verdict,
        verdict_after=x.verdict if added else None,
    )


def _said(a: LineFinding, b: LineFinding) -> Iterator[tuple[Reason, str]]:
    """Every difference with its reason."""
    texts = [x for x in IDENTITY if fold(getattr(a.line, x)) != fold(getattr(b.line, x))]
    for name in (*texts, *(x for x in PLACE if getattr(a.line, x) != getattr(b.line, x))):
        yield "bom", _move(name, getattr(a.line, name), getattr(b.line, name))
    answered = a.decision != b.decision
    for name in (x for x in PRICES if getattr(a.line, x) != getattr(b.line, x)):
        reason: Reason = "answer" if answered else "price"
        yield reason, _move(name, getattr(a.line, name), getattr(b.line, name))
    if a.origins.countries != b.origins.countries or a.origins.basis != b.origins.basis:
        declared = "declared" in (a.origins.basis, b.origins.basis)
        words = [f"{' / '.join(x.origins.countries) or 'not stated'} ({x.origins.basis})" for x in (a, b)]
        yield ("answer" if declared else "origin"), f"origin: {words[0]} → {words[1]}"
    if answered:
        yield "answer", _move("decision", a.decision or "none", b.decision or "none")
    if _matches(a) != _matches(b) and not texts and not answered:
        gained, lost = _matches(b) - _matches(a), _matches(a) - _matches(b)
        told = [f"now {c}: {v}" for c, v in sorted(gained)] + [f"no longer {c}: {v}" for c, v in sorted(lost)]
        yield "law", "; ".join(told)


def _matches(x: LineFinding) -> set[tuple[str, str]]:
    return {(m.control, m.verdict) for m in x.matches}


def _move(name: str, before: object, after: object) -> str:
    return f"{name.replace('_', ' ')}: {_word(before)} → {_word(after)}"


def _word(x: object) -> str:
    match x:
        case None:
            return "not stated"
        case Money(amount, currency):
            return f"{_digits(amount)} {currency or ''}".strip()
        case Quantity(amount, unit):
            return f"{_digits(amount)} {unit or ''}".strip()
        case _:
            return str(x)


def _digits(x: Decimal) -> str:
    text = f"{x:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _part(line: BomLine) -> str:
    names = (line.part_number or line.manufacturer_part_number, line.description)
    return " · ".join(x for x in names if x) or line.id
