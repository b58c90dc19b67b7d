"""From what was scanned to the annotated copy: which sheets, which rows, which parts of the package."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from scanner import ingest
from scanner.errors import InputError, OutputError, UsageError
from scanner.findings import Exposure, LineFinding
from scanner.writers.annotate import columns, convert
from scanner.writers.annotate.package import Package
from scanner.writers.annotate.sheet import LAST_COLUMN, Plan, Splicer, survey
from scanner.writers.annotate.splice import Edits, walk
from scanner.writers.annotate.styles import Styles, column_letters, column_number
from scanner.writers.annotate.tables import Table
from scanner.writers.xlsx.book import clipped
from scanner.writers.xlsx.fast import xml_text

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MAIN_TYPES = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.spreadsheetml\.(?:sheet|template)"
    rb"|ms-excel\.(?:sheet|template)\.macroEnabled)\.main\+xml"
)
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
SHEET_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
MACROS = ("vbaProject", "vbaProjectSignature", "wordVbaData", "attachedToolbars")
ABOUT = "bomscan"


def annotated(exposure: Exposure, content: bytes, source: str, ending: str) -> tuple[bytes, list[str]]:
    """The copy and what must be said of it.

    Raises:
        InputError: the file cannot be read.
        UsageError: macros are asked for where there are none.
        OutputError: the file cannot be written under that ending.

    """
    names: dict[str, str] = {}
    warnings: list[str] = []
    if exposure.bom.inputs[0].format not in ("xlsx", "xlsm"):
        document = ingest.read_bytes(content, source)
        content, names = convert.workbook(document, exposure.as_of)
        if exposure.bom.inputs[0].format not in ("csv", "tsv"):
            warnings.append(
                "a new workbook with the same cells; formats, formulas and pictures of the original are not in it"
            )
    return _Copy(exposure, Package(content, source), names, warnings, source).made(ending), warnings


class Wanted(NamedTuple):
    """What one sheet gets."""

    rows: dict[int, columns.Row]
    heads: frozenset[int]
    tables: tuple[tuple[int, int], ...]


class _Copy:
    def __init__(
        self, exposure: Exposure, package: Package, names: dict[str, str], warnings: list[str], source: str
    ) -> None:
        self.exposure, self.package, self.names, self.warnings, self.source = exposure, package, names, warnings, source
        self.workbook = next((r.target for r in package.relationships("") if r.kind == "officeDocument"), "")
        if self.workbook not in package:
            raise InputError("is no workbook package", source=source)
        self.related = {r.id: r for r in package.relationships(self.workbook)}
        self.sheets: dict[str, str] = {}
        """Name → part."""
        self.order: list[str] = []
        self.sheet_ids: list[int] = []
        walk(package.read(self.workbook), self._sheet, lambda *_: None, source)
        self.filters: dict[int, str] = {}
        """Index of a sheet → the new range of its filter."""

    def _sheet(self, name: str, a: dict[str, str], _: int) -> None:
        if name == "sheet":
            related = next((v for k, v in a.items() if k.rpartition(":")[2] == "id" and ":" in k), "")
            self.order.append(a.get("name", ""))
            self.sheet_ids.append(int(a.get("sheetId", 0)))
            if related in self.related:
                self.sheets[a.get("name", "")] = self.related[related].target

    def made(self, ending: str) -> bytes:
        self._macros(ending)
        self._signatures()
        part = next((r.target for r in self.related.values() if r.kind == "styles"), "")
        has_styles = part in self.package
        styles = Styles(self.package.read(part) if has_styles else b"<styleSheet/>", self.source)
        for name, wanted in self._wanted().items():
            self._annotate(name, wanted, styles)
        if has_styles:
            self.package.write(part, styles.done())
        self._about(styles)
        self._filters()
        return self.package.done()

    # ------------------------------------------------------------ which rows

    def _wanted(self) -> dict[str, Wanted]:
        """Sheet → its rows, heading rows and the columns of its tables."""
        found: dict[str, dict[int, list[LineFinding]]] = defaultdict(lambda: defaultdict(list))
        for f in self.exposure.lines:
            found[f.line.source.sheet][f.line.source.row].append(f)
        out: dict[str, Wanted] = {}
        readings = [s for i in self.exposure.bom.inputs for s in i.sheets if s.used]
        for sheet, lines in found.items():
            mine = [s for s in readings if s.name == sheet]
            name = self.names.get(sheet, sheet)
            if any(s.layout == "transposed" for s in mine):
                self.warnings.append(
                    f"{sheet}: its lines stand in columns, so they are listed on the sheet {ABOUT} only"
                )
                continue
            if name not in self.sheets or self.sheets[name] not in self.package:
                self.warnings.append(f"{sheet}: not found in the workbook; its lines are on the sheet {ABOUT} only")
                continue
            names = [c.column for s in mine for c in s.columns] + [c.column for s in mine for c in s.unmapped]
            letters = [column_number(n) for n in names if n.isalpha()]
            tables = ((min(letters), max(letters)),) if letters else ()
            heads = frozenset(max(s.header_rows) for s in mine if s.header_rows)
            out[name] = Wanted({r: columns.row(fs, self.exposure) for r, fs in lines.items()}, heads, tables)
        return out

    def _annotate(self, name: str, wanted: Wanted, styles: Styles) -> None:
        rows, heads, tables = wanted
        part = self.sheets[name]
        content = self.package.read(part)
        found = survey(content, self.source)
        at = max(found.used, found.merged, *(last for _, last in tables), 0) + 1
        headings = columns.headings(self.exposure)
        if at + len(headings) - 1 > LAST_COLUMN:
            self.warnings.append(f"{name}: no room for columns at the right; its lines are on the sheet {ABOUT} only")
            return
        if missing := sorted(set(rows) - found.existing):
            self.warnings.append(f"{name}: rows {', '.join(map(str, missing[:5]))} do not stand in the file")
        if found.protected:
            self.warnings.append(f"{name}: the sheet is protected, and stays so; unprotect it to fill in decisions")
        plan = Plan(rows=rows, heads=heads, headings=headings, tables=tables)
        splicer = Splicer(content, plan, at, found.prefix, styles, self.source)
        self.package.write(part, splicer.edits.done())
        if found.filters:
            wider = splicer.widened(found.filters)
            if wider:
                self.filters[self.order.index(name)] = wider
            else:
                self._apart(name, "its filter")
        for related in self.package.relationships(part):
            if related.kind == "table" and related.target in self.package:
                grown = Table(self.package.read(related.target), self.source).grown(at, heads, headings)
                if grown is not None:
                    self.package.write(related.target, grown)
                else:
                    self._apart(name, "a table")

    def _apart(self, name: str, what: str) -> None:
        self.warnings.append(
            f"{name}: {what} does not reach our columns, so sorting by it would leave them behind; sort the whole rows"
        )

    # ------------------------------------------------------------ the workbook part

    def _filters(self) -> None:
        """The hidden name of each filter follows its range."""
        if not self.filters:
            return
        content = self.package.read(self.workbook)
        edits, current = Edits(content), [-1]

        def start(name: str, a: dict[str, str], at: int) -> None:
            index = int(a.get("localSheetId", -1))
            mine = name == "definedName" and a.get("name") == "_xlnm._FilterDatabase" and index in self.filters
            current[:] = [index, at + len(edits.tag(at))] if mine else [-1]

        def end(name: str, at: int, empty: bool) -> None:
            if name == "definedName" and current[0] >= 0 and not empty:
                first, _, last = self.filters[current[0]].partition(":")
                sheet = self.order[current[0]].replace("'", "''")
                edits.replace(current[1], at, escape(f"'{sheet}'!{_fixed(first)}:{_fixed(last)}").encode())
            current[:] = [-1]

        walk(content, start, end, self.source)
        self.package.write(self.workbook, edits.done())

    def _about(self, styles: Styles) -> None:
        """One sheet at the end that explains our columns and lists the affected lines."""
        content = self.package.read(self.workbook)
        end = re.search(rb"</(?:\w+:)?sheets\s*>", content)
        if end is None:
            return
        prefix = end[0][2:].partition(b"sheets")[0].decode()
        folder = self.workbook.rpartition("/")[0]
        taken = {n.lower() for n in self.package.names()}
        part = next(p for n in range(1, 10_000) if (p := f"{folder}/worksheets/bomscan{n}.xml").lower() not in taken)
        name, n = ABOUT, 1
        while name.lower() in {x.lower() for x in self.order}:
            n += 1
            name = f"{ABOUT} {n}"
        self.package.write(part, _plain_sheet(columns.about(self.exposure), styles))
        self.package.declare(part, SHEET_TYPE)
        related = self.package.relate(self.workbook, SHEET_KIND, part)
        entry = (
            f'<{prefix}sheet name={quoteattr(name)} sheetId="{max(self.sheet_ids, default=0) + 1}" '
            f'xmlns:bs="http://schemas.openxmlformats.org/officeDocument/2006/relationships" bs:id="{related}"/>'
        )
        self.package.write(self.workbook, content[: end.start()] + entry.encode() + content[end.start() :])

    # ------------------------------------------------------------ macros and signatures

    def _macros(self, ending: str) -> None:
        has = any(r.kind in MACROS for r in self.related.values())
        if ending == ".xlsm":
            if not has:
                raise UsageError("has no macros to keep", source=self.source, hint="end the copy's name in .xlsx")
            return
        if any("macrosheet" in n.lower() for n in self.package.names()):
            raise OutputError(
                "holds macro sheets of Excel 4, without which it would not open",
                source=self.source,
                hint="end the copy's name in .xlsm",
            )
        for part in self.package.drop_relationships(self.workbook, MACROS):
            self.package.drop_relationships(part, MACROS)
            self.package.remove(part)
        for part in [n for n in self.package.names() if "vbaproject" in n.lower()]:
            self.package.remove(part)
        if has:
            self.warnings.append("macros are left out; end the copy's name in .xlsm to keep them, unread")
        self.package.types = MAIN_TYPES.sub(MAIN.encode(), self.package.types)

    def _signatures(self) -> None:
        """A signature holds for the bytes that were signed."""
        if self.package.drop_relationships("", ("origin",)):
            for part in [n for n in self.package.names() if n.startswith("_xmlsignatures/")]:
                self.package.remove(part)
            self.warnings.append("its digital signature is left out, as it holds for the original only")


def _fixed(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


def _plain_sheet(rows: list[tuple[columns.Value, ...]], styles: Styles) -> bytes:
    wrap = styles.own("text")
    style = f' s="{wrap}"' if wrap else ""
    out = []
    for r, row in enumerate(rows, start=1):
        cells = []
        for c, value in enumerate(row, start=1):
            place = f'r="{column_letters(c)}{r}"{style}'
            if isinstance(value, Decimal):
                cells.append(f"<c {place}><v>{float(value)!r}</v></c>")
            elif value:
                cells.append(
                    f'<c {place} t="inlineStr"><is><t xml:space="preserve">{xml_text(clipped(value))}</t></is></c>'
                )
        out.append(f'<row r="{r}">{"".join(cells)}</row>')
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cols><col min="1" max="1" width="34" customWidth="1"/><col min="2" max="2" width="24" customWidth="1"/>'
        '<col min="3" max="4" width="60" customWidth="1"/></cols>'
        f"<sheetData>{''.join(out)}</sheetData></worksheet>"
    ).encode()
