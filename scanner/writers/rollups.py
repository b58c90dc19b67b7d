"""Contributions added up by what a reader asks for: supplier, maker, country."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from msgspec import Struct

from scanner.estimate import Estimate, total
from scanner.findings import EXPOSED, LineFinding


class Rollup(Struct, frozen=True, kw_only=True):
    """Lines that share a supplier, maker or country."""

    key: str | None
    """None = not stated."""
    lines: int
    exposed: int
    """Lines that are listed, contain or may be a controlled item."""
    cost: Decimal | None
    """Sum of the extended costs that are known; None where none is."""
    unpriced: int
    contribution: Estimate
    """Sum over the lines. A shared rest of a priced assembly is in each line's high, so highs may overlap."""


def roll_up(findings: Iterable[LineFinding], key: Callable[[LineFinding], str | None]) -> list[Rollup]:
    """Line items by a key, the largest contribution first; keys that hold nothing exposed come last.

    Assemblies are left out, since their parts are counted; excluded rows count nothing.
    """
    groups: dict[str | None, list[LineFinding]] = {}
    for x in findings:
        if x.line.bin == "line_item":
            groups.setdefault(key(x), []).append(x)
    out = [_rollup(k, v) for k, v in groups.items()]
    return sorted(out, key=_gravity)


def by_supplier(finding: LineFinding) -> str | None:
    return finding.line.supplier


def by_maker(finding: LineFinding) -> str | None:
    return finding.line.manufacturer


def by_country(finding: LineFinding) -> str | None:
    """Countries stated or declared, joined; None where none is."""
    return ", ".join(finding.origins.countries) or None


def _rollup(key: str | None, group: list[LineFinding]) -> Rollup:
    costs = [x.extended_cost for x in group if x.extended_cost is not None]
    return Rollup(
        key=key,
        lines=len(group),
        exposed=sum(x.verdict in EXPOSED for x in group),
        cost=sum(costs, Decimal(0)) if costs else None,
        unpriced=len(group) - len(costs),
        contribution=total(x.contribution for x in group),
    )


def _gravity(r: Rollup) -> tuple[bool, bool, Decimal, Decimal, str]:
    high = r.contribution.high
    return r.exposed == 0, high is not None, -(high or Decimal(0)), -(r.cost or Decimal(0)), r.key or ""
