"""What an ods sheet keeps beside its values: currencies, zeros and indents of cells, what is hidden or grouped."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import cached_property
from xml.etree.ElementTree import Element

from scanner.errors import InputError
from scanner.ingest.document import NO_FACTS, Facts, Unread
from scanner.ingest.limits import check_archive, unpack

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_HIDDEN = ("collapse", "filter")
_LARGE = 120 << 20
_FAR = 4096
_ANEW = "open it in a spreadsheet program and save it anew"


class Workbook:
    """The content of an ods container, read once when first asked for."""

    def __init__(self, content: bytes, source: str) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        check_archive(self.archive, len(content), source)
        self._check_content(source)

    def _check_content(self, source: str) -> None:
        """Refuse content that is no XML: the reader of the values looks for the end of it for ever.

        Raises:
            InputError: it is not, or declares a document type.

        """
        from xml.parsers import expat

        def refuse(*_: object) -> None:
            raise InputError("declares a document type, which no spreadsheet does", source=source, hint=_ANEW)

        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = refuse
        try:
            parser.Parse(unpack(self.archive, "content.xml"), True)
        except expat.ExpatError as error:
            raise InputError(f"is damaged: its content is no XML: {error}", source=source, hint=_ANEW) from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as error:
            raise InputError(
                "is damaged: its content cannot be unpacked", source=source, hint="was it cut off while copying?"
            ) from error

    def facts(self, name: str) -> Facts:
        """The facts of a sheet."""
        if self.archive.getinfo("content.xml").file_size > _LARGE:
            return Unread(f"content of more than {_LARGE >> 20} MB is read without them")
        return self.sheets.get(name, NO_FACTS)

    @cached_property
    def sheets(self) -> dict[str, OdsFacts]:
        from defusedxml.ElementTree import ParseError, iterparse

        reader = _Reader()
        try:
            for event, element in iterparse(io.BytesIO(unpack(self.archive, "content.xml")), events=("start", "end")):
                if event == "start":
                    reader.begin(element)
                else:
                    reader.end(element)
        except ParseError as error:
            raise InputError("is damaged: its content is no XML", source="content.xml", hint=_ANEW) from error
        return reader.sheets


class _Reader:
    """What is known while the content goes by, element by element."""

    def __init__(self) -> None:
        self.sheets: dict[str, OdsFacts] = {}
        self._facts: OdsFacts | None = None
        self._row = self._column = self._repeat = self._depth = 0
        self._zeros: dict[str, str] = {}
        """Number style → a format of zeros."""
        self._styles: dict[str, tuple[str | None, int]] = {}
        """Cell style → (format of zeros, indent in tenths of a millimetre)."""
        self._defaults: list[str] = []
        """Cell style of each column, as far as columns are told one by one."""

    def begin(self, element: Element) -> None:
        tag = element.tag
        if tag == f"{_TABLE}table":
            self._facts, self._row, self._column, self._depth = OdsFacts(), 0, 0, 0
            self._defaults = []
            self.sheets[element.get(f"{_TABLE}name", "")] = self._facts
        elif self._facts is None:
            return
        elif tag == f"{_TABLE}table-row-group":
            self._depth += 1
        elif tag == f"{_TABLE}table-column":
            self._begin_column(element, self._facts)
        elif tag == f"{_TABLE}table-row":
            self._column = 0
            self._repeat = _times(element.get(f"{_TABLE}number-rows-repeated"))
            rows = range(self._row, self._row + self._repeat) if self._repeat < _FAR else range(0)
            if element.get(f"{_TABLE}visibility") in _HIDDEN:
                self._facts.hidden.update(rows)
            if self._depth:
                self._facts.outline.update(dict.fromkeys(rows, self._depth))

    def _begin_column(self, element: Element, facts: OdsFacts) -> None:
        times = _times(element.get(f"{_TABLE}number-columns-repeated"))
        if times < _FAR:
            start = len(self._defaults)
            self._defaults += [element.get(f"{_TABLE}default-cell-style-name", "")] * times
            if element.get(f"{_TABLE}visibility") in _HIDDEN:
                facts.hidden_set.update(range(start, start + times))

    def end(self, element: Element) -> None:
        tag = element.tag
        if tag == f"{_NUMBER}number-style":
            digits = next((x.get(f"{_NUMBER}min-integer-digits") for x in element if x.tag == f"{_NUMBER}number"), None)
            if 1 < _times(digits) < 64:
                self._zeros[element.get(f"{_STYLE}name", "")] = "0" * _times(digits)
        elif tag == f"{_STYLE}style" and element.get(f"{_STYLE}family") == "table-cell":
            zeros = self._zeros.get(element.get(f"{_STYLE}data-style-name", ""))
            margins = (x.get(f"{_FO}margin-left") for x in element if x.tag == f"{_STYLE}paragraph-properties")
            self._styles[element.get(f"{_STYLE}name", "")] = zeros, _tenths(next(margins, None))
        elif self._facts is None:
            return
        elif tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._end_cell(element, self._facts)
        elif tag == f"{_TABLE}table-row":
            self._row += self._repeat
            element.clear()
        elif tag == f"{_TABLE}table-row-group":
            self._depth -= 1

    def _end_cell(self, element: Element, facts: OdsFacts) -> None:
        times = _times(element.get(f"{_TABLE}number-columns-repeated"))
        kind = element.get(f"{_OFFICE}value-type")
        if kind and times < _FAR:
            currency = element.get(f"{_OFFICE}currency")
            for i in range(self._column, self._column + times):
                default = self._defaults[i] if i < len(self._defaults) else ""
                zeros, indent = self._styles.get(element.get(f"{_TABLE}style-name", default), (None, 0))
                if currency:
                    facts.currencies.setdefault(i, {})[self._row] = f"[${currency}]"
                if zeros:
                    facts.zeros.setdefault(i, {})[self._row] = zeros
                if indent:
                    facts.indented.setdefault(i, {})[self._row] = indent
        self._column += times


def _tenths(length: str | None) -> int:
    """A length such as '0.353cm' in tenths of a millimetre."""
    if not length:
        return 0
    for unit, tenths in (("cm", 100.0), ("mm", 10.0), ("in", 254.0), ("pt", 254 / 72)):
        number = length.removesuffix(unit)
        if number != length and number.replace(".", "", 1).isdecimal():
            return round(float(number) * tenths)
    return 0


def _times(text: str | None) -> int:
    """How often a row or cell is repeated; once where what is told is no number."""
    return int(text[:18]) if text and text.isascii() and text.isdigit() else 1


class OdsFacts(Facts):
    """Facts of one sheet of an ods workbook."""

    def __init__(self) -> None:
        self.hidden: set[int] = set()
        self.hidden_set: set[int] = set()
        self.outline: dict[int, int] = {}
        self.currencies: dict[int, dict[int, str]] = {}
        self.zeros: dict[int, dict[int, str]] = {}
        self.indented: dict[int, dict[int, int]] = {}

    @property
    def hidden_rows(self) -> frozenset[int]:  # type: ignore[override]
        return frozenset(self.hidden)

    @property
    def hidden_columns(self) -> frozenset[int]:  # type: ignore[override]
        return frozenset(self.hidden_set)

    def formats(self, column: int, *, money: bool) -> str | dict[int, str] | None:
        return (self.currencies if money else self.zeros).get(column)

    def indents(self, column: int) -> dict[int, int]:
        return self.indented.get(column, {})
