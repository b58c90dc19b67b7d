"""An Office Open XML package: parts by name, relationships, content types."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from scanner.errors import InputError
from scanner.writers.annotate.splice import utf8, walk

TYPES = "[Content_Types].xml"


class Relationship(NamedTuple):
    id: str
    kind: str
    """Last word of the type, for instance ``worksheet``."""
    target: str
    """Name of the part; the address itself where it is external."""
    external: bool


class Package:
    """A zip whose untouched members are copied byte for byte."""

    def __init__(self, content: bytes, source: str) -> None:
        """Raises InputError: no package."""
        self.source = source
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._members = {i.filename.lstrip("/"): i for i in self._zip.infolist() if not i.is_dir()}
            self.types = utf8(self._zip.read(self._members[TYPES]))
        except (zipfile.BadZipFile, KeyError, OSError) as error:
            raise InputError(f"is no workbook package: {error}", source=source) from error
        self._changed: dict[str, bytes | None] = {}
        self._lower = {name.lower(): name for name in self._members}

    def __contains__(self, name: str) -> bool:
        return self._changed.get(name, b"") is not None and (name in self._changed or name.lower() in self._lower)

    def read(self, name: str) -> bytes:
        """A part's content, as changed so far."""
        kept = self._changed.get(name)
        if kept is not None:
            return kept
        return utf8(self._zip.read(self._members[self._lower[name.lower()]]))

    def write(self, name: str, content: bytes) -> None:
        self._changed[name] = content

    def remove(self, name: str) -> None:
        """Leaves a part out, with its content type."""
        self._changed[self._lower.get(name.lower(), name)] = None
        self.types = re.sub(
            rb"<(?:\w+:)?Override\b[^>]*PartName\s*=\s*([\"'])/" + re.escape(name.encode()) + rb"\1[^>]*/>",
            b"",
            self.types,
        )

    def names(self) -> list[str]:
        return [n for n in {**self._members, **self._changed} if self._changed.get(n, b"") is not None]

    def relationships(self, part: str) -> Iterator[Relationship]:
        """What a part refers to; the package itself is the part ``""``."""
        name = rels_of(part)
        if name not in self:
            return
        found: list[dict[str, str]] = []
        walk(
            self.read(name),
            lambda n, a, _: found.append(a) if n == "Relationship" else None,
            lambda *_: None,
            self.source,
        )
        for a in found:
            external = a.get("TargetMode") == "External"
            target = a.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            yield Relationship(a.get("Id", ""), a.get("Type", "").rpartition("/")[2], target, external)

    def drop_relationships(self, part: str, kinds: tuple[str, ...]) -> list[str]:
        """Removes relationships of some kinds; returns the parts that they led to."""
        targets = [r.target for r in self.relationships(part) if r.kind in kinds and not r.external]
        if targets:
            pattern = rb"<(?:\w+:)?Relationship\b[^>]*Type\s*=\s*[\"'][^\"']*/(?:%s)[\"'][^>]*/>" % b"|".join(
                re.escape(k.encode()) for k in kinds
            )
            self.write(rels_of(part), re.sub(pattern, b"", self.read(rels_of(part))))
        return targets

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relationship; returns its id. ``kind`` is the whole type, ``target`` a part."""
        name = rels_of(part)
        content = self.read(name)
        taken = {r.id for r in self.relationships(part)}
        new = next(f"rIdBomscan{n}" for n in range(1, len(taken) + 2) if f"rIdBomscan{n}" not in taken)
        at = content.rindex(b"</")
        prefix = content[at + 2 : content.index(b">", at)].rpartition(b":")
        tag = prefix[0] + prefix[1] + b"Relationship"
        entry = b'<%s Id="%s" Type="%s" Target=%s/>' % (
            tag,
            new.encode(),
            kind.encode(),
            quoteattr("/" + target).encode(),
        )
        self.write(name, content[:at] + entry + content[at:])
        return new

    def declare(self, part: str, content_type: str) -> None:
        """Says what a new part is."""
        at = self.types.rindex(b"</")
        prefix = self.types[at + 2 : self.types.index(b">", at)].rpartition(b":")
        tag = prefix[0] + prefix[1] + b"Override"
        entry = b'<%s PartName="/%s" ContentType="%s"/>' % (tag, part.encode(), content_type.encode())
        self.types = self.types[:at] + entry + self.types[at:]

    def done(self) -> bytes:
        """The package with its changes; members keep their order and dates."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name, info in self._members.items():
                if name == TYPES:
                    content: bytes | None = self.types
                elif name in self._changed:
                    content = self._changed[name]
                else:
                    content = self._zip.read(info)
                if content is not None:
                    target.writestr(_like(info, name), content, compress_type=zipfile.ZIP_DEFLATED)
            for name, content in self._changed.items():
                if name not in self._members and content is not None:
                    target.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)
        return out.getvalue()


def _like(info: zipfile.ZipInfo, name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, info.date_time)
    made.external_attr = info.external_attr
    return made


def rels_of(part: str) -> str:
    """The part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
