"""Sheets of cells → a bill of materials."""

from __future__ import annotations

from scanner.bom import Bom
from scanner.ingest.document import Document
from scanner.options import ReadOptions


def build(document: Document, options: ReadOptions) -> Bom:
    """Find the tables, headers, columns, line items and structure; account for every row.

    Raises:
        InputError: no table of lines was found.

    """
    from scanner.lines.assemble import assemble

    return assemble(document, options)
