"""What the store keeps of a scan: rows by table, as lines of JSON that no file is too long for.

The columns are those of ``schema.ROWS``; rows stand as one list a column, which is a third of the
size of one object a row and is read as fast as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

import msgspec

from scanner.batch.plan import Job
from scanner.batch.schema import ROWS
from scanner.bom import sound
from scanner.estimate import Estimate
from scanner.findings import EXPOSED, Exposure, Fraction, LineFinding

BLOCK = 2_000
"""Lines of a bill of materials that stand in one line of JSON."""
_KEPT = (*EXPOSED, "below_threshold")


def parts(exposure: Exposure, job: Job, law: Iterable[dict[str, Any]] = (), *, seconds: float = 0.0) -> Iterator[bytes]:
    """A scan's rows by table, as lines of JSON under the job's name.

    The scan itself comes last: an entry that was cut off lacks it and counts for nothing.
    Amounts and shares are numbers, for sums in SQL; the JSON report stays exact.

    Args:
        exposure: what was found.
        job: whose file it is.
        law: the rows of ``law.rows``.
        seconds: what the scan took.

    """
    encode = msgspec.json.Encoder().encode
    kept = (x for x in exposure.lines if x.line.bin in ("line_item", "assembly"))
    while block := list(islice(kept, BLOCK)):
        yield encode({"name": job.name, "lines": _lines(block), "matches": _matches(block)}) + b"\n"
    for at in range(0, len(exposure.fractions), BLOCK):
        yield encode({"name": job.name, "fractions": _fractions(exposure.fractions[at : at + BLOCK])}) + b"\n"
    for at in range(0, len(exposure.notes), BLOCK):
        yield encode({"name": job.name, "notes": _attributes("notes", exposure.notes[at : at + BLOCK])}) + b"\n"
    rest = {
        "name": job.name,
        "seconds": round(seconds, 3),
        "scan_row": _scan(exposure, job),
        "questions": {
            "line": [x.line for x in exposure.resolve],
            "fact": [x.fact for x in exposure.resolve],
            "ask": [x.ask for x in exposure.resolve],
            "narrows": [_float(x.narrows) for x in exposure.resolve],
            "flips": [x.flips for x in exposure.resolve],
        },
        "law": _columns("law", list(law)),
        "measures": {
            "measure": [x.id for x in exposure.measures],
            "status": [x.status for x in exposure.measures],
            "expected": [x.expected for x in exposure.measures],
            "until": [x.until for x in exposure.measures],
            "matched": [bool(x.controls_matched) for x in exposure.measures],
        },
    }
    yield encode(rest) + b"\n"


def _scan(exposure: Exposure, job: Job) -> dict[str, Any]:
    headline = exposure.headline
    chinese = next((x for x in exposure.fractions if x.kind == "chinese_origin"), None)
    return {
        "path": sound(job.path),
        "name": job.name,
        "sha256": job.sha256,
        "key": job.key,
        "as_of": exposure.as_of.isoformat(),
        "catalog": exposure.catalog.version,
        "product": exposure.bom.product,
        "currency": exposure.currency,
        "product_value": _float(exposure.product_value.amount),
        "product_value_basis": exposure.product_value.basis,
        "lines": exposure.coverage.lines,
        "priced": exposure.coverage.priced,
        "origin_stated": exposure.coverage.origin_stated,
        "matched": exposure.coverage.matched,
        "strongest": exposure.strongest,
        "flagged": is_flagged(exposure),
        "verdict": headline.verdict if headline else None,
        "reading": headline.reading if headline else None,
        "scope": headline.scope if headline else None,
        **_triple("share", headline.share if headline else None),
        **_triple("chinese", chinese.share if chinese else None),
    }


def is_flagged(exposure: Exposure) -> bool:
    """A line of it is listed, contains or may be controlled material."""
    return any(x.verdict in EXPOSED for x in exposure.lines if x.line.bin != "excluded")


_OF_A_LINE = ("part_number", "manufacturer", "manufacturer_part_number", "supplier", "description")


def _lines(found: Sequence[LineFinding]) -> dict[str, list[Any]]:
    lines = [x.line for x in found]
    return {
        "line": [x.id for x in lines],
        "bin": [x.bin for x in lines],
        **{name: [getattr(x, name) for x in lines] for name in _OF_A_LINE},
        "countries": [",".join(x.origins.countries) or None for x in found],
        "origin_basis": [x.origins.basis for x in found],
        "verdict": [x.verdict for x in found],
        "group": [x.matches[0].group if x.matches else None for x in found],
        "extended_cost": [_float(x.extended_cost) for x in found],
        **_triples("contribution", [x.contribution for x in found]),
    }


def _matches(found: Sequence[LineFinding]) -> dict[str, list[Any]]:
    """One row a control that a line meets."""
    met = [(x.line.id, m) for x in found for m in x.matches if m.verdict in _KEPT]
    return {"line": [line for line, _ in met], **_attributes("matches", [m for _, m in met], without=("line",))}


def _fractions(found: Sequence[Fraction]) -> dict[str, list[Any]]:
    names = ("kind", "scope", "reading", "measures", "verdict", "headline")
    return {
        **{name: [getattr(x, name) for x in found] for name in names},
        **_triples("numerator", [x.numerator for x in found]),
        **_triples("share", [x.share for x in found]),
    }


def _attributes(table: str, records: Sequence[Any], without: Sequence[str] = ()) -> dict[str, list[Any]]:
    """Attributes of records that are called as the table's columns are."""
    names = [x for x in ROWS[table] if x not in without]
    return {name: [_plain(getattr(x, name)) for x in records] for name in names}


def _columns(table: str, rows: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in ROWS[table]}


def _triples(name: str, estimates: Sequence[Estimate | None]) -> dict[str, list[float | None]]:
    return {
        f"{name}_low": [None if x is None else _float(x.low) for x in estimates],
        f"{name}_likely": [None if x is None else _float(x.likely) for x in estimates],
        f"{name}_high": [None if x is None else _float(x.high) for x in estimates],
    }


def _triple(name: str, estimate: Estimate | None) -> dict[str, float | None]:
    return {key: column[0] for key, column in _triples(name, [estimate]).items()}


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
