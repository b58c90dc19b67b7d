"""Exposures → what to ask about which part, most decisive first, each part once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from scanner.bom import BomLine
from scanner.catalog.load import Catalog
from scanner.catalog.model import Control
from scanner.decisions.open_facts import open_facts
from scanner.decisions.select import fingerprint, fold
from scanner.errors import InputError
from scanner.findings import EXPOSED, Exposure, LineFinding, Match, Resolve
from scanner.questionnaire.words import names
from scanner.value.resolve import PRICE_FACTS

PRICES = frozenset(v for k, v in PRICE_FACTS.items() if k != "quantity")
"""Open facts that a price with its currency, for one unit of the quantity, answers."""


class Question(Struct, frozen=True, kw_only=True):
    """One thing that is not known of a part, and that its supplier may know."""

    id: str
    """The same for the same part and fact, in every form and release."""
    fingerprint: str
    """Of the part's line."""
    fact: str
    """``article_origin``, ``material_origin:GROUP``, ``rare_earth_origin``, ``contains:ELEMENT``, ``content:GROUP``,
    ``limit:PARAMETER``, ``word:PARAMETER``, ``price``, ``statement:TEXT``."""
    supplier: str | None
    """As the bill names it, or its maker; None = nobody is named."""
    line: BomLine
    unit: str | None = None
    """Of a limit: the unit in which the control states it. Of a price: of the quantity."""

    @property
    def kind(self) -> str:
        """The fact without what it is about."""
        return self.fact.partition(":")[0]

    @property
    def about(self) -> str:
        """Group, element, parameter or text; empty where the kind says all."""
        return self.fact.partition(":")[2]


class Asked(Struct, frozen=True, kw_only=True):
    """All questions of some results."""

    questions: tuple[Question, ...]
    """Most decisive first; a part's questions stand together."""
    ours: tuple[str, ...]
    """What only the buyer can know, in words."""


def ask(exposures: Sequence[Exposure], catalog: Catalog) -> Asked:
    """The open questions of results. A part that stands in several is asked about once.

    Raises:
        InputError: names were left out of a result, so that its parts cannot be told.

    """
    for x in exposures:
        if any(n.code == "redacted" for n in x.notes):
            raise InputError(
                "names were left out of it",
                source=x.bom.inputs[0].file if x.bom.inputs else None,
                hint="ask from a result made without --redact",
            )
    asker = _Asker(catalog)
    ranked: dict[tuple[str, str], tuple[tuple[bool, Decimal], list[Question]]] = {}
    ours: list[str] = []
    for exposure in exposures:
        findings = {f.line.id: f for f in exposure.lines}
        for resolve in exposure.resolve:
            finding = findings.get(resolve.line)
            if finding is None:
                continue
            made = list(asker.questions(finding, resolve))
            ours += asker.ours(finding, resolve)
            if made:
                key = (fold(made[0].supplier), made[0].fingerprint)
                rank, known = ranked.get(key, ((True, Decimal(0)), []))
                mine = (not resolve.flips, -resolve.narrows)
                new = [q for q in made if q.id not in {k.id for k in known}]
                ranked[key] = (min(rank, mine), [*known, *new])
    order = sorted(ranked.values(), key=lambda x: x[0])
    return Asked(questions=tuple(q for _, questions in order for q in questions), ours=tuple(dict.fromkeys(ours)))


def by_supplier(questions: Iterable[Question]) -> dict[str | None, list[Question]]:
    """Questions by whom to ask, spellings of one name together; None = nobody is named."""
    spelt: dict[str, str | None] = {}
    groups: dict[str | None, list[Question]] = {}
    for q in questions:
        groups.setdefault(spelt.setdefault(fold(q.supplier), q.supplier), []).append(q)
    return groups


class _Asker:
    """Turns what is open in a finding into facts that a supplier can state."""

    def __init__(self, catalog: Catalog) -> None:
        self.controls = catalog.controls
        self.facts = open_facts()
        alone = {x.elements[0] for x in catalog.controls.values() if len(x.elements) == 1}
        self.elements = alone & names().elements.keys()
        """What is controlled by itself: neodymium is in every such magnet and says nothing."""

    def questions(self, finding: LineFinding, resolve: Resolve) -> Iterator[Question]:
        """In the order in which they decide: what it is, where it is from, how much of it, what it costs."""
        line = finding.line
        mark = fingerprint(line)
        answered = frozenset((finding.decision or "").split(", "))
        for fact, unit in dict.fromkeys(self._facts(finding, resolve)):
            name = "Q-" + hashlib.sha256(f"{mark}\x1f{fact}".encode()).hexdigest()[:12]
            if name in answered:  # in words, which settle nothing by themselves: it is for the user to read them
                continue
            yield Question(
                id=name, fingerprint=mark, fact=fact, supplier=line.supplier or line.manufacturer, line=line, unit=unit,
            )  # fmt: skip

    def ours(self, finding: LineFinding, resolve: Resolve) -> Iterator[str]:
        """Open facts of a line that no supplier knows."""
        where = f"{resolve.line}: "
        if PRICE_FACTS["quantity"] in resolve.fact.split("; "):
            yield f"{where}{PRICE_FACTS['quantity']}"
        for m in _open(finding):
            if m.settled_by in self.facts.ours | self.facts.authority:
                yield where + m.settled_by
            yield from (
                where + c.parameter.replace("_", " ")
                for c in m.criteria
                if c.result == "unknown" and c.parameter in self.facts.ours
            )

    def _facts(self, finding: LineFinding, resolve: Resolve) -> Iterator[tuple[str, str | None]]:
        exposed = [m for m in finding.matches if m.verdict in EXPOSED]
        origins = finding.origins
        for m in _open(finding):
            yield from self._of_match(m)
        if any(m.itself for m in exposed) and not origins.article.is_known:
            yield "article_origin", None
        contained = [m for m in exposed if not m.itself]
        if contained and not (origins.contained or origins.material).is_known:
            yield f"material_origin:{contained[0].group}", None
        held = any(m.part1_share is not None and not m.part1_share.is_zero for m in exposed)
        if held and origins.part1 is not None and not origins.part1.is_known:
            yield "rare_earth_origin", None
        for m in contained:
            if not m.content_share.is_known and f"value of the {m.group} material" in resolve.fact:
                yield f"content:{m.group}", None
        if not PRICES.isdisjoint(resolve.fact.split("; ")):
            yield "price", finding.line.quantity.unit if finding.line.quantity else None

    def _of_match(self, match: Match) -> Iterator[tuple[str, str | None]]:
        """What would settle whether a control applies."""
        limits = [c for c in match.criteria if c.result == "unknown"]
        if limits and match.verdict == "possible":
            for c in limits:
                if c.parameter not in self.facts.ours:
                    yield f"{'limit' if c.unit else 'word'}:{c.parameter}", c.unit or None
            return
        if match.settled_by in self.facts.ours | self.facts.authority:
            return
        elements = self._elements(self.controls.get(match.control))
        if elements and (not match.is_item or match.group in self.facts.settled_by_elements):
            yield from ((f"contains:{x}", None) for x in elements)
        elif match.settled_by is not None:
            yield f"statement:{match.settled_by}", None

    def _elements(self, control: Control | None) -> list[str]:
        return [x for x in control.elements if x in self.elements] if control else []


def _open(finding: LineFinding) -> list[Match]:
    return [m for m in finding.matches if m.verdict in EXPOSED and not m.applicability.is_known]
