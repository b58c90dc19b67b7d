"""Finding records of the catalog: by their properties, by id, by words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec

from scanner.catalog.load import Catalog
from scanner.catalog.model import Control
from scanner.catalog.sections import SECTIONS

SEARCHED = (
    "controls", "measures", "exclusions", "groups", "substances", "articles", "makers", "cells", "magnet_grades",
    "concepts", "sources",
)  # fmt: skip
"""Sections that a search for words looks through, in the order in which equal hits are shown."""
_TITLES = ("id", "code", "number", "name", "title", "substance", "article_class", "manufacturer", "mpn", "goods")
_ALIASES = (
    "name_zh", "title_zh", "terms", "words", "cas", "formula", "elements", "aliases", "aliases_en", "aliases_zh",
    "tickers_brands", "synonyms_en", "synonyms_zh", "synonyms_de", "synonyms_ja", "examples", "hs_refs", "exact",
)  # fmt: skip
_UNSEARCHED = ("sources", "timeline", "confidence", "source", "planned")


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A record in which all the words occur."""

    section: str
    id: str
    title: str
    field: str
    """Where the words stand; of several places the most telling."""
    text: str
    """What stands there, shortened around the first of the words."""
    rank: int
    """0 a name is the words, 1 a name begins with them, 2 a name holds them, 3 another field does, 4 several do."""


def select(
    catalog: Catalog,
    *,
    measures: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    elements: tuple[str, ...] = (),
    code: str | None = None,
) -> list[Control]:
    """The controls that have all the given properties; of several values of one property any will do.

    Args:
        catalog: where to look.
        measures: ids, or numbers as in ``57``.
        groups: ids of groups.
        kinds: material, article, equipment, reagent, technology.
        elements: chemical symbols.
        code: beginning of a control code, or of a customs code (digits).

    """
    wanted = {x.id for x in catalog.measures.values() if x.id in measures or (x.number and x.number in measures)}
    symbols = {x.capitalize() for x in elements}
    start = code.casefold() if code else ""
    return [
        x
        for x in catalog.controls.values()
        if (not measures or x.measure in wanted)
        and (not groups or x.group in groups)
        and (not kinds or x.kind in kinds)
        and (not elements or symbols & set(x.elements))
        and (not start or x.code.casefold().startswith(start) or any(h.startswith(start) for h in x.hs_refs))
    ]


def lookup(catalog: Catalog, name: str) -> list[tuple[str, msgspec.Struct]]:
    """Records called so: by identity; else controls by their code alone, measures by their number alone."""
    found = [
        (section.name, x)
        for section in SECTIONS.values()
        for x in catalog.table(section.name, msgspec.Struct)
        if section.label(x) == name
    ]
    if not found:
        found = [("controls", x) for x in catalog.controls.values() if x.code.casefold() == name.casefold()]
    return found or [("measures", x) for x in catalog.measures.values() if x.number == name]


def alike(catalog: Catalog, name: str, limit: int = 3) -> list[str]:
    """Ids of measures and controls that are nearly called so, best first."""
    from rapidfuzz import fuzz, process

    ids = [*catalog.measures, *catalog.controls, *(x.id for x in catalog.exclusions)]
    found = process.extract(name, ids, scorer=fuzz.WRatio, limit=limit, score_cutoff=70)
    return [str(x[0]) for x in found]


def search(catalog: Catalog, text: str) -> list[Hit]:
    """Records that hold every word of the text, the most telling first.

    Case, width and composition of characters do not count.
    """
    words = _folded(text).split()
    if not words:
        return []
    found = [
        hit
        for name in SEARCHED
        for record in catalog.table(name, msgspec.Struct)
        if (hit := _hit(name, SECTIONS[name].label(record), record, words))
    ]
    order = {x: n for n, x in enumerate(SEARCHED)}
    return sorted(found, key=lambda x: (x.rank, order[x.section]))


def _hit(section: str, label: str, record: msgspec.Struct, words: list[str]) -> Hit | None:
    best: tuple[int, str, str] | None = None
    missing = set(words)
    phrase = " ".join(words)
    for field, value in _texts(record):
        folded = _folded(value)
        present = [w for w in words if w in folded]
        if not present:
            continue
        missing.difference_update(present)
        rank = 4 if len(present) < len(words) else 3
        if rank == 3 and field in _TITLES + _ALIASES:
            rank = 0 if folded == phrase else 1 if folded.startswith(phrase) else 2
        if best is None or rank < best[0]:
            best = (rank, field, value)
    if missing:
        return None
    assert best is not None
    rank, field, value = best
    return Hit(section=section, id=label, title=title(record), field=field, text=_around(value, words), rank=rank)


def title(record: msgspec.Struct) -> str:
    """What a record is called, in words."""
    for field in ("name", "title", "goods", "substance", "article_class", "mpn", "examples", "url", "id"):
        value = getattr(record, field, None)
        if isinstance(value, dict):
            value = value.get("en")
        if isinstance(value, tuple):
            value = ", ".join(value[:3])
        if value:
            return str(value)
    return ""


def _texts(record: msgspec.Struct) -> Iterator[tuple[str, str]]:
    for field in record.__struct_fields__:
        if field not in _UNSEARCHED:
            yield from ((field, x) for x in _strings(getattr(record, field)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for x in value.values():
            yield from _strings(x)
    elif isinstance(value, tuple | list):
        for x in value:
            yield from _strings(x)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _around(text: str, words: list[str], width: int = 100) -> str:
    if len(text) <= width:
        return text
    folded = _folded(text)
    middle = min((at for w in words if (at := folded.find(w)) >= 0), default=0)
    start = max(0, min(middle - width // 3, len(text) - width))
    cut = text[start : start + width].strip()
    return ("… " if start else "") + cut + (" …" if start + width < len(text) else "")
