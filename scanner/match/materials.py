"""Substances in a form: which entry a listed element meets as oxide, alloy, target, fibre, crystal ..."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from scanner.findings import Verdict
from scanner.match.lexicon import Mention
from scanner.match.proposal import Proposal
from scanner.match.reading import Reading
from scanner.match.signals import SubstanceSpan

Form = Literal["metal", "alloy", "target", "oxide", "compound", "crystal", "fibre", "phosphor", "magnet", "barrier", "regenerator", "magnetostrictive", "hydrogen", "ceramic"]  # fmt: skip

_WORDED: tuple[tuple[str, Form], ...] = (
    ("form-target", "target"),
    ("form-fibre", "fibre"),
    ("form-magnetostrictive", "magnetostrictive"),
    ("form-regenerator", "regenerator"),
    ("form-hydrogen", "hydrogen"),
    ("form-barrier", "barrier"),
    ("form-phosphor", "phosphor"),
    ("form-crystal", "crystal"),
    ("form-alloy", "alloy"),
    ("form-oxide", "oxide"),
    ("form-compound", "compound"),
    ("form-ceramic", "ceramic"),
    ("form-metal", "metal"),
)
"""Concept → form, the telling ones first: an oxide target is a target's question."""
_PURPOSES: frozenset[Form] = frozenset(("magnetostrictive", "regenerator", "hydrogen", "barrier", "ceramic"))
"""Entries by what a material is for; it is an alloy, a compound or an oxide besides."""
_KINDS: dict[str, Form] = {
    "oxide": "oxide",
    "compound": "compound",
    "host": "compound",
    "ceramic": "oxide",
    "alloy": "alloy",
}
_OPEN = "the authority's reading: only alloys with named partners are listed"


class Entry(Struct, frozen=True):
    """A control that lists an element in a form."""

    control: str
    partners: frozenset[str]


class FormRow(Struct, frozen=True, kw_only=True):
    """A row of data/lexicon/forms.csv."""

    control: str
    element: str
    form: str
    partners: str = ""
    """Symbols of the other metals that the entry names, with semicolons."""


class Forms:
    """The entries by element and form."""

    def __init__(self, rows: Iterable[FormRow]) -> None:
        self._entries: dict[tuple[str, str], list[Entry]] = {}
        self.elements: set[str] = set()
        for row in rows:
            self.elements.add(row.element)
            entry = Entry(row.control, frozenset(p for p in row.partners.split(";") if p))
            self._entries.setdefault((row.element, row.form), []).append(entry)

    def entry(self, element: str, form: Form, partners: frozenset[str] = frozenset()) -> Entry | None:
        """The entry that names most of the partners and no other; None where the form is not listed."""
        fitting = [e for e in self._entries.get((element, form), ()) if e.partners <= partners]
        return max(fitting, key=lambda e: len(e.partners), default=None)


class Compound(Struct, frozen=True, kw_only=True):
    """Formulas that are an entry of their own, as in data/lexicon/compounds.yaml."""

    elements: frozenset[str]
    none: frozenset[str] = frozenset()
    controls: tuple[str, ...]
    means: str


