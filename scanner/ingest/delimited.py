"""csv, tsv, lists in frames of bars and lists in fixed columns, whatever their delimiter and encoding."""

from __future__ import annotations

import csv
import io
import re
from pathlib import PurePath

from scanner.bom import Note
from scanner.errors import InputError
from scanner.ingest.document import Document, Sheet
from scanner.ingest.encoding import decode
from scanner.ingest.limits import beyond, check, limits

_DELIMITERS = (",", ";", "\t", "|", "^", "~", "¦")
_RULE = re.compile(r"^[\s|+\-=_─━═]*$")
_SAMPLE = 65536
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
_KEYED = re.compile(r"^\s*([^:：\d][^:：]{0,40}?)\s*[:：](?!//)\s*(.*?)\s*$")
_SAID = re.compile(r"^\s*sep=(.)\s*$", re.IGNORECASE)


def read(content: bytes, source: str, digest: str) -> Document:
    """One sheet named like the file.

    Raises:
        InputError: not text, or nothing in it.

    """
    text, encoding, notes = decode(content, source)
    if not text.strip():
        raise InputError("holds no text", source=source)
    name = "clipboard" if source == "-" else PurePath(source).stem
    delimiter = find_delimiter(text)
    if delimiter is None:
        rows = fixed_columns(text.splitlines())
        kind = "text"
    else:
        try:
            csv.field_size_limit(limits()["cell_characters"])
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False))
        except csv.Error as error:
            if "field larger" in str(error):
                raise beyond(
                    "cell_characters", "holds a cell that is too long", source, "is a quote left open"
                ) from error
            raise InputError(
                f"cannot be cut into columns: {error}", source=source, hint="save it as csv anew, in UTF-8"
            ) from error
        kind = "csv"
        if delimiter == "|":
            rows = unframed(rows)
    width = max(map(len, rows), default=0)
    check(
        "columns",
        width,
        f"a row has {width:,} columns",
        source,
        "delete the stray cells, or say the delimiter in a first line sep=;",
    )
    check("cells", width * len(rows), f"spans {len(rows):,} rows and {width:,} columns of cells", source)
    most = limits()["rows"]
    if len(rows) > most:
        notes = (
            *notes,
            Note(
                code="limit-reached",
                severity="error",
                message=f"only the first {most:,} of {len(rows):,} rows are read",
                file=0,
            ),
        )
        del rows[most:]
    sheet = Sheet(name=name, rows=rows, text=True)  # type: ignore[arg-type]
    return Document(
        file=source, sha256=digest, format=kind, sheets=(sheet,), encoding=encoding, delimiter=delimiter, notes=notes
    )


def find_delimiter(text: str) -> str | None:
    """The delimiter that cuts the first records into the most even rows; None where none does."""
    said = _SAID.match(text[:40].split("\n", 1)[0])
    if said and said[1] not in '"\r' and not said[1].isalnum():
        return said[1]
    csv.field_size_limit(_SAMPLE)
    sample = text[:_SAMPLE]
    best, best_score = None, 0.0
    for delimiter in _DELIMITERS:
        if delimiter not in sample or (delimiter == "," and _is_decimal(sample)):
            continue
        try:
            records = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        widths = [len(r) for r in records if any(x.strip() for x in r) and not _RULE.match("".join(r))][:200]
        if len(text) > len(sample) and len(widths) > 1:
            widths.pop()
        wide = [w for w in widths if w > 1]
        if not wide:
            continue
        common = max(set(wide), key=lambda w: (wide.count(w), w))
        even = 0.7 * wide.count(common) / len(widths) + 0.3 * len(wide) / len(widths)
        # a tab hardly ever stands in a text, a semicolon seldom, a comma often
        score = even * (1 + min(common, 12) / 12) * {"\t": 1.3, ";": 1.1, "|": 1.1}.get(delimiter, 1.0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def unframed(rows: list[list[str]]) -> list[list[str]]:
    """A list in a frame of bars without its frame: '|.1 |0010 |' → '.1', '0010'; rules become blank rows."""
    framed = [r for r in rows if len(r) > 2]
    if not framed or sum(1 for r in framed if not r[0].strip() and not r[-1].strip()) < 0.8 * len(framed):
        return rows
    out = []
    for row in rows:
        if _RULE.match("|".join(row)):
            out.append([""])
        else:
            cut = row[1:] if not row[0].strip() and len(row) > 1 else row
            cut = cut[:-1] if len(cut) > 1 and not cut[-1].strip() else cut
            out.append([x.strip() for x in cut])
    return out


def _is_decimal(sample: str) -> bool:
    """Do commas stand in figures only, in lines whose columns are made of blanks?"""
    commas = sample.count(",")
    spaced = sum(1 for line in sample.splitlines() if "  " in line.strip())
    return len(_DECIMAL.findall(sample)) >= 0.8 * commas and spaced > 1


def fixed_columns(lines: list[str]) -> list[list[str]]:
    """Lists whose columns are made of blanks: cut where every long line has a blank; a tab counts as one.

    Lines of 'Key: value' are cut at the colon.
    """
    body = [x.expandtabs() for x in lines]
    keyed = [found for x in body if (found := _KEYED.match(x))]
    if len(keyed) > 1 and len(keyed) >= 0.6 * sum(1 for x in body if x.strip()):
        return [list(found.groups()) if (found := _KEYED.match(x)) else [x.strip()] for x in body]
    long = [x for x in body if len(x.split()) > 2 and not _RULE.match(x)][:400]
    if len(long) < 2:
        return [[x.strip()] for x in lines]
    width = max(map(len, long))
    blank = [all(i >= len(x) or x[i] == " " for x in long) for i in range(width)]
    cuts = [0, *(i for i in range(1, width) if not blank[i] and blank[i - 1])]
    ends = [*cuts[1:], None]
    return [[""] if _RULE.match(x) else [x[a:b].strip() for a, b in zip(cuts, ends, strict=True)] for x in body]
