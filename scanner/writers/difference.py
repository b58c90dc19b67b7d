"""A difference as text for a terminal, Markdown, HTML or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from scanner.difference import REASONS, WORDS, Difference, LineChange, ShareChange
from scanner.display import percent, share_text
from scanner.estimate import Estimate
from scanner.writers.comparison.formats import markdown_of, page_of
from scanner.writers.comparison.tables import Table
from scanner.writers.decimals import number
from scanner.writers.inert import inert

FORMAT_VERSION = "1.1"
"""1.1: policy, what follows for end use, end user and route; came_with, why only one result has a share."""
TITLE = "What changed"


def render(x: Difference, ending: str, lang: str = "en") -> bytes:
    """The whole difference in the form that an ending asks for."""
    if ending == ".json":
        return json(x)
    return page_of(TITLE, tables(x), lang) if ending == ".html" else markdown_of(TITLE, tables(x), lang)


def tables(x: Difference) -> list[Table]:
    """Shares, their reasons, lines and the law, as tables of text."""
    shares = Table(
        "Shares",
        ("Share", "Before", "After"),
        tuple(((s.what, _share(s.before, s.verdict_before), _share(s.after, s.verdict_after)), True) for s in x.shares),
    )
    why = Table(
        "Where the moves come from, in this order",
        ("Share", "Reason", "Low", "Likely", "High"),
        tuple(row for s in x.shares for row in _reasons(s))
        or (((f"not computed: {x.unexplained}", "", "", "", ""), False),) * bool(x.unexplained),
    )
    lines = Table(
        "Lines",
        ("Line", "Change", "Part", "Because of", "What", "Verdict"),
        tuple((_line(c), True) for c in x.lines),
        frozenset((0, 2)),
    )
    law = Table("The law", ("Measure", "Before", "After"), tuple((_law(t), True) for t in x.law))
    policy = Table(
        "What follows for the end use, end user and route",
        ("Rule", "Before", "After"),
        tuple(((c.what, c.before, c.after), True) for c in x.policy),
    )
    facts = ((x.first, x.second, str(x.same_lines)), False)
    head = Table("Compared", ("First", "Second", "Lines that say the same"), (facts,), frozenset((0, 1)))
    return [head, *(t for t in (shares, why, lines, law, policy) if t.rows)]


def text(x: Difference) -> str:
    """For a terminal: the shares first, each with its reasons, then the lines, then the law."""
    if not x:
        return f"{inert(x.first)} and {inert(x.second)} say the same: {x.same_lines} lines\n"
    out = [f"{inert(x.first)} → {inert(x.second)}"]
    for s in x.shares:
        out.append(f"\n{inert(s.what)}: {_share(s.before, s.verdict_before)} → {_share(s.after, s.verdict_after)}")
        if s.came_with is not None:
            out.append(f"  {WORDS[s.came_with]}: the share {_came(s)}")
        for r in REASONS:
            if r in s.by_reason:
                low, likely, high = map(_points, s.by_reason[r])
                out.append(f"  {WORDS[r]}: low {low}, likely {likely}, high {high}")
    if x.unexplained:
        out.append(f"\nThe moves are not split by reason: {inert(x.unexplained)}")
    counts = {k: sum(c.change == k for c in x.lines) for k in ("added", "removed", "changed")}
    out.append("\nLines: " + ", ".join(f"{n} {k}" for k, n in counts.items()) + f", {x.same_lines} the same")
    for c in x.lines:
        line, change, part, reasons, said, verdict = map(inert, _line(c))
        out.append(f"  {change} {line} {part}" + (f" [{reasons}]" if c.said else "") + f" {verdict}")
        out += [f"    {inert(t)}" for t in c.said] if said else []
    out += ["\nThe law:", *(f"  {inert(t)}" for t in x.law)] if x.law else []
    if x.policy:
        out.append("\nWhat follows for the end use, end user and route:")
        out += [inert(f"  {c.what}: {c.before} → {c.after}") for c in x.policy]
    return "\n".join(out) + "\n"


def json(x: Difference) -> bytes:
    """Shares as decimal strings; moves by reason as triples."""
    document = {
        "format_version": FORMAT_VERSION,
        "kind": "difference",
        "first": x.first,
        "second": x.second,
        "same_lines": x.same_lines,
        "verdict_changed": x.verdict_changed,
        "unexplained": x.unexplained,
        "shares": [
            {
                "what": s.what,
                "before": _triple(s.before),
                "after": _triple(s.after),
                "verdict_before": s.verdict_before,
                "verdict_after": s.verdict_after,
                "came_with": s.came_with,
                "by_reason": {r: _move(m) for r, m in s.by_reason.items()},
            }
            for s in x.shares
        ],
        "lines": [msgspec.to_builtins(c) for c in x.lines],
        "law": list(x.law),
        "policy": [msgspec.to_builtins(c) for c in x.policy],
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _reasons(s: ShareChange) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Rows of the table of reasons."""
    if s.came_with is not None:
        yield (s.what, WORDS[s.came_with], *[_came(s)] * 3), True
    for r in REASONS:
        if r in s.by_reason:
            yield (s.what, WORDS[r], *map(_points, s.by_reason[r])), True


def _law(text: str) -> tuple[str, str, str]:
    """``cn-2025-57: announced → suspended`` as its parts."""
    what, _, moved = text.partition(": ")
    before, _, after = moved.partition(" → ")
    return what, before, after


def _came(s: ShareChange) -> str:
    return "came with it" if s.before is None and s.verdict_before is None else "went with it"


def _triple(x: Estimate | None) -> dict[str, str | None] | None:
    return None if x is None else {"low": number(x.low), "likely": number(x.likely), "high": number(x.high)}


def _move(x: tuple[Decimal | None, ...]) -> dict[str, str | None]:
    return dict(zip(("low", "likely", "high"), map(number, x), strict=True))


def _share(x: Estimate | None, verdict: str | None) -> str:
    words = "not there" if x is None and verdict is None else share_text(x)
    return f"{verdict}: {words}" if verdict else words


def _points(x: Decimal | None) -> str:
    """A move in percentage points, so that it is not taken for a part of the share."""
    if x is None:
        return "not known"
    return f"{'+' if x > 0 else '−' if x < 0 else '±'}{percent(abs(x)).removesuffix(' %')} pp"


def _line(c: LineChange) -> tuple[str, ...]:
    line = c.after or c.before or ""
    if c.before and c.after and c.before != c.after:
        line = f"{c.before} → {c.after}"
    same = c.verdict_before == c.verdict_after
    verdict: str = c.verdict_after or c.verdict_before or ""
    if not same and c.change == "changed":
        verdict = f"{c.verdict_before} → {c.verdict_after}"
    return (line, c.change, c.part, ", ".join(c.reasons), "; ".join(c.said), verdict.replace("_", " "))
