"""What an ods sheet keeps beside its values: currencies of cells, hidden rows."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import cached_property

from scanner.errors import InputError
from scanner.ingest.document import Facts
from scanner.ingest.limits import check_archive, unpack

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
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

    @cached_property
    def sheets(self) -> dict[str, OdsFacts]:
        from defusedxml.ElementTree import ParseError, iterparse

        if self.archive.getinfo("content.xml").file_size > _LARGE:
            return {}
        out: dict[str, OdsFacts] = {}
        facts: OdsFacts | None = None
        row = column = repeat = 0
        try:
            for event, element in iterparse(io.BytesIO(unpack(self.archive, "content.xml")), events=("start", "end")):
                tag = element.tag
                if event == "start":
                    if tag == f"{_TABLE}table":
                        facts, row = OdsFacts(), 0
                        out[element.get(f"{_TABLE}name", "")] = facts
                    elif tag == f"{_TABLE}table-row" and facts is not None:
                        column = 0
                        repeat = _times(element.get(f"{_TABLE}number-rows-repeated"))
                        if element.get(f"{_TABLE}visibility") in ("collapse", "filter") and repeat < _FAR:
                            facts.hidden.update(range(row, row + repeat))
                    continue
                if tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell") and facts is not None:
                    times = _times(element.get(f"{_TABLE}number-columns-repeated"))
                    currency = element.get(f"{_OFFICE}currency")
                    if currency and times < _FAR:
                        for i in range(column, column + times):
                            facts.currencies.setdefault(i, {})[row] = f"[${currency}]"
                    column += times
                elif tag == f"{_TABLE}table-row":
                    row += repeat
                    element.clear()
        except ParseError:
            return {}
        return out


def _times(text: str | None) -> int:
    """How often a row or cell is repeated; once where what is told is no number."""
    return int(text[:18]) if text and text.isascii() and text.isdigit() else 1


class OdsFacts(Facts):
    """Facts of one sheet of an ods workbook."""

    def __init__(self) -> None:
        self.hidden: set[int] = set()
        self.currencies: dict[int, dict[int, str]] = {}

    @property
    def hidden_rows(self) -> frozenset[int]:  # type: ignore[override]
        return frozenset(self.hidden)

    def formats(self, column: int, *, money: bool) -> str | dict[int, str] | None:
        return self.currencies.get(column) if money else None
