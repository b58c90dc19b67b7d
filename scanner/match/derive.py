"""Parameters that are not written but follow from what is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache

from msgspec import Struct

from scanner.catalog.model import BatteryCell
from scanner.match import tables
from scanner.match.parameters import Facts, Observed, parameters
from scanner.match.signals import CellSpan, SubstanceSpan
from scanner.match.units import convert

PI = Decimal("3.14159265358979")
THOUSAND = Decimal(1000)


class Sources(Struct, frozen=True):
    """What derivations draw on beside the stated quantities."""

    text: str
    """In lower case."""
    substances: tuple[SubstanceSpan, ...] = ()
    cells: tuple[BatteryCell, ...] = ()
    """Cells known for certain; several where makers share a part number."""
    all_loose: dict[str, tuple[Observed, ...]] = {}
    """Dimension → every quantity of it, claimed or not."""


def sources(
    text: str, facts: Facts, substances: Sequence[SubstanceSpan] = (), cells: Sequence[CellSpan] = ()
) -> Sources:
    """The sources of one text; resembling cells are left out."""
    every: dict[str, list[Observed]] = {k: list(v) for k, v in facts.loose.items()}
    table = parameters()
    for name, observed in facts.stated.items():
        if name in table:
            every.setdefault(table[name].dimension, []).extend(
                o for o in observed if o not in every.get(table[name].dimension, ())
            )
    return Sources(
        text.lower(),
        tuple(substances),
        tuple(c.cell for c in cells if c.certain),
        {k: tuple(v) for k, v in every.items()},
    )


def derive(parameter: str, facts: Facts, given: Sources) -> Observed | None:
    """The parameter's value from other facts; None when nothing yields it."""
    table = parameters()
    p = table.get(parameter)
    if p is None:
        return None
    if (rule := _RULES.get(parameter)) and (found := rule(facts, given)) is not None:
        return found
    if len(p.element) == 1 and (found := _content(p.element[0], given)) is not None:
        return found
    for other in p.same_as:
        seen = facts.stated.get(other) or ()
        if seen:
            o = seen[0]
            return Observed(o.low, o.high, o.unit, o.text, o.low_open, o.high_open, f"{other} {o.text}", o.start, o.end)
    return _bounded(parameter, facts)


def _bounded(parameter: str, facts: Facts) -> Observed | None:
    """No part is larger than the whole: an inner diameter stays below the outer one."""
    best: Observed | None = None
    for other, factor in parameters()[parameter].at_most:
        for o in facts.stated.get(other, ()):
            if o.high is None:
                continue
            high = o.high * factor
            if best is None or (convert(high, o.unit, best.unit) or high) < (best.high or high):
                best = Observed(
                    None, high, o.unit, o.text, derived=f"at most {factor.normalize():f} x {other} {o.text}"
                )
    return best


def _content(element: str, given: Sources) -> Observed | None:
    for s in given.substances:
        for symbol, percent in s.mass_percent:
            if symbol == element:
                return Observed(
                    percent, percent, "percent", s.text, derived=f"{element} in {s.text}", start=s.start, end=s.end
                )
    return None


def _specific_energy(_: Facts, given: Sources) -> Observed | None:
    """Watt-hours over kilograms, or the data sheet of a known cell."""
    mass, what = _mass(given)
    if given.cells and not all(given.all_loose.get(d) for d in ("voltage", "charge", "mass")):
        known = [c.specific_energy_wh_kg for c in given.cells if c.specific_energy_wh_kg is not None]
        least = [c.specific_energy_min_wh_kg or c.specific_energy_wh_kg for c in given.cells]
        if known:
            low, high = min(x for x in (*known, *least) if x is not None), max(known)
            names = " or ".join(dict.fromkeys(f"{c.manufacturer} {c.mpn}" for c in given.cells))
            return Observed(low, high, "Wh/kg", names, derived=f"data of {names}: {_span(low, high)} Wh/kg")
    energy = _energy(given)
    if energy is None or mass is None:
        return None
    (e_low, e_high, how), (m_low, m_high) = energy, mass
    if not m_low:
        return None
    low, high = e_low / m_high, e_high / m_low
    return Observed(_round(low), _round(high), "Wh/kg", f"{how}, {what}", derived=f"{how} / {what}")


