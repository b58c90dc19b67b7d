"""What an xlsx workbook keeps beside its values: number formats, hidden rows, indents, grouping, unfinished formulas.

The sheets' XML is searched as bytes, never parsed whole: a hundred thousand lines cost a tenth of a second.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property

from scanner.errors import InputError
from scanner.ingest.document import Facts, Unread
from scanner.ingest.limits import check_archive, check_area, limits, unpack

_MONEY_FORMATS = {5: "$", 6: "$", 7: "$", 8: "$", 42: "$", 44: "$"}
"""Built-in formats that show the currency of the user's country; written with a dollar sign in the standard."""
_KEEP_BYTES = 400 << 20
_HEAD = 1 << 16
_PIECE, _OVERLAP = 16 << 20, 512
_ROW_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d+)""")
_FAR = re.compile(rb"""[\s"']r\s*=\s*["']([A-Za-z]{2,}|[A-Za-z](?=\d{7}))(\d+)["'][^/>]*>\s*<""")
"""Cells with a value in a column beyond Z, or in a row of seven digits."""
_MOST_COLUMNS = 1 << 14
"""Columns of a sheet, by the standard."""
_ANEW = "open it in a spreadsheet program and save it anew"
_TAG = rb"<(?:\w+:)?"


class Workbook:
    """The parts of an xlsx container.

    Raises:
        InputError: damaged, or far larger than it seems.

    """

    def __init__(self, content: bytes, source: str) -> None:
        self.source = source
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
            check_archive(self.archive, len(content), source)
            self.names = set(self.archive.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise InputError(
                "is damaged: the zip container cannot be read", source=source, hint="was it cut off while copying?"
            ) from error

    @property
    def has_macros(self) -> bool:
        return any(n.endswith("vbaProject.bin") for n in self.names)

    @property
    def has_external_links(self) -> bool:
        return any(n.startswith("xl/externalLinks/") for n in self.names)

    def part(self, name: str) -> bytes:
        try:
            content = unpack(self.archive, name)
        except KeyError:
            return b""
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
            raise InputError(
                f"is damaged: {name} cannot be read",
                source=self.source,
                hint="open it in a spreadsheet program and save it anew",
            ) from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise InputError(
                    f"is damaged: {name} cannot be unpacked", source=self.source, hint="was it cut off while copying?"
                ) from error
            raise
        if b"<!DOCTYPE" in content[:_HEAD]:
            raise InputError(
                f"declares a document type in {name}, which no spreadsheet does", source=self.source, hint=_ANEW
            )
        return content

    def check_strings(self) -> None:
        """Refuse a table of shared strings that claims more of them than it has bytes: room is made for the claim.

        Raises:
            InputError: it does.

        """
        for name in self.names:
            if name.lower().endswith("sharedstrings.xml"):
                content = self.part(name)
                claims = re.findall(rb"""uniqueCount\s*=\s*["'](\d+)""", content[:4096])
                if any(int(x[:18]) > len(content) for x in claims):
                    raise InputError(
                        f"is damaged: {name} claims more texts than it holds", source=self.source, hint=_ANEW
                    )

    @cached_property
    def sheet_parts(self) -> dict[str, str]:
        """Sheet name → name of its part."""
        import html

        book = self.part("xl/workbook.xml").decode("utf-8", "replace")
        links = self.part("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        targets = {}
        for found in re.finditer(r"<(?:\w+:)?Relationship\b([^>]*)>", links):
            ident, target = _attribute(found[1], "Id"), _attribute(found[1], "Target")
            if ident and target:
                targets[ident] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        out = {}
        for found in re.finditer(r"<(?:\w+:)?sheet\b([^>]*)>", book):
            name, ident = _attribute(found[1], "name"), _attribute(found[1], r"\w+:id")
            if name and ident in targets:
                out[html.unescape(name)] = targets[ident]
        return out

    @cached_property
    def styles(self) -> tuple[dict[int, str], dict[int, int]]:
        """(style → number format that shows a currency or zeros, style → indent)."""
        import html

        text = self.part("xl/styles.xml").decode("utf-8", "replace")
        codes = {}
        for found in re.finditer(r"<(?:\w+:)?numFmt\b([^>]*)>", text):
            ident, code = _attribute(found[1], "numFmtId"), _attribute(found[1], "formatCode")
            if ident and _is_number(ident) and code:
                codes[int(ident)] = html.unescape(code)
        block = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", text, re.DOTALL)
        formats: dict[int, str] = {}
        indents: dict[int, int] = {}
        pattern = r"<(?:\w+:)?xf\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?xf>)"
        for number, found in enumerate(re.finditer(pattern, block[0] if block else "", re.DOTALL)):
            ident = _attribute(found[1], "numFmtId")
            code = codes.get(int(ident)) or _MONEY_FORMATS.get(int(ident)) if ident and _is_number(ident) else None
            if code and is_telling(code):
                formats[number] = code
            indent = _attribute(found[2] or "", "indent")
            if indent and _is_number(indent) and int(indent):
                indents[number] = int(indent)
        return formats, indents

    def sheet(self, name: str) -> Facts | None:
        """The facts of a sheet; None where its part is not found.

        Raises:
            InputError: the sheet spans too many rows or columns.

        """
        part = self.sheet_parts.get(name)
        if part is None or part not in self.names:
            return None
        if self.archive.getinfo(part).file_size > _KEEP_BYTES:
            self._check_large(part, name)
            return Unread(f"a sheet of more than {_KEEP_BYTES >> 20} MB is read without them")
        data = self.part(part)
        facts = SheetFacts(data, *self.styles)
        check_area(facts.rows, facts.columns, name, self.source)
        for columns, rows in facts.outliers(limits()["cells"]):
            check_area(rows, columns, name, self.source)
        return facts

    def _check_large(self, part: str, name: str) -> None:
        """Look for the farthest cell of a sheet that is too large to keep, piece by piece.

        Raises:
            InputError: damaged, or the sheet spans too many rows or columns.

        """
        rows = columns = 0
        rest = b""
        try:
            with self.archive.open(part) as member:
                while piece := member.read(_PIECE):
                    data = rest + piece
                    for found in (data.rfind(b"<row "), data.rfind(b":row ")):
                        number = _ROW_NUMBER.search(data, found, found + 400) if found >= 0 else None
                        rows = max(rows, int(number[1][:18]) if number else 0)
                    for letters, number_text in set(_FAR.findall(data)):
                        columns = max(columns, column_index(letters[:8].upper()) + 1)
                        rows = max(rows, int(number_text[:18]))
                    rest = data[-_OVERLAP:]
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
            raise InputError(f"is damaged: {part} cannot be read", source=self.source, hint=_ANEW) from error
        check_area(rows, max(columns, 26), name, self.source)


def is_telling(code: str) -> bool:
    """Does a number format say more than how to round: a currency, or zeros that belong to the number?"""
    return (
        is_zeros(code)
        or "[$" in code
        or any(c in code for c in "$€£¥￥₹₽₩₺元円")
        or bool(re.search(r'"[^"]*[^\W\d_][^"]*"', code))
    )


def is_zeros(code: str) -> bool:
    """A format of zeros only: '00000', '000-000'."""
    return code.count("0") > 1 and set(code) <= {"0", "-", " ", "\\"}


_ODD = {b"'": (b"r='",), b"\t": (b"r\t", b'\tr="'), b"\n": (b'\nr="',), b"": (b"r =", b"r= ")}
"""Forms in which no program writes a cell's address, by a byte that a usual sheet hardly has; that is sought first."""


class SheetFacts(Facts):
    """Facts of one sheet of an xlsx workbook."""

    def __init__(self, data: bytes, formats: dict[int, str], indents: dict[int, int]) -> None:
        self.data = data
        self._formats = formats
        self._indents = indents
        prefix = re.search(rb"<(\w+:)?c r=", data)
        self._cell = b"<" + (prefix[1] or b"" if prefix else b"") + b'c r="'
        self.rows, self.columns = self._size()

    def outliers(self, cells: int) -> Iterator[tuple[int, int]]:
        """(columns, rows) where cells may stand so far out that the grid up to them would fill the memory.

        Cells may be written in any order and in any form of tag, and the reader makes room for all up to the farthest.
        What usual cells cannot do is not looked for, so that a usual sheet costs two searches.
        """
        data = self.data
        odd = any(rare in data and any(x in data for x in signs) for rare, signs in _ODD.items())
        start = rb"""[\s"']r\s*=\s*["']""" if odd else rb' r="'
        letters = {x.upper() for x in re.findall(start + rb"([A-Za-z]{2,})\d", data)} if odd or self.wide else ()
        columns = max((column_index(x[:8]) + 1 for x in letters), default=26)
        if columns > _MOST_COLUMNS:
            yield columns, 1
        if not odd:
            columns = max(columns, self.columns)
        digits = len(str(cells // max(columns, 26)))
        valued = rb"""[A-Za-z]+(\d{%d,})["'][^/>]*>\s*<""" % digits
        far = [int(x[:18]) for x in re.findall(start + valued, data)]
        if far:
            yield columns, max(far)

    def warm(self) -> None:
        """Look up what every reading needs; meant to run beside the reading of the values."""
        _ = self.hidden_rows, self.uncalculated, self.errors

    def _size(self) -> tuple[int, int]:
        """Rows and columns up to the last cell that holds a value; formatted blanks far away do not count."""
        value = max(self.data.rfind(b"v>"), self.data.rfind(b"is>"), 0)
        last = max(self.data.rfind(b"<row ", 0, value), self.data.rfind(b":row ", 0, value))
        found = re.compile(rb'\br="(\d+)"').search(self.data, max(0, last), last + 400) if last >= 0 else None
        rows = int(found[1]) if found else self.data.count(b"<row")
        columns = 26
        self.wide = re.search(rb' r="[A-Za-z]{2}', self.data) is not None
        if self.wide:
            wide = set(re.findall(self._cell + rb'([A-Z]{2,})\d+"[^/>]*><', self.data))
            columns = max((column_index(m[:8]) + 1 for m in wide), default=26)
        return rows, columns

    @cached_property
    def _row_tags(self) -> list[bytes]:
        start = self.data.find(b"sheetData")
        if self.data.find(b' hidden="', start) < 0 and self.data.find(b' outlineLevel="', start) < 0:
            return []
        return re.findall(_TAG + rb'row\b([^>]*(?:hidden|outlineLevel)="[^>]*)>', self.data)

    @cached_property
    def hidden_rows(self) -> frozenset[int]:  # type: ignore[override]
        out = set()
        for tag in self._row_tags:
            if re.search(rb'\bhidden="(?:1|true)"', tag) and (number := re.search(rb'\br="(\d+)"', tag)):
                out.add(int(number[1]) - 1)
        return frozenset(out)

    @cached_property
    def outline(self) -> dict[int, int]:  # type: ignore[override]
        out = {}
        for tag in self._row_tags:
            level, number = re.search(rb'\boutlineLevel="(\d+)"', tag), re.search(rb'\br="(\d+)"', tag)
            if level and number and level[1] != b"0":
                out[int(number[1]) - 1] = int(level[1])
        return out

    @cached_property
    def hidden_columns(self) -> frozenset[int]:  # type: ignore[override]
        out: set[int] = set()
        head = self.data[: self.data.find(b"sheetData")]
        for tag in re.findall(_TAG + rb"col\b([^>]*)>", head):
            low, high = re.search(rb'\bmin="(\d+)"', tag), re.search(rb'\bmax="(\d+)"', tag)
            if re.search(rb'\bhidden="(?:1|true)"', tag) and low and high:
                out.update(range(int(low[1]) - 1, min(int(high[1]), 512)))
        return frozenset(out)

    @cached_property
    def uncalculated(self) -> frozenset[tuple[int, int]]:  # type: ignore[override]
        start = self._cell[: self._cell.find(b"c r=")] + b"f"
        if start + b">" not in self.data and start + b" " not in self.data:
            return frozenset()
        pattern = (
            self._cell
            + rb'([A-Z]+)(\d+)"[^>]*>'
            + _TAG
            + rb"f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)(?:"
            + _TAG
            + rb"v\s*/>|"
            + _TAG
            + rb"v></(?:\w+:)?v>)?</(?:\w+:)?c>"
        )
        return frozenset((int(row) - 1, column_index(letters)) for letters, row in re.findall(pattern, self.data))

    @cached_property
    def errors(self) -> dict[tuple[int, int], str]:  # type: ignore[override]
        if b't="e"' not in self.data:
            return {}
        pattern = self._cell + rb'([A-Z]+)(\d+)"[^>]*\bt="e"[^>]*>.{0,4096}?' + _TAG + rb"v>([^<]*)<"
        found = re.findall(pattern, self.data, re.DOTALL)
        return {(int(row) - 1, column_index(letters)): text.decode("utf-8", "replace") for letters, row, text in found}

    def formats(self, column: int, *, money: bool) -> str | dict[int, str] | None:
        wanted = {style: code for style, code in self._formats.items() if is_zeros(code) != money}
        found = self._styled(column, wanted)
        if found is None or isinstance(found, dict):
            return {row: wanted[style] for row, style in found.items()} if found else None
        return wanted[found]

    def indents(self, column: int) -> dict[int, int]:
        found = self._styled(column, self._indents, each=True)
        return {row: self._indents[style] for row, style in found.items()} if isinstance(found, dict) else {}

    def _styled(
        self, column: int, wanted: dict[int, object] | dict[int, str] | dict[int, int], *, each: bool = False
    ) -> dict[int, int] | int | None:
        """Styles of interest in a column: one for all its cells, or row → style."""
        if not wanted:
            return None
        start = self._cell + column_letters(column) + rb'(\d+)"[^>]*?'
        styles = set(re.findall(start.replace(rb"(\d+)", rb"\d+") + rb' s="(\d+)"', self.data))
        telling = {s for s in styles if int(s) in wanted}
        if not telling:
            return None
        if len(telling) == 1 and not each and len(styles) <= 2:
            return int(next(iter(telling)))
        return {
            int(row) - 1: int(style) for row, style in re.findall(start + rb' s="(\d+)"', self.data) if style in telling
        }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _attribute(tag: str, name: str) -> str | None:
    found = re.search(rf"""(?:^|\s){name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return (found[1] if found[1] is not None else found[2]) if found else None


def column_index(letters: bytes) -> int:
    """B'A' → 0, b'AA' → 26."""
    index = 0
    for byte in letters:
        index = index * 26 + byte - 64
    return index - 1


def column_letters(index: int) -> bytes:
    out = b""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        out = bytes([65 + rest]) + out
    return out
