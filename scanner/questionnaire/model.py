"""What filled questionnaires say."""

from __future__ import annotations

from msgspec import Struct

from scanner.bom import Note
from scanner.decisions.model import Decision


class Answers(Struct, frozen=True, kw_only=True):
    """Declarations of suppliers."""

    decisions: tuple[Decision, ...] = ()
    notes: tuple[Note, ...] = ()
    """How many questions each form leaves open."""
