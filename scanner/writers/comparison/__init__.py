"""A comparison of several results → HTML, Excel, CSV, Markdown, JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scanner.comparison import Comparison
from scanner.errors import UsageError


def render(comparison: Comparison, path: Path, lang: str = "en") -> bytes:
    """The comparison in the format that the path's ending asks for; csv and JSON are in English, for programs.

    Raises:
        UsageError: no format has that ending.

    """
    from scanner.writers.comparison import formats

    writers: dict[str, Callable[[Comparison, str], bytes]] = {
        ".html": formats.html,
        ".xlsx": formats.xlsx,
        ".csv": formats.csv,
        ".md": formats.markdown,
        ".json": formats.json,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise UsageError(
            f"no comparison format ends in {path.suffix!r}", source=str(path), hint="use " + ", ".join(writers)
        )
    return writer(comparison, lang)
