"""Bill of materials in, exposure to China's export controls out.

A file passes through the stages in the order of this list; each is one folder or module::

    ingest   file            → sheets of cells with coordinates
    lines    sheets          → Bom: line items, assemblies, and every other row in its bin
    match    BomLine         → Matches: which controls it meets, how surely, and why
    origin   line, matches   → Origins: of the article and of the controlled material in it
    value    all of these    → contributions, fractions with named denominators, verdicts
    writers  Exposure        → HTML, Excel, JSON, CSV, Markdown, terminal

``exposure`` runs them for one file, ``batch`` for many. What the law and the trade say is data
(``scanner/data``), read by ``catalog``; the words all stages share are in ``bom``, ``estimate``
and ``findings``.
"""

from __future__ import annotations

from scanner.version import __version__

# The command's start-up counts: typing and datetime cost as much as an empty Python.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from os import PathLike
    from typing import Any

    from scanner.findings import Exposure

__all__ = ["__version__", "scan"]


def scan(path: str | PathLike[str], *, as_of: date | None = None, **options: Any) -> Exposure:
    """Scan one bill of materials.

    Args:
        path: the file, in any format that docs/reading.md lists.
        as_of: the day whose law and exchange rates count; today where not given.
        options: further fields of ``scanner.options.ScanOptions``.

    Raises:
        scanner.errors.InputError: the file cannot be read or holds no table.
        TypeError: an option that does not exist.

    """
    from datetime import date

    from scanner.exposure import scan_file
    from scanner.options import ScanOptions

    return scan_file(path, ScanOptions(as_of=as_of or date.today(), **options))  # noqa: DTZ011 - the user's day
