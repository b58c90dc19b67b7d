"""Targets that take the whole way: a bill to every report, a saved result back, a filled form."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from fuzz.laws import require
from fuzz.parsers import DAY, catalog, file_of
from fuzz.readers import LIMITS

ACTS = {*range(9), 11, 12, *range(14, 32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""Characters that do something to who looks at them."""


def scan(content: bytes) -> None:
    """A csv through all stages and into every report."""
    exposure = _scanned(b"\n" + content)
    workbook = len(content) % 8 == 0  # the slowest to make
    written = _written(exposure, workbook=workbook)
    again = _written(_reloaded(written["json"]), workbook=workbook)
    require(written["json"] == again["json"], "a saved result is written differently")
    require(written["html"] == again["html"], "a saved result renders differently")


def result(content: bytes) -> None:
    """A saved result, as `report` takes it."""
    _written(_reloaded(content))


def form(content: bytes) -> None:
    """The sheet and the strings of a filled questionnaire."""
    from fuzz.readers import BREAK, packed
    from scanner.questionnaire.answers import read

    names = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/core.xml")
    read([file_of("form.xlsx", packed(dict(zip(names, content.split(BREAK), strict=False)), blank_form()))])


@lru_cache(maxsize=1)
def blank_form() -> bytes:
    """A form with the questions of a bill of two lines."""
    from scanner.questionnaire.ask import ask
    from scanner.questionnaire.form import form as write

    lines = b"Part,Description,Supplier,Qty,Price EUR\nM-1,SmCo magnet,Acme,1,5\nM-2,NdFeB magnet N42SH,Acme,1,5\n"
    return write(ask([_scanned(lines)], catalog()).questions, "Acme", "en", DAY)


def _scanned(content: bytes) -> Any:
    from scanner.exposure import scan_file
    from scanner.options import ReadOptions, ScanOptions

    return scan_file(
        file_of("bom.csv", content), ScanOptions(as_of=DAY, read=ReadOptions(limits=LIMITS)), catalog(), shown="bom.csv"
    )


def _reloaded(content: bytes) -> Any:
    from scanner.writers.reload import reload

    return reload(content, source="out.json")


def _written(exposure: Any, *, workbook: bool = True) -> dict[str, bytes]:
    from importlib import import_module

    out = {}
    for name in ("json", "html", "csv", "markdown", "sarif", "junit", *(["xlsx"] if workbook else [])):
        out[name] = import_module(f"scanner.writers.{name}").render(exposure)
    json.loads(out["json"])
    json.loads(out["sarif"])
    for name in ("html", "csv", "markdown", "sarif", "junit"):
        found = ACTS & {ord(x) for x in out[name].decode("utf-8")}
        require(not found, f"{name} holds {sorted(map(hex, found))}")
    return out


def saved() -> bytes:
    """The result of a bill of two lines, with little of the law."""
    made = json.loads(
        _written(_scanned(b"Part,Description,Qty,Price EUR,Origin\nM-1,NdFeB magnet N42SH,1,5,\nM-2,Screw,1,0.5,DE\n"))[
            "json"
        ]
    )
    for name, kept in (("measures", 1), ("fractions", 2), ("assumptions", 2), ("resolve", 2), ("notes", 2)):
        made[name] = made[name][:kept]
    return json.dumps(made, ensure_ascii=False).encode()
