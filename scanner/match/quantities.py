"""Quantities with their units, ranges and bounds."""

from __future__ import annotations

import re
from decimal import Decimal

from scanner.match import bounds, grit
from scanner.match.numbers import number
from scanner.match.signals import Bound, QuantitySpan
from scanner.match.units import Unit, unit_at, units

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_RANGE = re.compile(r"\s*(?:-|–|—|~|〜|\.\.\.?|…|÷|至|到|to|bis|à|auf|から)\s*$", re.IGNORECASE)
_TIMES = re.compile(r"\s*[x×*хX]\s*(?:[LlWwHhDdTt]\s?)?$")
_PLUS_MINUS = re.compile(r"\s*(?:±|\+/-|\+-)\s*$")
_FRACTION = re.compile(r"(?:(\d+)[ \-])?(\d+)[/⁄](\d+)$")
_DIAMETER = re.compile(
    r"(?:(?<![A-Za-z])(?:D|d|DIA\.?|Dia\.?|dia\.?|OD|Durchmesser|diameter)|[ØøφΦ⌀ϕ]|直径|外径)\s*[:=]?\s*$"
)
_INNER = re.compile(r"(?:(?<![A-Za-z])(?:ID|Id|Innendurchmesser|inner dia(?:meter)?)|内径|孔径)\s*[:=]?\s*$")
_D50 = re.compile(r"(?<![A-Za-z\d])D(?:v)?[ (]?(?:50|v50)\)?(?![\d.,]*\s?[x×*])|(?<![A-Za-z])d50", re.IGNORECASE)
_SIGN = re.compile(r"(?:±|\+/-|\+-)\s*$")
_NINES = re.compile(r"(?<![A-Za-z\d.,+\-])(\d)N(\d)?(?:\+)?(?![A-Za-z\d])")
_TIMES_NEXT = re.compile(r"\s*[x×*]\s*\d")
_DENOMINATORS = frozenset(Decimal(n) for n in (2, 4, 8, 16, 32, 64))
_DIAMETER_ENDS = frozenset("ØøφΦ⌀ϕ径:= .")
_ROLE_ENDS = ("d", "dia", "dia.", "od", "durchmesser", "diameter", "ø", "φ", "⌀", "ϕ", "径", "id")
_LEAST_KV = 60
"""KV of a motor is 60 and more (hub motors); 15 KV are kilovolts."""
_GAP = 6
"""Characters between two numbers that are one range or one set of dimensions."""
_WINDOW = 14
"""Characters looked back for a word that bounds a number."""


def find(text: str) -> list[QuantitySpan]:
    """A number with a unit is a quantity; its neighbours say whether it is exact, bounded or a range.

    Grit and mesh numbers are read as particle sizes in micrometres, 4N and 4N5 as purities in percent.
    """
    if not _DIGIT.search(text):
        return []
    found = _Reader(text).read()
    found += grit.find(text)
    if "N" in text:
        found += _nines(text)
    found.sort(key=lambda q: (q.start, q.end, q.role))
    return found


def _nines(text: str) -> list[QuantitySpan]:
    """4N is 99.99 percent pure, 4N5 99.995."""
    spans = []
    for m in _NINES.finditer(text):
        nines, more = int(m[1]), int(m[2] or 0)
        if 2 <= nines <= 9 and (m[2] is None or 0 < more < 9):
            value = 100 - Decimal(1).scaleb(2 - nines) + (Decimal(more).scaleb(1 - nines) if more else 0)
            spans.append(QuantitySpan(m.start(), m.end(), value, value, "=", "percent", "fraction", m[0], "purity"))
    return spans


