"""The matcher of one catalog: lexicon, rules and extractors, built once."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from scanner.bom import BomLine
from scanner.catalog.load import Catalog
from scanner.catalog.model import Control
from scanner.catalog.rules import Rule, RuleIndex, holds
from scanner.columns import column
from scanner.findings import Match
from scanner.match import second
from scanner.match.forms import Forms
from scanner.match.gate import Codes, Gate
from scanner.match.heads import Heads
from scanner.match.knowledge import knowledge
from scanner.match.lexicon import Lexicon
from scanner.match.links import Links
from scanner.match.magnets import refine
from scanner.match.materials import Chemistry
from scanner.match.outside import Outsides
from scanner.match.proposal import Proposal
from scanner.match.purposes import Purposes
from scanner.match.reading import Reader, Reading, fields_of, with_implied
from scanner.match.registry import Registry, with_hint
from scanner.match.shares import Shares
from scanner.match.terms import Terms
from scanner.match.text import join
from scanner.match.texts import Fields, comparable, texts_of
from scanner.match.verdict import decide

_BATCH = 20_000
"""Lines whose texts are searched as one: enough to hide the cost of a search, small enough for memory."""
_LONG = 20_000
"""Lines from which on a second process is worth its start."""
_ASIDE = ("hs_code", "substances", "reference_designators", "other")
"""Fields of a line that say more than its text, or take back what it says."""
_UNPLACED = frozenset(("magnet", "battery-cell"))
"""Groups whose articles stand at board positions of their own (M, LS, BZ, BT), never at a connector's."""
_ENGINES: WeakKeyDictionary[Catalog, Engine] = WeakKeyDictionary()


def engine_for(catalog: Catalog) -> Engine:
    """The engine of a catalog; built when first asked for."""
    engine = _ENGINES.get(catalog)
    if engine is None:
        engine = _ENGINES[catalog] = Engine(catalog)
    return engine


