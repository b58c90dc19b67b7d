"""What types cannot say: that ids exist, dates follow one another, figures are in order.

One module a kind of knowledge; ``sections.SECTIONS`` names the function for each section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from scanner.catalog.convert import Keyed, Typed
from scanner.catalog.faults import Fault
from scanner.catalog.sections import SECTIONS
from scanner.catalog.source import Raw

T = TypeVar("T", bound=msgspec.Struct)
OWN_MARKS = frozenset(("XX", "XE"))
"""Our marks beside ISO 3166 in the table of origin terms: unknown, European Union."""


class Scene:
    """The records to check, and those that they may refer to."""

    def __init__(self, records: dict[str, list[Typed]], beneath: Keyed, written: Sequence[Raw] = ()) -> None:
        self.records = records
        self._beneath = beneath
        self._written = written

    def of(self, section: str, kind: type[T]) -> Iterator[tuple[Raw, T]]:
        """The records of a section that are to be checked."""
        for raw, record in self.records.get(section, ()):
            assert isinstance(record, kind)
            yield raw, record

    def all(self, section: str, kind: type[T]) -> list[T]:
        """The records of a section, with those beneath that are not replaced."""
        own = {SECTIONS[section].identity(x): x for _, x in self.records.get(section, ())}
        found = {**self._beneath.get(section, {}), **own}.values()
        return [x for x in found if isinstance(x, kind)]

    def ids(self, section: str) -> set[str]:
        """First key of every record of a section, those beneath included.

        A record that has faults of its own counts: what refers to it is no further fault.
        """
        first = SECTIONS[section].key[0]
        faulty = {str(x.data.get(first)) for x in self._written if x.section.name == section}
        return faulty | {str(getattr(x, first)) for x in self.all(section, msgspec.Struct)}

    def twice(self) -> Iterator[Fault]:
        """Records with the same identity: one of them would be lost."""
        for name, found in self.records.items():
            first: dict[tuple[Any, ...], Raw] = {}
            for raw, record in found:
                identity = SECTIONS[name].identity(record)
                if identity in first:
                    yield raw.fault(f"stands twice, first in {first[identity].file}", SECTIONS[name].key[0])
                first.setdefault(identity, raw)


def unknown(raw: Raw, key: str, given: Iterator[str] | tuple[str, ...], known: set[str], what: str) -> Iterator[Fault]:
    """A fault for each of the given names that does not exist."""
    for name in given:
        if name not in known:
            yield raw.fault(f"there is no {what} {name!r}", key)


def ordered(raw: Raw, record: msgspec.Struct, stem: str, top: int | None = None) -> Iterator[Fault]:
    """Three figures run low <= likely <= high, none negative, none above ``top``."""
    values = [getattr(record, f"{stem}_{x}") for x in ("low", "likely", "high")]
    if all(x is None for x in values):
        return
    if any(x is None for x in values):
        yield raw.fault("low, likely and high: all three or none", stem)
        return
    low, likely, high = values
    if not low <= likely <= high:
        yield raw.fault(f"low <= likely <= high does not hold: {low}, {likely}, {high}", stem)
    if low < 0 or (top is not None and high > top):
        yield raw.fault(f"is out of bounds: {low} to {high}{f', at most {top}' if top is not None else ''}", stem)


def cas_number(text: str) -> bool:
    """Whether a CAS registry number has its form and a valid check digit."""
    head, _, check = text.rpartition("-")
    first, _, second = head.partition("-")
    if not (2 <= len(first) <= 7 and len(second) == 2 and len(check) == 1 and (first + second + check).isascii()):
        return False
    if not (first + second + check).isdigit():
        return False
    return sum(n * int(d) for n, d in enumerate(reversed(first + second), 1)) % 10 == int(check)


def countries(raw: Raw, key: str, given: tuple[str, ...], also: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """A fault for each code that ISO 3166 does not have."""
    for code in given:
        if code not in also and not _is_country(code):
            yield raw.fault(f"{code!r} is no ISO 3166 alpha-2 code", key)


@lru_cache(maxsize=512)
def _is_country(code: str) -> bool:
    import pycountry

    return pycountry.countries.get(alpha_2=code) is not None


@lru_cache(maxsize=1)
def unit_reader() -> Callable[[str], object]:
    """Reads a unit as pint does; raises what pint raises."""
    import pint

    read: Callable[[str], object] = pint.UnitRegistry().parse_units
    return read


def differs(a: Decimal, b: Decimal, tolerance: str) -> bool:
    """Whether two figures are further apart than rounding explains."""
    return abs(a - b) > Decimal(tolerance)
