"""Where each target starts from: small inputs of our own making, most of them those of the tests."""
# ruff: noqa: E501 - seeds stand side by side

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from pathlib import Path

from fuzz.readers import unpacked
from tests.binaries import as_xls, as_xlsb, biff, xlsb_book, xlsb_sheet
from tests.files import as_csv, as_ods, as_xlsx
from tests.hostile import texts as t
from tests.hostile import workbooks as w
from tests.hostile.archives import ROWS, good
from tests.hostile.cases import CASES

HOME = Path(__file__).resolve().parent.parent
SMALL = 6000
"""Bytes of a seed at most: a fuzzer does little with large ones."""

HEADINGS = (
    "Part Number", "Description", "Qty", "Unit Price", "Level", "Parent", "Total", "Stückpreis", "Menge", "Währung",
    "Country of Origin", "HS Code", "单价", "数量", "Alternate", "DNP", "Subtotal", "1.2.3", "EUR", "$", "#REF!", ";", "\t",
)  # fmt: skip
TAGS = (
    "<row r='1'>", "<c t='s'>", "<v>", "<mergeCell ref='A1:B2'/>", "table:number-rows-repeated='9'", "colspan='3'",
    "<Product>", "<SubProduct>", "<Substance>", "<Amount value='1' UOM='g'/>", "<comp ref='R1'>", "<field name='MPN'>",
    "<components>", "<Worksheet>", "<Row ss:Index='3'>", "<Cell>", "<td>", "<tr>", "<table>", "hidden='1'", "&#0;", "<!DOCTYPE",
)  # fmt: skip
KEYS = (
    '"components"', '"type":"device"', '"properties"', '"name"', '"value"', '"version"', "match:", "states:", "kind:",
    "waiver", "declaration", "expires:", "null", "1e999", "NaN", "-0", '"lines"', '"notes"', "[[", "{", "&a ", "*a", "!!",
)  # fmt: skip
FIGURES = (
    "1.234,56",
    "EUR",
    "$",
    "/100",
    "per",
    "1E+5",
    "(12)",
    "TBD",
    "-",
    "#N/A",
    "pcs",
    "kg",
    "5-8",
    "~",
    "２",
    "Rs.",
    "，",
    "R1-R9",
)
UNITS = (
    "mm", "µm", "Wh/kg", "°C", "kA/m", "g/cm3", "99.99%", "4N5", "±", "x", "to", "≥", "less than", "ppm", "D50", "W10",
    "grit", "#325", "kgf", "inch", "ft-lb", "x10^3", "½", "Å",
)  # fmt: skip
CHEMISTRY = (
    "Sm2Co17", "Dy2O3", "(OH)2", "·6H2O", "7440-19-9", "Er:", "doped", "Nd-Fe-B", "GaN", "Ga0.47In0.53As", "Li", "NdFeB",
    "8505.11", "钐", "氧化", "-x",
)  # fmt: skip
GRADES = ("N42SH", "N35", "UH", "Sm2Co17", "YXG-28H", "35UH", "INR21700-50E", "18650", "BHmax", "kOe", "Hcj", "T", "AH")
COUNTRIES = (
    "CN",
    "China",
    "Made in",
    "P.R.C.",
    "Taiwan",
    "中国",
    "日本製",
    "non-",
    "Hong Kong",
    "EU",
    "/",
    ",",
    "USA",
    "CA",
)
TERMS = (
    *CHEMISTRY,
    *GRADES,
    *UNITS,
    "magnet",
    "sputtering target",
    "motor",
    "samarium",
    "磁铁",
    "Ofen",
    "without",
    "graphite",
)


def small(inputs: list[bytes]) -> list[bytes]:
    return [x for x in inputs if 0 < len(x) <= SMALL]


def hostile(*endings: str) -> list[bytes]:
    """The small ones among the tests' hostile files of these kinds."""
    kept = [c for c in CASES if c.file.endswith(endings) and not c.file.startswith(SLOW)]
    return small([c.make() for c in kept])


SLOW = ("bomb", "nested-many", "lying", "overlap", "flat", "huge")
"""Made of hundreds of megabytes; not for a start."""


def files() -> list[bytes]:
    made = [good(), as_xls(ROWS), as_xlsb(ROWS), as_ods(ROWS), as_csv(ROWS), t.kicad(), t.ipc(), w.compound()]
    return [*(x for x in made if len(x) < 8000), *hostile(".zip", ".xls")]


