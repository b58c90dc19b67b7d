"""Controls whose own terms a line names, and substances by their names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from scanner.catalog.load import Catalog
from scanner.findings import Verdict
from scanner.match.forms import Form, Forms
from scanner.match.lexicon import Mention
from scanner.match.materials import SOURCE
from scanner.match.proposal import Proposal
from scanner.match.purposes import Purposes
from scanner.match.reading import Reading

_BANS = "cn-2024-46:"
_DERIVED = ("cn-2025-61:", _BANS)
"""Measures that repeat the items of others: their entries follow from those, not from words of their own."""
STUFF = ("form-wafer", "form-crystal", "form-metal", "form-powder", "form-target", "shape", "amount", "chem-context")
"""Concepts that make a semiconductor a material, not the chip in a device."""
_CODE = re.compile(r"[A-Z]{1,4}\d{0,3}|[A-Z]\d{3}")


class Terms:
    """Proposes controls by the words of the catalog itself."""

    def __init__(self, catalog: Catalog, purposes: Purposes, forms: Forms) -> None:
        self._controls = catalog.controls
        self._purposes = purposes
        self.of_substances = substance_controls(catalog, forms)

    def propose(
        self, reading: Reading, present: Container[str], made: Sequence[Proposal], settled: Iterable[str]
    ) -> Iterator[Proposal]:
        """Controls by their terms.

        Args:
            reading: the line.
            present: its concepts.
            made: what rules and chemistry have proposed; they know better in their own groups, but for the name
                of a machine or substance that says more than the words they went by.
            settled: groups that a rule has cleared or decided.

        """
        spoken: dict[str, list[Mention]] = {}
        ruled = set(settled)
        for p in made:
            group = self._controls[p.control].group
            spoken.setdefault(group, []).extend(p.mentions)
            if p.source != SOURCE:
                ruled.add(group)
        named = reading.standing("name", "part")
        compounds = [m for m in named if m.target[0] == "+"]
        for m in named:
            if m.target[0] in "+&" and _says_more_than(m, compounds):
                continue
            for control, verdict in self._meant(m, reading, present):
                group, kind = self._controls[control].group, self._controls[control].kind
                may_add = kind == "equipment" or group not in ruled
                if (group in spoken or group in ruled) and not (may_add and _says_more(m, spoken.get(group, ()))):
                    continue
                yield Proposal(
                    control=control,
                    verdict=verdict,
                    means=f"named as in the entry: {self._controls[control].name}",
                    mentions=(m,),
                    signal="term",
                    source=control,
                    is_item=verdict != "contains",
                    needs_purpose=verdict == "possible",
                    settled_by="the purpose of the machine" if verdict == "possible" else None,
                    confidence="high",
                )

    def _meant(self, m: Mention, reading: Reading, present: Container[str]) -> Iterable[tuple[str, Verdict]]:
        """The controls that a mention names, and what it is worth."""
        if m.target[0] == "+":
            return [(c, "listed") for c in self.of_substances.get(int(m.target[1:]), ())]
        if m.target[0] not in "=&":
            return []
        control = m.target[1:]
        if self._follows(control) or (
            "chem-context" not in present and _CODE.fullmatch(reading.text.plain[m.start : m.end])
        ):
            return []  # APT, MCT and P204 are also part numbers, brands and marks: they need chemical company
        verdict = self._purposes.verdict(control, reading.text.folded[m.start : m.end], present)
        if verdict == "listed" and "layer" in present and _is_layer(m, reading, present):
            verdict = "contains"
        return [] if verdict is None else [(control, verdict)]

    def _follows(self, control: str) -> bool:
        """Whether an entry is met by way of another one, not by words of its own."""
        known = self._controls[control]
        repeats = bool(known.refers_to) or control.startswith(_BANS)
        return control.startswith(_DERIVED) and repeats and known.group != "other"


def _says_more(m: Mention, others: Iterable[Mention]) -> bool:
    """Whether a mention contains another one and more."""
    return any(m.start <= o.start and o.end <= m.end and o.end - o.start < m.end - m.start for o in others)


def _is_layer(m: Mention, reading: Reading, present: Container[str]) -> bool:
    """Whether a semiconductor is only named as what a device is made of: InGaAs camera, GaAs PA, as against a wafer."""
    written = reading.text.plain[m.start : m.end]
    alone = len(reading.text.plain.strip()) == len(written) or reading.text.part_at(m.start).field == "material"
    return not alone and " " not in written and not any(c in present for c in STUFF)


def _says_more_than(m: Mention, compounds: Iterable[Mention]) -> bool:
    """Whether a substance's name contains a mention and goes on: germanium dioxide is no germanium metal."""
    return any(c.start <= m.start and m.end < c.end for c in compounds)


def substance_controls(catalog: Catalog, forms: Forms) -> dict[int, tuple[str, ...]]:
    """Row of substances/ → the controls that name it: by CAS number, else by element and form."""
    by_cas: dict[str, list[str]] = {}
    for control in catalog.controls.values():
        for cas in control.cas:
            by_cas.setdefault(cas, []).append(control.id)
    found: dict[int, tuple[str, ...]] = {}
    for number, row in enumerate(catalog.substances):
        ids = tuple(by_cas.get(row.cas or "", ()))
        if len({catalog.controls[i].group for i in ids}) > 1:
            ids = ()  # graphite and diamond: one number for what several entries tell apart
        if row.element in forms.shaped and forms.shaped[row.element].control in ids:
            ids = (forms.shaped[row.element].control,)  # the metal, not the ingot or wafer that has its number too
        if not ids and row.element in forms.elements:
            form: Form = (
                "metal"
                if " metal" in row.substance
                else "oxide"
                if "oxide" in row.substance and "hydroxide" not in row.substance
                else "compound"
            )
            entry = forms.entry(row.element, form)
            ids = (entry.control,) if entry else ()
        if ids:
            found[number] = ids
    return found
