"""Shares as the report shows them: a few on the chart, all of the product's in a table, items as a tree."""

from __future__ import annotations

from collections.abc import Container

from msgspec import Struct

from scanner.findings import FRACTION_VERDICTS, Exposure, Fraction
from scanner.writers import charts, wording
from scanner.writers.inert import inert
from scanner.writers.language import Language
from scanner.writers.words import CONTROLLED_NAMES, FRACTION_WORDS, RULE_NAMES

TREE_ITEMS = 60
"""Items of the tree shown at most; the rest stand with their lines."""
READINGS = ("text", "assembly", "product")
SHORT_READINGS = {"text": "as published", "assembly": "by assembly", "product": "by product"}


class ShareRow(Struct, kw_only=True):
    """One share with its bar."""

    name: str
    note: str
    """What is divided by what."""
    ratio: str
    """The two amounts."""
    figures: str
    bar: charts.Range | None
    verdict: str
    """Empty where there is no threshold."""
    word: str
    because: str
    headline: bool
    reading: str
    """How the 0.1 % rule is read, in two words; empty for other shares."""


class Item(Struct, kw_only=True):
    """An assembly or part with a share for each reading of the 0.1 % rule."""

    name: str
    note: str
    """What each share is divided by."""
    anchor: str | None
    depth: int
    shares: list[ShareRow]


class ShareViews:
    """Builds the share rows of one exposure."""

    def __init__(self, exposure: Exposure, lang: Language, anchors: dict[str, str]) -> None:
        self.x = exposure
        self._ = lang
        self._anchors = anchors
        self._lines = {f.line.id: f.line for f in exposure.lines}
        self.threshold = next((f.threshold for f in exposure.fractions if f.threshold is not None), None)
        self.mark = charts.at(charts.log_x(self.threshold)) if self.threshold is not None else None

    def chart(self) -> list[ShareRow]:
        """The headline, the gravest share of each other reading, the controlled share, the Chinese-origin share."""
        out: list[Fraction] = [f for f in self.x.fractions if f.headline]
        taken = {f.reading for f in out}
        for reading in READINGS:
            if reading not in taken:
                mine = [f for f in self.x.fractions if f.kind == "de_minimis" and f.reading == reading]
                out += sorted(mine, key=_gravity)[:1]
        out += [f for f in self.x.fractions if f.kind == "controlled" and f.scope == "product"]
        out += [f for f in self.x.fractions if f.kind == "chinese_origin" and f.scope == "product"]
        return [self.row(f) for f in out]

    def by(self, kind: str) -> list[ShareRow]:
        """Controlled shares by ``group`` or ``measure``, gravest first. They overlap and do not add up."""
        mine = [f for f in self.x.fractions if f.kind == "controlled" and f.scope.startswith(kind + ":")]
        return [self.row(f) for f in sorted(mine, key=_gravity)]

    def tree(self) -> tuple[list[Item], int]:
        """Items that the 0.1 % rule can reach, beneath the assemblies that hold them; and how many are left out."""
        by_item: dict[str, list[Fraction]] = {}
        for f in self.x.fractions:
            if f.kind == "de_minimis" and ":" in f.scope:
                by_item.setdefault(_item(f), []).append(f)
        items = [(line, by_item[line]) for line in self._lines if line in by_item]
        items += [(line, fractions) for line, fractions in by_item.items() if line not in self._lines]
        out = [
            Item(
                name=inert(self._said(line)),
                note=wording.denominator(fractions[0], self._),
                anchor=self._anchors.get(line),
                depth=self._depth(line, by_item),
                shares=[self.row(f) for f in sorted(fractions, key=lambda f: READINGS.index(f.reading or "product"))],
            )
            for line, fractions in items[:TREE_ITEMS]
        ]
        return out, max(0, len(items) - TREE_ITEMS)

    def readers(self) -> list[tuple[str, str]]:
        """Readings of the 0.1 % rule with who reads it so."""
        who = {f.reading: f.readers for f in self.x.fractions if f.reading and f.readers}
        return [(self._(SHORT_READINGS[r]), self._(who[r] or "")) for r in READINGS if r in who]

    def row(self, f: Fraction) -> ShareRow:
        _ = self._
        return ShareRow(
            name=self.name(f),
            note=_("{numerator} ÷ {denominator}", numerator=_(f.numerator_is), denominator=wording.denominator(f, _)),
            ratio=f"{_.amounts(f.numerator, self.x.currency)} ÷ {_.amounts(f.denominator, self.x.currency)}",
            figures=_.share(f.share, f.threshold),
            bar=charts.log_range(f.share) if f.share is not None else None,
            verdict=(f.verdict or "").replace(" ", "-"),
            word=_(FRACTION_WORDS[f.verdict]) if f.verdict else "",
            because=wording.fraction_because(f, self.x.currency, _) if f.verdict else "",
            headline=f.headline,
            reading=_(SHORT_READINGS[f.reading]) if f.reading else "",
        )

    def name(self, f: Fraction) -> str:
        """What a share is of, in words."""
        _ = self._
        kind, _sign, key = f.scope.partition(":")
        if kind == "measure":
            m = next((m for m in self.x.measures if m.id == key), None)
            return _("{measure}: {title}", measure=wording.measure_name(m, _), title=m.title) if m else key
        if kind == "group":
            return _(key)
        item = "" if kind == "product" else inert(self._said(key))
        if f.kind == "chinese_origin":
            return _("Value made in China") + (f": {item}" if item else "")
        if f.kind == "controlled":
            return _(CONTROLLED_NAMES[f.measures])
        return _(RULE_NAMES[f.reading or "product"]) + (f": {item}" if item else "")

    def _said(self, line: str) -> str:
        found = self._lines.get(line)
        said = (found.description or found.part_number or "") if found else ""
        return f"{line} {said}".strip()

    def _depth(self, line: str | None, reached: Container[str]) -> int:
        """How many assemblies with a share of their own hold the line."""
        depth = 0
        seen = set()
        while line in self._lines and line not in seen:
            seen.add(line)
            line = self._lines[line].parent
            depth += line in reached
        return min(depth, 6)


def _item(f: Fraction) -> str:
    return f.scope.partition(":")[2]


def _gravity(f: Fraction) -> tuple[int, bool, object, object, str]:
    verdict = FRACTION_VERDICTS.index(f.verdict) if f.verdict else len(FRACTION_VERDICTS)
    if f.share is None:
        return verdict, True, 0, 0, f.scope
    high = f.share.high
    return verdict, high is not None, -f.share.low, -(f.share.likely or high or 0), f.scope
