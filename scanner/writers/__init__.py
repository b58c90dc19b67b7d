"""Exposure → text or bytes. A writer formats and never computes.

A new format is one module with ``write(exposure, target) -> None`` and one entry in ``FORMATS``.
"""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any, Protocol

from scanner.errors import UsageError
from scanner.findings import Exposure

FORMATS = {
    ".json": "json",
    ".html": "html",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".md": "markdown",
    ".sarif": "sarif",
    ".xml": "junit",
}
"""Ending of the output file → module of this package."""


class Writer(Protocol):
    """What a module of this package offers."""

    def render(self, exposure: Exposure, **wishes: Any) -> bytes:
        """The whole report; ``lang`` and ``template`` are wishes that a format may know.

        A format that can be written as it is made offers ``pieces(exposure) -> Iterator[bytes]`` as well.
        """
        ...


def writer_for(path: Path) -> Writer:
    """The writer that an output's ending asks for; imported only now.

    Raises:
        UsageError: no format has that ending.

    """
    name = FORMATS.get(path.suffix.lower())
    if name is None:
        raise UsageError(
            f"no report format ends in {path.suffix!r}", source=str(path), hint="use " + ", ".join(FORMATS)
        )
    module: Writer = import_module(f"scanner.writers.{name}")
    return module


def save(exposure: Exposure, path: Path, *, lang: str = "en", template: Path | None = None) -> None:
    """Write a report beside its place and move it there, so that no half file is ever left.

    Args:
        exposure: what was found.
        path: where to; its ending names the format.
        lang: language of the fixed texts, in formats for people; data formats keep English.
        template: the user's own HTML template; other formats have none.

    Raises:
        UsageError: no format has the path's ending.
        OutputError: the place cannot be written.

    """
    from scanner.writers.files import replace

    writer = writer_for(path)
    pieces = getattr(writer, "pieces", None)
    if pieces is not None:
        replace(path, pieces(exposure))
        return
    wishes = {"lang": lang, "template": template}
    taken = signature(writer.render).parameters
    replace(path, writer.render(exposure, **{k: v for k, v in wishes.items() if k in taken}))
