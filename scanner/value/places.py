"""Notes that name their cell: file, sheet, row, and the column that a field was read from."""

from __future__ import annotations

from scanner.bom import Bom, BomLine, Note, NoteCode, Severity

LONGEST = 60
"""Characters of a description in a name."""


class Places:
    """Collects notes; none that the reader has already left for the same row."""

    def __init__(self, bom: Bom) -> None:
        self.notes: list[Note] = []
        self._taken = {(n.code, n.file, n.sheet, n.row) for n in bom.notes}
        self._columns = {
            (index, sheet.name, column.field): column.column
            for index, file in enumerate(bom.inputs)
            for sheet in file.sheets
            if sheet.used
            for column in sheet.columns
        }

    def line(self, line: BomLine, code: NoteCode, severity: Severity, message: str, field: str | None = None) -> None:
        """A note on a row, with the column of ``field`` where one was found."""
        at = line.source
        key = (code, at.file, at.sheet, at.row)
        if key in self._taken:
            return
        self._taken.add(key)
        column = self._columns.get((at.file, at.sheet, field)) if field else None
        self.notes.append(
            Note(code=code, severity=severity, message=message, file=at.file, sheet=at.sheet, row=at.row, column=column)
        )

    def whole(self, code: NoteCode, severity: Severity, message: str) -> None:
        """A note on the whole bill of materials."""
        self.notes.append(Note(code=code, severity=severity, message=message))


def name_of(line: BomLine) -> str:
    """What a reader knows a line by: its number or its text, and its row."""
    text = line.part_number or line.manufacturer_part_number or line.description or line.item_number
    return f"{text} (row {line.source.row})" if text else f"row {line.source.row}"


def title_of(line: BomLine) -> str:
    """What a reader knows an item by who has not the file at hand: number and text, and its row."""
    number = line.part_number or line.manufacturer_part_number or line.item_number
    text = line.description
    if not number or not text or text == number:
        return name_of(line)
    short = text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
    return f"{number}, {short} (row {line.source.row})"
