"""Our cells spliced into the XML of one worksheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from scanner.writers.annotate.columns import DECISION, Heading, Row, Value
from scanner.writers.annotate.splice import Edits, opened, walk, with_attributes
from scanner.writers.annotate.styles import FILLS, Styles, column_letters, column_number, corners, reference
from scanner.writers.xlsx.book import clipped
from scanner.writers.xlsx.fast import xml_text
from scanner.writers.xlsx.lines import DECISIONS

LAST_COLUMN = 16_384
MERGED_FAR = 1_000
"""A merged range that ends this far out does not keep our columns away from the table."""
AFTER_VALIDATIONS = frozenset({
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
})  # fmt: skip
"""Elements of a worksheet that stand behind its data validations, by the order of the format."""


@dataclass
class Plan:
    """What goes where on one sheet."""

    rows: Mapping[int, Row]
    heads: frozenset[int]
    """Rows that get our headings."""
    headings: tuple[Heading, ...]
    tables: tuple[tuple[int, int], ...] = ()
    """First and last column of the tables, for the fills."""


@dataclass
class Survey:
    """What a first pass over the sheet finds."""

    used: int = 0
    """Last column with content."""
    merged: int = 0
    protected: bool = False
    filters: str | None = None
    """Range of the sheet's own filter."""
    prefix: str = ""
    existing: set[int] = field(default_factory=set)
    """Rows that stand in the file."""


def survey(content: bytes, source: str) -> Survey:
    """How far the sheet's content reaches."""
    out, column, row = Survey(), 0, 0

    def start(name: str, a: dict[str, str], _: int) -> None:
        nonlocal column, row
        if name == "c":
            column = column_number(a["r"].rstrip("0123456789")) if "r" in a else column + 1
        elif name in ("v", "f", "is"):
            out.used = max(out.used, column)
        elif name == "row":
            column, row = 0, int(a.get("r", row + 1))
            out.existing.add(row)
        elif name == "mergeCell":
            last = corners(a["ref"])[2]
            out.merged = max(out.merged, last if last < MERGED_FAR else 0)
        elif name == "autoFilter" and "ref" in a and out.filters is None:
            out.filters = a["ref"]
        elif name == "sheetProtection":
            out.protected = True

    out.prefix = walk(content, start, lambda *_: None, source)
    return out


