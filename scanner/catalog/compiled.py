"""The compiled form of the built-in catalog: what start-up reads instead of YAML and CSV.

Reading the sources takes a quarter of a second, the compiled form a few milliseconds. It is one
file beside them, made when a package is built and, in a working tree, whenever a source is newer
(or by ``python -m scanner.catalog.compiled``); it is never edited and not kept in the repository.
"""

from __future__ import annotations

import contextlib
import inspect
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")

FORMAT = 1
FILE = "catalog.msgpack"
CODE = Path(__file__).parent


class Compiled(msgspec.Struct, frozen=True, kw_only=True):
    """All records, each section still encoded, with what is needed to know whether they are current."""

    format: int
    name: str
    version: str
    verified_through: str
    sha256: str
    """Over the names and contents of the sources."""
    frozen: bool
    """Built into a package: the sources are not looked at again."""
    stamps: dict[str, tuple[int, int]]
    """File → size and time of change in nanoseconds, of every source and of the code that reads them."""
    sections: dict[str, msgspec.Raw]
    documents: dict[str, msgspec.Raw]
    """Path below the root → content of a file that no section reads."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A result made from the catalog, with what it was made from."""

    sha256: str
    """Of the catalog."""
    frozen: bool
    code: dict[str, tuple[int, int]]
    """Stamps of the code that made it."""
    value: msgspec.Raw


def current(root: Path) -> Compiled:
    """The compiled form of a folder of catalog data, made anew where it is missing or out of date.

    Raises:
        CatalogError: the sources are faulty.

    """
    stamps: dict[str, tuple[int, int]] | None = None
    with contextlib.suppress(OSError, msgspec.DecodeError):
        found = msgspec.msgpack.decode((root / FILE).read_bytes(), type=Compiled)
        if found.format == FORMAT:
            if found.frozen:
                return found
            stamps = _stamps(root)
            if found.stamps == stamps:
                return found
    made = build(root, stamps=stamps)
    # A folder that cannot be written to (a read-only installation) costs time at each start, nothing else.
    with contextlib.suppress(OSError):
        save(made, root)
    return made


def build(root: Path, *, frozen: bool = False, stamps: dict[str, tuple[int, int]] | None = None) -> Compiled:
    """Compile a folder of catalog data.

    Raises:
        CatalogError: the sources are faulty; every fault is named.

    """
    from scanner.catalog.convert import convert
    from scanner.catalog.faults import Fault, refuse
    from scanner.catalog.sections import SECTIONS
    from scanner.catalog.source import HEADER, read_document, read_tree, unread

    stamps = stamps or _stamps(root)
    tree = read_tree(root)
    records, faults = convert(tree)
    header = tree.header
    if header is None or not header.version or header.verified_through is None:
        faults.append(Fault(file=HEADER, message="must give name, version and verified_through"))
    if found := [*tree.faults, *faults]:
        from scanner.catalog.validate import located

        refuse(located(found, root), str(root))
    assert header is not None
    assert header.verified_through is not None
    return Compiled(
        format=FORMAT,
        name=header.name,
        version=header.version,
        verified_through=header.verified_through.isoformat(),
        sha256=digest(root),
        frozen=frozen,
        stamps=stamps,
        sections={
            name: msgspec.Raw(msgspec.msgpack.encode([x.record for x in records.get(name, ())])) for name in SECTIONS
        },
        documents={
            x.relative_to(root).as_posix(): msgspec.Raw(msgspec.msgpack.encode(read_document(root, x)))
            for x in unread(root)
        },
    )


def kept(name: str, kind: type[T], make: Callable[[], T], root: Path) -> T:
    """What ``make`` makes from the built-in catalog, kept beside it until the data or the code change.

    Args:
        name: of the file, ``NAME.msgpack``; list it in ``sections.KEPT`` so that packages bring it along.
        kind: type of the result, as msgspec reads it back.
        make: a function of the catalog's data alone; the code of its package is watched.
        root: the folder of the catalog's data.

    """
    base, target = current(root), root / f"{name}.msgpack"
    code: dict[str, tuple[int, int]] | None = None
    with contextlib.suppress(OSError, msgspec.DecodeError, msgspec.ValidationError):
        found = msgspec.msgpack.decode(target.read_bytes(), type=Kept)
        if found.sha256 == base.sha256:
            if found.frozen:
                return msgspec.msgpack.decode(found.value, type=kind)
            code = _code_stamps(make)
            if found.code == code:
                return msgspec.msgpack.decode(found.value, type=kind)
    made = make()
    encoded = msgspec.Raw(msgspec.msgpack.encode(made))
    record = Kept(sha256=base.sha256, frozen=False, code=code or _code_stamps(make), value=encoded)
    with contextlib.suppress(OSError):  # as above: no place to keep it
        write(target, msgspec.msgpack.encode(record))
    return made


def _code_stamps(make: Callable[[], object]) -> dict[str, tuple[int, int]]:
    return _under(Path(inspect.getfile(make)).parent, (".py",))


def save(compiled: Compiled, root: Path) -> Path:
    """Write the compiled form beside its sources.

    Raises:
        OSError: the folder cannot be written to.

    """
    write(root / FILE, msgspec.msgpack.encode(compiled))
    return root / FILE


def write(target: Path, content: bytes) -> None:
    """Write a file in one step, so that no reader sees half of it.

    Raises:
        OSError: the folder cannot be written to.

    """
    import tempfile

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def digest(root: Path) -> str:
    """SHA-256 over the names and contents of all sources; line ends do not count."""
    import hashlib

    from scanner.catalog.source import source_files

    made = hashlib.sha256()
    for path in source_files(root):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        made.update(path.relative_to(root).as_posix().encode() + b"\0" + content + b"\0")
    return made.hexdigest()


def _stamps(root: Path) -> dict[str, tuple[int, int]]:
    return {**_under(root, (".yaml", ".yml", ".csv")), **_under(CODE, (".py",))}


def _under(top: Path, suffixes: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    folders = [str(top)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                elif entry.name.endswith(suffixes):
                    stat = entry.stat()
                    found[os.path.relpath(entry.path, top)] = (stat.st_size, stat.st_mtime_ns)
    return dict(sorted(found.items()))


def package(root: Path, out: Path) -> list[Path]:
    """Make everything compiled for a package, in which sources do not change.

    Args:
        root: the folder of the catalog's data.
        out: where to; not the folder itself.

    Raises:
        CatalogError: the sources are faulty.

    """
    made = build(root, frozen=True)
    write(out / FILE, msgspec.msgpack.encode(made))
    found = [out / FILE]
    from scanner.catalog.sections import KEPT

    for name, where in KEPT.items():
        module, _, function = where.partition(":")
        value = msgspec.Raw(msgspec.msgpack.encode(getattr(import_module(module), function)()))
        write(
            out / f"{name}.msgpack", msgspec.msgpack.encode(Kept(sha256=made.sha256, frozen=True, code={}, value=value))
        )
        found.append(out / f"{name}.msgpack")
    return found


def main() -> None:
    """Compile the built-in catalog in its place."""
    from scanner.catalog.load import DATA

    path = save(build(DATA), DATA)
    print(f"{path}: {path.stat().st_size:,} bytes")  # noqa: T201 - a build step reports


if __name__ == "__main__":
    main()