class Chemistry:
    """Proposes controls for the substances that a line names or holds."""

    def __init__(self, forms: Forms, compounds: tuple[Compound, ...]) -> None:
        self.forms = forms
        self.compounds = compounds

    def propose(self, reading: Reading, implies: dict[str, tuple[str, ...]]) -> Iterator[Proposal]:
        """One proposal for each listed element in a form that stands in the line."""
        present = reading.present(implies)
        if "magnet" in present or ("magnet-material" in present and "form-target" not in present):
            return
        worded = [form for concept, form in _WORDED if concept in present]
        partners = frozenset(c.removeprefix("with-") for c in present if c.startswith("with-"))
        others = frozenset(c.removeprefix("el-") for c in present if c.startswith("el-"))
        spans = reading.substances
        held = frozenset(e for s in spans for e in s.elements)
        for n in reading.named:
            m = n.mention
            if n.standing not in ("name", "part", "content"):
                continue
            if m.target[0] == "#":
                yield from self._formula(
                    spans[int(m.target[1:])],
                    m,
                    n.standing == "content",
                    worded,
                    partners | others | held,
                    present.keys(),
                )
            elif (
                m.target.startswith("el-")
                and (element := m.target[3:]) in self.forms.elements
                and n.standing != "content"
            ):
                yield from self._element(element, m, worded, partners | others | held, present.keys())

    def _element(
        self, element: str, m: Mention, worded: list[Form], partners: frozenset[str], present: Iterable[str]
    ) -> Iterator[Proposal]:
        """An element by its name, in the form that the words beside it say."""
        for form in worded:
            proposal = self._in_form(element, form, partners, m)
            if proposal is not None:
                yield proposal
                if form not in _PURPOSES:
                    return
        if "doped" in present:
            crystal = self.forms.entry(element, "crystal")
            if crystal:
                yield self._proposal(
                    crystal,
                    "possible",
                    m,
                    "doped with a listed element; the host is not said",
                    "host material and form",
                )
            return
        if "amount" in present and (entry := self.forms.entry(element, "metal")):
            yield self._proposal(
                entry,
                "listed" if "form-powder" in present else "possible",
                m,
                "the element by amount or purity",
                "its form: metal, oxide or compound",
            )

    def _in_form(self, element: str, form: Form, partners: frozenset[str], m: Mention) -> Proposal | None:
        entry = self.forms.entry(element, form, partners - {element})
        if entry is not None:
            return self._proposal(entry, "listed", m, f"named in the form that the entry lists ({form})")
        if form == "alloy" and (metal := self.forms.entry(element, "metal")):
            return self._proposal(metal, "possible", m, "an alloy whose partners are not the listed ones", _OPEN)
        if form in ("crystal", "phosphor", "fibre") and (compound := self.forms.entry(element, "compound")):
            return self._proposal(
                compound,
                "possible" if form == "fibre" else "contains",
                m,
                f"holds a compound of it ({form})",
                "composition",
            )
        return None

    def _formula(
        self,
        s: SubstanceSpan,
        m: Mention,
        is_content: bool,
        worded: list[Form],
        partners: frozenset[str],
        present: Iterable[str],
    ) -> Iterator[Proposal]:
        """A substance by its formula."""
        for compound in self.compounds:
            if compound.elements <= set(s.elements) and not compound.none & set(s.elements):
                for control in compound.controls:
                    yield self._proposal(Entry(control, frozenset()), "listed", m, compound.means)
        listed = [e for e in s.elements if e in self.forms.elements]
        if not listed:
            return
        if s.kind == "element":
            isotope = any(c.isdigit() for c in s.text) and "%" not in s.text and not s.mass_percent
            for element in listed:
                for p in self._element(element, m, worded, partners, present):
                    yield p.weaker("possible", "an isotope in trace amount") if isotope else p
            return
        if s.kind == "doped":
            yield from self._doped(s, listed, m, worded)
            return
        for element in listed:
            alloyed = frozenset(s.elements) - {element}
            if (
                "form-target" in present
                and s.kind == "alloy"
                and (target := self.forms.entry(element, "target", alloyed))
            ):
                yield self._proposal(target, "listed", m, "a sputtering target of it")
                continue
            form = _KINDS.get(s.kind)
            if form is None:
                continue
            for purpose in worded:
                if purpose in _PURPOSES and (entry := self.forms.entry(element, purpose)):
                    yield self._proposal(entry, "listed", m, f"named for the use that the entry lists ({purpose})")
            entry = self.forms.entry(element, form, alloyed)
            if entry is not None:
                is_part = s.kind in ("host", "ceramic") or is_content
                yield self._proposal(
                    entry, "contains" if is_part else "listed", m, f"its formula names a listed {form}"
                )
            elif form == "alloy" and (metal := self.forms.entry(element, "metal")):
                yield self._proposal(
                    metal, "possible", m, "an alloy or intermetallic whose partners are not the listed ones", _OPEN
                )

    def _doped(self, s: SubstanceSpan, listed: list[str], m: Mention, worded: list[Form]) -> Iterator[Proposal]:
        """A doped host: the dopant as crystal, fibre or phosphor, the host's own elements as compound."""
        wanted: Form = "fibre" if "fibre" in worded else "phosphor" if "phosphor" in worded else "crystal"
        for element in listed:
            if element in s.dopants:
                forms: tuple[Form, ...] = (wanted, "phosphor", "crystal") if s.host else (wanted,)
                entry = next((e for f in forms if (e := self.forms.entry(element, f))), None)
                if entry is not None:
                    yield self._proposal(entry, "listed", m, f"the dopant {element} in a {wanted}")
                elif compound := self.forms.entry(element, "compound"):
                    yield self._proposal(compound, "contains", m, f"the dopant {element} in a {wanted}", "composition")
            elif entry := self.forms.entry(element, "compound"):
                yield self._proposal(entry, "contains", m, f"the host holds {element}")

    @staticmethod
    def _proposal(entry: Entry, verdict: Verdict, m: Mention, means: str, settled_by: str | None = None) -> Proposal:
        return Proposal(
            control=entry.control,
            verdict=verdict,
            means=means,
            settled_by=settled_by,
            mentions=(m,),
            is_item=verdict != "contains",
            signal="formula" if m.target[0] == "#" else "term",
            source="lexicon/forms",
            confidence="high" if verdict == "listed" else "medium",
        )
