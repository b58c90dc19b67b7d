"""Saved column mappings: written once for a layout, found again for files of the same layout."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from scanner import yaml12
from scanner.errors import InputError, OutputError
from scanner.ingest.document import Profile, Profiles

VERSION = 1
FOLDER = "bomscan-profiles"
"""A folder of this name beside a file, or in the working folder, holds the profiles of a team."""


def user_folder() -> Path:
    """Where ``columns --save NAME`` keeps a profile: $BOMSCAN_PROFILES, else the user's configuration folder."""
    given = os.environ.get("BOMSCAN_PROFILES")
    if given:
        return Path(given)
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "bomscan" / "profiles"


def profiles_for(source: str, forced: Path | None) -> Profiles:
    """The profile that the user names, else all that may fit: beside the file, in the working folder, of the user.

    Raises:
        InputError: the named profile is missing or faulty. A faulty one that was only found is passed over.

    """
    if forced is not None:
        return Profiles(forced=load(forced))
    folders = dict.fromkeys((Path(source).parent / FOLDER, Path(FOLDER), user_folder()))
    out: list[Profile] = []
    for folder in folders:
        try:
            paths = sorted(folder.glob("*.yaml"))
        except OSError:
            continue
        for path in paths:
            try:
                out.append(load(path))
            except InputError:
                continue
    return Profiles(found=tuple(out))


def load(path: Path) -> Profile:
    """Read a profile; a bare name is looked for in the user's folder.

    Raises:
        InputError: missing, not YAML, or not a profile.

    """
    import yaml

    if not path.exists() and path.parent == Path() and not path.suffix:
        path = user_folder() / f"{path.name}.yaml"
    try:
        return msgspec.convert(yaml12.read(path.read_bytes()), Profile)
    except OSError as error:
        raise InputError(
            "no such profile", source=str(path), hint="bomscan columns FILE --save NAME writes one"
        ) from error
    except yaml.YAMLError as error:
        raise InputError("is not YAML", source=str(path)) from error
    except msgspec.ValidationError as error:
        raise InputError(
            f"is no profile: {error}", source=str(path), hint="bomscan columns FILE --save NAME writes one"
        ) from error


def save(profile: Profile, target: str) -> Path:
    """Write a profile: to a path, or under a bare name into the user's folder, where it is found by itself.

    Raises:
        OutputError: the folder cannot be written.

    """
    import yaml

    path = Path(target)
    if path.parent == Path() and not path.suffix:
        path = user_folder() / f"{target}.yaml"
    text = yaml.safe_dump(msgspec.to_builtins(profile), allow_unicode=True, sort_keys=False)
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(
            f"# Column mapping for bomscan; edit freely: field -> heading or letter\n{text}", encoding="utf-8"
        )
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise OutputError(f"cannot be written: {error.strerror or error}", source=str(path)) from error
    return path
