"""The catalog's words as plain lists: terms of controls, names of substances, concepts of the trade."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scanner.catalog.load import Catalog
from scanner.catalog.rules import Concept
from scanner.match.lexicon import CONTEXT, CUE, OPEN, STRICT, Tables, tables_of
from scanner.match.text import fold

_TRIGGERS = frozenset(("thing", "trait"))
_WORD = re.compile(r"[a-zа-яё]+")
_SPELLINGS = (
    ("isation", "ization"),
    ("ised", "ized"),
    ("fibre", "fiber"),
    ("aluminium", "aluminum"),
    ("sulph", "sulf"),
    ("colour", "color"),
    ("vapour", "vapor"),
    ("grey", "gray"),
    ("mould", "mold"),
)
"""British and American spellings of one word."""


Short = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Language → word → its abbreviations."""


def tables(
    catalog: Catalog, concepts: Sequence[Concept], more: Mapping[str, Mapping[str, tuple[str, ...]]], short: Short
) -> Tables:
    """The lexicon of a catalog as plain lists.

    Args:
        catalog: its controls and substances lend their names.
        concepts: the words of the trade.
        more: control → language → terms beyond its own.
        short: how words within a term are shortened.

    """
    entries: dict[tuple[str, str, str], tuple[str, str, str, str, int, str]] = {}
    patterns = []
    implies = {}
    words: set[str] = set()

    def add(word: str, target: str, role: str, lang: str, flags: int, exact: str = "") -> None:
        for form in (*_forms(word, lang), *_shortened(word, short.get(lang, {}))):
            known = entries.get((form, target, lang))
            if known is None or flags & OPEN & ~known[4]:
                entries[form, target, lang] = (form, target, role, lang, flags, exact)

    for concept in concepts:
        context = 0 if concept.role in _TRIGGERS and not concept.quiet else CONTEXT
        for lang, terms in concept.words.items():
            for term in terms:
                flags = context | (OPEN if term.startswith("~") else 0)
                add(term.lstrip("~"), concept.id, concept.role, lang, flags)
                if concept.typos:
                    words.update(w for w in _WORD.findall(fold(term.lstrip("~"))) if len(w) >= 8)
        for term in concept.exact:
            add(term, concept.id, concept.role, "*", context, term)
        if concept.pattern:
            patterns.append((concept.id, concept.role, concept.pattern, concept.cue))
            for cue in map(fold, concept.cue):
                key = (cue, "?" + concept.id, "*")
                entries.setdefault(key, (cue, "?" + concept.id, "", "*", CUE | context, ""))
        if concept.implies:
            implies[concept.id] = concept.implies
    for element, form, word in _german_compounds(concepts):
        add(word, element.id, element.role, "de", 0)
        add(word, form.id, form.role, "de", CONTEXT)
    for control in catalog.controls.values():
        for lang, terms in (*control.terms.items(), *more.get(control.id, {}).items()):
            for term in terms:
                exact = term if _is_symbol(term) else ""
                mark = "&" if control.kind == "material" else "="
                add(
                    term,
                    mark + control.id,
                    "thing",
                    lang,
                    STRICT if exact else 0,
                    exact,
                )
    for number, substance in enumerate(catalog.substances):
        named = {
            "en": (substance.substance.split(",")[0], *substance.synonyms_en),
            "zh": substance.synonyms_zh,
            "de": substance.synonyms_de,
            "ja": substance.synonyms_ja,
        }
        for lang, terms in named.items():
            for term in terms:
                if len(term) >= (2 if lang in ("zh", "ja") else 4):
                    add(term, f"+{number}", "thing", lang, 0, term if _is_symbol(term) else "")
    return tables_of(((x[0], x[1:]) for x in entries.values()), patterns, implies, dict(_deletions(words)))


def _is_symbol(term: str) -> bool:
    """Short letters that mean something only in their own case: GaP, LFP, InP, EDF."""
    return len(term) <= 6 and term.isascii() and not term.islower() and not term.istitle()


def _forms(word: str, lang: str) -> Iterator[str]:
    """Ways in which a term is written: as it is, in one word, umlauts as two letters."""
    folded = fold(word)
    yield folded
    if " " in folded and len(folded) >= 8 and folded.replace(" ", "").isalnum():
        yield folded.replace(" ", "")
    for british, american in _SPELLINGS:
        if british in folded:
            yield folded.replace(british, american)
        elif american in folded:
            yield folded.replace(american, british)
    if lang == "de" and any(c in word.lower() for c in "äöü"):
        yield fold(word.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))


def _shortened(word: str, short: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """A term of several words with one of them shortened: vibe mtr."""
    words = fold(word).lstrip("~").split(" ")
    if len(words) > 1:
        for n, whole in enumerate(words):
            for abbreviation in short.get(whole, ()):
                for written in (abbreviation, abbreviation + "."):
                    yield " ".join((*words[:n], written, *words[n + 1 :]))


def _german_compounds(concepts: Sequence[Concept]) -> Iterator[tuple[Concept, Concept, str]]:
    """Elements and forms in one German word: Germaniumscheibe, Wismutbarren."""
    forms = [c for c in concepts if c.role == "form" or "shape" in c.implies]
    ends = [(c, w.lstrip("~")) for c in forms for w in c.words.get("de", ()) if len(w) > len("~rod")]
    for element in concepts:
        if element.id.startswith("el-"):
            for name in element.words.get("de", element.words.get("en", ())):
                for form, end in ends:
                    yield element, form, name.lstrip("~") + end


def _deletions(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    for word in sorted(words):
        yield word, word
        for i in range(1, len(word)):
            yield word[:i] + word[i + 1 :], word
