"""YAML in which only ``true`` and ``false`` are truth values, as YAML 1.2 has it, and every key stands once.

PyYAML follows YAML 1.1, where the key ``on`` and the country code ``NO`` are booleans; of two equal keys it keeps
the last without a word.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST = 1_000_000
"""Values of a document with its references written out; a file that is written by hand stays far below."""


class Loader(_Base):  # type: ignore[misc]
    """The safe loader, without yes, no, on and off."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """A mapping; a key that stands twice is refused with its place."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key.value!r} stands twice", key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)

    def construct_day(self, node: Any) -> Any:
        """A day; 2026-13-45, which only looks like one, is refused with its place."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(
                None, None, f"{node.value} is no day: {error}", node.start_mark
            ) from error


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
Loader.add_constructor("tag:yaml.org,2002:timestamp", Loader.construct_day)


def read(text: str | bytes) -> Any:
    """The document as plain values.

    Raises:
        yaml.YAMLError: it is no YAML, or grows beyond ``MOST`` values.

    """
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if _size(node, {}) > MOST:
            raise yaml.YAMLError("its references grow it beyond measure")
        return loader.construct_document(node)
    except RecursionError as error:
        raise yaml.YAMLError("it nests too deeply") from error
    except ValueError as error:
        raise yaml.YAMLError(str(error)) from error
    finally:
        loader.dispose()


def said(error: Exception) -> str:
    """What is wrong with a document, in one line with its place: ``the key 'by' stands twice, line 7, column 3``."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        return f"{error.problem or error.context}, line {mark.line + 1}, column {mark.column + 1}"
    return str(error).splitlines()[0]


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """Values below a node, each reference counted as often as it stands; what holds itself is left to its reader."""
    if id(node) not in known:
        known[id(node)] = 1
        held = node.value if isinstance(node, yaml.CollectionNode) else ()
        parts = (x for item in held for x in (item if isinstance(item, tuple) else (item,)))
        known[id(node)] = 1 + sum(_size(x, known) for x in parts)
    return known[id(node)]
