"""Looks for our cells and fills for affected rows, added at the end of the workbook's own styles."""

from __future__ import annotations

import re

from scanner.writers.annotate.splice import Edits, opened, walk, with_attributes

FILLS = {"listed": "F8D0CC", "contains": "FBE0C4", "possible": "FFF1BF", "below_threshold": "E3ECF5"}
HEAD, YOURS = "DCE9EC", "FFFCE6"
OURS = ("head", "text", "wrap", "amount", "share", "yours", *FILLS)
"""Looks that our own cells can have."""
NUMBER = {"amount": 4, "share": 2}
"""Built-in number formats: #,##0.00 and 0.00."""


class Styles:
    """The styles part with a few more formats; asks for each format are answered by its index."""

    def __init__(self, content: bytes, source: str) -> None:
        self.edits = Edits(content)
        self._xfs: list[bytes] = []
        self._fill_of: list[int] = []
        self._plain_fills: list[bool] = []
        self._counts: dict[str, int] = {}
        self._starts: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._new: dict[str, list[bytes]] = {"fonts": [], "fills": [], "cellXfs": []}
        self._known: dict[tuple[int, str], int] = {}
        self._path: list[tuple[str, int]] = []
        self.prefix = walk(content, self._start, self._end, source)
        self.usable = all(name in self._ends for name in self._new)
        if self.usable:
            self._bold = self._add("fonts", '<{p}font><{p}b/><{p}sz val="10"/><{p}name val="Calibri"/></{p}font>')
            colours = {**FILLS, "head": HEAD, "yours": YOURS}
            self._fills = {name: self._add("fills", _fill(colour)) for name, colour in colours.items()}
            self._own = {name: self._add("cellXfs", self._xf(name)) for name in OURS}

    def _start(self, name: str, attributes: dict[str, str], at: int) -> None:
        parent = self._path[-1][0] if self._path else ""
        if name in self._new:
            self._starts[name], self._counts[name] = at, 0
        elif parent in self._new:
            self._counts[parent] += 1
            if parent == "cellXfs":
                self._fill_of.append(int(attributes.get("fillId", 0)))
            elif parent == "fills":
                self._plain_fills.append(False)
        elif name == "patternFill" and parent == "fill" and self._plain_fills:
            self._plain_fills[-1] = attributes.get("patternType", "none") == "none"
        self._path.append((name, at))

    def _end(self, name: str, at: int, empty: bool) -> None:
        _, start = self._path.pop()
        if name in self._new and not empty:
            self._ends[name] = at
        elif self._path and self._path[-1][0] == "cellXfs":
            content = self.edits.content
            self._xfs.append(content[start : at if empty else content.index(b">", at) + 1])

    def _add(self, kind: str, text: str) -> int:
        self._new[kind].append(text.format(p=self.prefix).encode())
        return self._counts[kind] + len(self._new[kind]) - 1

    def _xf(self, name: str) -> str:
        font = self._bold if name in ("head", *FILLS) else 0
        fill = self._fills.get(name, 0)
        wrap = ' wrapText="1"' if name in ("head", "wrap", "yours") else ""
        ids = f'numFmtId="{NUMBER.get(name, 0)}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0"'
        applied = 'applyFont="1" applyFill="1" applyNumberFormat="1" applyAlignment="1"'
        return f'<{{p}}xf {ids} {applied}><{{p}}alignment vertical="top"{wrap}/></{{p}}xf>'

    def own(self, name: str) -> str | None:
        """Index of one of our looks; None where the workbook has no styles."""
        return str(self._own[name]) if self.usable else None

    def filled(self, style: int, verdict: str) -> int:
        """The format of a cell with the verdict's fill; unchanged where it has a fill of its own."""
        if not self.usable or style >= len(self._xfs) or verdict not in FILLS:
            return style
        fill = self._fill_of[style]
        if fill < len(self._plain_fills) and not self._plain_fills[fill]:
            return style
        known = self._known.get((style, verdict))
        if known is None:
            raw = self._xfs[style]
            cut = raw.index(b">") + 1
            tag = with_attributes(raw[:cut], fillId=str(self._fills[verdict]), applyFill="1")
            self._new["cellXfs"].append(tag + raw[cut:])
            known = self._known[style, verdict] = self._counts["cellXfs"] + len(self._new["cellXfs"]) - 1
        return known

    def done(self) -> bytes:
        """The styles part with what was asked for."""
        if self.usable:
            for name, new in self._new.items():
                tag = self.edits.tag(self._starts[name])
                count = str(self._counts[name] + len(new))
                start = self._starts[name]
                self.edits.replace(start, start + len(tag), with_attributes(opened(tag), count=count))
                self.edits.insert(self._ends[name], b"".join(new))
        return self.edits.done()


def _fill(colour: str) -> str:
    return (
        f'<{{p}}fill><{{p}}patternFill patternType="solid"><{{p}}fgColor rgb="FF{colour}"/><{{p}}bgColor indexed="64"/>'
        "</{p}patternFill></{p}fill>"
    )


def column_number(letters: str) -> int:
    """A = 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")


def corners(reference: str) -> tuple[int, int, int, int]:
    """``A5:H40`` as first column, first row, last column, last row."""
    found = REFERENCE.findall(reference)
    (c1, r1), (c2, r2) = found[0], found[-1]
    return column_number(c1), int(r1), column_number(c2), int(r2)


def reference(first_column: int, first_row: int, last_column: int, last_row: int) -> str:
    return f"{column_letters(first_column)}{first_row}:{column_letters(last_column)}{last_row}"