class Engine:
    """Matches lines against one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        known = knowledge(catalog)
        self.lexicon = Lexicon(known.tables)
        self.reader = Reader(self.lexicon, catalog.magnet_grades, catalog.cells, known.parts, Heads(known.nouns))
        self.rules = RuleIndex(known.rules)
        self.bundles = known.bundles
        self.classes = known.classes
        self.placement = known.placement
        self.priors = known.priors
        self.confidence = known.confidence
        self.links = Links(catalog)
        self.shares = Shares(catalog.articles)
        self.outsides = Outsides(catalog)
        self.chemistry = Chemistry(Forms(known.forms), known.compounds)
        self.terms = Terms(catalog, Purposes(known.purposes), self.chemistry.forms)
        self.registry = Registry(catalog, self.terms.of_substances)
        codes = Codes(known.codes.split("\n"), known.heads.split("\n"), known.parts)
        self.gate = Gate(self.lexicon, codes, self.chemistry.forms.shaped, self.reader.clipped)
        self._known: dict[tuple[tuple[str, str], ...], tuple[Match, ...]] = {}
        self._priors: dict[tuple[str, str | None], str | None] = {}

    def match_all(self, lines: Sequence[BomLine]) -> list[tuple[Match, ...]]:
        """The matches of each line; texts are read once, and only those that can mean something."""
        if len(lines) < _LONG or not second.may_start():
            return self._match_each(lines)
        half = len(lines) // 2
        other = second.Second(lambda: {i: x for i, x in enumerate(self._match_each(lines[half:])) if x})
        found = self._match_each(lines[:half])
        matches = other.result()
        return [*found, *(matches.get(i, ()) for i in range(len(lines) - half))]

    def _match_each(self, lines: Sequence[BomLine]) -> list[tuple[Match, ...]]:
        found: list[tuple[Match, ...]] = []
        for at in range(0, len(lines), _BATCH):
            found += self._match_batch(lines[at : at + _BATCH])
        return found

    def _match_batch(self, lines: Sequence[BomLine]) -> list[tuple[Match, ...]]:
        """The matches of some lines. What means nothing is not remembered: to ask the gate again costs less memory."""
        texts = texts_of(lines)
        distinct = list(dict.fromkeys(texts.rows))
        candidates = [distinct[n] for n in sorted(self.gate.candidates(*comparable(distinct)))]
        found = {row: matches for row in candidates if (matches := self._of_fields(texts.fields(row)))}
        out: list[tuple[Match, ...]] = [found.get(row, ()) for row in texts.rows]
        aside = [column(lines, name) for name in _ASIDE]
        if any(map(any, aside)):
            declared = zip(out, column(lines, "hs_code"), column(lines, "substances"), strict=True)
            for i in [i for i, told in enumerate(declared) if any(told)]:
                out[i] = self._placed(lines[i], out[i])
        return out

    def match(self, line: BomLine) -> tuple[Match, ...]:
        """The matches of a line, strongest first."""
        return self._placed(line, self._of_fields(fields_of(line)))

    def _of_fields(self, fields: Fields) -> tuple[Match, ...]:
        """The matches of texts, worked out once."""
        known = self._known.get(fields)
        if known is None:
            known = self._known[fields] = self._match(fields)
        return known

    def _placed(self, line: BomLine, known: tuple[Match, ...]) -> tuple[Match, ...]:
        """Matches of a text as those of a line: with its place on a board, its declarations and its customs code."""
        if known and self.placement.takes_over(line):
            known = tuple(m for m in known if m.group not in _UNPLACED)
        if line.substances:
            known = self._with_declared(line, known)
        return self._with_hint(line, known) if line.hs_code else known

    def _with_declared(self, line: BomLine, known: tuple[Match, ...]) -> tuple[Match, ...]:
        """Matches, and the controls of substances in the line's declared composition that nothing else named."""
        found = {m.control for m in known}
        declared = [
            Proposal(
                control=control,
                verdict="contains",
                means=f"the material declaration names {name}",
                mentions=(),
                signal="declaration",
                source=control,
                is_item=False,
                confidence="high",
            )
            for control, name in self.registry.declared(line)
            if control not in found
        ]
        empty = Reading(join(()), ())
        return self.links.order((*known, *decide(self, empty, declared))) if declared else known

    def _with_hint(self, line: BomLine, known: tuple[Match, ...]) -> tuple[Match, ...]:
        """Matches with the customs code as a hint.

        Where the words say nothing at all, a narrow code makes its items possible.
        """
        evidence, controls, suggests = self.registry.hint(line)
        if evidence is None:
            return known
        if known or not suggests or self._names_anything(line):
            return with_hint(known, evidence, controls)
        control = self.catalog.controls[controls[0]]
        proposal = Proposal(
            control=control.id,
            verdict="possible",
            means=evidence.means,
            mentions=(),
            signal="hs",
            source=control.id,
            settled_by="what the goods are: the description does not say",
            confidence="low",
        )
        return with_hint(decide(self, Reading(join(()), ()), [proposal]), evidence, controls)

    def _names_anything(self, line: BomLine) -> bool:
        """Whether the words of a line name a thing of any kind that is known, so that a code alone adds nothing."""
        reading = self.reader.read(fields_of(line))
        text = join(fields_of(line))
        takers = any(m.role in ("other", "part") for m in self.lexicon.context(text))
        return takers or (reading is not None and bool(reading.names(self.lexicon.implies)))

    def _match(self, fields: tuple[tuple[str, str], ...]) -> tuple[Match, ...]:
        reading = self.reader.read(fields)
        if reading is None:
            return ()
        return decide(self, reading, [*self.propose(reading), *self.registry.by_cas(reading.cas)])

    def propose(self, reading: Reading) -> list[Proposal]:
        """The rules that hold and the controls whose own terms the line names."""
        implies = self.lexicon.implies
        names = reading.names(implies)
        present = reading.present(implies)
        settled: set[str] = set()
        proposals = []
        named = frozenset(names)
        for rule in self.rules.candidates(present.keys() | named):
            if rule.family not in settled and holds(rule, present, named):
                settled.add(rule.family)
                made = self._from_rule(rule, reading)
                if rule.family == "magnet" and rule.verdict == "possible":
                    made = refine(made, reading.grades, self.classes)
                proposals.extend(made)
        proposals.extend(p for p in self.chemistry.propose(reading, implies) if not self._is_open(p, proposals))
        proposals.extend(self.terms.propose(reading, present, proposals, settled))
        return proposals

    def prior_of(self, control: Control, article: str | None) -> str | None:
        """The row of priors/ that speaks of a control and an article; looked up once for each pair."""
        key = control.id, article
        if key not in self._priors:
            self._priors[key] = next((x.prior for x in self.priors if x.fits(control, article)), None)
        return self._priors[key]

    def _is_open(self, chemical: Proposal, ruled: Sequence[Proposal]) -> bool:
        """Whether a rule leaves open what a formula alone would settle: yttria in zirconia, an alloy by name."""
        group = self.catalog.controls[chemical.control].group
        return chemical.verdict == "contains" and any(
            r.verdict == "possible"
            and r.is_item
            and self.catalog.controls[r.control].group == group
            and _meet(r, chemical)
            for r in ruled
        )

    def _from_rule(self, rule: Rule, reading: Reading) -> list[Proposal]:
        implies = self.lexicon.implies
        wanted = set(rule.about)
        about = [m for m in reading.standing("name", "part") if not wanted.isdisjoint(with_implied(m.target, implies))]
        spoken = {*rule.all, *rule.any}
        beside = [n.mention for n in reading.named if n.mention.target in spoken and n.standing != "negated"]
        controls = [c for name in rule.controls for c in self.bundles.get(name, (name,))]
        return [
            Proposal(
                control=c,
                verdict=rule.verdict,
                means=rule.means,
                mentions=tuple(dict.fromkeys((*about, *beside))),
                signal="article" if rule.article else "term",
                source=f"rules:{rule.id}",
                settled_by=rule.settled_by,
                article=rule.article,
                is_item=rule.verdict != "contains" and rule.article is None if rule.is_item is None else rule.is_item,
                confidence=rule.confidence,
            )
            for c in controls
        ]


def _meet(a: Proposal, b: Proposal) -> bool:
    """Whether two proposals rest on the same words."""
    return any(m.start < n.end and n.start < m.end for m in a.mentions for n in b.mentions)
