"""Tables of the workbook (Excel's own) that our columns adjoin grow by them, so that sorting moves them along."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from scanner.writers.annotate.columns import Heading
from scanner.writers.annotate.splice import Edits, walk
from scanner.writers.annotate.styles import corners, reference


class Table:
    """One table part."""

    def __init__(self, content: bytes, source: str) -> None:
        self.edits = Edits(content)
        self.ref = ""
        self.names: list[str] = []
        self.ids: list[int] = []
        self.columns_at = self.columns_end = self.filter_at = -1
        self.start_at = 0
        self.prefix = walk(content, self._start, self._end, source)

    def _start(self, name: str, a: dict[str, str], at: int) -> None:
        if name == "table":
            self.ref, self.start_at = a.get("ref", ""), at
        elif name == "tableColumns":
            self.columns_at = at
        elif name == "tableColumn":
            self.names.append(a.get("name", ""))
            self.ids.append(int(a.get("id", 0)))
        elif name == "autoFilter":
            self.filter_at, self.filter_ref = at, a.get("ref", "")

    def _end(self, name: str, at: int, empty: bool) -> None:
        if name == "tableColumns" and not empty:
            self.columns_end = at

    def grown(self, at: int, heads: frozenset[int], headings: tuple[Heading, ...]) -> bytes | None:
        """The part with our columns; None where the table does not end right before them or a heading is taken."""
        if ":" not in self.ref or self.columns_end < 0:
            return None
        c1, r1, c2, r2 = corners(self.ref)
        taken = {n.lower() for n in self.names}
        if c2 != at - 1 or r1 not in heads or any(h.title.lower() in taken for h in headings):
            return None
        last = at + len(headings) - 1
        self.edits.set_attributes(self.start_at, ref=reference(c1, r1, last, r2))
        if self.filter_at >= 0 and self.filter_ref:
            f1, s1, _, s2 = corners(self.filter_ref)
            self.edits.set_attributes(self.filter_at, ref=reference(f1, s1, last, s2))
        self.edits.set_attributes(self.columns_at, count=str(len(self.names) + len(headings)))
        first = max(self.ids, default=0) + 1
        self.edits.insert(
            self.columns_end,
            "".join(
                f'<{self.prefix}tableColumn id="{first + i}" name={quoteattr(h.title)}/>'
                for i, h in enumerate(headings)
            ).encode(),
        )
        return self.edits.done()
