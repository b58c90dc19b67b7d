"""Line findings → their published records (``result.LineRecord``) as JSON, column by column.

Of an innocent line's record nearly every byte is that of its neighbours' too. So a record is never made as an object:
it is joined from pieces, of which each distinct one is encoded once, and what differs from line to line is encoded a
column at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import repeat
from typing import Any, TypeVar

import msgspec

from scanner.bom import BomLine, Money, Quantity, Substance
from scanner.columns import Same, column, entries
from scanner.estimate import Estimate
from scanner.findings import Limb, LineFinding, Match, Origins
from scanner.writers import result as r
from scanner.writers.decimals import number, plain, texts

TEXTS = (
    "item_number", "part_number", "description", "manufacturer", "manufacturer_part_number", "supplier",
    "supplier_part_number", "material", "country_of_origin", "hs_code", "cas_number", "reference_designators",
    "lifecycle", "notes",
)  # fmt: skip
"""Fields of a line that are text."""
_BLOCK = 4096
"""Lines whose columns stand in memory together."""
_encoder = msgspec.json.Encoder()
_encode = _encoder.encode
T = TypeVar("T")
Piece = bytes | Sequence[bytes]
"""A part of every record: the same in all of them, or one for each."""


def blocks(findings: Sequence[LineFinding]) -> Iterator[list[bytes]]:
    """The records, some thousands at a time, so that they never stand in memory all at once."""
    for at in range(0, len(findings), _BLOCK):
        yield list(_joined(_record(findings[at : at + _BLOCK])))


def _record(findings: Sequence[LineFinding]) -> list[Piece]:
    """The fields of ``result.LineRecord`` in its order, of some lines."""
    lines: Sequence[BomLine] = column(findings, "line")
    return [
        b'{"id":', _each(column(lines, "id")),
        b',"file":', _few(column(lines, "source.file")),
        b',"sheet":', _few(column(lines, "source.sheet")),
        b',"row":', _each(column(lines, "source.row")),
        b',"bin":', _few(column(lines, "bin")),
        b',"level":', _few(column(lines, "level")),
        b',"parent":', _few(column(lines, "parent")),
        b',"fields":', _each(column(lines, "fields")),
        b',"other":', _each(column(lines, "other")),
        b',"hidden":', _few(column(lines, "hidden")),
        b',"reason":', _few(column(lines, "reason")),
        b',"extended_quantity":', _decimals(column(findings, "extended_quantity")),
        b',"extended_cost":', _decimals(column(findings, "extended_cost")),
        b',"value_added":', _decimals(column(findings, "value_added")),
        b',"origin":', _shared(column(findings, "origins"), _origin),
        *_found(column(findings, "matches"), column(findings, "limbs")),
        b',"contribution":', _shared(column(findings, "contribution"), _triple),
        b',"decision":', _few(column(findings, "decision")),
        b',"waived":', _few(column(findings, "waived")),
        b',"read":{', _details(lines), b"}}",
    ]  # fmt: skip


# --------------------------------------------------------------------- columns


def _joined(pieces: Sequence[Piece]) -> Iterator[bytes]:
    """One text a record. What is the same in all of them is put together first."""
    columns: list[Iterable[bytes]] = []
    constant = b""
    for piece in (*pieces, b""):
        if isinstance(piece, bytes):
            constant += piece
        else:
            columns += repeat(constant), piece
            constant = b""
    return map(b"".join, zip(*columns, repeat(constant), strict=False))  # constants go on forever


def _each(values: Sequence[Any]) -> Piece:
    """Values that differ from line to line; JSON has no line feed within a value."""
    if isinstance(values, Same):
        return _encode(values.value)
    return _encoder.encode_lines(values if isinstance(values, list) else list(values)).split(b"\n")[:-1]


def _few(values: Sequence[Any]) -> Piece:
    """Values of which few are distinct, each encoded once."""
    if isinstance(values, Same):
        return _encode(values.value)
    made = {x: _encode(x) for x in set(values)}
    return [made[x] for x in values]


def _shared(objects: Sequence[T], encode: Callable[[T], bytes]) -> Piece:
    """Few objects that many lines share, each encoded once."""
    if isinstance(objects, Same):
        return encode(objects.value)
    objects = list(objects)
    made = {key: encode(x) for key, x in {id(x): x for x in objects}.items()}
    return [made[id(x)] for x in objects]


def _decimals(values: Sequence[Decimal | None]) -> Piece:
    if isinstance(values, Same) or not any(x is not None for x in values):
        return _encode(number(values[0]))
    return texts(values)


# --------------------------------------------------------------------- what was found


def _found(matches: Sequence[tuple[Match, ...]], limbs: Sequence[tuple[Limb, ...]]) -> list[Piece]:
    heads = b',"verdict":', b',"matches":', b',"limbs":'
    if not any(matches) and not any(limbs):
        return [heads[0], b'"none"', heads[1], b"[]", heads[2], b"[]"]
    verdicts = _few([found[0].verdict if found else "none" for found in matches])
    found = [_encode(list(map(_match, x))) if x else b"[]" for x in matches]
    return [
        heads[0],
        verdicts,
        heads[1],
        found,
        heads[2],
        [_encode(list(map(_limb, x))) if x else b"[]" for x in limbs],
    ]


def _limb(x: Limb) -> r.LimbRecord:
    return r.LimbRecord(limb=x.limb, control=x.control, certainty=x.certainty)


def _match(x: Match) -> r.MatchRecord:
    return r.MatchRecord(
        control=x.control,
        measure=x.measure,
        group=x.group,
        verdict=x.verdict,
        confidence=plain(x.confidence),
        near_threshold=x.near_threshold,
        evidence=x.evidence,
        criteria=x.criteria,
        settled_by=x.settled_by,
        is_item=x.is_item,
        applicability=triple(x.applicability),
        content_share=triple(x.content_share),
        part1_share=None if x.part1_share is None else triple(x.part1_share),
        article=x.article,
        prior=x.prior,
        grade=x.grade,
        outside=x.outside,
    )


def _origin(x: Origins) -> bytes:
    return _encode(
        r.OriginRecord(
            article=triple(x.article),
            material=triple(x.material),
            basis=x.basis,
            countries=x.countries,
            owner_country=x.owner_country,
            part1=None if x.part1 is None else triple(x.part1),
            contained=None if x.contained is None else triple(x.contained),
            evidence=x.evidence,
        )
    )


def triple(x: Estimate) -> r.Triple:
    return r.Triple(plain(x.low), number(x.likely), number(x.high))


def _triple(x: Estimate) -> bytes:
    return _encode(triple(x))


# --------------------------------------------------------------------- how the line was read


def _details(lines: Sequence[BomLine]) -> Piece:
    """The fields of ``result.Details`` that say something, in its order; each begins with a comma, but the first."""
    found: list[Piece] = [
        _if(b"phantom", column(lines, "phantom")),
        _if(b"free_issue", column(lines, "free_issue")),
        _if(b"exclusion", column(lines, "exclusion")),
        _if(b"alternate_of", column(lines, "alternate_of")),
        _quantities(b"quantity", column(lines, "quantity")),
        _moneys(b"unit_price", column(lines, "unit_price")),
        _quantities(b"price_per", column(lines, "price_per")),
        _moneys(b"extended_price", column(lines, "extended_price")),
        _quantities(b"mass", column(lines, "mass")),
        _if(b"column", column(lines, "source.column")),
        _otherwise(lines),
        _substances(column(lines, "substances")),
    ]
    pieces = [x for x in found if x]
    if all(isinstance(x, bytes) for x in pieces):
        return b"".join(pieces)[1:]  # type: ignore[arg-type]
    return [joined[1:] for joined in _joined(pieces)]


def _if(name: bytes, values: Sequence[Any]) -> Piece:
    """A field that most lines say nothing of."""
    if isinstance(values, Same) and not values.value:
        return b""
    made = {x: b',"%b":%b' % (name, _encode(x)) if x else b"" for x in set(values)}
    return [made[x] for x in values] if any(made.values()) else b""


def _quantities(name: bytes, values: Sequence[Quantity | None]) -> Piece:
    return _shared(values, lambda x: b"" if x is None else b',"%b":%b' % (name, _encode(_amount(x))))


def _amount(x: Quantity) -> r.Amount:
    return r.Amount(plain(x.amount), x.unit)


def _moneys(name: bytes, values: Sequence[Money | None]) -> Piece:
    if not any(values):
        return b""
    head = b',"%b":{"amount":' % name
    amounts = texts([None if x is None else x.amount for x in values])
    tails = {c: b"}" if c is None else b',"currency":%b}' % _encode(c) for c in {x.currency for x in values if x}}
    return [b"" if x is None else head + a + tails[x.currency] for x, a in zip(values, amounts, strict=True)]


def _otherwise(lines: Sequence[BomLine]) -> Piece:
    """Texts that were read otherwise than they are written."""
    changed: dict[int, dict[str, str | None]] = {}
    fields = column(lines, "fields")
    for name in TEXTS:
        read, written = column(lines, name), entries(fields, name)
        if isinstance(read, Same) and isinstance(written, Same) and read.value == written.value:
            continue
        if list(read) != list(written):
            for n, (text, raw) in enumerate(zip(read, written, strict=True)):
                if text != raw:
                    changed.setdefault(n, {})[name] = text
    said = {n: b',"texts":' + _encode(found) for n, found in changed.items()}
    return [said.get(n, b"") for n in range(len(lines))] if said else b""


def _substances(values: Sequence[tuple[Substance, ...]]) -> Piece:
    if not any(values):
        return b""
    return [b',"substances":' + _encode(list(map(_substance, x))) if x else b"" for x in values]


def _substance(x: Substance) -> r.SubstanceRecord:
    mass = None if x.mass is None else _amount(x.mass)
    return r.SubstanceRecord(name=x.name, cas_number=x.cas_number, mass=mass)
