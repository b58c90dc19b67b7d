"""Company names → what the catalog knows of the company: where its plants are, who owns it, whether it only sells.

The seat of a brand is no place of making, and a distributor's name says nothing on where a part was made.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import Any

import msgspec

from scanner.catalog.load import Catalog
from scanner.catalog.model import Maker

SELLERS = ("distributor", "reseller")
NAME_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
CJK = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")


class NameWords(msgspec.Struct, frozen=True, kw_only=True):
    """data/makers/name_words.yaml."""

    legal_forms: tuple[str, ...]
    generic: tuple[str, ...]
    typo_least_length: int


REMEMBERED = 20_000
"""Names whose company is remembered; more than one bill of materials has, and flat over thousands."""


@lru_cache(maxsize=4)
def maker_index(catalog: Catalog) -> MakerIndex:
    """The index of a catalog, made once for all the files that are scanned with it."""
    return MakerIndex(catalog)


class MakerIndex:
    """Finds a company by its name in Latin or Chinese script, with or without its legal form."""

    def __init__(self, catalog: Catalog) -> None:
        self._words = catalog.document("makers/name_words.yaml", NameWords)
        self._forms = frozenset(_plain(x) for x in self._words.legal_forms)
        self._cjk_forms = sorted((x for x in self._words.legal_forms if CJK.search(x)), key=len, reverse=True)
        self._generic = frozenset(_plain(x) for x in self._words.generic)
        self._by_name = self._index(catalog)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._find)
        self._long: dict[int, list[str]] = defaultdict(list)
        for key in self._by_name:
            if len(key) >= self._words.typo_least_length and key.isascii():
                self._long[len(key)].append(key)

    def find(self, name: str) -> Maker | None:
        """The company, or None for one that the catalog does not know or cannot tell from another."""
        return self._remembered(name)

    def _index(self, catalog: Catalog) -> dict[str, Maker]:
        named: dict[str, dict[str, Maker]] = defaultdict(dict)
        for maker in catalog.makers:
            for alias in (maker.name, *maker.aliases_en, *maker.aliases_zh):
                for spelling in {alias, _spelt_out(alias)}:
                    named[self._key(spelling)][maker.name] = maker
        found: dict[str, Maker] = {}
        for key, makers in named.items():
            own = [m for m in makers.values() if self._key(m.name) == key]
            if len(makers) == 1 or len(own) == 1:  # an alias shared by related firms belongs to the one of that name
                found[key] = own[0] if own else next(iter(makers.values()))
        found.pop("", None)
        return found

    def _key(self, name: str) -> str:
        return " ".join(self._tokens(name))

    def _tokens(self, name: str) -> list[str]:
        text = _plain(name)
        if CJK.search(text):
            text = _simplified(text)
            for form in self._cjk_forms:
                text = text.replace(form, " ")
        words = NAME_WORD.findall(text.replace("&", " ").replace("'", ""))
        bare = [w.replace(".", "") for w in words]
        return [w for w in bare if w not in self._forms] or bare

    def _find(self, name: str) -> Maker | None:
        tokens = self._tokens(name)
        for end in range(len(tokens), 0, -1):
            if all(t in self._generic for t in tokens[end:]):
                found = self._by_name.get(" ".join(tokens[:end]))
                if found is not None:
                    return found
        for key in (" ".join(tokens), "".join(tokens)):
            found = self._by_name.get(key) or self._slip(key)
            if found is not None:
                return found
        return None

    def _slip(self, key: str) -> Maker | None:
        """A letter dropped, doubled or swapped in a long name; never when two companies are as near."""
        if len(key) < self._words.typo_least_length or not key.isascii():
            return None
        from rapidfuzz.distance import OSA

        near = {
            self._by_name[other].name: self._by_name[other]
            for size in (len(key) - 1, len(key), len(key) + 1)
            for other in self._long.get(size, ())
            if OSA.distance(key, other, score_cutoff=1) == 1 and (size != len(key) or sorted(key) == sorted(other))
        }
        return next(iter(near.values())) if len(near) == 1 else None


def is_seller(maker: Maker) -> bool:
    """Sells what others make."""
    return maker.kind in SELLERS


def _spelt_out(name: str) -> str:
    """Umlauts as keyboards without them write them."""
    for letter, spelt in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ß", "ss")):
        name = name.replace(letter, spelt)
    return name


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", "".join(c for c in decomposed if not unicodedata.combining(c) or c in "゙゚"))


def _simplified(text: str) -> str:
    converted: str = _converter().convert(text)
    return converted


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
