"""Matches and origins → how much of each row counts, for any set of controls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal

import msgspec
from msgspec import Struct

from scanner.catalog.load import Catalog
from scanner.estimate import ALL, NOTHING, ZERO, Estimate, largest
from scanner.findings import EXPOSED, Evidence, Match, Origins
from scanner.value.content import Contents
from scanner.value.contribution import Content, Weights
from scanner.value.rollup import Tree


class Weighed(Struct, frozen=True):
    """One match of one row, in numbers."""

    match: Match
    share: Estimate
    """Share of the row's value that is the controlled material."""
    rate: Estimate
    """Applicability × China origin of what counts."""
    part1_share: Estimate
    """Share of the row's value that is Part 1 content of cn-2025-61."""
    part1: Estimate
    """What of that counts: applicability × share × China origin."""
    controlled: Estimate
    """What of the row's value counts: share × rate."""

    def most(self, *, text: bool) -> Decimal:
        """The most of the row's value that can count, as content or, for the reading ``text``, as Part 1 content."""
        return (self.part1 if text else self.controlled).high or ZERO

    def origin(self, origins: Origins, *, text: bool) -> Estimate:
        """Chinese part of what counts."""
        if text:
            return origins.part1 or origins.contained or origins.material
        return origins.article if self.match.itself else origins.contained or origins.material


class Exposures:
    """The rows that meet a control with goods value, by index."""

    def __init__(
        self,
        tree: Tree,
        matches: Sequence[tuple[Match, ...]],
        origins: Sequence[Origins],
        catalog: Catalog,
        contents: Contents,
    ) -> None:
        self.tree, self.contents = tree, contents
        self.likely_costs: dict[int, Decimal] = {}
        """Unpriced rows that the price table can value."""
        scopes = {x.id: x.scope for x in catalog.measures.values()}
        self.rows: dict[int, list[Weighed]] = {}
        self.beneath: dict[int, set[str]] = defaultdict(set)
        """Assembly → groups that parts beneath it meet."""
        for i, found in enumerate(matches):
            if not found or not tree.counts[i]:
                continue
            kept = [
                m for m in found if m.verdict in EXPOSED and scopes.get(m.measure) in ("export", "extraterritorial")
            ]
            if kept:
                self.rows[i] = [self._weighed(i, m, origins[i]) for m in kept]
                cost = contents.likely_cost(i, tuple(kept)) if tree.own[i] is None else None
                if cost is not None:
                    self.likely_costs[i] = cost
                for k in tree.ancestors(i):
                    self.beneath[k].update(m.group for m in kept)
        self.export = frozenset(k for k, v in scopes.items() if v == "export")

    def _weighed(self, i: int, match: Match, origins: Origins) -> Weighed:
        origin = origins.article if match.itself else origins.contained or origins.material
        part1, share, rate = self.contents.part1(i, match), self.contents.share(i, match), match.applicability * origin
        part1_origin = origins.part1 or origins.contained or origins.material
        return Weighed(match, share, rate, part1, match.applicability * part1 * part1_origin, share * rate)

    def effective(self, i: int, matches: tuple[Match, ...]) -> tuple[Match, ...]:
        """A row's matches with the shares that its figures were made from."""
        row = self.rows.get(i)
        if row is None:
            return matches
        used = {id(w.match): w for w in row}
        told = self.contents.told
        return tuple(_as_used(m, used[id(m)], told.get((i, m.control))) if id(m) in used else m for m in matches)

    def matched(self) -> list[tuple[int, Match]]:
        """Every exposed match with a measure of scope export."""
        return [(i, w.match) for i, row in self.rows.items() for w in row if w.match.measure in self.export]

    def weights(self, wanted: Callable[[Match], bool]) -> Weights:
        """For the controls that are wanted: controlled content of Chinese origin."""
        return self._weights(wanted, part1=False)

    def part1_weights(self, wanted: Callable[[Match], bool]) -> Weights:
        """For the controls that are wanted: their Part 1 content of Chinese origin."""
        return self._weights(wanted, part1=True)

    def _weights(self, wanted: Callable[[Match], bool], *, part1: bool) -> Weights:
        weights = Weights(lines={}, listed={}, content={}, likely_cost=self.likely_costs)
        tree = self.tree
        for i, row in self.rows.items():
            chosen = [w for w in row if wanted(w.match)]
            if not chosen:
                continue
            if i not in tree.children:
                weights.lines[i] = largest([w.part1 if part1 else w.controlled for w in chosen])
            elif not tree.lines[i].phantom:
                self._assembly(weights, i, chosen, part1=part1)
        return weights

    def _assembly(self, weights: Weights, i: int, chosen: list[Weighed], *, part1: bool) -> None:
        """A listed assembly counts as a whole; contained material only where no part beneath accounts for it."""
        listed = [w for w in chosen if w.match.verdict == "listed"]
        if listed:
            weights.listed[i] = largest([w.part1 if part1 else w.controlled for w in listed])
            return
        covered = self.beneath.get(i, set())
        content = [w for w in chosen if w.match.group not in covered]
        held = [Content(w.part1, ALL) if part1 else Content(w.share, w.rate) for w in content]
        weights.content[i] = held or [Content(NOTHING, NOTHING)]


def _as_used(match: Match, w: Weighed, told: Evidence | None) -> Match:
    kept = match.part1_share if w.part1_share.is_zero else w.part1_share
    if match.itself == match.is_item and w.share == match.content_share and kept == match.part1_share:
        return match
    evidence = match.evidence if told is None else (*match.evidence, told)
    return msgspec.structs.replace(
        match, is_item=match.itself, content_share=w.share, part1_share=kept, evidence=evidence
    )
