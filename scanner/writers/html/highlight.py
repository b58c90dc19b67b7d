"""Matched words within a text, by the offsets of the evidence."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.bom import BomLine
from scanner.findings import Evidence
from scanner.writers.inert import inert

Segments = list[tuple[str, bool]]
"""Pieces of a text in order; True = matched. Each piece is safe to show."""


def field_text(line: BomLine, field: str) -> str | None:
    """A field's text as written, which evidence points into."""
    text = getattr(line, field, None) if field in BomLine.__struct_fields__ else None
    if not isinstance(text, str):
        text = line.fields.get(field, line.other.get(field))
    return text


def segments(text: str, evidence: Iterable[Evidence]) -> Segments:
    """The text cut where matched words begin and end; overlapping words are one piece."""
    spans = sorted(span for e in evidence if (span := _span(text, e)))
    out: Segments = []
    at = 0
    for start, end in _merged(spans):
        if start > at:
            out.append((inert(text[at:start]), False))
        out.append((inert(text[start:end]), True))
        at = end
    if at < len(text):
        out.append((inert(text[at:]), False))
    return out


def _span(text: str, e: Evidence) -> tuple[int, int] | None:
    """Where the evidence stands; offsets that do not hold its words are looked up, never trusted."""
    if e.start >= e.end:
        return None
    if text[e.start : e.end] == e.text:
        return e.start, e.end
    at = text.find(e.text) if e.text else -1
    return (at, at + len(e.text)) if at >= 0 else None


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