class Splicer:
    """Second pass: every edit of the sheet."""

    def __init__(self, content: bytes, plan: Plan, at: int, prefix: str, styles: Styles, source: str) -> None:
        self.edits = Edits(content)
        self.plan, self.at, self.styles, self.p = plan, at, styles, prefix
        self.width = len(plan.headings)
        self.row_number = self.column = 0
        self.row_start = -1
        self.put_at: int | None = None
        self.removing = False
        self.cell_start = 0
        self.path: list[str] = []
        self.cols: list[dict[str, str]] = []
        self.cols_start = -1
        self.validated = False
        self.columns_done = False
        walk(content, self.start, self.end, source)

    # ------------------------------------------------------------ what the parser reports

    def start(self, name: str, a: dict[str, str], at: int) -> None:
        parent = self.path[-1] if self.path else ""
        self.path.append(name)
        if name == "row" and parent == "sheetData":
            self._row(a, at)
        elif name == "c" and parent == "row":
            self._cell(a, at)
        elif parent == "worksheet":
            self._part(name, a, at)
        elif name == "col" and parent == "cols":
            self.cols.append(a)

    def end(self, name: str, at: int, empty: bool) -> None:
        self.path.pop()
        if name == "row" and self.row_start >= 0:
            self._row_end(at, empty)
        elif name == "c" and self.removing:
            self.removing = False
            self.edits.replace(self.cell_start, at if empty else self.edits.content.index(b">", at) + 1, b"")
        elif name == "cols" and not empty:
            last = self.edits.content.index(b">", at) + 1
            self.edits.replace(self.cols_start, last, self._columns())
        elif name == "dataValidations" and not empty:
            self.edits.insert(at, self._validation())
        elif name == "worksheet" and not self.validated:
            self.validated = True
            self.edits.insert(at, self._validations())

    # ------------------------------------------------------------ rows and cells

    @property
    def wanted(self) -> bool:
        return self.row_number in self.plan.rows or self.row_number in self.plan.heads

    def _row(self, a: dict[str, str], at: int) -> None:
        self.row_number = int(a.get("r", self.row_number + 1))
        self.column, self.row_start, self.put_at = 0, at, None
        self.row_style = int(a["s"]) if a.get("customFormat") in ("1", "true") and "s" in a else 0
        self.spans: dict[str, str] = {}
        if self.wanted and "spans" in a:
            first = a["spans"].split()[0].partition(":")[0]
            self.spans = {"spans": f"{first}:{self.at + self.width - 1}"}

    def _cell(self, a: dict[str, str], at: int) -> None:
        before = self.column
        self.column = column_number(a["r"].rstrip("0123456789")) if "r" in a else self.column + 1
        if not self.wanted:
            return
        verdict = self._verdict()
        if self.column >= self.at:
            if before < self.at:
                self._gaps(before + 1, self.at - 1, at, verdict)
            if self.column < self.at + self.width:
                self.removing, self.cell_start = True, at
            elif self.put_at is None:
                self.put_at = at
            return
        self._gaps(before + 1, self.column - 1, at, verdict)
        if verdict in FILLS and self._in_table(self.column):
            style = int(a.get("s", 0))
            new = self.styles.filled(style, verdict)
            if new != style:
                self.edits.set_attributes(at, s=str(new))

    def _verdict(self) -> str:
        found = self.plan.rows.get(self.row_number)
        return found.verdict if found else "none"

    def _in_table(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.plan.tables)

    def _gaps(self, first: int, last: int, at: int, verdict: str) -> None:
        """Cells that do not stand in the file, filled so that the row is one band."""
        if verdict not in FILLS:
            return
        style = self.styles.filled(self.row_style, verdict)
        if style == self.row_style:
            return
        cells = [
            f'<{self.p}c r="{column_letters(c)}{self.row_number}" s="{style}"/>'
            for c in range(first, last + 1)
            if self._in_table(c)
        ]
        if cells:
            self.edits.insert(at, "".join(cells).encode())

    def _row_end(self, at: int, empty: bool) -> None:
        if self.wanted:
            cells = self._ours()
            if empty:
                tag = with_attributes(self.edits.tag(self.row_start), **self.spans)
                name = tag[1:].split(None, 1)[0].rstrip(b"/>")
                self.edits.replace(self.row_start, at, opened(tag) + cells + b"</%s>" % name)
            else:
                if self.column < self.at:
                    self._gaps(self.column + 1, self.at - 1, at, self._verdict())
                self.edits.insert(at if self.put_at is None else self.put_at, cells)
                if self.spans:
                    self.edits.set_attributes(self.row_start, **self.spans)
        self.row_start = -1

    def _ours(self) -> bytes:
        if self.row_number in self.plan.heads:
            return "".join(self._text(i, h.title, "head") for i, h in enumerate(self.plan.headings)).encode()
        row = self.plan.rows[self.row_number]
        out = []
        for i, (value, heading) in enumerate(zip(row.values, self.plan.headings, strict=True)):
            look = row.verdict if i == 0 and row.verdict in FILLS else heading.look
            out.append(self._value(i, value, look))
        return "".join(out).encode()

    def _value(self, i: int, value: Value, look: str) -> str:
        if isinstance(value, Decimal):
            return f"<{self.p}c{self._place(i, look)}><{self.p}v>{float(value)!r}</{self.p}v></{self.p}c>"
        if value:
            return self._text(i, value, look)
        return f"<{self.p}c{self._place(i, look)}/>" if look == "yours" else ""

    def _text(self, i: int, text: str, look: str) -> str:
        shown = xml_text(clipped(text))
        p = self.p
        return (
            f'<{p}c{self._place(i, look)} t="inlineStr"><{p}is><{p}t xml:space="preserve">{shown}</{p}t></{p}is></{p}c>'
        )

    def _place(self, i: int, look: str) -> str:
        style = self.styles.own(look)
        return f' r="{column_letters(self.at + i)}{self.row_number}"' + (f' s="{style}"' if style else "")

    # ------------------------------------------------------------ the rest of the sheet

    def _part(self, name: str, a: dict[str, str], at: int) -> None:
        if name == "dimension" and ":" in a.get("ref", ""):
            c1, r1, c2, r2 = corners(a["ref"])
            self.edits.set_attributes(at, ref=reference(c1, r1, max(c2, self.at + self.width - 1), r2))
        elif name == "cols":
            self.cols_start = at
            self.columns_done = True
        elif name == "sheetData" and not self.columns_done:
            self.edits.insert(at, self._columns())
        elif name == "autoFilter" and (wider := self.widened(a.get("ref", ""))):
            self.edits.set_attributes(at, ref=wider)
        elif name == "dataValidations":
            self.validated = True
            if "count" in a:
                self.edits.set_attributes(at, count=str(int(a["count"]) + 1))
        elif name in AFTER_VALIDATIONS and not self.validated:
            self.validated = True
            self.edits.insert(at, self._validations())

    def widened(self, ref: str) -> str | None:
        """A filter's range with our columns, so that sorting moves them along; None where it does not adjoin them."""
        if ":" not in ref:
            return None
        c1, r1, c2, r2 = corners(ref)
        return reference(c1, r1, self.at + self.width - 1, r2) if c2 == self.at - 1 and r1 in self.plan.heads else None

    def _columns(self) -> bytes:
        """Widths: theirs as they were, cut where ours begin."""
        first, last = self.at, self.at + self.width - 1
        kept: list[tuple[int, dict[str, Any]]] = []
        for col in self.cols:
            low, high = int(col["min"]), int(col["max"])
            if low < first:
                kept.append((low, {**col, "max": min(high, first - 1)}))
            if high > last:
                kept.append((max(low, last + 1), {**col, "min": max(low, last + 1)}))
        for i, heading in enumerate(self.plan.headings):
            kept.append((first + i, {"min": first + i, "max": first + i, "width": heading.width, "customWidth": 1}))
        cells = "".join(
            f"<{self.p}col " + " ".join(f'{k}="{v}"' for k, v in col.items()) + "/>"
            for _, col in sorted(kept, key=lambda x: x[0])
        )
        return f"<{self.p}cols>{cells}</{self.p}cols>".encode()

    def _validation(self) -> bytes:
        letters = column_letters(self.at + self.width + DECISION)
        rows = sorted(self.plan.rows)
        choices = escape(",".join(d.replace(",", ";") for d in DECISIONS))
        p, first, last = self.p, rows[0], rows[-1]
        how = 'type="list" errorStyle="information" allowBlank="1" showInputMessage="1"'
        where = f'sqref="{letters}{first}:{letters}{last}"'
        return f'<{p}dataValidation {how} {where}><{p}formula1>"{choices}"</{p}formula1></{p}dataValidation>'.encode()

    def _validations(self) -> bytes:
        return (
            f'<{self.p}dataValidations count="1">'.encode()
            + self._validation()
            + f"</{self.p}dataValidations>".encode()
        )


__all__ = ["LAST_COLUMN", "Plan", "Splicer", "Survey", "survey", "with_attributes"]
