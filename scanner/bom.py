"""What a bill of materials is: lines, where they stand, what they say.

Text fields hold what the file says, trimmed; ``None`` means *not stated* and never becomes 0 or "".
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

Bin = Literal["line_item", "assembly", "section", "subtotal", "blank", "note", "header", "excluded"]
SEARCHED = 4_000
"""Characters of one text that are searched for materials, as the search costs the square of the length. What is longer
is kept whole, and noted."""
BINS: tuple[Bin, ...] = ("line_item", "assembly", "section", "subtotal", "blank", "note", "header", "excluded")

Exclusion = Literal[
    "alternate", "not-fitted", "document", "tax", "freight", "labour", "one-off", "charge", "data-error"
]  # fmt: skip
"""Why a row counts nothing. A row below one that is not fitted is ``not-fitted`` too."""

Severity = Literal["info", "warning", "error"]

NoteCode = Literal[
    "price-missing", "quantity-missing", "negative-quantity", "negative-price", "unit-mismatch", "price-disagrees",
    "currency-unknown", "rate-old", "number-ambiguous", "hidden-row", "alternate", "not-fitted", "tax-or-freight",
    "total-differs", "children-exceed-parent", "value-below-lines", "unpriced-turning-point", "sheet-not-used",
    "sheets-linked", "column-unmapped", "column-ambiguous", "formula-not-calculated", "cell-error",
    "identifier-altered",
    # beyond design/value-model.md:
    "structure-irregular", "encoding-uncertain", "limit-reached", "price-with-tax", "profile-used", "origin-unclear",
    "macro-ignored", "external-link", "redacted", "decision-expired", "decision-unused",
    "decision-contradicted", "evidence-altered", "answers-open", "product-quantity", "hidden-column",
]  # fmt: skip


class SourceRef(Struct, frozen=True, gc=False):
    """A place in an input. Rows count from 1; a csv row is a record, blank ones included.

    Where headings run down a column (layout ``transposed``) the number of a part's column stands for its row.
    """

    file: int
    """Index into ``Bom.inputs``."""
    sheet: str
    row: int
    column: str | None = None
    """Letter of the column; None for the whole row."""


class Note(Struct, frozen=True, kw_only=True, omit_defaults=False):
    """Something a reader of the report must know about how a cell, row or file was taken."""

    code: NoteCode
    severity: Severity
    message: str
    file: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


class Quantity(Struct, frozen=True, gc=False):
    """An amount with its unit."""

    amount: Decimal
    unit: str | None = None
    """Canonical unit as pint reads it (``piece``, ``m``, ``kg``, ``l`` ...); None = not stated, counted as pieces."""


class Money(Struct, frozen=True, gc=False):
    """An amount of money; never converted silently."""

    amount: Decimal
    currency: str | None = None
    """ISO 4217 code; None = the file neither states nor suggests one."""


class BomLine(Struct, frozen=True, kw_only=True, gc=False):
    """One row of the bins line_item, assembly or excluded: a part or material within its parent."""

    id: str
    """``Sheet!7``; the second item of a row that holds two is ``Sheet!7#2``."""
    source: SourceRef
    bin: Bin
    level: int | None = None
    """Depth below the product, which is 0; None where the list is flat."""
    parent: str | None = None
    """Id of the assembly that holds it; None at the top."""
    hidden: bool = False
    phantom: bool = False
    """A grouping without stock of its own: its price counts nothing, its parts pass through."""
    free_issue: bool = False
    """Supplied free of charge: no price is to be expected."""
    exclusion: Exclusion | None = None
    """Set exactly for the bin ``excluded``."""
    reason: str | None = None
    """Why the row is excluded, in words with the text that says so."""
    alternate_of: str | None = None
    """For an alternate: id of the line it could stand in for, where it can be told."""

    item_number: str | None = None
    part_number: str | None = None
    description: str | None = None
    manufacturer: str | None = None
    manufacturer_part_number: str | None = None
    supplier: str | None = None
    supplier_part_number: str | None = None
    material: str | None = None
    country_of_origin: str | None = None
    """As written; ``scanner.origin`` reads it."""
    hs_code: str | None = None
    cas_number: str | None = None
    reference_designators: str | None = None
    lifecycle: str | None = None
    notes: str | None = None

    quantity: Quantity | None = None
    """Amount in one parent (in the product at the top). None = blank, 'AR', not a number."""
    unit_price: Money | None = None
    """Price for ``price_per``. None = missing (blank, 0, 'TBD', '-')."""
    price_per: Quantity | None = None
    """The amount that ``unit_price`` buys; None = one of the quantity's unit."""
    extended_price: Money | None = None
    """Price of the whole row as written, for one parent."""
    mass: Quantity | None = None
    """Mass of one piece."""

    fields: dict[str, str] = field(default_factory=dict)
    """Every mapped field as text, for reports: normalised numbers, other cells as written."""
    other: dict[str, str] = field(default_factory=dict)
    """Columns that were kept and not understood: heading → text."""
    substances: tuple[Substance, ...] = ()
    """Declared composition, from material declarations (IPC-1752A, IPC-1754)."""


