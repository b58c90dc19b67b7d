"""A plugin of pytest for mutation testing: few examples of each property, so that a mutant costs seconds.

``pytest -p fuzz.quick``; docs/quality.md says when.
"""

from __future__ import annotations

from typing import Any

import hypothesis

EXAMPLES = 8


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Fewer examples, always the same ones."""
    few = hypothesis.settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    for item in items:
        test = getattr(item, "obj", None)
        if hasattr(test, "_hypothesis_internal_use_settings"):
            test._hypothesis_internal_use_settings = few
