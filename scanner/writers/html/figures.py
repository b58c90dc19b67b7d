"""How often the scanner errs, as last measured; the report prints it beside its limits."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One error rate: what was measured, on what, and how it can be measured again."""

    what: str
    value: str
    """As it is to be printed, with its unit."""
    on: str
    """Which files or cases, how many."""
    date: str | None = None
    command: str | None = None


@cache
def measured() -> tuple[Measured, ...]:
    """The figures of ``data/evaluation/figures.yaml``, ``figures: [{what, value, on, date, command}]``.

    Empty where nothing has been measured.
    """
    import yaml

    path = resources.files("scanner") / "data" / "evaluation" / "figures.yaml"
    if not path.is_file():
        return ()
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return msgspec.convert((data or {}).get("figures", []), tuple[Measured, ...])
