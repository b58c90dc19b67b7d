"""Rows of a table → lines of the bill: texts, quantities, prices, and a note where a cell is not what it should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from scanner.bom import Bin, BomLine, Money, Note, NoteCode, Quantity, Severity, SourceRef, StatedTotal
from scanner.ingest.document import Row
from scanner.lines.context import Context, heading_per, language_of, money_of, settle, with_tax
from scanner.lines.lexicon import lexicon
from scanner.lines.numbers import Amount, Mark, currency_of, per_quantity, unit_of
from scanner.lines.relation import agrees, as_number
from scanner.lines.rows import Classified
from scanner.lines.structure import Structure, by_indent, by_level, by_number, by_parent
from scanner.lines.table import Table, letter
from scanner.lines.text import plain, shown
from scanner.lines.values import Amounts, amounts

TEXTS = (
    "item_number", "part_number", "description", "manufacturer", "manufacturer_part_number", "supplier",
    "supplier_part_number", "material", "country_of_origin", "hs_code", "cas_number", "reference_designators", "lifecycle",
)  # fmt: skip
IDENTIFIERS = ("part_number", "manufacturer_part_number", "supplier_part_number", "hs_code", "cas_number")
ZERO = Decimal(0)


def text_of(value: Decimal) -> str:
    return format(value, "f")


class Reader:
    """One table on its way to lines."""

    def __init__(self, table: Table, classified: Classified, *, file: int, default_currency: str | None, delimiter: str | None) -> None:
        self.table = table
        self.rows: Sequence[Row] = table.rows()
        self.classified = classified
        self.file = file
        self.notes: list[Note] = []
        self.totals: list[StatedTotal] = []
        self.default_currency = default_currency
        self.delimiter = delimiter
        self.facts = table.sheet.facts()
        self.kept = [k for k, b in enumerate(classified.bins) if b in ("line_item", "excluded")]
        self.context = self._context()
        self.structure = self._structure()

    # ------------------------------------------------------------- what the sheet tells

    def cells(self, name: str) -> list[object]:
        """The cells of a field in the rows that are kept; empty where the table has no such column."""
        index = self.table.column(name)
        return self.column(index) if index is not None else []

    def column(self, index: int) -> list[object]:
        rows = self.rows
        return [r[index] if index < len(r) else "" for r in (rows[k] for k in self.kept)]

    def texts(self, name: str) -> list[str]:
        return [c.strip() if isinstance(c, str) else shown(c) for c in self.cells(name)]

    def _context(self) -> Context:
        table = self.table
        language = language_of(table.headings)
        above = table.sheet.rows[table.begin : table.first]
        beside = [self.rows[k] for k, b in enumerate(self.classified.bins) if b in ("subtotal", "note", "section")][:200]
        currency, symbol = money_of([*above, *beside])
        return Context(language=language, mark=None, currency=currency, symbol=symbol)

    def _structure(self) -> Structure:
        kept = self.kept
        if not kept:
            return Structure()
        if self.table.column("level") is not None:
            found = by_level(self.cells("level"), kept)
            if found.parent:
                return found
        if self.table.column("parent") is not None:
            numbers = dict(zip(kept, self.texts("part_number") or self.texts("description"), strict=False))
            found = by_parent(numbers, dict(zip(kept, self.texts("parent"), strict=True)), kept)
            if found.parent:
                return found
        if self.table.column("item_number") is not None:
            found = by_number(self.cells("item_number"), kept)
            if found.parent:
                return found
        for name in ("description", "part_number"):
            index = self.table.column(name)
            if index is None:
                continue
            raw = self.column(index)
            found = by_indent([_leading(c) for c in raw], kept, "leading spaces")
            if found.parent:
                return found
            indents = self.facts.indents(index + self.table.offset)
            if indents:
                first = self.table.first
                found = by_indent([indents.get(first + k, 0) for k in kept], kept, "cell indent")
                if found.parent:
                    return found
        if self.facts.outline:
            first = self.table.first
            found = by_indent([self.facts.outline.get(first + k, 0) for k in kept], kept, "grouping")
            if found.parent:
                return found
        return Structure()

    # ------------------------------------------------------------- notes

    def note(self, code: NoteCode, severity: Severity, message: str, k: int | None = None, column: int | None = None) -> None:
        self.notes.append(
            Note(
                code=code,
                severity=severity,
                message=message,
                file=self.file,
                sheet=self.table.sheet.name,
                row=None if k is None else self.table.first + k + 1,
                column=None if column is None else letter(column + self.table.offset),
            )
        )

    # ------------------------------------------------------------- columns of figures

    def _amounts(self, name: str, kind: str, fallback: Mark) -> Amounts | None:
        index = self.table.column(name)
        if index is None:
            return None
        found = amounts(self.column(index), kind, fallback)  # type: ignore[arg-type]
        if kind == "price" and any(a.problem == "date" for a in found.cells):
            self._dates(found, index)
        if found.ambiguous:
            example = next(shown(c) for c in self.column(index) if isinstance(c, str) and ("," in c or "." in c))
            reading = "a decimal comma" if found.mark == "," else "a decimal point"
            self.note("number-ambiguous", "warning", f"'{example}' and the like could be read either way; read with {reading}", None, index)
        return found

    def _dates(self, found: Amounts, index: int) -> None:
        """Prices that the spreadsheet turned into dates: 5.6 became the 5th of June. The other figures of the row
        choose between readings; where they do not, the point between day and month is taken for a decimal point in
        languages that write dates so, and the price is missing elsewhere."""
        others = [i for n in ("unit_price", "extended_price") if (i := self.table.column(n)) is not None and i != index]
        counts = self.table.column("quantity")
        dotted = self.context.language in ("pl", "de", "ru", "cs", "sv", "fr", "it", "es")
        for n, k in enumerate(self.kept):
            if found.cells[n].problem != "date":
                continue
            cell = self.rows[k][index]
            readings = date_readings(cell)
            beside = as_number(self.rows[k][others[0]]) if others and others[0] < len(self.rows[k]) else None
            count = as_number(self.rows[k][counts]) if counts is not None and counts < len(self.rows[k]) else None
            is_total = index == self.table.column("extended_price")
            value = None
            if beside is not None and count:
                value = next((r for r in readings if agrees(count * beside, r) if is_total), None) if is_total else next((r for r in readings if agrees(count * r, beside)), None)
            if value is None and dotted and readings:
                value = readings[0]
            if value is not None:
                found.cells[n] = Amount(amount=value)
            reading = f"read as {text_of(value)}" if value is not None else "which is no price"
            self.note("cell-error", "warning", f"the spreadsheet turned the price into the date {shown(cell)}, {reading}", k, index)

    def fallback(self) -> Mark:
        """The mark that the unambiguous numbers of the figure columns use, else that of the language."""
        from scanner.lines.numbers import decide_mark

        cells: set[str] = set()
        for name in ("unit_price", "extended_price", "quantity", "mass"):
            index = self.table.column(name)
            if index is not None:
                cells.update(c for c in self.column(index) if isinstance(c, str))
        decided, _ = decide_mark(cells)
        if decided:
            return decided
        if self.delimiter == ";" or self.context.language in ("de", "fr", "es", "it", "pl", "ru", "sv"):
            return ","
        return "."

    def _money_cells(self, name: str, found: Amounts | None) -> list[str | None]:
        """The currency of each price: its cell, its heading, its number format, the sheet."""
        index = self.table.column(name)
        if index is None or found is None:
            return []
        code, sign = currency_of(self.table.headings[index])
        by_heading = code or (settle(sign, self.context.language) if sign else None)
        if sign and not code:
            self._shared_sign(sign, by_heading, index)
        formats = self.facts.formats(index + self.table.offset)
        one = format_currency(formats, self.context.language) if isinstance(formats, str) else None
        first = self.table.first
        out: list[str | None] = []
        cache: dict[str, str | None] = {}
        for k, amount in zip(self.kept, found.cells, strict=True):
            code = amount.currency
            if code is None and amount.symbol:
                code = settle(amount.symbol, self.context.language) if by_heading is None else by_heading
            if code is None:
                code = by_heading
            if code is None and one is not None:
                code = one
            if code is None and isinstance(formats, dict):
                text = formats.get(first + k)
                if text is not None:
                    if text not in cache:
                        cache[text] = format_currency(text, self.context.language)
                    code = cache[text]
            out.append(code)
        symbols = {a.symbol for a in found.cells if a.symbol}
        for symbol in symbols if by_heading is None else ():
            self._shared_sign(symbol, settle(symbol, self.context.language), index)
        named = Counter(c for c in out if c)
        rest = named.most_common(1)[0][0] if len(named) == 1 else None
        fallback = rest or self.context.currency or (settle(self.context.symbol, self.context.language) if self.context.symbol else None) or self.default_currency
        return [c or fallback for c in out] if fallback else out

    def _shared_sign(self, sign: str, code: str | None, index: int) -> None:
        self.note("currency-unknown", "info", f"'{sign}' is read as {code}; --currency tells otherwise", None, index)

    # ------------------------------------------------------------- lines

    def lines(self) -> list[BomLine]:
        """The kept rows as lines, in order."""
        table, classified, kept = self.table, self.classified, self.kept
        sheet, first, file = table.sheet.name, table.first, self.file
        fallback = self.fallback()
        quantities = self._amounts("quantity", "quantity", fallback)
        prices = self._amounts("unit_price", "price", fallback)
        totals = self._amounts("extended_price", "price", fallback)
        masses = self._amounts("mass", "quantity", fallback)
        price_money = self._money_cells("unit_price", prices)
        total_money = self._money_cells("extended_price", totals)
        codes = self._codes()
        units = self._units()
        pers = self._pers(fallback)
        texts = {name: self.texts(name) for name in TEXTS if table.column(name) is not None}
        texts.update(self._identifiers(texts))
        remarks = self._joined(table.mapping.every("notes"))
        mapped = {c.index for c in table.mapping.columns}
        others = [(h.strip() or letter(i), self.column(i)) for i, h in enumerate(table.headings) if i not in mapped]
        designators = texts.get("reference_designators")
        hidden_rows = self.facts.hidden_rows
        structure = self.structure
        children = {p for c, p in structure.parent.items() if classified.exclusions.get(c, ("",))[0] != "alternate"}
        mass_unit = self._mass_unit()
        ids = {k: f"{sheet}!{first + k + 1}" for k in kept}
        price_column, total_column, quantity_column = (table.column(n) for n in ("unit_price", "extended_price", "quantity"))
        priced = prices is not None or totals is not None
        dropped = classified.exclusions
        priced_above = self._priced_above(prices, totals)
        out: list[BomLine] = []
        order = list(texts.items())
        for n, k in enumerate(kept):
            row = first + k + 1
            fields: dict[str, str] = {}
            kwargs: dict[str, str | None] = {}
            for name, column in order:
                value = column[n]
                if value:
                    fields[name] = value
                    kwargs[name] = value
            bin_name: Bin = classified.bins[k]
            exclusion = dropped.get(k)
            if bin_name == "line_item" and k in children:
                bin_name = classified.bins[k] = "assembly"
            # quantity
            quantity: Quantity | None = None
            if quantities is not None:
                q = quantities.cells[n]
                unit = units[n] if units and units[n] else q.unit
                if q.amount is not None:
                    quantity = Quantity(q.amount, unit)
                    fields["quantity"] = text_of(q.amount)
                    if q.amount < ZERO and exclusion is None:
                        exclusion = self._data_error(k, "negative-quantity", f"quantity {text_of(q.amount)} is negative", quantity_column)
                        bin_name = "excluded"
                elif exclusion is None and bin_name == "line_item":
                    self._no_amount(k, q, "quantity", quantity_column)
                    if q.problem not in ("missing", None):
                        fields["quantity"] = shown(self.rows[k][quantity_column])  # type: ignore[index]
            elif designators is not None and designators[n]:
                quantity = Quantity(Decimal(count_designators(designators[n])), "piece")
                fields["quantity"] = text_of(quantity.amount)
                unit = "piece"
            else:
                unit = units[n] if units else None
                quantity = Quantity(Decimal(1), unit)
            if unit:
                fields["unit"] = unit
            # prices
            unit_price: Money | None = None
            extended: Money | None = None
            per: Quantity | None = None
            u = prices.cells[n] if prices is not None else None
            e = totals.cells[n] if totals is not None else None
            if u is not None and u.amount is not None:
                currency = codes[n] if codes and codes[n] else price_money[n]
                if u.amount < ZERO:
                    if exclusion is None:
                        exclusion = self._data_error(k, "negative-price", f"price {text_of(u.amount)} is negative", price_column)
                        bin_name = "excluded"
                    unit_price = Money(u.amount, currency)
                elif u.amount and k not in classified.total_wins:
                    unit_price = Money(u.amount, currency)
                if u.amount:
                    fields["unit_price"] = text_of(u.amount)
                    if currency:
                        fields["currency"] = currency
                if u.per_amount is not None or u.per_unit is not None:
                    per = Quantity(u.per_amount or Decimal(1), u.per_unit)
            if per is None and pers is not None:
                per = pers[n]
            if per is not None:
                if per.amount == 1 and (per.unit is None or per.unit == unit):
                    per = None
                else:
                    fields["price_per"] = text_of(per.amount) + (f" {per.unit}" if per.unit else "")
            if e is not None and e.amount is not None:
                currency = codes[n] if codes and codes[n] else total_money[n]
                if e.amount < ZERO and exclusion is None and unit_price is None:
                    exclusion = self._data_error(k, "negative-price", f"line total {text_of(e.amount)} is negative", total_column)
                    bin_name = "excluded"
                if e.amount:
                    extended = Money(e.amount, currency)
                    fields["extended_price"] = text_of(e.amount)
                    if currency and "currency" not in fields:
                        fields["currency"] = currency
            free = k in classified.free_issue
            if priced and exclusion is None and unit_price is None and extended is None and bin_name == "line_item":
                self._no_price(k, u if u is not None else e, free=free, inside=k in priced_above, column=price_column if price_column is not None else total_column)
            other = {}
            for heading, column in others:
                cell = column[n]
                if cell != "" and cell is not None:
                    value = cell.strip() if isinstance(cell, str) else shown(cell)
                    if value:
                        other[heading] = value
            note_text = remarks[n] if remarks else None
            if note_text:
                fields["notes"] = note_text
            mass = None
            if masses is not None and (m := masses.cells[n]).amount is not None and m.amount > ZERO:
                mass = Quantity(m.amount, m.unit or mass_unit[n])
                fields["mass"] = text_of(m.amount) + (f" {mass.unit}" if mass.unit else "")
            hidden = bool(hidden_rows) and (first + k) in hidden_rows
            if hidden:
                self.note("hidden-row", "info", "the row is hidden in the sheet and counted", k)
            parent = structure.parent.get(k)
            out.append(
                BomLine(
                    id=ids[k],
                    source=SourceRef(file, sheet, row),
                    bin=bin_name,
                    level=structure.depth.get(k),
                    parent=ids[parent] if parent is not None else None,
                    hidden=hidden or table.sheet.hidden,
                    phantom=k in classified.phantom,
                    free_issue=free,
                    exclusion=exclusion[0] if exclusion else None,
                    reason=exclusion[1] if exclusion else None,
                    quantity=quantity,
                    unit_price=unit_price,
                    price_per=per,
                    extended_price=extended,
                    mass=mass,
                    notes=note_text,
                    fields=fields,
                    other=other,
                    substances=table.sheet.substances.get(first + k, ()),
                    **kwargs,
                )
            )
            if bin_name != classified.bins[k]:
                classified.bins[k] = bin_name
        self._wrap_up(out)
        return out

    def _data_error(self, k: int, code: NoteCode, message: str, column: int | None) -> tuple[str, str]:  # type: ignore[return]
        self.note(code, "error", f"{message}; the line is left out of the sums", k, column)
        self.classified.exclusions[k] = ("data-error", message)
        return ("data-error", message)

    def _no_amount(self, k: int, found: Amount, what: str, column: int | None) -> None:
        text = shown(self.rows[k][column]) if column is not None and column < len(self.rows[k]) else ""
        if found.problem == "error":
            self.note("cell-error", "warning", f"{what} is the error {text}", k, column)
        if column is not None and (self.table.first + k, column + self.table.offset) in self.facts.uncalculated:
            self.note("formula-not-calculated", "warning", f"{what} is a formula saved without its result; open and save the file in a spreadsheet program", k, column)
        saying = f"quantity is '{text}'" if text else "no quantity is stated"
        self.note("quantity-missing", "warning", f"{saying}; the cost is not known", k, column)

    def _no_price(self, k: int, found: Amount | None, *, free: bool, inside: bool, column: int | None) -> None:
        text = shown(self.rows[k][column]) if column is not None and column < len(self.rows[k]) else ""
        if found is not None and found.problem == "error":
            self.note("cell-error", "warning", f"price is the error {text}", k, column)
        if column is not None and (self.table.first + k, column + self.table.offset) in self.facts.uncalculated:
            self.note("formula-not-calculated", "warning", "price is a formula saved without its result; open and save the file in a spreadsheet program", k, column)
        if free:
            self.note("price-missing", "info", "free issue: no price is to be expected", k, column)
        elif inside:
            self.note("price-missing", "info", "no price; the assembly above is priced", k, column)
        else:
            saying = f"price is '{text}'" if text else "no price is stated"
            self.note("price-missing", "warning", f"{saying}; the line is not counted as worth nothing", k, column)

    def _priced_above(self, prices: Amounts | None, totals: Amounts | None) -> set[int]:
        if not self.structure.parent:
            return set()
        priced = {
            k
            for n, k in enumerate(self.kept)
            if k not in self.classified.phantom
            and ((prices is not None and prices.cells[n].amount) or (totals is not None and totals.cells[n].amount))
        }
        out = set()
        for k in self.kept:
            above = self.structure.parent.get(k)
            while above is not None:
                if above in priced:
                    out.add(k)
                    break
                above = self.structure.parent.get(above)
        return out

    def _codes(self) -> list[str | None]:
        """ISO codes of a currency column."""
        cache: dict[str, str | None] = {}
        out: list[str | None] = []
        for cell in self.cells("currency"):
            text = cell.strip() if isinstance(cell, str) else ""
            if text not in cache:
                code, sign = currency_of(text) if text else (None, None)
                cache[text] = code or (settle(sign, self.context.language) if sign else (text.upper() if len(text) == 3 and text.isalpha() else None))
            out.append(cache[text])
        return out

    def _units(self) -> list[str | None]:
        cache: dict[str, str | None] = {}
        out: list[str | None] = []
        for cell in self.cells("unit"):
            text = cell.strip() if isinstance(cell, str) else shown(cell)
            if text not in cache:
                cache[text] = (unit_of(text) or plain(text)) if text else None
            out.append(cache[text])
        return out

    def _pers(self, mark: Mark) -> list[Quantity | None] | None:
        cells = self.cells("price_per")
        if cells:
            cache: dict[object, Quantity | None] = {}
            for cell in cells:
                if cell not in cache:
                    cache[cell] = per_quantity(cell, mark)
            return [cache[c] for c in cells]
        index = self.table.column("unit_price")
        if index is None:
            return None
        stated = heading_per(self.table.headings[index])
        return [stated] * len(self.kept) if stated is not None else None

    def _mass_unit(self) -> list[str | None]:
        """The unit of masses: from the heading, or a column beside it that holds units."""
        index = self.table.column("mass")
        if index is None:
            return []
        unit = None
        for part in plain(self.table.headings[index]).replace("[", " ").replace("]", " ").replace("(", " ").replace(")", " ").split():
            found = unit_of(part)
            if found and lexicon().unit_facts[found].dimension == "mass":
                unit = found
        if unit is None and index + 1 < len(self.table.headings) and "unit" in plain(self.table.headings[index + 1]):
            return [unit_of(shown(c).split("/")[0]) if c not in ("", None) else None for c in self.column(index + 1)]
        return [unit] * len(self.kept)

    def _joined(self, columns: Sequence[int]) -> list[str | None]:
        if not columns:
            return []
        parts = [[c.strip() if isinstance(c, str) else shown(c) for c in self.column(i)] for i in columns]
        if len(parts) == 1:
            return [x or None for x in parts[0]]
        return [" | ".join(x for x in row if x) or None for row in zip(*parts, strict=True)]

    def _identifiers(self, texts: dict[str, list[str]]) -> dict[str, list[str]]:
        """Numbers that stand for names: leading zeros of the number format come back, 9.55E+12 is reported."""
        out: dict[str, list[str]] = {}
        for name in IDENTIFIERS:
            index = self.table.column(name)
            if index is None:
                continue
            cells = self.column(index)
            formats = self.facts.formats(index + self.table.offset)
            column: list[str] | None = None
            for n, cell in enumerate(cells):
                if isinstance(cell, float):
                    shown_as = formats if isinstance(formats, str) else formats.get(self.table.first + self.kept[n]) if formats else None
                    if shown_as and is_zeros(shown_as):
                        column = column or list(texts[name])
                        column[n] = zero_filled(cell, shown_as)
                        self.note("identifier-altered", "info", f"{name.replace('_', ' ')} {shown(cell)} is shown as {column[n]}", self.kept[n], index)
                    elif abs(cell) >= 1e15:
                        self.note("identifier-altered", "warning", f"{name.replace('_', ' ')} {cell:g} has lost digits: it was stored as a number", self.kept[n], index)
                elif isinstance(cell, str) and "E+" in cell.upper() and is_exponent(cell):
                    self.note("identifier-altered", "warning", f"{name.replace('_', ' ')} {cell.strip()} has lost digits: a spreadsheet stored it as a number", self.kept[n], index)
            if column is not None:
                out[name] = column
        return out

    def _wrap_up(self, lines: Sequence[BomLine]) -> None:
        """Stated totals, alternates, columns left open, odd structure."""
        table = self.table
        heading = with_tax([table.headings[i] for n in ("unit_price", "extended_price") if (i := table.column(n)) is not None])
        if heading:
            self.note("price-with-tax", "warning", f"'{heading.strip()}': prices include tax and are taken as written", None, table.column("unit_price") or table.column("extended_price"))
        if table.column("quantity") is None and lines:
            counted = "the reference designators are counted" if table.column("reference_designators") is not None else "every line counts once"
            self.note("quantity-missing", "info", f"no column of quantities: {counted}")
        for k, what in self.structure.irregular[:50]:
            self.note("structure-irregular", "warning", what, k)
        for name, taken, rival in table.mapping.close:
            self.note("column-ambiguous", "warning", f"{name.replace('_', ' ')} is taken from column {letter(taken)}, column {letter(rival)} '{table.headings[rival].strip()}' is as good; --map {name}={letter(rival)} chooses it", None, rival)
        self._stated()

    def _stated(self) -> None:
        index = self.table.column("extended_price")
        if index is None:
            index = self.table.column("unit_price")
        if index is None:
            return
        mark = self.fallback()
        from scanner.lines.values import amounts as read

        for k in self.classified.totals:
            row = self.rows[k]
            cell = row[index] if index < len(row) else ""
            found = read([cell], "price", mark).cells[0]
            if found.amount:
                code = found.currency or currency_of(self.table.headings[index])[0] or self.context.currency
                self.totals.append(StatedTotal(money=Money(found.amount, code), source=SourceRef(self.file, self.table.sheet.name, self.table.first + k + 1, letter(index))))


def date_readings(cell: object) -> list[Decimal]:
    """Numbers that a date may have been before a spreadsheet changed it, likeliest first."""
    from datetime import date

    if not isinstance(cell, date):
        return []
    out = [f"{cell.day}.{cell.month}", f"{cell.day}.{cell.month:02d}"]
    if cell.day == 1:
        out.append(f"{cell.month}.{cell.year % 100:02d}")
    out.append(f"{cell.month}.{cell.day:02d}")
    return [Decimal(x) for x in dict.fromkeys(out)]


def _leading(cell: object) -> int:
    """Leading blanks; a single one is a slip of the hand, a tab or wide blank counts as two."""
    if not isinstance(cell, str):
        return 0
    blank = cell[: len(cell) - len(cell.lstrip(" \u00a0\u3000\t"))]
    width = len(blank) + blank.count("\t") + blank.count("\u3000")
    return width if width > 1 else 0


def count_designators(text: str) -> int:
    """'R1, R2, R5-R8' → 6."""
    from scanner.lines.designators import count

    return count(text)


def is_exponent(text: str) -> bool:
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


def format_currency(text: str, language: str | None) -> str | None:
    """The currency that a number format shows: '#,##0.00 [$€-407]', '"kr" 0.00', '[$-804]¥#,##0'."""
    import re

    for sign, locale in re.findall(r"\[\$([^\]-]*)-?([0-9A-Fa-f]*)\]", text):
        if sign:
            code, shared = currency_of(sign)
            if code:
                return code
            by_locale = lexicon().locale_currencies.get(locale.lower().lstrip("0"))
            if shared:
                return by_locale or settle(shared, language)
    quoted = " ".join(re.findall(r'"([^"]+)"', text))
    code, shared = currency_of(quoted) if quoted.strip() else (None, None)
    if code is None and shared is None:
        bare = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', " ", text)
        code, shared = next(((c, s) for char in bare if not char.isalnum() and char not in "#,.;_-()@?/*% " for c, s in [currency_of(char)] if c or s), (None, None))
    return code or (settle(shared, language) if shared else None)
