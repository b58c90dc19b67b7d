"""The sheet Sources: the measures, their timeline, what they ask, where that was read. Addresses are text, no links."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.writers import words
from scanner.writers.xlsx.book import Book, Cell, Column
from scanner.writers.xlsx.plan import Plan

COLUMNS = (
    Column("measure", "Measure", 14),
    Column("title", "Title", 50, "wrap"),
    Column("kind", "What", 14),
    Column("text", "Text", 60, "wrap"),
    Column("from", "From", 12),
    Column("until", "Until", 12, "text", "", "Last day, included."),
    Column("url", "Source", 70, "wrap"),
    Column("read", "Read as", 24, "wrap", "", "'cited' = the address is given by another source and was not opened."),
)


def write(book: Book, plan: Plan) -> None:
    """The whole sheet."""
    book.table(book.sheet("Sources"), COLUMNS, _records(plan), freeze=1)


def _records(plan: Plan) -> Iterator[list[Cell]]:
    x = plan.exposure
    for m in x.measures:
        yield [
            m.id,
            m.title,
            "status",
            words.status_words(m) + (f": {m.note}" if m.note else ""),
            x.as_of.isoformat(),
            m.until,
            None,
            None,
        ]
        for s in m.timeline:
            text = ", ".join(words.unique((words.STATUS_WORDS[s.status], *s.limbs, s.note)))
            yield [
                m.id,
                m.title,
                "timeline",
                text,
                s.starts.isoformat(),
                s.until.isoformat() if s.until else None,
                s.by,
                None,
            ]
        for d in m.duties:
            yield [m.id, m.title, d.kind, ": ".join(words.unique((d.applies_to, d.note))), None, None, None, None]
        for source in m.sources:
            read = ", ".join(
                words.unique(
                    (
                        "primary" if source.primary else None,
                        source.language,
                        source.read_as,
                        None if source.opened else "cited",
                    )
                )
            )
            yield [m.id, m.title, "source", None, None, None, source.url, read]
        for c in m.controls:
            for source in c.sources:
                yield [c.id, c.name, "source", c.detail, None, None, source.url, None if source.opened else "cited"]
    for a in x.assumptions:
        yield ["", a.id, "assumption", a.value, None, None, a.source, None]
