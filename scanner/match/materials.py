"""Substances in a form: which entry a listed element meets by its name or formula and the words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from scanner.findings import Verdict
from scanner.match.chemistry import known
from scanner.match.forms import PURPOSES, WORDED, Entry, Form, Forms
from scanner.match.lexicon import Mention
from scanner.match.proposal import Proposal
from scanner.match.reading import Reading, with_implied
from scanner.match.signals import SubstanceSpan

_KINDS: dict[str, Form] = {
    "oxide": "oxide",
    "compound": "compound",
    "host": "compound",
    "ceramic": "oxide",
    "alloy": "alloy",
}
"""Kind of a formula → form of the entry that would list it."""
SOURCE = "lexicon/forms"
"""Where a proposal by element and form comes from."""
_TOUCHING = re.compile(r"[ ,-]{0,2}(?:(?:of|aus|de) )?(?:\d[\d.,]* ?[N%])?[ ,]{0,2}")
"""What may stand between a metal and its shape: a comma, a purity."""
_PURE = re.compile(r"%|\dN")
"""A figure that is a purity (99.9 %, 6N), not the mass of an isotope."""
_BOUND: frozenset[Form] = frozenset(("oxide", "compound", "alloy"))
"""Forms in which an element is not the metal."""
_RIGHT_BEHIND = re.compile(r"(?<=[^\W\d_])(?<!ia)[ ,(]{0,2}(?:[3-8]N\d?(?![A-Za-z\d])|99[.,]9\d* ?%)")
_UNNAMED_ALLOY = "the authority's reading: only alloys with named partners are listed"


class Compound(Struct, frozen=True, kw_only=True):
    """Formulas that are an entry of their own, as in data/lexicon/compounds.yaml."""

    elements: frozenset[str]
    none: frozenset[str] = frozenset()
    controls: tuple[str, ...]
    means: str


class Company(Struct, frozen=True):
    """The words and elements that stand beside a substance."""

    forms: dict[Form, Mention]
    """The forms that the line's words name, the telling ones first."""
    elements: frozenset[str]
    """Symbols of every element in the line."""
    words: frozenset[str]
    """Every concept of the line."""
    shaped: frozenset[tuple[int, int]]
    """The places of mentions that stand beside a noun of shape: yttrium plate, 铋板, bar of bismuth."""
    pure: frozenset[int]
    """Where words end that a purity follows: gallium 6N, 镓 4N."""


