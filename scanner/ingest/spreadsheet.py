"""xlsx, xlsm, xls, xlsb and ods by one fast reader; what it does not give comes from ``ooxml`` and ``odf``."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread
from typing import Any

from scanner.bom import Note
from scanner.errors import InputError
from scanner.ingest import biff, odf, ooxml, records
from scanner.ingest.document import Document, Facts, Sheet
from scanner.ingest.limits import check, check_area


def read(content: bytes, source: str, digest: str, kind: str) -> Document:
    """Every sheet of a workbook, hidden ones included.

    Raises:
        InputError: encrypted, damaged, or larger than is read.

    """
    import python_calamine as calamine

    book = ooxml.Workbook(content, source) if kind in ("xlsx", "xlsb") else None
    facts: dict[str, Callable[[], Facts]] = {}
    found: list[ooxml.SheetFacts] = []
    if kind == "xls":
        records.check_xls(content, source)
        facts = _Asked(biff.Workbook(content).facts)
    if book is not None and kind == "xlsb":
        records.check_xlsb(book, source)
    if book is not None and kind == "xlsx":
        book.check_strings()
        check("sheets", len(book.sheet_parts), f"has {len(book.sheet_parts):,} sheets", source)
        for name in book.sheet_parts:
            known = book.sheet(name)
            if known is not None:
                facts[name] = partial(_given, known)
            if isinstance(known, ooxml.SheetFacts):
                found.append(known)
    elif kind == "ods":
        ods = odf.Workbook(content, source)
        facts = _Asked(ods.facts)
    warm = Thread(target=_warm, args=(found,)) if found else None
    if warm is not None:
        warm.start()
    try:
        with _panics(source):
            opened = calamine.CalamineWorkbook.from_object(io.BytesIO(content))
            check("sheets", len(opened.sheets_metadata), f"has {len(opened.sheets_metadata):,} sheets", source)
            sheets = tuple(
                _sheet(opened, meta, calamine, facts.get(meta.name), source) for meta in opened.sheets_metadata
            )
    except calamine.PasswordError as error:
        raise InputError(
            "is protected by a password", source=source, hint="save a copy without the password"
        ) from error
    except calamine.CalamineError as error:
        raise InputError(
            f"is damaged: {_short(error)}", source=source, hint="open it in a spreadsheet program and save it anew"
        ) from error
    except OSError as error:  # what the packing says of a part: a checksum that does not hold, an end too soon
        raise InputError(f"is damaged: {_short(error)}", source=source, hint="was it cut off while copying?") from error
    finally:
        if warm is not None:
            warm.join()
    return Document(file=source, sha256=digest, format=kind, sheets=sheets, notes=_notes(book))


@contextmanager
def _panics(source: str) -> Iterator[None]:
    """A panic of the reader is a damaged file; what it prints of itself is for its makers, and is kept from the user.

    Raises:
        InputError: it panicked.

    """
    sys.stderr.flush()
    try:
        kept = os.dup(2)
        nowhere = os.open(os.devnull, os.O_WRONLY)
    except OSError:
        kept = nowhere = -1
    try:
        if kept >= 0:
            os.dup2(nowhere, 2)
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(
            "is damaged: it makes no sense to the reader",
            source=source,
            hint="open it in a spreadsheet program and save it anew",
        ) from None
    finally:
        if kept >= 0:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)


def _given(facts: Facts) -> Facts:
    return facts


def _warm(found: list[ooxml.SheetFacts]) -> None:
    """Search the XML while the values are parsed; the parser lets other threads run."""
    for facts in found:
        facts.warm()


class _Asked(dict[str, Callable[[], Facts]]):
    """The facts of sheets by name; the workbook is read for them once, when the first is asked for."""

    def __init__(self, of: Callable[[str], Facts]) -> None:
        super().__init__()
        self._of = of

    def get(self, name: str, default: object = None) -> Callable[[], Facts]:  # noqa: ARG002
        return lambda: self._of(name)


def _notes(book: ooxml.Workbook | None) -> tuple[Note, ...]:
    if book is None:
        return ()
    notes = []
    if book.has_macros:
        notes.append(
            Note(code="macro-ignored", severity="info", message="the workbook holds macros; they are never run", file=0)
        )
    if book.has_external_links:
        notes.append(
            Note(
                code="external-link",
                severity="info",
                message="formulas refer to other workbooks; the values saved last are used",
                file=0,
            )
        )
    return tuple(notes)


def _sheet(book: Any, meta: Any, calamine: Any, facts: Callable[[], Facts] | None, source: str) -> Sheet:
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    if meta.typ != calamine.SheetTypeEnum.WorkSheet:
        return Sheet(name=meta.name, hidden=hidden, rows=[])
    sheet = book.get_sheet_by_name(meta.name)
    check_area(sheet.total_height, sheet.total_width, meta.name, source)
    merged = sheet.merged_cell_ranges or ()
    return Sheet(
        name=meta.name,
        hidden=hidden,
        rows=sheet.to_python(skip_empty_area=False),
        merged=tuple((a, b, c, d) for (a, b), (c, d) in merged),
        load_facts=facts,
    )


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:160] if str(error) else type(error).__name__
