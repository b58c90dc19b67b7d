"""Tables of the portfolio store. A change of a column raises STORE_VERSION."""

from __future__ import annotations

STORE_VERSION = "2"

_TRIPLE = ("low", "likely", "high")


def _triple(name: str) -> dict[str, str]:
    return {f"{name}_{part}": "DOUBLE" for part in _TRIPLE}


_SCAN = {
    "path": "VARCHAR", "name": "VARCHAR", "sha256": "VARCHAR", "key": "VARCHAR", "as_of": "DATE", "catalog": "VARCHAR",
    "product": "VARCHAR", "currency": "VARCHAR", "product_value": "DOUBLE", "product_value_basis": "VARCHAR",
    "lines": "BIGINT", "priced": "BIGINT", "origin_stated": "BIGINT", "matched": "BIGINT",
    "strongest": "VARCHAR", "flagged": "BOOLEAN",
    "verdict": "VARCHAR", "reading": "VARCHAR", "scope": "VARCHAR", **_triple("share"), **_triple("chinese"),
}  # fmt: skip

ROWS: dict[str, dict[str, str]] = {
    "scan": _SCAN,
    "lines": {
        "line": "VARCHAR", "bin": "VARCHAR", "part_number": "VARCHAR", "manufacturer": "VARCHAR",
        "manufacturer_part_number": "VARCHAR", "supplier": "VARCHAR", "description": "VARCHAR", "countries": "VARCHAR",
        "origin_basis": "VARCHAR", "verdict": "VARCHAR", "group": "VARCHAR", "extended_cost": "DOUBLE",
        **_triple("contribution"),
    },
    "matches": {
        "line": "VARCHAR", "control": "VARCHAR", "measure": "VARCHAR", "group": "VARCHAR", "verdict": "VARCHAR",
        "confidence": "DOUBLE", "settled_by": "VARCHAR",
    },
    "fractions": {
        "kind": "VARCHAR", "scope": "VARCHAR", "reading": "VARCHAR", "measures": "VARCHAR", "verdict": "VARCHAR",
        "headline": "BOOLEAN", **_triple("numerator"), **_triple("share"),
    },
    "questions": {"line": "VARCHAR", "fact": "VARCHAR", "ask": "VARCHAR", "narrows": "DOUBLE", "flips": "BOOLEAN"},
    "notes": {
        "code": "VARCHAR", "severity": "VARCHAR", "message": "VARCHAR", "sheet": "VARCHAR", "row": "BIGINT",
        "column": "VARCHAR",
    },
    "law": {"in_force": "VARCHAR", "verdict": "VARCHAR", **_triple("share")},
    "measures": {
        "measure": "VARCHAR", "status": "VARCHAR", "expected": "VARCHAR", "until": "DATE", "matched": "BOOLEAN",
    },
}  # fmt: skip
"""Columns of an entry's rows, as the worker writes them."""

TABLES: dict[str, dict[str, str]] = {
    "about": {"store_version": "VARCHAR"},
    "runs": {
        "run": "BIGINT", "started": "TIMESTAMP", "finished": "TIMESTAMP", "as_of": "DATE", "options": "JSON",
        "catalog": "VARCHAR", "tool": "VARCHAR",
    },
    "covered": {"run": "BIGINT", "path": "VARCHAR", "scan": "BIGINT", "how": "VARCHAR"},
    "scans": {
        "scan": "BIGINT", "run": "BIGINT", "scanned": "TIMESTAMP", "status": "VARCHAR", "error": "VARCHAR",
        "seconds": "DOUBLE", **_SCAN,
    },
    **{name: {"scan": "BIGINT", **columns} for name, columns in ROWS.items() if name != "scan"},
}  # fmt: skip
"""Table → column → DuckDB type."""


def _struct(columns: dict[str, str], many: str = "") -> str:
    return "STRUCT(" + ", ".join(f'"{name}" {kind}{many}' for name, kind in columns.items()) + ")"


ENTRY: dict[str, str] = {
    "name": "VARCHAR",
    "seconds": "DOUBLE",
    "scan_row": _struct(ROWS["scan"]),
    **{name: _struct(columns, "[]") for name, columns in ROWS.items() if name != "scan"},
}
"""Shape of a line of an entry, as DuckDB reads it: one list a column."""
