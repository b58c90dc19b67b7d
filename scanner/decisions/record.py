"""Applied decisions as results show them: on each line, and as a list of their own."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from scanner.columns import column
from scanner.decisions.apply import Applied, waived
from scanner.decisions.model import Decision
from scanner.findings import EXPOSED, AppliedDecision, LineFinding


def marked(lines: Sequence[LineFinding], applied: Applied) -> Sequence[LineFinding]:
    """The lines, with what was decided about them."""
    if not applied.by_line:
        return lines
    return tuple(_mark(x, applied.by_line[x.line.id]) if x.line.id in applied.by_line else x for x in lines)


def _mark(finding: LineFinding, decisions: Sequence[Decision]) -> LineFinding:
    covered = [m.control for m in finding.matches if m.verdict in EXPOSED and waived(decisions, m)]
    ids = ", ".join(x.id for x in decisions)
    return replace(finding, decision=ids, waived=tuple(dict.fromkeys(covered)))


def records(applied: Applied) -> tuple[AppliedDecision, ...]:
    """One record a decision and line, in the order of the lines."""
    if not applied.by_line:
        return ()
    matches = dict(zip(column(applied.bom.lines, "id"), applied.matches, strict=True))
    return tuple(
        AppliedDecision(
            id=x.id,
            kind=x.kind,
            line=line,
            says=says(x),
            by=x.by,
            on=x.on.isoformat(),
            why=x.why,
            approver=x.approver,
            expires=x.expires.isoformat() if x.expires else None,
            evidence=tuple(f"{p.file} (sha256 {p.sha256})" if p.sha256 else p.file for p in x.evidence),
            controls=tuple(m.control for m in matches[line] if m.verdict in EXPOSED and waived((x,), m)),
        )
        for line, decisions in applied.by_line.items()
        for x in decisions
    )


def says(x: Decision) -> str:
    """What a decision states, in words."""
    if x.state is not None:
        return ": ".join(y.replace("_", " ") for y in (x.state, x.justification) if y)
    said = x.states
    assert said is not None
    parts = [
        ("made in", said.article_origin),
        ("material from", said.material_origin),
        ("rare earths from", said.rare_earth_origin),
        ("price", (said.price,) if said.price else None),
        ("does not contain", said.does_not_contain),
        ("contains", said.contains),
        ("share of value", [f"{c.group} {c.value_share}" for c in said.content]),
        *((name.replace("_", " "), (text,)) for name, text in said.facts.items()),
        ("says", (said.in_words,) if said.in_words else None),
    ]
    return "; ".join(f"{name} {', '.join(values)}" for name, values in parts if values)