def texts() -> list[bytes]:
    levels = b"Level;Part;Description;Qty;Price EUR\n0;A;Pump;1;9,50\n1;B;SmCo magnet;2;1.234,50\n2;C;N42SH;4;-\n"
    text = (HOME / "samples" / "laser-source.csv").read_bytes()
    made = [as_csv(ROWS), as_csv(ROWS, delimiter="\t", encoding="utf-16"), levels, text[:1400]]
    return small([*made, *_sheets(), *hostile(".csv", ".txt", ".tsv")])


def _sheets() -> list[bytes]:
    """The beginnings of the samples' sheets as text."""
    import python_calamine

    out = []
    for path in sorted((HOME / "samples").iterdir()):
        if path.suffix in (".xlsx", ".ods"):
            book = python_calamine.CalamineWorkbook.from_path(path)
            out += [as_csv(book.get_sheet_by_index(n).to_python()[:12])[:1400] for n in range(len(book.sheet_names))]
    return out


def pages() -> list[bytes]:
    return [t.page("3"), b"<html><table><tr><td>Part<td>Qty<tr><td>A<td>1</table>", *hostile(".html", ".htm")]


def xml() -> list[bytes]:
    return [
        t.kicad(), t.ipc(), t.deep_ipc(4), t.ipc_circle(), t.wide_ipc(3, 2), t.records(4, 2), t.excel_2003("4", "5"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="device"><name>SmCo</name>'
        b'<properties><property name="cdx:device:quantity">4</property></properties></component></components></bom>'),
        *hostile(".xml"),
    ]  # fmt: skip


def json() -> list[bytes]:
    nested = [{**t.DEVICE, "components": [t.DEVICE], "properties": [{"name": "cdx:device:quantity", "value": "4"}]}]
    return [t.cyclonedx([t.DEVICE]), t.cyclonedx(nested), t.circular(), t.surrogates(), *hostile(".json")]


def xlsx() -> list[bytes]:
    names = (
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    )  # fmt: skip
    made = [good(), w.formats("#,##0.00 [$€-407]"), w.merged("A2:B3"), w.with_formulas("=1+1", "=A1"), w.dates("45000"),
            w.out_of_order(), w.duplicates(), w.numbers("1e400", "-1", "0x"), w.far_cell("Z99"), _indented()]  # fmt: skip
    out = [unpacked(x, *names) for x in made] + [unpacked(x, *names[:2]) for x in made]
    for content in hostile(".xlsx"):
        try:
            out.append(unpacked(content, *names[:2]))
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
            continue
    return small(out)


def _indented() -> bytes:
    def change(book: object, sheets: dict[str, object]) -> None:
        style = book.add_format({"indent": 2, "num_format": '"USD" 0.00'})  # type: ignore[attr-defined]
        sheets["BOM"].set_row(2, 15, style, {"level": 1, "hidden": True})  # type: ignore[attr-defined]
        sheets["BOM"].write(3, 0, "X-1", style)  # type: ignore[attr-defined]

    return as_xlsx({"BOM": ROWS}, change)


def ods() -> list[bytes]:
    made = [as_ods(ROWS), as_ods(ROWS, hidden=(2,)), w.ods_repeated(3, 2), w.ods(w.ODS_TABLE + w.ODS_REST)]
    return small([unpacked(x, "content.xml") for x in made])


def xlsb() -> list[bytes]:
    from fuzz.readers import BREAK

    return [xlsb_sheet(ROWS), BREAK.join((xlsb_sheet(ROWS), b"", xlsb_book("BOM")))]


def xls() -> list[bytes]:
    return [biff(ROWS), biff(ROWS[:1], "x")]


def numbers() -> list[bytes]:
    return _words(
        "12", "1.234,56", "1,234.56", "€ 12,50", "12.50 EUR/100", "1 234", "-5", "(5)", "5-", "TBD", "n/a", "#REF!", "1E+5",
        "12,50 € / 1000 Stk", "ca. 5", "5 - 8", "2 m", "10 pcs", "Rs. 5", "１２", "1/2", "12.--", "$0", "0", "¥1,200", "1'000",
    )  # fmt: skip


