"""A control that a line may meet, before the verdict is taken."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from scanner.findings import Verdict
from scanner.match.lexicon import Mention


class Proposal(Struct, frozen=True, kw_only=True):
    """A control that a line may meet, and why."""

    control: str
    verdict: Verdict
    means: str
    """What an expert reads from the mentions, in one clause."""
    mentions: tuple[Mention, ...]
    signal: str
    source: str
    settled_by: str | None = None
    article: str | None = None
    is_item: bool = True
    """The line is the controlled item itself; False where it only holds it."""
    grade: str | None = None
    needs_purpose: bool = False
    """The entry asks for a purpose that the line does not say; figures alone do not settle it."""
    confidence: Literal["high", "medium", "low"] = "medium"

    def weaker(self, verdict: Verdict, settled_by: str) -> Proposal:
        """The same with less certainty."""
        return msgspec.structs.replace(self, verdict=verdict, settled_by=settled_by)
