"""``bomscan catalog validate``: every fault of catalog data at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.catalog import common
from scanner.cli.common import show
from scanner.errors import CatalogError, Exit

if TYPE_CHECKING:
    from scanner.catalog.validate import Examined


@click.command("validate")
@click.argument("path", required=False, type=click.Path(path_type=Path), metavar="[DIR|FILE]")
@common.format_option()
def command(path: Path | None, form: str) -> Exit:
    """Check catalog data: the built-in records, or those of a folder or file that is to be laid on them.

    All faults are named in one message, each with file, line, record and key; the exit code is then 5.
    """
    from scanner.catalog.load import DATA, built_in
    from scanner.catalog.source import HEADER, read_tree
    from scanner.catalog.validate import examine

    where = path or DATA
    if not where.exists():
        raise CatalogError("there is no such folder or file", source=str(where))
    header = read_tree(where).header if where.is_dir() and (where / HEADER).is_file() else None
    found = examine(where, None if header and header.standalone else built_in())
    if form == "json":
        counts = {k: len(v) for k, v in found.records.items()}
        common.print_json(
            None, path=str(path) if path else None, valid=not found.faults, records=counts, faults=found.faults
        )
        return Exit.CATALOG if found.faults else Exit.DONE
    if not found.faults and not found.records:
        raise CatalogError(
            "holds no records", source=str(where), hint="bomscan catalog template DIR writes some to start from"
        )
    _refuse(found, str(where))
    counted = ", ".join(f"{len(v)} {k.replace('_', ' ')}" for k, v in found.records.items())
    show(f"{path or 'built-in catalog'}: no fault in {counted}")
    return Exit.DONE


def _refuse(found: Examined, where: str) -> None:
    from scanner.catalog.faults import refuse

    refuse(found.faults, where)
