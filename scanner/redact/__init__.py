"""Copies of a result that leave the house: verdicts and shares stay, what is secret goes, and it is said what went."""

from __future__ import annotations

from collections.abc import Set
from typing import Literal, get_args

import msgspec

from scanner.bom import Note
from scanner.errors import UsageError
from scanner.findings import Exposure

Secret = Literal["prices", "suppliers", "makers"]
SECRETS: tuple[Secret, ...] = get_args(Secret)
SAYS = {
    "prices": "prices, costs and quantities are left out; amounts are shares of the product value, rounded",
    "suppliers": "suppliers are replaced by pseudonyms, their part numbers left out",
    "makers": "makers are replaced by pseudonyms, their part numbers left out",
}
OPTION = "redacted"
"""Among the options of a redacted result: what was left out."""


def parse(words: str) -> frozenset[Secret]:
    """``prices,suppliers`` as a set.

    Raises:
        UsageError: a word that names nothing to leave out.

    """
    names = [w.strip().lower() for w in words.split(",") if w.strip()]
    wrong = [n for n in names if n not in SECRETS]
    if wrong or not names:
        raise UsageError(
            f"--redact does not know {', '.join(wrong) or 'what to leave out'}", hint=f"use {', '.join(SECRETS)}"
        )
    return frozenset(s for s in SECRETS if s in names)


def redacted(exposure: Exposure, secrets: Set[Secret]) -> Exposure:
    """The result without what is secret.

    Columns and remarks that were not understood may hold anything, so they go with any of the secrets. The same
    name has the same pseudonym throughout the result, also where it stands in a description or in evidence.
    """
    if not secrets:
        return exposure
    from scanner.redact.amounts import without_amounts
    from scanner.redact.names import without_names

    out = without_names(exposure, secrets)
    if "prices" in secrets:
        out = without_amounts(out)
    chosen = [s for s in SECRETS if s in secrets]
    said = Note(code="redacted", severity="info", message="; ".join(SAYS[s] for s in chosen))
    return msgspec.structs.replace(out, notes=(said, *out.notes), options={**out.options, OPTION: ", ".join(chosen)})
