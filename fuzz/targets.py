"""The targets by name: what each is given, how large, and for what share of the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fuzz import parsers, readers, seeds, whole


@dataclass(frozen=True, kw_only=True)
class Target:
    act: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    share: int = 2
    """Weight of its time among all."""
    longest: int = 1500
    """Bytes of an input."""
    words: tuple[str, ...] = ()
    """What a mutation may put in, besides what the code compares with."""


TARGETS = {
    "file": Target(act=readers.any_file, seeds=seeds.files, share=3, longest=8000),
    "text": Target(act=readers.text, seeds=seeds.texts, share=4, words=seeds.HEADINGS),
    "html": Target(act=readers.markup, seeds=seeds.pages, words=seeds.TAGS),
    "xml": Target(act=readers.markup, seeds=seeds.xml, share=3, words=seeds.TAGS),
    "json": Target(act=readers.json, seeds=seeds.json, words=seeds.KEYS),
    "xlsx": Target(act=readers.parts, seeds=seeds.xlsx, share=4, longest=6000, words=seeds.TAGS),
    "ods": Target(act=readers.ods, seeds=seeds.ods, longest=4000, words=seeds.TAGS),
    "xlsb": Target(act=readers.xlsb, seeds=seeds.xlsb, longest=3000),
    "xls": Target(act=readers.xls, seeds=seeds.xls, longest=3000),
    "numbers": Target(act=parsers.numbers, seeds=seeds.numbers, longest=80, words=seeds.FIGURES),
    "values": Target(act=parsers.values, seeds=seeds.columns, longest=300, words=seeds.FIGURES),
    "levels": Target(act=parsers.levels, seeds=seeds.levels, longest=200),
    "quantities": Target(act=parsers.quantities, seeds=seeds.descriptions, longest=200, words=seeds.UNITS),
    "formulas": Target(act=parsers.formulas, seeds=seeds.descriptions, longest=120, words=seeds.CHEMISTRY),
    "grades": Target(act=parsers.grades, seeds=seeds.descriptions, longest=120, words=seeds.GRADES),
    "countries": Target(act=parsers.countries, seeds=seeds.countries, longest=80, words=seeds.COUNTRIES),
    "line": Target(act=parsers.line, seeds=seeds.descriptions, share=4, longest=300, words=seeds.TERMS),
    "decisions": Target(act=parsers.decisions, seeds=seeds.decisions, longest=1200, words=seeds.KEYS),
    "settings": Target(act=parsers.settings, seeds=seeds.settings, longest=400),
    "rates": Target(act=parsers.rates, seeds=seeds.rates, longest=300),
    "profile": Target(act=parsers.profile, seeds=seeds.profiles, longest=400),
    "overlay": Target(act=parsers.overlay, seeds=seeds.overlays),
    "options": Target(act=parsers.options, seeds=seeds.options, longest=100),
    "result": Target(act=whole.result, seeds=seeds.results, share=3, longest=16000, words=seeds.KEYS),
    "form": Target(act=whole.form, seeds=seeds.forms, longest=20000, words=seeds.TAGS),
    "scan": Target(act=whole.scan, seeds=seeds.texts, share=6, words=seeds.TERMS),
}
