"""Part numbers that a spreadsheet took for numbers: leading zeros come back, lost digits are reported."""

from __future__ import annotations

from scanner.lines.grid import Grid
from scanner.lines.text import EXACT, shown

IDENTIFIERS = ("part_number", "manufacturer_part_number", "supplier_part_number", "hs_code", "cas_number")


def restored(grid: Grid, name: str, texts: list[str]) -> list[str]:
    """The texts of an identifier column, with what the number format tells put back; a note for each change or loss."""
    index = grid.table.column(name)
    if index is None:
        return texts
    cells = grid.column(index)
    kinds = set(map(type, cells))
    said = name.replace("_", " ")
    out = texts
    if float in kinds:
        formats = grid.formats(index, money=False)
        for n, cell in enumerate(cells):
            if not isinstance(cell, float):
                continue
            shape = formats if isinstance(formats, str) else formats.get(grid.first + grid.kept[n]) if formats else None
            if shape and is_zeros(shape):
                out = list(texts) if out is texts else out
                out[n] = zero_filled(cell, shape)
                if out[n] != texts[n]:
                    grid.note(
                        "identifier-altered", "info", f"{said} {texts[n]} is shown as {out[n]}", grid.kept[n], index
                    )
            elif abs(cell) >= EXACT:
                grid.note(
                    "identifier-altered",
                    "warning",
                    f"{said} {shown(cell)} has lost digits: it was stored as a number",
                    grid.kept[n],
                    index,
                )
    if str in kinds and any(sign in "\n".join(texts) for sign in ("E+", "e+")):
        for n, text in enumerate(texts):
            if ("E+" in text or "e+" in text) and is_exponent(text):
                grid.note(
                    "identifier-altered",
                    "warning",
                    f"{said} {text} has lost digits: a spreadsheet stored it as a number",
                    grid.kept[n],
                    index,
                )
    return out


def is_exponent(text: str) -> bool:
    """'9.55E+12'."""
    head, _, tail = text.strip().upper().partition("E+")
    return tail.isdigit() and head.replace(".", "", 1).replace(",", "", 1).isdigit()


def is_zeros(shape: str) -> bool:
    """Is a number format one of zeros: '00000', '000-000'?"""
    return shape.count("0") > 1 and set(shape) <= {"0", "-", " ", "\\"}


def zero_filled(value: float, shape: str) -> str:
    """A number in a format of zeros: 123 in '00000' → '00123'; separators of the format stay."""
    shape = shape.replace("\\", "")
    digits = str(int(value)).zfill(shape.count("0"))
    extra = len(digits) - shape.count("0")
    out, position = [digits[:extra]], extra
    for char in shape:
        if char == "0":
            out.append(digits[position])
            position += 1
        else:
            out.append(char)
    return "".join(out)
