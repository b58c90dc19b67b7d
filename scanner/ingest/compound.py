"""Compound files (xls): their chains of sectors are walked before anything is read, as some lead back to themselves."""

from __future__ import annotations

import struct

from scanner.errors import InputError

_HEADER = 512
_END = 0xFFFFFFFA
"""Sector numbers from here on are signs, not sectors."""
_ENTRY = 128
_IN_HEADER = 109


def check(content: bytes, source: str) -> None:
    """Refuse a compound file whose header or chains make no sense.

    Raises:
        InputError: damaged.

    """
    if len(content) < 2 * _HEADER:
        raise _damaged(source, "it is cut off")
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in (9, 12):
        raise _damaged(source, "its sectors have no known size")
    _Chains(content, 1 << shift, source).walk()


def _damaged(source: str, why: str) -> InputError:
    return InputError(
        f"is damaged: {why}", source=source, hint="open it in a spreadsheet program and save it anew as xlsx"
    )


class _Chains:
    def __init__(self, content: bytes, size: int, source: str) -> None:
        self.content, self.size, self.source = content, size, source
        self.sectors = max(0, (len(content) - size + size - 1) // size)
        count, self.directory = struct.unpack_from("<II", content, 44)
        self.cutoff, _, _, more, _ = struct.unpack_from("<IIIII", content, 56)
        if count > self.sectors:
            raise self._broken()
        places = list(struct.unpack_from(f"<{_IN_HEADER}I", content, 76))
        seen = 0
        while more < _END:
            seen += 1
            if seen > self.sectors:
                raise self._broken()
            found = self._numbers(more)
            places += found[:-1]
            more = found[-1]
        self.table: list[int] = []
        for place in places[:count]:
            if place < _END:
                self.table += self._numbers(place)

    def _broken(self) -> InputError:
        return _damaged(self.source, "its parts refer to one another in a circle, or to nothing")

    def _numbers(self, sector: int) -> tuple[int, ...]:
        """A sector of the allocation table."""
        start = (sector + 1) * self.size
        if start + self.size > len(self.content):
            raise self._broken()
        return struct.unpack_from(f"<{self.size // 4}I", self.content, start)

    def _chain(self, sector: int) -> list[int]:
        found: list[int] = []
        while sector < _END:
            if sector >= len(self.table) or len(found) > self.sectors:
                raise self._broken()
            found.append(sector)
            sector = self.table[sector]
        return found

    def walk(self) -> None:
        """Follow every chain to its end."""
        if not self.table:
            raise self._broken()
        for sector in self._chain(self.directory):
            start = (sector + 1) * self.size
            for at in range(start, min(start + self.size, len(self.content) - _ENTRY + 1), _ENTRY):
                kind = self.content[at + 66]
                first, length = struct.unpack_from("<II", self.content, at + 116)
                if kind == 5 or (kind == 2 and length >= self.cutoff):
                    self._chain(first)
