"""YAML in which only ``true`` and ``false`` are truth values, as YAML 1.2 has it.

PyYAML follows YAML 1.1, where the key ``on`` and the country code ``NO`` are booleans.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Base):  # type: ignore[misc]
    """The safe loader, without yes, no, on and off."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def read(text: str | bytes) -> Any:
    """The document as plain values.

    Raises:
        yaml.YAMLError: it is no YAML.

    """
    try:
        return yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader
    except RecursionError as error:
        raise yaml.YAMLError("it nests too deeply") from error
    except ValueError as error:  # 2026-13-45 looks like a date
        raise yaml.YAMLError(str(error)) from error
