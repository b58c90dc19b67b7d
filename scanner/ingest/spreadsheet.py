"""xlsx, xlsm, xls, xlsb and ods by one fast reader."""

from __future__ import annotations

import io
from typing import Any

from scanner.errors import InputError
from scanner.ingest.document import Document, Sheet


def read(content: bytes, source: str, digest: str, kind: str) -> Document:
    """Every sheet of a workbook, hidden ones included.

    Raises:
        InputError: encrypted or damaged.

    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_object(io.BytesIO(content))
        sheets = tuple(_sheet(book, meta, calamine) for meta in book.sheets_metadata)
    except calamine.PasswordError as error:
        raise InputError("is protected by a password", source=source, hint="save a copy without the password") from error
    except calamine.CalamineError as error:
        raise InputError(f"is damaged: {error}", source=source, hint="open it in a spreadsheet program and save it anew") from error
    return Document(file=source, sha256=digest, format=kind, sheets=sheets)


def _sheet(book: Any, meta: Any, calamine: Any) -> Sheet:
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    if meta.typ != calamine.SheetTypeEnum.WorkSheet:
        return Sheet(name=meta.name, hidden=hidden, rows=[])
    sheet = book.get_sheet_by_name(meta.name)
    return Sheet(name=meta.name, hidden=hidden, rows=sheet.to_python(skip_empty_area=False))
