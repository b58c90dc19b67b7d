"""What registry numbers of a line say: CAS numbers name substances, customs codes only hint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from scanner.bom import BomLine
from scanner.catalog.load import Catalog
from scanner.findings import Evidence, Match
from scanner.match.codes import HsIndex, hs
from scanner.match.lexicon import Mention
from scanner.match.proposal import Proposal
from scanner.match.signals import CasSpan, HsCode

_PUNCTUATION = str.maketrans("", "", " .-/_")


class Registry:
    """CAS numbers and customs codes of a catalog's controls."""

    def __init__(self, catalog: Catalog, substance_controls: dict[int, tuple[str, ...]]) -> None:
        self._catalog = catalog
        self._by_cas: dict[str, tuple[str, ...]] = {}
        for control in catalog.controls.values():
            for cas in control.cas:
                self._by_cas[cas] = (*self._by_cas.get(cas, ()), control.id)
        self._by_cas = {
            cas: ids for cas, ids in self._by_cas.items() if len({catalog.controls[i].group for i in ids}) == 1
        }
        for number, ids in substance_controls.items():
            named = catalog.substances[number].cas
            if named:
                self._by_cas.setdefault(named, ids)
        self._codes = HsIndex(
            [(code, c.id) for c in catalog.controls.values() for code in (*c.hs_refs, *c.hs_refs_2026_added)]
        )
        self._alone = {n.id.translate(_PUNCTUATION): n for n in catalog.customs_notes}

    def by_cas(self, spans: Iterable[CasSpan]) -> Iterator[Proposal]:
        """Controls that name a substance by its CAS number."""
        for span in spans:
            for control in self._by_cas.get(span.cas, ()):
                yield Proposal(
                    control=control,
                    verdict="listed",
                    means=f"CAS number of what the entry names: {self._catalog.controls[control].name}",
                    mentions=(Mention("cas", "thing", span.start, span.end, "*"),),
                    signal="cas",
                    source=control,
                    confidence="high",
                )

    def declared(self, line: BomLine) -> Iterator[tuple[str, str]]:
        """Controls of the substances in a declared composition, with the substance's name."""
        for substance in line.substances:
            for control in self._by_cas.get(substance.cas_number or "", ()):
                yield control, substance.name

    def hint(self, line: BomLine) -> tuple[Evidence | None, tuple[str, ...], bool]:
        """What the customs code of a line hints at.

        Returns the evidence, the controls of which it is a reference code, and whether it may suggest
        them where the words of the line say nothing.
        """
        code = hs(line.hs_code) if line.hs_code else None
        if code is None or line.hs_code is None:
            return None, (), False
        digits, controls = self._codes.find(code)
        if not controls:
            return None, (), False
        evidence = Evidence(
            signal="hs",
            text=line.hs_code,
            field="hs_code",
            start=0,
            end=len(line.hs_code),
            means=f"a heading under which such goods are cleared ({digits} digits agree); no code confirms an item",
            source=controls[0],
        )
        return evidence, controls, self._suggests(code)

    def _suggests(self, code: HsCode) -> bool:
        for length in range(len(code.digits), 3, -1):
            note = self._alone.get(code.digits[:length])
            if note is not None:
                return note.alone == "suggests"
        return False


def with_hint(matches: tuple[Match, ...], evidence: Evidence, controls: tuple[str, ...]) -> tuple[Match, ...]:
    """Matches, with the customs code beside the evidence of those whose reference code it is."""
    return tuple(
        msgspec.structs.replace(m, evidence=(*m.evidence, evidence)) if m.control in controls else m for m in matches
    )
