"""csv and tsv, whatever their delimiter and encoding."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from scanner.errors import InputError
from scanner.ingest.document import Document, Sheet
from scanner.ingest.encoding import decode


def read(content: bytes, source: str, digest: str) -> Document:
    """One sheet named like the file.

    Raises:
        InputError: not text.

    """
    text, encoding, notes = decode(content, source)
    delimiter = find_delimiter(text)
    csv.field_size_limit(1 << 24)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False))
    if not any(any(x.strip() for x in row) for row in rows):
        raise InputError("holds no text", source=source)
    sheet = Sheet(name=PurePath(source).stem, rows=rows, text=True)  # type: ignore[arg-type]
    return Document(
        file=source, sha256=digest, format="csv", sheets=(sheet,), encoding=encoding, delimiter=delimiter, notes=notes
    )


def find_delimiter(text: str) -> str:
    """The delimiter that cuts the first records into the most even rows."""
    sample = text[:65536]
    best, best_score = ",", 0.0
    for delimiter in (",", ";", "\t", "|", "^", "~"):
        if delimiter not in sample:
            continue
        widths = [len(r) for r in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(x.strip() for x in r)][:60]
        if len(text) > len(sample) and len(widths) > 1:
            widths.pop()
        wide = [w for w in widths if w > 1]
        if not wide:
            continue
        common = max(set(wide), key=lambda w: (wide.count(w), w))
        score = wide.count(common) / len(widths) * (1 + min(common, 12) / 12)
        if score > best_score:
            best, best_score = delimiter, score
    return best