class _Piece:
    """A number with the unit right behind it, before its neighbours are looked at."""

    __slots__ = ("end", "number_end", "start", "unit", "value")

    def __init__(self, start: int, number_end: int, end: int, value: Decimal, unit: Unit | None) -> None:
        self.start, self.number_end, self.end, self.value, self.unit = start, number_end, end, value, unit


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text

    def read(self) -> list[QuantitySpan]:
        pieces = self._pieces()
        if not pieces:
            return []
        spans: list[QuantitySpan] = []
        i = 0
        while i < len(pieces):
            if i + 1 < len(pieces) and 0 < pieces[i + 1].start - pieces[i].end <= _GAP:
                chain = self._chain(pieces, i)
                if len(chain) > 1:
                    spans += self._dimensions(chain)
                    i += len(chain)
                    continue
                joined = self._range(pieces, i)
                if joined:
                    spans.append(joined)
                    i += 2
                    continue
            if (one := self._single(pieces[i])) is not None:
                spans.append(one)
            i += 1
        return spans

    def _pieces(self) -> list[_Piece]:
        text = self.text
        pieces: list[_Piece] = []
        d50 = {m.end() for m in _D50.finditer(text)} if "50" in text else ()
        for m in _NUMBER.finditer(text):
            start, stop = m.span()
            if d50 and (stop in d50 or (text[stop : stop + 1] == ")" and stop + 1 in d50)):
                continue
            value = number(m[0])
            if value is None:
                continue
            unit, end = unit_at(text, stop)
            if unit is not None and text[start:end] in bounds.codes():
                unit, end = None, stop
            if pieces and start and text[start - 1] in "/⁄" and pieces[-1].number_end == start - 1:
                self._merge_fraction(pieces, _Piece(start, stop, end, value, unit))
            else:
                pieces.append(_Piece(start, stop, end, value, unit))
        return pieces

    def _merge_fraction(self, pieces: list[_Piece], below: _Piece) -> None:
        """1/4 W, 1 1/2 in, 1/2 x 1/4 x 1/8 in: an inch's or a watt's usual parts."""
        text, above = self.text, pieces[-1]
        proper = above.unit is None and below.value in _DENOMINATORS and 0 < above.value < below.value
        inches = below.unit is not None and below.unit.name in ("inch", "W")
        if not proper or not (inches or (below.unit is None and _TIMES_NEXT.match(text, below.end))):
            pieces.append(below)
            return
        pieces.pop()
        start, value = above.start, above.value / below.value
        if pieces and pieces[-1].unit is None and text[pieces[-1].number_end : start] in (" ", "-"):
            whole = pieces.pop()
            start, value = whole.start, whole.value + value
        pieces.append(_Piece(start, below.number_end, below.end, value, below.unit))

    def _chain(self, pieces: list[_Piece], i: int) -> list[_Piece]:
        """Numbers joined by x: dimensions."""
        chain = [pieces[i]]
        while i + 1 < len(pieces) and len(chain) < 3:
            gap = self.text[pieces[i].end : pieces[i + 1].start]
            if len(gap) > _GAP or not _TIMES.match(gap):
                break
            i += 1
            chain.append(pieces[i])
        return chain

    def _dimensions(self, chain: list[_Piece]) -> list[QuantitySpan]:
        """The parts of 10x5x2 mm; the last unit serves all; without one they are millimetres."""
        text = self.text
        unit = next((p.unit for p in reversed(chain) if p.unit), None)
        lengths = [p.unit for p in chain if p.unit and p.unit.dimension == "length"]
        if unit is not None and not lengths:
            return [q for p in chain if (q := self._single(p)) is not None]
        before = text[max(0, chain[0].start - _WINDOW) : chain[0].start]
        if before[-1:] in ("M", "G", "R") and not lengths:
            return []
        role = _role(before)
        own = units().by_name["mm"]
        spans = []
        for n, p in enumerate(chain, 1):
            u = p.unit if p.unit and p.unit.dimension == "length" else (lengths[0] if lengths else own)
            what = f"dim{n}"
            if role and n == 1:
                what = role
            elif role == "diameter" and len(chain) == 2:
                what = "height"
            spans.append(
                QuantitySpan(p.start, p.end, p.value, p.value, "=", u.name, "length", text[p.start : p.end], what)
            )
        return spans

    def _range(self, pieces: list[_Piece], i: int) -> QuantitySpan | None:
        """30-50 um, 5 kW to 37 kW, 100 ± 5 um."""
        a, b = pieces[i], pieces[i + 1]
        text = self.text
        gap = text[a.end : b.start]
        if _PLUS_MINUS.match(gap):
            return self._tolerance(a, b)
        if b.unit is None or not _RANGE.match(gap):
            return None
        if a.unit is not None and a.unit.dimension != b.unit.dimension:
            return None
        if gap == "-" and a.unit is None and self._glued(a):
            return None  # the tail of a part number: INR18650-35 g
        low = a.value if a.unit is None or a.unit.name == b.unit.name else a.value * a.unit.factor / b.unit.factor
        if low >= b.value:
            return None
        role = _role(text[max(0, a.start - _WINDOW) : a.start]) or self._d50(a)
        return QuantitySpan(
            a.start, b.end, low, b.value, "..", b.unit.name, b.unit.dimension, text[a.start : b.end], role
        )

    def _tolerance(self, a: _Piece, b: _Piece) -> QuantitySpan | None:
        unit = b.unit or a.unit
        if unit is None:
            return None
        if unit.dimension == "fraction" and a.unit is not None and a.unit.dimension != "fraction":
            unit, spread = a.unit, a.value * b.value * unit.factor / 100
        elif a.unit is not None and a.unit.dimension != unit.dimension:
            return None
        else:
            spread = b.value if a.unit is None or b.unit is None else b.value * unit.factor / a.unit.factor
            unit = a.unit or unit
        text = self.text[a.start : b.end]
        return QuantitySpan(a.start, b.end, a.value - spread, a.value + spread, "±", unit.name, unit.dimension, text)

    def _single(self, p: _Piece) -> QuantitySpan | None:
        text = self.text
        unit = p.unit
        if unit is None and (p.start == 0 or text[p.start - 1] not in _DIAMETER_ENDS):
            return None
        before = text[max(0, p.start - _WINDOW) : p.start]
        role = _role(before)
        if unit is None:
            if role not in ("diameter", "inner_diameter") or p.end != p.number_end or text[p.end : p.end + 1].isalpha():
                return None
            unit = units().by_name["mm"]  # Ø6 on a drawing
            if before[-1:] in "Dd" or p.value == 0:
                return None  # D46 is a grit, D50 a median, D2 a diode
        elif self._glued(p) and not role:
            return None
        if unit.name == "rpm/V" and p.value < _LEAST_KV:
            unit = units().by_name["kV"]
        tail = before.rstrip(" :=").lower()
        sign = _SIGN.search(before) if tail.endswith(("±", "+/-", "+-")) else None
        if sign:
            start = p.start - len(before) + sign.start()
            return QuantitySpan(
                start, p.end, p.value, p.value, "±", unit.name, unit.dimension, text[start : p.end], "tolerance"
            )
        bound = bounds.before(before)
        if unit.name == "delta_degC" and bound is None:
            return None  # 10K is a resistance, 3000K a colour
        op: Bound = "="
        low: Decimal | None = p.value
        high: Decimal | None = p.value
        start, end = p.start, p.end
        if bound is not None:
            start -= len(before) - bound[1]
        elif (bound := bounds.after(text, p.end)) is not None:
            end = bound[1]
        which = bound[0] if bound else None
        if which in ("le", "lt"):
            op, low = ("<=" if which == "le" else "<"), None
        elif which in ("ge", "gt"):
            op, high = (">=" if which == "ge" else ">"), None
        elif which == "about":
            op = "~"
        return QuantitySpan(start, end, low, high, op, unit.name, unit.dimension, text[start:end], role or self._d50(p))

    def _glued(self, p: _Piece) -> bool:
        """A letter or digit group stands right before it, as in a part number, and is no prefix of a dimension."""
        text, start = self.text, p.start
        if start == 0:
            return False
        c = text[start - 1]
        if c.isascii() and c.isalpha():
            return not _ends_unit(text, start)
        return c == "-" and start > 1 and text[start - 2].isalnum() and text[start - 2].isascii()

    def _d50(self, p: _Piece) -> str:
        """'d50' when the number follows D50."""
        if "50" not in self.text:
            return ""
        before = self.text[max(0, p.start - 12) : p.start]
        last = max((m.end() for m in _D50.finditer(before)), default=None)
        return "d50" if last is not None and not _DIGIT.search(before, last) else ""


def _ends_unit(text: str, start: int) -> bool:
    """5V60A: the letters before the number are the unit of another number."""
    i = start
    while i > 0 and text[i - 1].isascii() and text[i - 1].isalpha():
        i -= 1
    word = text[i:start]
    table = units()
    return i > 0 and text[i - 1].isdigit() and (word in table.exact or word.lower() in table.folded)


def _role(before: str) -> str:
    if not before.rstrip(" :=").lower().endswith(_ROLE_ENDS):
        return ""
    if _INNER.search(before):
        return "inner_diameter"
    if _DIAMETER.search(before):
        return "diameter"
    return ""
