"""Where bills come from: files, folders, patterns, archives, standard input."""

from __future__ import annotations

import io
import stat
import sys
import zipfile
import zlib
from pathlib import Path

from scanner.errors import InputError
from scanner.ingest import paths
from scanner.ingest.limits import beyond, check, check_archive, limits, unpack

MEMBER = "!"
"""Between an archive and the file in it: ``boms.zip!pump/bom.xlsx``."""


def expand(name: str) -> list[str]:
    """The files that a name on the command line stands for, zip archives of bills as their members.

    What is given appears so in the report.

    Raises:
        InputError: a folder, pattern or archive without any file of a known kind, or a damaged archive.

    """
    return [member for file in paths.expand(name) for member in _members(file)]


def _wanted(name: str) -> bool:
    parts = name.split("/")
    return Path(parts[-1]).suffix.lower() in paths.ENDINGS and not any(
        p.startswith((".", "~$", "__MACOSX")) for p in parts
    )


def _members(name: str) -> list[str]:
    """The files in a zip of bills; a workbook is a zip as well and stays one file."""
    path = Path(name)
    if path.suffix.lower() != ".zip" or not path.is_file():
        return [name]
    content = path.read_bytes()
    with _opened(content, name) as archive:
        inside = archive.namelist()
        if any(n in inside for n in ("[Content_Types].xml", "content.xml")):
            return [name]
        found = sorted(n for n in inside if not n.endswith("/") and _wanted(n) and not n.lower().endswith(".zip"))
    if not found:
        raise InputError(
            "holds no file of a known kind", source=name, hint="known are " + " ".join(sorted(paths.ENDINGS))
        )
    return [f"{name}{MEMBER}{n}" for n in found]


def _opened(content: bytes, name: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError(
            "is damaged: the archive cannot be read", source=name, hint="was it cut off while copying?"
        ) from error
    check_archive(archive, len(content), name)
    return archive


def load(path: Path) -> tuple[bytes, str]:
    """(content, name as shown) of a file, a member of an archive, or standard input.

    Raises:
        InputError: missing, a folder, unreadable, too large.

    """
    source = str(path)
    if source == "-":
        content = sys.stdin.buffer.read(limits()["file_bytes"] + 1)
        check("file_bytes", len(content), "holds too much", source)
        return content, "-"
    archive, sign, member = source.rpartition(f".zip{MEMBER}")
    if sign and not path.exists():
        return _member(f"{archive}.zip", member, source), source
    try:
        if path.is_dir():
            raise InputError("is a folder", source=source, hint="scan takes folders; this command takes one file")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError("is no regular file", source=source, hint="copy it into one, or pipe it in as -")
        check("file_bytes", status.st_size, f"is {status.st_size:,} bytes", source, "split the file")
        with path.open("rb") as file:
            content = file.read(limits()["file_bytes"] + 1)
    except FileNotFoundError as error:
        raise InputError("no such file", source=source) from error
    except ValueError as error:
        raise InputError(f"cannot be opened: {error}", source=source) from error
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror or error}", source=source) from error
    if len(content) > limits()["file_bytes"]:
        raise beyond("file_bytes", "grew while it was read", source)
    return content, source


def _member(archive: str, member: str, source: str) -> bytes:
    content, _ = load(Path(archive))
    with _opened(content, archive) as opened:
        try:
            return unpack(opened, member)
        except KeyError as error:
            raise InputError("the archive has no such member", source=source) from error
        except NotImplementedError as error:
            raise InputError("the member is packed in a way that is not read", source=source) from error
        except RuntimeError as error:
            raise InputError("the archive is protected by a password", source=source, hint="unpack it first") from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
            raise InputError("the member is damaged", source=source) from error
