"""Changes to XML as insertions into its bytes, so that what is not changed stays exactly as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from scanner.errors import InputError

TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")


class Edits:
    """Replacements of stretches of bytes, applied together."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._edits: list[tuple[int, int, int, bytes]] = []

    def replace(self, start: int, end: int, new: bytes) -> None:
        self._edits.append((start, end, len(self._edits), new))

    def insert(self, at: int, new: bytes) -> None:
        self.replace(at, at, new)

    def tag(self, start: int) -> bytes:
        """The whole start tag that begins at an offset."""
        found = TAG.match(self.content, start)
        assert found is not None, "expat has seen a tag here"
        return found[0]

    def set_attributes(self, start: int, **values: str) -> None:
        """Attributes of the start tag at an offset."""
        tag = self.tag(start)
        self.replace(start, start + len(tag), with_attributes(tag, **values))

    def done(self) -> bytes:
        """The changed content."""
        out, at = [], 0
        for start, end, _, new in sorted(self._edits):
            assert start >= at, "edits must not overlap"
            out += [self.content[at:start], new]
            at = end
        return b"".join((*out, self.content[at:]))


def with_attributes(tag: bytes, **values: str) -> bytes:
    """A start tag with attributes set or added."""
    for name, value in values.items():
        text = f'{name}="{value}"'.encode()
        pattern = re.compile(rb"(?<=\s)" + re.escape(name.encode()) + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')")
        if pattern.search(tag):
            tag = pattern.sub(text.replace(b"\\", b"\\\\"), tag, count=1)
        else:
            cut = -2 if tag.endswith(b"/>") else -1
            tag = tag[:cut].rstrip() + b" " + text + tag[cut:]
    return tag


def opened(tag: bytes) -> bytes:
    """A self-closing tag as one that can hold something."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


Start = Callable[[str, dict[str, str], int], None]
"""Local name, attributes, offset of the tag."""
End = Callable[[str, int, bool], None]
"""Local name, offset of the end tag or behind a self-closing one, whether it was self-closing."""


def walk(content: bytes, start: Start, end: End, source: str) -> str:
    """Reports every element with its place; returns the prefix of the root element, with its colon.

    Raises:
        InputError: no well-formed XML, or one that declares entities.

    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    root: list[str] = []

    def on_start(name: str, attributes: dict[str, str]) -> None:
        if not root:
            root.append(name)
        start(name.rpartition(":")[2], attributes, parser.CurrentByteIndex)

    def on_end(name: str) -> None:
        at = parser.CurrentByteIndex
        end(name.rpartition(":")[2], at, not content.startswith(b"</" + name.encode(), at))

    def refuse(*_: object) -> None:
        raise InputError("declares a document type in a part of the workbook, which no spreadsheet does", source=source)

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise InputError(f"a part of the workbook is damaged: {error}", source=source) from error
    prefix, colon, _ = root[0].rpartition(":")
    return prefix + colon


def utf8(content: bytes) -> bytes:
    """XML in UTF-8, whatever it was in; offsets count bytes of this."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16")
        return re.sub(r"encoding\s*=\s*(\"[^\"]*\"|'[^']*')", 'encoding="UTF-8"', text, count=1).encode()
    return content
