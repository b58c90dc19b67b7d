"""Grit, grain and mesh designations as particle sizes."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from scanner.match import tables
from scanner.match.signals import QuantitySpan

_GUARD = re.compile(r"#\s?\d|[DBMWFP]\d|\d\s?(?:[#番目]|メッシュ)|(?i:mesh|grit|grain|körnung|grano)")
_SIEVE = re.compile(
    r"(?<![\d.A-Za-z])-?(\d{2,4})(?:\s?[/-]\s?[+]?(\d{2,5}))?\s?(?:mesh\b|目|メッシュ|US mesh)", re.IGNORECASE
)
_HASH = re.compile(r"#\s?(\d{3,5})(?!\d)|(?<![\d.])(\d{3,5})(?:#|番)(?![\dA-Za-z])")
_WORD = re.compile(
    r"(?<![\d.])(\d{3,5})[\s-]?(?:grit|grain)\b|(?:grit|Körnung|grano)\s?#?(\d{3,5})(?!\d)", re.IGNORECASE
)
_FEPA = re.compile(r"(?<![A-Za-z\d.])([DB])(\d{2,4})(?![\dA-Za-z.,]|\s?[x×*]\s?\d)")
_MICRON = re.compile(
    r"(?<![A-Za-z\d.])(?:W(\d{1,2}(?:\.\d)?)|M(\d{1,2}(?:\.\d)?)[/-](\d{1,2}(?:\.\d)?))(?![\dA-Za-z.,]|\s?[x×*]\s?\d)"
)
_FEPA_FP = re.compile(r"(?<![A-Za-z\d.])([FP])(\d{3,4})(?![\dA-Za-z.,])")


def find(text: str) -> list[QuantitySpan]:
    """A mesh or grit number stands for a range of particle sizes, by the standard that it comes from."""
    if not _GUARD.search(text):
        return []
    t = _tables()
    spans: list[QuantitySpan] = []
    for m in _SIEVE.finditer(text):
        _add(spans, m, _mesh(int(m[1]), int(m[2]) if m[2] else None, t), "mesh")
    for m in _HASH.finditer(text):
        _add(spans, m, t["jis"].get(m[1] or m[2]) or t["mesh_micron"].get(m[1] or m[2]), "grit")
    for m in _WORD.finditer(text):
        _add(spans, m, t["word"].get(m[1] or m[2]), "grit")
    for m in _FEPA.finditer(text):
        _add(spans, m, t["fepa"].get(m[2]), "grit")
    for m in _FEPA_FP.finditer(text):
        _add(spans, m, t["fepa_" + m[1].lower()].get(m[2]), "grit")
    for m in _MICRON.finditer(text):
        if m[1]:
            _add(spans, m, t["w"].get(m[1]), "grit")
        elif Decimal(m[2]) < Decimal(m[3]):
            _add(spans, m, (Decimal(m[2]), Decimal(m[3])), "grit")
    return spans


Size = tuple[Decimal, Decimal]


def _add(spans: list[QuantitySpan], m: re.Match[str], size: Size | None, role: str) -> None:
    if size is None or any(s.start < m.end() and m.start() < s.end for s in spans):
        return
    op = "=" if size[0] == size[1] else ".."
    spans.append(QuantitySpan(m.start(), m.end(), size[0], size[1], op, "um", "length", m[0], role))  # type: ignore[arg-type]


def _mesh(first: int, second: int | None, t: dict[str, dict[str, Size]]) -> Size | None:
    """140/170 mesh lies between two sieves; a single number is a nominal size between its sieve and the next finer."""
    a = t["sieve"].get(str(first))
    if second is None:
        return a or t["mesh_micron"].get(str(first))
    b = t["sieve"].get(str(second))
    if a is None or b is None:
        return None
    high, low = max(a[1], b[1]), min(a[1], b[1])
    return (low, high)


@cache
def _tables() -> dict[str, dict[str, Size]]:
    out: dict[str, dict[str, Size]] = {}
    for row in tables.rows("grit/grit.csv"):
        out.setdefault(row["scale"], {})[row["designation"]] = (Decimal(row["low_um"]), Decimal(row["high_um"]))
    sizes: dict[str, Size] = {}
    for scale in ("jis", "fepa_p", "fepa_f"):
        for name, (low, high) in out[scale].items():
            seen = sizes.get(name)
            sizes[name] = (min(low, seen[0]), max(high, seen[1])) if seen else (low, high)
    out["word"] = sizes
    return out
