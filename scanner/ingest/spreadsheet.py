"""xlsx, xlsm, xls, xlsb and ods by one fast reader; what it does not give comes from ``ooxml`` and ``odf``."""

from __future__ import annotations

import io
from threading import Thread
from collections.abc import Callable
from typing import Any

from scanner.bom import Note
from scanner.errors import InputError
from scanner.ingest import odf, ooxml
from scanner.ingest.document import NO_FACTS, Document, Facts, Sheet
from scanner.ingest.limits import check_area


def read(content: bytes, source: str, digest: str, kind: str) -> Document:
    """Every sheet of a workbook, hidden ones included.

    Raises:
        InputError: encrypted, damaged, or larger than is read.

    """
    import python_calamine as calamine

    book = ooxml.Workbook(content, source) if kind in ("xlsx", "xlsb") else None
    facts: dict[str, Callable[[], Facts]] = {}
    if book is not None and kind == "xlsx":
        for name in book.sheet_parts:
            found = book.sheet(name)
            if found is not None:
                facts[name] = lambda found=found: found  # type: ignore[misc]
    elif kind == "ods":
        ods = odf.Workbook(content, source)
        facts = _Lazily(ods)  # type: ignore[assignment]
    warm = Thread(target=lambda: [f().warm() for f in facts.values()]) if kind == "xlsx" else None  # type: ignore[attr-defined]
    if warm is not None:
        warm.start()
    try:
        opened = calamine.CalamineWorkbook.from_object(io.BytesIO(content))
        sheets = tuple(_sheet(opened, meta, calamine, facts.get(meta.name), source) for meta in opened.sheets_metadata)
    except calamine.PasswordError as error:
        raise InputError("is protected by a password", source=source, hint="save a copy without the password") from error
    except calamine.CalamineError as error:
        raise InputError(f"is damaged: {_short(error)}", source=source, hint="open it in a spreadsheet program and save it anew") from error
    finally:
        if warm is not None:
            warm.join()
    return Document(file=source, sha256=digest, format=kind, sheets=sheets, notes=_notes(book))


class _Lazily(dict[str, Callable[[], Facts]]):
    """The facts of ods sheets; the content is read once, when the first is asked for."""

    def __init__(self, book: odf.Workbook) -> None:
        super().__init__()
        self.book = book

    def get(self, name: str, default: object = None) -> Callable[[], Facts]:  # type: ignore[override]
        return lambda: self.book.sheets.get(name, NO_FACTS)


def _notes(book: ooxml.Workbook | None) -> tuple[Note, ...]:
    if book is None:
        return ()
    notes = []
    if book.has_macros:
        notes.append(Note(code="macro-ignored", severity="info", message="the workbook holds macros; they are never run", file=0))
    if book.has_external_links:
        notes.append(Note(code="external-link", severity="info", message="formulas refer to other workbooks; the values saved last are used", file=0))
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
