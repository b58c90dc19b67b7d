"""Lines without a file around them: what they match and where they are from, without value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from scanner import match, origin
from scanner.bom import BomLine, SourceRef, sound
from scanner.catalog.load import Catalog
from scanner.estimate import UNKNOWN
from scanner.findings import LineFinding
from scanner.options import ScanOptions

NAME = "text"
"""Where such lines are said to stand: ``text!1``."""


class Given(Struct, frozen=True, kw_only=True):
    """What is said of every line besides its text; None = not stated."""

    origin: str | None = None
    hs_code: str | None = None
    maker: str | None = None


def line_of(text: str, given: Given, number: int = 1) -> BomLine:
    """A text as the line of a bill of materials."""
    stated = {"country_of_origin": given.origin, "hs_code": given.hs_code, "manufacturer": given.maker}
    text = sound(text)
    known = {k: sound(v) for k, v in stated.items() if v}
    return BomLine(
        id=f"{NAME}!{number}",
        source=SourceRef(0, NAME, number),
        bin="line_item",
        description=text,
        fields={"description": text, **known},
        **known,  # type: ignore[arg-type]
    )


def check_lines(texts: Sequence[str], given: Given, catalog: Catalog, as_of: date) -> list[LineFinding]:
    """What each text matches, in order.

    Args:
        texts: one line each.
        given: what is said of all of them.
        catalog: the law and the trade's facts.
        as_of: the day whose law counts.

    Raises:
        UsageError: the origin is no country.

    """
    lines = [line_of(text, given, number) for number, text in enumerate(texts, 1)]
    matches = match.match_lines(lines, catalog)
    origins = origin.find_origins(lines, matches, catalog, ScanOptions(as_of=as_of))
    return [
        LineFinding(
            line=x,
            matches=m,
            origins=o,
            extended_quantity=None,
            extended_cost=None,
            value_added=None,
            contribution=UNKNOWN,
        )
        for x, m, o in zip(lines, matches, origins, strict=True)
    ]
