"""Sheets of cells → a bill of materials."""

from __future__ import annotations

from scanner.bom import Bom
from scanner.errors import InputError
from scanner.ingest.document import Document
from scanner.options import ReadOptions


def build(document: Document, options: ReadOptions) -> Bom:
    """Find the tables, headers, columns, line items and structure; account for every row.

    Raises:
        InputError: no table of lines was found.

    """
    import gc

    from scanner.lines.assemble import assemble

    # hundreds of thousands of records are made and none is let go: collecting on the way only costs time
    collecting = gc.isenabled()
    gc.disable()
    try:
        return assemble(document, options)
    except InputError as error:
        error.source = error.source or document.file
        raise
    finally:
        if collecting:
            gc.enable()
