"""Names of suppliers and makers → pseudonyms, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from scanner.bom import BomLine
from scanner.findings import Evidence, Exposure, LineFinding

S = TypeVar("S", bound=Struct)

NAME_FIELDS = {"suppliers": "supplier", "makers": "manufacturer"}
NUMBER_FIELDS = {"suppliers": "supplier_part_number", "makers": "manufacturer_part_number"}
PSEUDONYMS = {"suppliers": "Supplier", "makers": "Maker"}
LEGAL_FORMS = re.compile(
    r"[\s,]+(?:gmbh|ag|se|kg|co|inc|incorporated|llc|ltd|limited|corp|corporation|company|plc|bv|nv|srl|spa|sa|sas|ab|oy|as|kk"
    r"|pty|pte|& co|international|electronics|group|holding)\.?(?=$|[\s,.])",
    re.IGNORECASE,
)
"""Words that companies add to their names, and leave out where they are short of room."""
EASTERN_FORMS = re.compile(r"(?:股份|科技|集团)?(?:有限)?(?:责任)?公司$|^株式会社|株式会社$")
SHORTEST = 3
"""Characters of a name that is looked for inside other texts; shorter ones would hit everywhere."""
PLACEHOLDER = re.compile(r"[\W\d_]*|n/?a|none|various|divers[e]?|generic|tbd|unknown|own|standard", re.IGNORECASE)
SAME_IN_ALL = frozenset({
    "bin", "verdict", "basis", "signal", "field", "code", "severity", "exclusion", "kind", "reading", "measures",
    "control", "measure", "group", "limb", "certainty", "op", "result", "unit", "parameter", "grade", "prior",
    "article", "sha256", "format", "decision", "encoding", "delimiter", "countries", "currency", "structure",
})  # fmt: skip
"""Fields that hold words of ours, never names."""


def without_names(exposure: Exposure, secrets: Set[str]) -> Exposure:
    """The result with pseudonyms, and without columns and remarks that were not understood."""
    names = Names(exposure, secrets)
    findings = tuple(map(names.finding, exposure.lines))
    bom = exposure.bom
    return msgspec.structs.replace(
        exposure,
        bom=msgspec.structs.replace(
            names.struct(msgspec.structs.replace(bom, lines=(), notes=())), lines=tuple(f.line for f in findings)
        ),
        lines=findings,
        fractions=tuple(map(names.struct, exposure.fractions)),
        resolve=tuple(map(names.struct, exposure.resolve)),
        assumptions=tuple(map(names.struct, exposure.assumptions)),
        notes=tuple(map(names.struct, exposure.notes)),
        decisions=tuple(map(names.struct, exposure.decisions)),
        options={k: names.scrub(v) for k, v in exposure.options.items()},
    )


class Names:
    """What to replace by what."""

    def __init__(self, exposure: Exposure, secrets: Set[str]) -> None:
        self.secrets = secrets
        self.pseudonyms: dict[str, str] = {}
        """Name, in lower case → what stands for it."""
        for secret in sorted(NAME_FIELDS.keys() & secrets):
            count = 0
            for f in exposure.lines:
                name = getattr(f.line, NAME_FIELDS[secret]) or f.line.fields.get(NAME_FIELDS[secret])
                if name and name.lower() not in self.pseudonyms and not PLACEHOLDER.fullmatch(name):
                    count += 1
                    for variant in _variants(name):
                        self.pseudonyms.setdefault(variant.lower(), f"{PSEUDONYMS[secret]} {count}")
            for f in exposure.lines:
                self._known_names(f, secret)
                number = getattr(f.line, NUMBER_FIELDS[secret]) or f.line.fields.get(NUMBER_FIELDS[secret])
                if number and len(number) > SHORTEST and not number.isdigit():
                    self.pseudonyms.setdefault(number.lower(), "[part number]")
        self._texts: dict[str, str] = {}
        self._search = _search(n for n in self.pseudonyms if len(n) >= SHORTEST and not PLACEHOLDER.fullmatch(n))

    def _known_names(self, f: LineFinding, secret: str) -> None:
        """The catalog may know a name by another spelling, which then stands in the evidence."""
        for e in f.origins.evidence:
            kind, _, known = (e.source or "").partition(":")
            if (
                kind == "makers"
                and known
                and (name := getattr(f.line, NAME_FIELDS[secret]))
                and e.text.lower() in name.lower()
            ):
                for variant in (e.text, *_variants(known)):
                    self.pseudonyms.setdefault(variant.lower(), self.pseudonyms[name.lower()])

    def scrub(self, text: str) -> str:
        """The text with every name in it replaced."""
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = self._scrub(text)
        return found

    def _scrub(self, text: str) -> str:
        whole = self.pseudonyms.get(text.lower())
        if whole is not None:
            return whole
        low = text.lower()
        if self._search is None or len(low) != len(text):
            return text
        out, done = [], 0
        for _, start, end in self._search.find_matches_as_indexes(low):
            if start >= done and _stands_alone(low, start, end):
                out += [text[done:start], self.pseudonyms[low[start:end]]]
                done = end
        return "".join((*out, text[done:])) if out else text

    def struct(self, given: S) -> S:
        """A record with every text in it scrubbed."""
        changed = {}
        for name in given.__struct_fields__:
            if name not in SAME_IN_ALL:
                value = getattr(given, name)
                new = self._value(value)
                if new is not value:
                    changed[name] = new
        return msgspec.structs.replace(given, **changed) if changed else given

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.scrub(value)
        if isinstance(value, Struct):
            return self.struct(value)
        if isinstance(value, tuple):
            return tuple(map(self._value, value))
        if isinstance(value, dict):
            return {k: self._value(v) for k, v in value.items()}
        return value

    def finding(self, f: LineFinding) -> LineFinding:
        """A line's finding; offsets of evidence follow the scrubbed text."""
        line = self._line(f.line)

        def follow(given: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
            return tuple(self._evidence(e, f.line, line) for e in given)

        return msgspec.structs.replace(
            f,
            line=line,
            matches=tuple(
                msgspec.structs.replace(self.struct(m), evidence=follow(m.evidence)) if m.evidence else self.struct(m)
                for m in f.matches
            ),
            origins=msgspec.structs.replace(f.origins, evidence=follow(f.origins.evidence)),
            limbs=f.limbs,
        )

    def _line(self, line: BomLine) -> BomLine:
        numbers = {NUMBER_FIELDS[s] for s in NUMBER_FIELDS if s in self.secrets}
        gone = {*numbers, "notes"}
        kept = msgspec.structs.replace(
            line, other={}, notes=None, fields={k: v for k, v in line.fields.items() if k not in gone},
            **dict.fromkeys(numbers),
        )  # fmt: skip
        return self.struct(kept)

    def _evidence(self, e: Evidence, before: BomLine, after: BomLine) -> Evidence:
        text = self.scrub(e.text)
        raw = before.fields.get(e.field) or getattr(before, e.field, None) or ""
        new = after.fields.get(e.field) or getattr(after, e.field, None) or ""
        start, end = len(self.scrub(raw[: e.start])), 0
        end = start + len(text)
        if e.start == e.end or new[start:end] != text:
            start = end = 0
        gone = not new and bool(raw)
        source = None if (e.source or "").startswith("makers:") else e.source
        return msgspec.structs.replace(
            e, text="" if gone else text, start=start, end=end, means=self.scrub(e.means), source=source
        )


def _variants(name: str) -> list[str]:
    """A name as written, and without the legal forms that are often left out."""
    short = name.strip()
    while (shorter := EASTERN_FORMS.sub("", LEGAL_FORMS.sub("", short)).strip(" .,")) != short and shorter:
        short = shorter
    return [name.strip(), *([short] if len(short) > SHORTEST and not PLACEHOLDER.fullmatch(short) else [])]


def _search(names: Iterable[str]) -> Any:
    """An automaton over the names, longest first; None where there are none."""
    patterns = sorted(names)
    if not patterns:
        return None
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """The match is no part of a longer Latin word; scripts without spaces have no such bounds."""
    before, first = text[start - 1 : start], text[start]
    after, last = text[end : end + 1], text[end - 1]
    return not (_latin(before) and _latin(first)) and not (_latin(last) and _latin(after))


def _latin(char: str) -> bool:
    return char.isalnum() and ord(char) < 0x2E80 if char else False
