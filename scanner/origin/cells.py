"""An origin cell, or a hint in a text, read as the countries that it states."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import msgspec
from msgspec import Struct

from scanner.catalog.model import OriginTerm
from scanner.origin.lexicon import CODES, Hit, Lexicon, fold
from scanner.origin.lexicon import bare as letters

UNION = "EU"
"""ISO 3166 reserves the code for the European Union."""
HOME_TERRITORIES = frozenset(("HK", "MO", "TW"))
"""Customs territories that are often written together with China and are not it."""
LISTED = re.compile(r"[/;,+&|、，；]|\b(?:or|and|und|oder|et|ou|e|y|o)\b", re.IGNORECASE)
LANGUAGES = """
en de fr es it pt nl pl cs sk hu ro bg hr sl sr el tr ru uk lt lv et fi sv da nb is ja zh zh_Hant ko th vi id ms ar hi
he fa
"""
"""Languages whose country names are known beside those of the table."""
STATE_THEN_COUNTRY = re.compile(r"[\s,.]*")


class Stated(Struct, frozen=True):
    """What a text says of origin."""

    countries: tuple[str, ...]
    """ISO codes, sorted; empty for a bare denial ('non-China')."""
    start: int
    end: int
    """Where the text says so."""
    denies_china: bool = False
    clear: bool = True
    """False = it speaks of origin and names no country ('various')."""


class CellReader:
    """Reads each distinct cell once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._cells: dict[str, Stated | None] = {}
        self._no_proof = {fold(x) for x in lexicon.words.no_proof}
        self._unclear = {fold(x) for x in lexicon.words.unclear}
        loose = sorted((fold(x) for x in (*lexicon.words.open_lists, *lexicon.words.doubts)), key=len, reverse=True)
        self._loose = re.compile("|".join(_as_word(x) for x in loose))
        self._markers = {fold(x) for x in (*lexicon.words.markers, *lexicon.words.labels)}

    def read(self, text: str) -> Stated | None:
        """The countries of a cell; None for an empty one, not ``clear`` where nothing in it names a country."""
        if text not in self._cells:
            self._cells[text] = self._read(text)
        return self._cells[text]

    def _read(self, text: str) -> Stated | None:
        bare = text.strip()
        if not bare:
            return None
        offset = text.index(bare)
        plain = unicodedata.normalize("NFKC", bare)
        if len(plain) != len(bare):  # half-width kana and their marks: offsets no longer tell, the whole cell speaks
            found = self.read(plain)
            return found and Stated(found.countries, offset, offset + len(bare), found.denies_china, found.clear)
        whole = self.lexicon.in_cells.get(fold(bare)) or _code(bare) or self.lexicon.in_bare_cells.get(letters(bare))
        hits = [Hit(0, len(bare), whole)] if whole is not None else self._hits(bare)
        start, end = (hits[0].start + offset, hits[-1].end + offset) if hits else (offset, offset + len(bare))
        if any(h.term.kind == "negative" and fold(h.term.term) not in self._no_proof for h in hits):
            return Stated((), start, end, denies_china=True)
        countries = set(countries_of(bare, hits))
        if countries == {"CN"} and self._denied(bare[: hits[0].start]):
            return Stated((), offset, end, denies_china=True)
        named_in_part = (len(hits) > 1 and hits[0].term.kind == "unknown") or self._loose.search(fold(bare))
        if not countries or named_in_part:  # 'various, incl. China', 'China etc.', 'China?'
            return Stated((), offset, offset + len(bare), clear=False)
        return Stated(tuple(sorted(countries)), start, end)

    def _denied(self, before: str) -> bool:
        """The words before a country say that it is not meant: 'not made in', 'hors', 非."""
        said = fold(before).strip(" -–:")
        for word in self.lexicon.words.before_not:
            if said == word or (said.startswith(word) and said[len(word) :].strip(" -") in self._markers):
                return True
        return False

    def _hits(self, text: str) -> list[Hit]:
        if fold(text) in self._unclear:
            return []
        hits = [h for h in self.lexicon.find(text) if letters(h.term.term)]  # a hyphen alone says nothing in a text
        if not hits:
            hits = _codes_in_a_list(text, self.lexicon)
        return hits or _named(text)