class Chemistry:
    """Proposes controls for the substances that a line names or holds."""

    def __init__(self, forms: Forms, compounds: tuple[Compound, ...]) -> None:
        self.forms = forms
        self.compounds = compounds
        self._of_elements: frozenset[str] | None = None
        """Concepts that imply an element, known once a line is read."""

    def propose(self, reading: Reading, implies: dict[str, tuple[str, ...]]) -> Iterator[Proposal]:
        """One proposal for each listed element in a form that stands in the line."""
        if not self._speaks_of_substances(reading, implies):
            return
        company = _company(reading, implies)
        is_target = "form-target" in company.words
        if "magnet" in company.words or ("magnet-material" in company.words and not is_target):
            return
        for n in reading.named:
            m = n.mention
            if n.standing not in ("name", "part", "content"):
                continue
            if m.target[0] == "#":
                span = reading.substances[int(m.target[1:])]
                if span.kind == "element" and reading.text.part_at(m.start).field == "material":
                    yield from self._stated(span, m, company)
                    continue
                yield from self._formula(span, m, company, is_content=n.standing == "content")
            elif n.standing != "content":
                for target in with_implied(m.target, implies):
                    if target.startswith("el-") and target[3:] in self.forms.shaped:
                        yield from self._element(target[3:], m, company)

    def _speaks_of_substances(self, reading: Reading, implies: dict[str, tuple[str, ...]]) -> bool:
        """Whether a formula or an element's name stands in the line; in most there is none."""
        if self._of_elements is None:
            self._of_elements = frozenset(c for c, also in implies.items() if any(x[:3] == "el-" for x in also))
        named = self._of_elements
        return any(
            n.mention.target[0] == "#" or n.mention.target[:3] == "el-" or n.mention.target in named
            for n in reading.named
        )

    def _stated(self, s: SubstanceSpan, m: Mention, company: Company) -> Iterator[Proposal]:
        """An element that the material column states."""
        made = list(self._formula(s, m, company, is_content=False))
        yield from made
        entry = self.forms.shaped.get(s.elements[0])
        if not made and entry is not None:
            pure = _PURE.search(s.text) is not None
            means = "the material column states the element"
            yield _proposal(entry, "listed" if pure else "possible", (m,), means, "its form and what was made of it")

    def _element(self, element: str, m: Mention, company: Company) -> Iterator[Proposal]:
        """An element by its name, in the form that the words beside it say."""
        for form, word in company.forms.items():
            proposal = self._in_form(element, form, company, (m, word))
            if proposal is not None:
                yield proposal
                if form not in PURPOSES:
                    return
        entry = None if company.forms.keys() & _BOUND else self.forms.shaped.get(element)
        if "doped" in company.words:
            if crystal := self.forms.entry(element, "crystal"):
                means = "doped with a listed element; the host is not said"
                yield _proposal(crystal, "possible", (m,), means, "host material and form")
        elif entry and ((m.start, m.end) in company.shaped or m.end in company.pure):
            yield _proposal(entry, "listed", (m,), "the metal in a shape: plate, bar, block")
        elif "amount" in company.words and (entry := self.forms.entry(element, "metal")):
            verdict: Verdict = "listed" if "form-powder" in company.words else "possible"
            yield _proposal(
                entry, verdict, (m,), "the element by amount or purity", "its form: metal, oxide or compound"
            )

    def _in_form(self, element: str, form: Form, company: Company, mentions: tuple[Mention, ...]) -> Proposal | None:
        entry = self.forms.entry(element, form, company.elements - {element})
        if entry is not None:
            return _proposal(entry, "listed", mentions, f"named in the form that the entry lists ({form})")
        if form == "alloy" and (metal := self.forms.entry(element, "metal")):
            return _proposal(
                metal, "possible", mentions, "an alloy whose partners are not the listed ones", _UNNAMED_ALLOY
            )
        if form in ("crystal", "phosphor", "fibre") and (compound := self.forms.entry(element, "compound")):
            verdict: Verdict = "possible" if form == "fibre" else "contains"
            return _proposal(compound, verdict, mentions, f"holds a compound of it ({form})", "composition")
        return None

    def _formula(self, s: SubstanceSpan, m: Mention, company: Company, *, is_content: bool) -> Iterator[Proposal]:
        """A substance by its formula."""
        for compound in self.compounds:
            if compound.elements <= set(s.elements) and not compound.none & set(s.elements):
                for control in compound.controls:
                    yield _proposal(Entry(control), "listed", (m,), compound.means)
        listed = [e for e in s.elements if e in self.forms.elements]
        if s.kind == "element":
            isotope = any(c.isdigit() for c in s.text) and not (_PURE.search(s.text) or s.mass_percent)
            for element in s.elements:
                for p in self._element(element, m, company):
                    yield p.weaker("possible", "an isotope in trace amount") if isotope else p
        elif s.kind == "doped":
            for element in listed:
                yield from self._doped(s, element, m, company)
        elif form := _KINDS.get(s.kind):
            for element in listed:
                yield from self._of_kind(s, element, form, m, company, is_content=is_content)

    def _of_kind(
        self, s: SubstanceSpan, element: str, form: Form, m: Mention, company: Company, *, is_content: bool
    ) -> Iterator[Proposal]:
        """An element in a formula of a kind: oxide, compound, alloy, garnet."""
        partners = frozenset(s.elements) - {element}
        target = company.forms.get("target")
        if target is not None and form == "alloy" and (entry := self.forms.entry(element, "target", partners)):
            yield _proposal(entry, "listed", (m, target), "a sputtering target of it")
            return
        for purpose, word in company.forms.items():
            if purpose in PURPOSES and (entry := self.forms.entry(element, purpose)):
                yield _proposal(entry, "listed", (m, word), f"named for the use that the entry lists ({purpose})")
        if entry := self.forms.entry(element, form, partners):
            is_part = s.kind in ("host", "ceramic") or is_content
            means = f"its formula names a listed {form}"
            yield _proposal(entry, "contains" if is_part else "listed", (m,), means, article=_article(s, element))
        elif form == "alloy" and (metal := self.forms.entry(element, "metal")):
            means = "an alloy or intermetallic whose partners are not the listed ones"
            yield _proposal(metal, "possible", (m,), means, _UNNAMED_ALLOY)

    def _doped(self, s: SubstanceSpan, element: str, m: Mention, company: Company) -> Iterator[Proposal]:
        """A doped host: the dopant as crystal, fibre or phosphor, the host's own elements as compound."""
        wanted: Form = next((f for f in ("fibre", "phosphor") if f in company.forms), "crystal")
        if element in s.dopants:
            forms: tuple[Form, ...] = (wanted, "phosphor", "crystal") if s.host else (wanted,)
            if s.host and any(c.isdigit() for c in s.host) and not company.forms.keys() & {"crystal", "fibre"}:
                forms = ("phosphor", "crystal")  # a host by its formula is a phosphor's; crystals go by YAG, YLF, KGW
            entry = next((e for f in forms if (e := self.forms.entry(element, f))), None)
            if entry is not None:
                yield _proposal(entry, "listed", (m,), f"the dopant {element} in a {wanted}")
            elif compound := self.forms.entry(element, "compound"):
                means = f"the dopant {element} in a {wanted}"
                yield _proposal(compound, "contains", (m,), means, "composition", _article(s, element))
        elif entry := self.forms.entry(element, "compound"):
            yield _proposal(entry, "contains", (m,), f"the host holds {element}", article=_article(s, element))


