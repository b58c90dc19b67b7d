"""What must hold of anything that was read, whatever it was."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from scanner.bom import Bom
from scanner.ingest.document import Document


class BrokenLawError(AssertionError):
    """An answer that cannot be true."""


def require(holds: bool, says: str) -> None:
    if not holds:
        raise BrokenLawError(says)


def sizes(document: Document) -> Counter[str]:
    """Rows of each sheet, before they are used up."""
    found: Counter[str] = Counter()
    for sheet in document.sheets:
        found[sheet.name] += len(sheet.rows)
    return found


def check_bom(bom: Bom, rows: Counter[str]) -> None:
    """Every row in one bin, ids of their own, parents that are there, figures that are figures."""
    for file in bom.inputs:
        told: Counter[str] = Counter()
        for reading in file.sheets:
            told[reading.name] += sum(reading.rows.values())
        for reading in file.sheets:
            if reading.used and reading.layout is None:
                require(
                    told[reading.name] == rows[reading.name],
                    f"{rows[reading.name]} rows were read, {told[reading.name]} are accounted for",
                )
    ids = Counter(line.id for line in bom.lines)
    require(len(ids) == len(bom.lines), f"ids that stand twice: {[x for x, n in ids.items() if n > 1][:3]}")
    for line in bom.lines:
        require(line.parent is None or line.parent in ids, f"{line.id} stands in {line.parent}, which is no line")
        require(line.parent != line.id, f"{line.id} stands in itself")
        require((line.bin == "excluded") == (line.exclusion is not None), f"{line.id}: excluded without a reason")
        for figure in (line.quantity, line.unit_price, line.price_per, line.extended_price, line.mass):
            require(figure is None or finite(figure.amount), f"{line.id}: {figure}")


def finite(value: Decimal | None) -> bool:
    return value is None or value.is_finite()
