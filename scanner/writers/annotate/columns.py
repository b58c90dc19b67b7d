"""What we write beside a row, and on the sheet that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from scanner.display import NO_BOUND, NOT_KNOWN, share_text
from scanner.findings import EXPOSED, VERDICTS, Exposure, LineFinding
from scanner.writers import words


class Heading(NamedTuple):
    title: str
    width: float
    look: str


def headings(exposure: Exposure) -> tuple[Heading, ...]:
    """Our columns; ``Controlled value`` is the line's contribution in the report's currency, for one product."""
    money = "" if exposure.currency == "XXX" else f", {exposure.currency}"
    return (
        Heading("Export control", 15, "text"),
        Heading("Group", 14, "text"),
        Heading("Controls", 26, "wrap"),
        Heading("Why", 44, "wrap"),
        Heading("What would settle it", 32, "wrap"),
        Heading(f"Law on {exposure.as_of.isoformat()}", 24, "wrap"),
        Heading("Origin", 16, "text"),
        Heading("From China, likely", 10, "share"),
        Heading(f"Controlled value{money}: low", 13, "amount"),
        Heading("likely", 13, "amount"),
        Heading("high", 13, "amount"),
        Heading("Decision", 16, "yours"),
        Heading("Comment", 28, "yours"),
    )


Value = str | Decimal | None
DECISION = -2
"""Place of the column with the drop-down."""


class Row(NamedTuple):
    """What stands beside one row of a sheet."""

    verdict: str
    values: list[Value]


def row(findings: Sequence[LineFinding], exposure: Exposure) -> Row:
    """The cells beside a row; of two items in one row both are said."""
    law = {m.id: words.status_words(m) for m in exposure.measures}
    strongest = min((f.verdict for f in findings), key=VERDICTS.index)
    first = min(findings, key=lambda f: VERDICTS.index(f.verdict))
    matches = [m for f in findings for m in f.matches]
    said = [m for m in matches if m.verdict in EXPOSED] or matches
    if not matches and all(f.line.bin == "excluded" for f in findings):
        return Row("none", [f"excluded: {first.line.reason or first.line.exclusion}", *[None] * 12])
    statuses = words.unique(f"{m.measure}: {law[m.measure]}" for m in said if m.measure in law)
    material = any(not m.is_item for m in said)
    origin = first.origins.material if material else first.origins.article
    values: list[Value] = [
        strongest,
        ", ".join(words.unique(m.group for m in said)),
        ", ".join(words.unique(m.control for m in said)),
        "; ".join(words.unique(words.evidence_words(m) for m in said)),
        "; ".join(words.unique(m.settled_by for m in matches)),
        "; ".join(statuses),
        words.origin_words(first),
        origin.likely if origin.likely is not None else NOT_KNOWN,
    ]
    if any(m.verdict in EXPOSED for m in matches):
        low, likely, high = first.contribution.low, first.contribution.likely, first.contribution.high
        values += [low, NOT_KNOWN if likely is None else likely, NO_BOUND if high is None else high]
    else:
        values += [None, None, None]
    return Row(strongest, [*values, None, None])


def about(exposure: Exposure) -> list[tuple[Value, ...]]:
    """The sheet that says what our columns are and what they rest on."""
    top = exposure.headline
    rows: list[tuple[Value, ...]] = [
        ("Columns at the right of each table were added by bomscan; nothing else was changed.",),
        (),
        ("As of", exposure.as_of.isoformat()),
        ("Catalog of the law", exposure.catalog.version),
        *(("SHA-256 of the file that was scanned", i.sha256) for i in exposure.bom.inputs),
        (
            "De minimis share",
            words.HEADLINE_NONE if top is None else f"{top.verdict} {share_text(top.share, top.threshold)}",
        ),
        *((("of", f"{words.scope_words(top.scope)}, reading {top.reading}"),) if top else ()),
        (),
        *((v, words.VERDICT_WORDS[v]) for v in VERDICTS),
        (),
        ("Decision and Comment are yours. A verdict says what was found in what was read; it is no legal advice.",),
        (),
        ("Line", "Verdict", "Controls", "Part"),
    ]
    for f in sorted(exposure.lines, key=lambda f: VERDICTS.index(f.verdict)):
        if f.verdict in EXPOSED:
            part = " · ".join(words.unique((f.line.part_number, f.line.description or f.line.material)))
            rows.append((f.line.id, f.verdict, ", ".join(words.unique(m.control for m in f.matches)), part))
    return rows
