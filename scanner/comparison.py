"""Several results side by side: revisions of one product, variants, or one product on two days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from typing import TypeVar

from msgspec import Struct

from scanner.bom import BomLine
from scanner.estimate import Estimate
from scanner.findings import EXPOSED, VERDICTS, Exposure, Fraction, LineFinding, Verdict
from scanner.standing import MeasureStatus

T = TypeVar("T")
DIGITS = Decimal("1e-28")
"""As far as a share is compared."""
WIDE = Context(prec=60)


class Part(Struct, frozen=True, kw_only=True):
    """What one result says of a part, over all lines that name it."""

    lines: tuple[str, ...]
    verdict: Verdict
    """The strongest over its lines."""
    controls: tuple[str, ...]
    """Those it meets exposed, sorted."""


class Across(Struct, frozen=True, kw_only=True):
    """One thing in each result; None where a result does not have it."""

    key: tuple[str, ...]
    values: tuple[object, ...]
    changed: bool
    """The results do not all say the same; a share may differ and keep its verdict."""


class Comparison(Struct, frozen=True, kw_only=True):
    """Several results, aligned by what they speak of."""

    names: tuple[str, ...]
    results: tuple[Exposure, ...]
    shares: tuple[Across, ...]
    """Key: kind, scope, reading, measures; values: Fraction. Items are known by their part, not by their row."""
    parts: tuple[Across, ...]
    """Key: the part; values: Part. Parts that no result matches with anything are left out."""
    controls: tuple[Across, ...]
    """Key: the control; values: number of lines that meet it exposed."""
    law: tuple[Across, ...]
    """Key: measure, title; values: MeasureStatus."""


def compare(names: Sequence[str], results: Sequence[Exposure]) -> Comparison:
    """Align results; the first counts as what the others are compared with."""
    return Comparison(
        names=tuple(names),
        results=tuple(results),
        shares=_align(list(map(_shares, results)), lambda f: (f.verdict, _exact(f.share))),
        parts=tuple(
            row
            for row in _align(list(map(_parts, results)), lambda p: (p.verdict, p.controls))
            if any(isinstance(p, Part) and p.verdict != "none" for p in row.values)
        ),
        controls=_align(list(map(_controls, results)), lambda n: n, missing=0),
        law=_align(list(map(_law, results)), lambda m: (m.status, m.expected, m.until)),
    )


def _exact(share: Estimate | None) -> tuple[Decimal | None, ...]:
    """A share without the rounding of divisions, which depends on the order in which they were made."""
    ends = (share.low, share.likely, share.high) if share is not None else ()
    return tuple(None if x is None else x.quantize(DIGITS, context=WIDE) for x in ends)


def identity(line: BomLine) -> str:
    """What a part is known by in several bills of materials: its number, else the maker's, else what it is."""
    found = line.part_number or line.manufacturer_part_number or line.description or line.material or line.id
    return " ".join(found.split())


def _align(
    tables: list[dict[tuple[str, ...], T]], says: Callable[[T], object], *, missing: T | None = None
) -> tuple[Across, ...]:
    """Keys in the order in which they first occur."""
    keys = dict.fromkeys(key for table in tables for key in table)
    rows = []
    for key in keys:
        values = [table.get(key, missing) for table in tables]
        said = [None if v is None else says(v) for v in values]
        rows.append(Across(key=key, values=tuple(values), changed=any(s != said[0] for s in said)))
    return tuple(rows)


def _shares(x: Exposure) -> dict[tuple[str, ...], Fraction]:
    parts = {f.line.id: identity(f.line) for f in x.lines}
    out: dict[tuple[str, ...], Fraction] = {}
    for f in x.fractions:
        kind, _, name = f.scope.partition(":")
        scope = f"item {parts.get(name, name)}" if kind in ("line", "assembly") else f.scope
        out.setdefault((f.kind, scope, f.reading or "", f.measures), f)
    return out


def _parts(x: Exposure) -> dict[tuple[str, ...], Part]:
    found: dict[tuple[str, ...], list[LineFinding]] = {}
    for f in x.lines:
        found.setdefault((identity(f.line),), []).append(f)
    return {
        key: Part(
            lines=tuple(f.line.id for f in lines),
            verdict=min((f.verdict for f in lines), key=VERDICTS.index),
            controls=tuple(sorted({m.control for f in lines for m in f.matches if m.verdict in EXPOSED})),
        )
        for key, lines in found.items()
    }


def _controls(x: Exposure) -> dict[tuple[str, ...], int]:
    out: dict[tuple[str, ...], int] = {}
    for f in x.lines:
        for control in {m.control for m in f.matches if m.verdict in EXPOSED}:
            out[control,] = out.get((control,), 0) + 1
    return dict(sorted(out.items()))


def _law(x: Exposure) -> dict[tuple[str, ...], MeasureStatus]:
    return {(m.id, m.title): m for m in x.measures if m.controls_matched}
