"""The user's what-if prices and contents, resolved to the lines that they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scanner.bom import BomLine, Money
from scanner.estimate import Estimate
from scanner.findings import Assumption, Match
from scanner.whatif import WhatIf, lines_meant, parse, price_of, share_of


class Assumed:
    """What the user asks to be taken as true."""

    def __init__(self, texts: Sequence[str], lines: Sequence[BomLine]) -> None:
        """Resolves every assumption.

        Raises:
            UsageError: words that are no assumption, no price or no share.

        """
        self.all = parse(texts)
        meant = {
            kind: lines_meant([w for w in self.all if w.kind == kind], lines) for kind in ("origin", "price", "content")
        }
        values = {w.text: price_of(w) for w in self.all if w.kind == "price"}
        self.prices: dict[str, Money] = {lines[i].id: values[w.text] for i, w in meant["price"].items()}
        """By line id: the price of one unit of its quantity."""
        self._shares = {w.key: share_of(w) for w in self.all if w.kind == "content"}
        self._content = meant["content"]
        self._counts: Counter[str] = Counter(w.text for found in meant.values() for w in found.values())

    def content(self, i: int, match: Match) -> Estimate | None:
        """The assumed content share of a line, of its class of article, or of a group; None where none is assumed."""
        if not self._shares:
            return None
        if i in self._content:
            return self._shares[self._content[i].key]
        for key in (match.article, match.group):
            if key and key.casefold() in self._shares and not match.itself:
                return self._shares[key.casefold()]
        return None

    def assumptions(self) -> list[Assumption]:
        """Each with the number of lines that it met, 0 for one that met none."""
        return [
            Assumption(id=f"assume:{w.kind}", value=w.text, source="the user's what-if", lines=self._met(w))
            for w in self.all
        ]

    def _met(self, what: WhatIf) -> int:
        return self._counts[what.text]