class Substance(Struct, frozen=True, kw_only=True):
    """One declared substance of a line."""

    name: str
    cas_number: str | None = None
    mass: Quantity | None = None
    """Mass in one piece of the line."""


class Column(Struct, frozen=True, kw_only=True):
    """A column and the field that it feeds."""

    field: str
    heading: str | None
    column: str
    """Letter, A = first."""
    confidence: float
    """0 to 1."""
    basis: str = ""
    """What it was known by: heading, content, profile, the user."""


class UnmappedColumn(Struct, frozen=True, kw_only=True):
    heading: str | None
    column: str


class SheetReading(Struct, frozen=True, kw_only=True):
    """How one table of a sheet was understood; a sheet with several unlike tables has one each."""

    name: str
    hidden: bool
    used: bool
    reason: str
    """Why it was used or skipped, in words."""
    header_rows: tuple[int, ...] = ()
    columns: tuple[Column, ...] = ()
    unmapped: tuple[UnmappedColumn, ...] = ()
    rows: dict[Bin, int]
    """Rows by bin; every row read is in exactly one. All bins are present."""
    structure: str = "flat"
    """How levels are told: flat, level column, dotted numbers, parent column, indentation, outline, sheets."""
    currency: str | None = None
    decimal_mark: str | None = None
    layout: str | None = None
    """records, transposed, side-by-side; None for an ordinary table."""


class InputFile(Struct, frozen=True, kw_only=True):
    """One file that was read."""

    file: str
    """The path as given."""
    sha256: str
    format: str
    """xlsx, xls, xlsb, ods, csv, cyclonedx, ipc-1752a, ipc-1754, kicad-xml ..."""
    encoding: str | None = None
    delimiter: str | None = None
    sheets: tuple[SheetReading, ...] = ()


class StatedTotal(Struct, frozen=True, kw_only=True):
    """A total that the file itself states; compared with ours, never used in its place."""

    money: Money
    source: SourceRef


class Bom(Struct, frozen=True, kw_only=True):
    """A bill of materials as read: rows in order, each accounted for, nothing computed yet."""

    inputs: tuple[InputFile, ...]
    lines: Sequence[BomLine]
    """Rows of the bins line_item, assembly and excluded, in the order of the file: a tuple, or columns that make a line
    when it is asked for (``scanner.columns``)."""
    notes: tuple[Note, ...] = ()
    stated_totals: tuple[StatedTotal, ...] = ()
    product: str | None = None
    """Name or number of the product, where the file's title block or name tells."""
    product_quantity: Decimal | None = None
    """Products that the quantities are for, where the file says 'for 10 units'; None = one."""


def sound(text: str) -> str:
    """The text without halves of characters, which names of files and words of a command may hold and no output may."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
