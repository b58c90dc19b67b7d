"""What follows from a match: the same item in other measures, and the stage at which China's share counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fnmatch import fnmatchcase

import msgspec
from msgspec import Struct

from scanner.catalog.load import Catalog
from scanner.catalog.model import Control
from scanner.findings import VERDICTS, Match

_RANK = {v: i for i, v in enumerate(VERDICTS)}
_SCOPES = ("export", "technology", "extraterritorial", "destination-ban", "origin-tracing")
"""Which measure leads where several list the same item."""
_ELSEWHERE = Decimal("0.5")
"""Confidence in a ban of which the line does not say the destination."""


class Prior(Struct, frozen=True, kw_only=True):
    """A line of data/lexicon/priors.yaml; patterns with wildcards, what is left out fits all."""

    prior: str
    group: str = "*"
    control: str = "*"
    article: str | None = None

    def fits(self, control: Control, article: str | None) -> bool:
        """Whether the line speaks of a control and an article."""
        return (
            fnmatchcase(control.group, self.group)
            and fnmatchcase(control.id, self.control)
            and (self.article is None or (article is not None and fnmatchcase(article, self.article)))
        )


class Links:
    """The references between the controls of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._controls = catalog.controls
        self._rank = {m.id: _SCOPES.index(m.scope) for m in catalog.measures.values()}
        self._repeating: dict[str, list[Control]] = {}
        """Control → the entries of the extraterritorial measure that are the same thing."""
        self._holding: dict[str, list[Control]] = {}
        """Control → the entries of that measure for articles that hold it."""
        self._banned: dict[str, list[Control]] = {}
        """Group → the entries of destination bans for it."""
        self.part1: set[str] = set()
        """Controls whose items are Part 1 content of cn-2025-61."""
        scopes = {m.id: m.scope for m in catalog.measures.values()}
        for control in catalog.controls.values():
            scope = scopes.get(control.measure)
            if scope == "extraterritorial":
                self._refer(control)
            elif scope == "destination-ban" and control.group != "other":
                self._banned.setdefault(control.group, []).append(control)

    def _refer(self, control: Control) -> None:
        for target in control.refers_to:
            if target.startswith(control.measure):
                continue
            self._repeating.setdefault(target, []).append(control)
            if control.part == 1:
                self.part1.add(target)
        for target in control.refers_to if control.kind == "article" else ():
            held = self._controls.get(target)
            for origin in held.refers_to if held is not None else ():
                self._holding.setdefault(origin, []).append(control)

    def follow(self, match: Match) -> Iterator[Match]:
        """The entries of other measures that speak of the same item."""
        if match.verdict == "none":
            return
        same = self._repeating if match.is_item else self._holding
        for control in same.get(match.control, ()):
            yield msgspec.structs.replace(
                match,
                control=control.id,
                measure=control.measure,
                group=control.group,
                criteria=(),
                near_threshold=False,
                outside=None,
            )
        if match.is_item and match.verdict in ("listed", "possible"):
            for control in self._banned.get(match.group, ()):
                yield msgspec.structs.replace(
                    match,
                    control=control.id,
                    measure=control.measure,
                    verdict="possible",
                    confidence=min(match.confidence, _ELSEWHERE),
                    criteria=(),
                    settled_by="whether the goods go to that destination or use",
                )

    def order(self, matches: Iterable[Match]) -> tuple[Match, ...]:
        """Strongest first; of equal verdicts the export measure leads, then the surer one."""
        return tuple(sorted(matches, key=lambda m: (_RANK[m.verdict], self._rank.get(m.measure, 9), -m.confidence)))