def _article(s: SubstanceSpan, element: str) -> str | None:
    """The row of articles/ for an element of a host crystal."""
    host = known().hosts.get(s.host or "")
    return host.articles.get(element) if host else None


def _company(reading: Reading, implies: dict[str, tuple[str, ...]]) -> Company:
    present = reading.present(implies)
    first = {n.mention.target: n.mention for n in reversed(reading.named)}
    forms: dict[Form, Mention] = {}
    for concept, form in WORDED:
        if concept in present:
            start, end = present[concept][0]
            forms[form] = first.get(concept) or Mention(concept, "form", start, end, "*")
    named = {c.removeprefix("with-").removeprefix("el-") for c in present if c.startswith(("with-", "el-"))}
    written = {e for s in reading.substances for e in s.elements}
    return Company(
        forms, frozenset(named | written), frozenset(present), _in_shapes(reading, implies), _before_purity(reading)
    )


def _before_purity(reading: Reading) -> frozenset[int]:
    """Where words end that a purity follows."""
    return frozenset(m.start() for m in _RIGHT_BEHIND.finditer(reading.text.plain))


def _in_shapes(reading: Reading, implies: dict[str, tuple[str, ...]]) -> frozenset[tuple[int, int]]:
    """The places of mentions that touch a noun of shape and follow no other metal (lead antimony plate)."""
    mentions = [n.mention for n in reading.named]
    shapes = [m for m in mentions if "shape" in with_implied(m.target, implies)]
    if not shapes:
        return frozenset()
    plain = reading.text.plain
    metals = {m.end for m in mentions if m.target.startswith("with-")}
    return frozenset(
        (m.start, m.end)
        for m in mentions
        if not any(e in metals for e in (m.start, m.start - 1))
        and any(
            (m.start, m.end) == (s.start, s.end)
            or (m.end <= s.start and _TOUCHING.fullmatch(plain, m.end, s.start))
            or (s.end <= m.start and _TOUCHING.fullmatch(plain, s.end, m.start))
            for s in shapes
        )
    )


def _proposal(
    entry: Entry,
    verdict: Verdict,
    mentions: tuple[Mention, ...],
    means: str,
    settled_by: str | None = None,
    article: str | None = None,
) -> Proposal:
    return Proposal(
        control=entry.control,
        verdict=verdict,
        means=means,
        settled_by=settled_by,
        article=article if verdict == "contains" else None,
        mentions=mentions,
        is_item=verdict != "contains",
        signal="formula" if mentions[0].target[0] == "#" else "term",
        source=SOURCE,
        confidence="high" if verdict == "listed" else "medium",
    )