def columns() -> list[bytes]:
    return _words(
        "1.5\n2,5\n3",
        "1.234\n5.678",
        "a\nb",
        "1e5\n-\n",
        "12.05\n1.234,50",
        "R1-R9, R12\nC1",
        "nan\ninf\n1e400",
        "01.02.2024",
    )


def levels() -> list[bytes]:
    return _words(
        "0\n1\n2\n1",
        "1\n1.1\n1.1.2\n2",
        ".1\n..2\n.1",
        "A\t\nB\tA\nC\tB\nD\tD",
        " a\n  b\n c",
        "1.10\n1.2\n1.1.1",
        "+\n++",
    )


def descriptions() -> list[bytes]:
    """The texts that the tests know an answer for, a sample of them."""
    out: list[str] = []
    for path in sorted((HOME / "tests" / "cases").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(x for x in io.StringIO(file.read()) if not x.startswith("#")))
        texts_of = [next((r[k] for k in ("text", "description", "line") if r.get(k)), "") for r in rows]
        out += texts_of[:: max(1, len(texts_of) // 40)]
    return _words(*(x for x in out if x), "magnet\nHitachi\n8505.11\nCN")


def countries() -> list[bytes]:
    return _words("CN", "Made in China", "P.R. China", "cn/vn", "Taiwan, China", "CA, USA", "non-China", "日本製", "Deutschland",
                  "various", "HK", "China (Taiwan)", "产地：中国", "ＣＮ", "EU", "South Korea")  # fmt: skip


def decisions() -> list[bytes]:
    return _words(
        'decisions:\n- id: W-1\n  kind: waiver\n  match: {part_number: A, manufacturer: B}\n  by: m\n  on: 2026-01-02\n'
        "  expires: 2027-01-01\n  state: accepted\n  approver: x\n  why: tested\n",
        "version: 1\ndecisions:\n- id: D-1\n  kind: declaration\n  match: {fingerprint: abc}\n  by: m\n  on: 2026-01-02\n"
        "  why: letter\n  states: {article_origin: [DE], price: 12.50 EUR, contains: [samarium]}\n  evidence:\n"
        "  - file: a.pdf\n",
        "decisions: []", "[]", "a: &a [*a]", "? {a: b}\n: c", "- on: yes", "x: 2026-13-45", "a: !!binary x", "a: 1_000\nb: 1:30",
    )  # fmt: skip


def settings() -> list[bytes]:
    return _words('currency = "EUR"\n[scan]\nas-of = 2026-11-24\nthreshold = "0.1%"\n', "limit = ['rows=5']\n[batch]\njobs = 2",
                  "[report]\nlang = 'de'", "x = 1", "[[scan]]\na=1", "scan = 5", "quiet = 1979-05-27T07:32:00Z", "a=inf")  # fmt: skip


def rates() -> list[bytes]:
    return _words("from,to,rate,date,source\nUSD,EUR,0.90,2025-12-12,treasury\nEUR,CNY,8,2026-01-01,\n",
                  "from,to,rate\nUSD,EUR,1e5\n", '\ufefffrom,to,rate,date\nXXX,EUR,"1\n",x\n', "rate,to,from\n1,EUR,USD,9")  # fmt: skip


def profiles() -> list[bytes]:
    return _words(
        "bomscan_profile: 1\nname: x\nlayout: [a, b]\nmapping: {unit_price: B}\ncurrency: EUR\n", "[]", "a: &a [*a]"
    )


def overlays() -> list[bytes]:
    found = sorted((HOME / "scanner" / "data" / "controls").glob("*.yaml"))[:1]
    header = b"name: own\nversion: '1'\n"
    return [
        *(x.read_bytes()[:1400] for x in found),
        header,
        b"controls:\n- code: X\n",
        b"a: &a [*a]",
        b"measures: {a: 1}",
    ]


def options() -> list[bytes]:
    return _words('origin:"Acme"=DE', 'price:"P-123"=12.50 USD', "content:magnet=2%..5%..9%", "1200.50 USD", "0.1%", "rows=5",
                  "DE", "EUR", "content:x=1e-9", "USD 5", "NaN", "inf%", "price:x=Infinity")  # fmt: skip


def results() -> list[bytes]:
    from fuzz.whole import saved

    return [saved()]


def forms() -> list[bytes]:
    from fuzz.whole import blank_form

    names = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/core.xml")
    return [unpacked(blank_form(), *names)]


def _words(*texts: str) -> list[bytes]:
    return [x.encode() for x in texts]