def _as_word(text: str) -> str:
    """A pattern for a word that no letter of its own script continues; Chinese and Japanese have no gaps."""
    plain = re.escape(text)
    return rf"(?<![a-z]){plain}(?![a-z])" if text[0].isascii() and text[0].isalpha() else plain


def countries_of(text: str, hits: list[Hit]) -> list[str]:
    """The countries that terms in one text mean together."""
    hits = [h for h in hits if h.term.kind not in ("negative", "unknown")]
    kept: list[str] = []
    for k, hit in enumerate(hits):
        after = hits[k + 1] if k + 1 < len(hits) else None
        gap = text[hit.end : after.start] if after else ""
        codes = _codes_of(hit.term)
        if (
            after is not None
            and STATE_THEN_COUNTRY.fullmatch(gap)
            and _codes_of(after.term) == ["US"]
            and len(hit.term.term) == 2
        ):
            continue  # 'CA, USA' is California
        kept += codes
        if after is not None and (not LISTED.search(gap) or _belongs(hit, gap, after)):
            pair = {*codes, *_codes_of(after.term)}
            if "CN" in pair and pair & HOME_TERRITORIES:  # 'Taiwan (China)', 'China Hong Kong'
                kept = [c for c in kept if c != "CN"]
                hits[k + 1] = Hit(after.start, after.end, _only(after.term, pair))
    return kept


def _belongs(first: Hit, gap: str, then: Hit) -> bool:
    """'Macao SAR, China': a comma between a territory's name and China's is no list."""
    written_out = first.term.kind not in CODES and then.term.kind not in CODES
    return written_out and gap.strip() in (",", "，") and _codes_of(then.term) == ["CN"]


def _only(term: OriginTerm, pair: set[str]) -> OriginTerm:
    return msgspec.structs.replace(term, iso_alpha2=";".join(sorted(pair & HOME_TERRITORIES)))


def _codes_of(term: OriginTerm) -> list[str]:
    codes = (term.iso_alpha2 or "").split(";")
    return [UNION if c == "XE" else c for c in codes if c not in ("", "XX")]


def _code(text: str) -> OriginTerm | None:
    """A bare ISO 3166 code that the table does not hold."""
    if len(text) not in (2, 3) or not (text.isascii() and text.isalpha()):
        return None
    import pycountry

    code = text.upper()
    found = pycountry.countries.get(alpha_2=code) if len(code) == 2 else pycountry.countries.get(alpha_3=code)
    return _country(found.alpha_2, text) if found else None


def _codes_in_a_list(text: str, lexicon: Lexicon) -> list[Hit]:
    """'cn/vn': codes in small letters count where nothing but codes stands there."""
    parts = [(m.start(), m.group()) for m in re.finditer(r"[^\s/;,+&|]+", text)]
    found = [(at, part, lexicon.in_cells.get(fold(part)) or _code(part)) for at, part in parts]
    if not all(term is not None and len(part) <= 3 for _, part, term in found):
        return []
    return [Hit(at, at + len(part), term) for at, part, term in found if term is not None]


def _named(text: str) -> list[Hit]:
    """A country's name that the table does not hold: in ISO 3166, or in one of the world's languages."""
    import pycountry

    code: str | None
    try:
        code = pycountry.countries.lookup(text).alpha_2
    except LookupError:
        code = _names_of_the_world().get(letters(text))
    return [Hit(0, len(text), _country(code, text))] if code else []


@lru_cache(maxsize=1)
def _names_of_the_world() -> dict[str, str]:
    """Country names of the Unicode locale data, letters alone → ISO code."""
    from babel import Locale

    names: dict[str, str] = {}
    for language in LANGUAGES.split():
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "XA", "XB", "EZ", "UN"):
                names.setdefault(letters(name), code)
    return names


def _country(code: str, text: str) -> OriginTerm:
    return OriginTerm(
        term=text, iso_alpha2=code, kind="country", china_origin="yes" if code == "CN" else "no", source="ISO 3166-1",
        confidence="high",
    )  # fmt: skip
