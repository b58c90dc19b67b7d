"""Compound files (xls): their chains of sectors are walked before anything is read, as some lead back to themselves."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from scanner.errors import InputError

_HEADER = 512
_END = 0xFFFFFFFA
"""Sector numbers from here on are signs, not sectors."""
_ENTRY = 128
_IN_HEADER = 109
_STREAM, _ROOT = 2, 5
_BLOCK = 64
"""Bytes of a block of a short stream."""


def _damaged(source: str, why: str) -> InputError:
    return InputError(
        f"is damaged: {why}", source=source, hint="open it in a spreadsheet program and save it anew as xlsx"
    )


class Compound:
    """A compound file whose header and chains make sense.

    Raises:
        InputError: damaged.

    """

    def __init__(self, content: bytes, source: str) -> None:
        self.content, self.source = content, source
        if len(content) < 2 * _HEADER:
            raise _damaged(source, "it is cut off")
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in (9, 12):
            raise _damaged(source, "its sectors have no known size")
        self.size = 1 << shift
        self.sectors = max(0, (len(content) - 1) // self.size)
        count, self.directory = struct.unpack_from("<II", content, 44)
        self.cutoff, self.small, _, more, _ = struct.unpack_from("<IIIII", content, 56)
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
        if not self.table:
            raise self._broken()
        self._walk()

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

    def _walk(self) -> None:
        """Follow every chain to its end."""
        for kind, _, first, length in self._entries():
            if kind == _ROOT or (kind == _STREAM and length >= self.cutoff):
                self._chain(first)

    def _entries(self) -> Iterator[tuple[int, str, int, int]]:
        """(kind, name, first sector, length) of the streams and storages."""
        for sector in self._chain(self.directory):
            start = (sector + 1) * self.size
            for at in range(start, min(start + self.size, len(self.content) - _ENTRY + 1), _ENTRY):
                name = self.content[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
                first, length = struct.unpack_from("<II", self.content, at + 116)
                yield self.content[at + 66], name, first, length

    def _joined(self, sector: int) -> bytes:
        return b"".join(self.content[(x + 1) * self.size : (x + 2) * self.size] for x in self._chain(sector))

    def stream(self, *names: str) -> bytes:
        """The first stream of one of these names; empty where there is none.

        Raises:
            InputError: its chain leads back to itself or to nothing.

        """
        entries = list(self._entries())
        for kind, name, first, length in entries:
            if kind == _STREAM and name in names:
                return (self._joined(first) if length >= self.cutoff else self._short(entries, first))[:length]
        return b""

    def _short(self, entries: list[tuple[int, str, int, int]], block: int) -> bytes:
        """A short stream: its blocks lie in the stream of the root, chained by a table of their own."""
        home = next((self._joined(first) for kind, _, first, _ in entries if kind == _ROOT and first < _END), b"")
        data = self._joined(self.small) if self.small < _END else b""
        table = struct.unpack_from(f"<{len(data) // 4}I", data)
        out: list[bytes] = []
        while block < _END:
            if block >= len(table) or len(out) > len(table):
                raise self._broken()
            out.append(home[block * _BLOCK : (block + 1) * _BLOCK])
            block = table[block]
        return b"".join(out)