def _energy(given: Sources) -> tuple[Decimal, Decimal, str] | None:
    """Watt-hours: stated, or volts times ampere-hours."""
    stated = _values(given, "energy", "W*h")
    if stated:
        return stated[0], stated[1], f"{_span(stated[0], stated[1])} Wh"
    charge = _values(given, "charge", "A*h")
    if charge is None:
        return None
    volts = _values(given, "voltage", "V")
    how = ""
    if volts is None:
        series = _values(given, "cells_in_series", "series_cell")
        cell = _cell_voltage(given.text)
        if cell is None:
            return None
        n = series or (Decimal(1), Decimal(1))
        volts = (cell[0] * n[0], cell[1] * n[1])
        how = " (usual for the chemistry)"
    return (
        charge[0] * volts[0],
        charge[1] * volts[1],
        f"{_span(*volts)} V{how} x {_span(*charge)} Ah",
    )


def _mass(given: Sources) -> tuple[tuple[Decimal, Decimal] | None, str]:
    """Kilograms: stated, or those of a cell of the size named."""
    stated = _values(given, "mass", "kg")
    if stated:
        return stated, f"{_span(*stated)} kg"
    for row in _batteries()["masses"]:
        if row["size"] in given.text and not given.all_loose.get("cells_in_series"):
            low, high = Decimal(row["low"]) / THOUSAND, Decimal(row["high"]) / THOUSAND
            return (low, high), f"{_span(low, high)} kg (usual for {row['size']})"
    return None, ""


def _cell_voltage(text: str) -> tuple[Decimal, Decimal] | None:
    for row in _batteries()["voltages"]:
        if any(w in text for w in row["words"]):
            return Decimal(row["low"]), Decimal(row["high"])
    return None


def _values(given: Sources, dimension: str, unit: str) -> tuple[Decimal, Decimal] | None:
    """The range that all quantities of a dimension span, in a unit."""
    lows, highs = [], []
    for o in given.all_loose.get(dimension, ()):
        low, high = o.low if o.low is not None else o.high, o.high if o.high is not None else o.low
        if low is not None and high is not None:
            a, b = convert(low, o.unit, unit), convert(high, o.unit, unit)
            if a is not None and b is not None:
                lows.append(a)
                highs.append(b)
    return (min(lows), max(highs)) if lows else None


def _operating_speed(facts: Facts, given: Sources) -> Observed | None:
    """Metres a second at the rim: pi times diameter times revolutions."""
    turns = _values(given, "rotation", "rpm")
    wheels = facts.stated.get("wheel") or facts.stated.get("diameter") or facts.stated.get("length")
    if turns is None or not wheels or wheels[0].high is None:
        return None
    diameter = convert(wheels[0].high, wheels[0].unit, "m")
    if diameter is None:
        return None
    low, high = (_round(PI * diameter * n / 60) for n in turns)
    return Observed(
        low,
        high,
        "m/s",
        wheels[0].text,
        derived=f"pi x {wheels[0].text} x {_span(*turns)} rpm = {_span(low, high)} m/s",
    )


def _purity(facts: Facts, _: Sources) -> Observed | None:
    """What ash leaves: 1000 ppm of ash is 99.9 percent pure."""
    for o in facts.stated.get("ash", ()):
        high = o.high if o.high is not None else o.low
        ash = convert(high, o.unit, "percent") if high is not None else None
        if ash is not None:
            least = 100 - ash
            stated_as_most = o.low is None
            return Observed(
                least,
                None if stated_as_most else least,
                "percent",
                o.text,
                o.high_open,
                derived=f"100 % less ash {o.text}",
            )
    return None


def _copper_doped(_: Facts, given: Sources) -> Observed | None:
    """An alloy of tungsten that names copper."""
    for s in given.substances:
        if "W" in s.elements and "Cu" in s.elements:
            return Observed(None, None, "", s.text, derived=f"{s.text} holds copper", start=s.start, end=s.end)
    return None


_RULES: dict[str, Callable[[Facts, Sources], Observed | None]] = {
    "specific_energy": _specific_energy,
    "operating_speed": _operating_speed,
    "purity": _purity,
    "copper_doped": _copper_doped,
}


def _round(value: Decimal) -> Decimal:
    return round(value, 1)


def _span(low: Decimal, high: Decimal) -> str:
    a, b = f"{low.normalize():f}", f"{high.normalize():f}"
    return a if a == b else f"{a} to {b}"


@cache
def _batteries() -> dict[str, list[dict[str, str]]]:
    data: dict[str, list[dict[str, str]]] = tables.yaml("parameters/batteries.yaml")
    return data
