"""The words of questionnaires, in the languages that they speak, and which language a supplier is asked in."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, get_args

from msgspec import Struct

from scanner.catalog.load import Catalog, built_in
from scanner.decisions.open_facts import open_facts

Lang = Literal["en", "de", "ja", "zh"]
LANGS: tuple[Lang, ...] = get_args(Lang)
Text = dict[Lang, str]
SIGNS = str.maketrans({"*": "·"})


class Habit(Struct, frozen=True):
    """Suppliers that a language is for."""

    countries: tuple[str, ...]
    names: tuple[str, ...]
    """Parts of company names, folded."""


class Ask(Struct, frozen=True):
    """A question and what is meant by it."""

    ask: Text
    why: Text


class FormWords(Struct, frozen=True):
    """data/questionnaire/form.yaml."""

    languages: dict[Lang, Habit]
    currencies: tuple[str, ...]
    unit_signs: dict[str, str]
    counted: dict[str, Text]
    """Units of a quantity that are words."""
    texts: dict[str, Text]
    questions: dict[str, Ask]


class Names(Struct, frozen=True):
    """data/questionnaire/names.yaml."""

    elements: dict[str, Text]
    groups: dict[str, Text]
    words: dict[str, Text]
    parameters: dict[str, Text]


@cache
def form_words() -> FormWords:
    """The fixed texts of forms."""
    return built_in().document("questionnaire/form.yaml", FormWords)


@cache
def names() -> Names:
    """What elements, groups and parameters are called."""
    return built_in().document("questionnaire/names.yaml", Names)


def text(name: str, lang: Lang) -> str:
    """A fixed text of the form."""
    return form_words().texts[name][lang]


def called(table: Mapping[str, Text], name: str, lang: Lang) -> str:
    """A thing's name in a language; its own, in words, where the table has none."""
    known = table.get(name)
    return known[lang] if known else name.replace("_", " ")


def stated(fact: str, lang: Lang) -> str | None:
    """A fact in words in a language, also one of several parameters; None where only the English is known."""
    if lang == "en":
        return fact
    known = open_facts().suppliers.get(fact)
    if known is not None:
        return known[lang]
    table = names().parameters
    several = [table.get(x.replace(" ", "_")) for x in fact.split(", ")]
    if any(x is None for x in several):
        return None
    return text("comma", lang).join(x[lang] for x in several if x is not None)


def counted(unit: str | None, lang: Lang) -> str:
    """A unit of a quantity, for *the price of one ...*; None counts pieces."""
    known = form_words().counted.get(unit or "piece")
    return known[lang] if known else sign(unit or "")


def sign(unit: str) -> str:
    """A unit as people write it: µm, g/cm³, mAh/g."""
    known = form_words().unit_signs.get(unit)
    return known or unit.replace("**2", "²").replace("**3", "³").translate(SIGNS)


@cache
def countries(lang: Lang) -> dict[str, str]:
    """Countries as the form lists them, ``CN – China``, with their codes, sorted by name."""
    import pycountry
    from babel import Locale

    locale = Locale.parse("zh_Hans" if lang == "zh" else lang)
    named = {x.alpha_2: locale.territories.get(x.alpha_2, x.name) for x in pycountry.countries}
    return {f"{code} – {name}": code for code, name in sorted(named.items(), key=lambda x: (_plain(x[1]), x[0]))}


def language_of(supplier: str | None, catalog: Catalog) -> Lang:
    """The language in which a supplier is asked: that of its seat, where known, else what its name lets expect."""
    from scanner.origin.makers import MakerIndex

    if supplier is None:
        return "en"
    habits = form_words().languages
    maker = _index(catalog, MakerIndex).find(supplier)
    if maker is not None and maker.hq_country:
        return next((lang for lang, x in habits.items() if maker.hq_country in x.countries), "en")
    words = _plain(supplier)
    for lang, habit in habits.items():
        if any(f" {x} " in f" {words} " if x.isascii() else x in words for x in habit.names):
            return lang
    return _by_script(supplier)


_INDICES: list[tuple[Catalog, Any]] = []


def _index(catalog: Catalog, kind: Any) -> Any:
    """The index of makers of the last catalog that was asked for."""
    if not _INDICES or _INDICES[-1][0] is not catalog:
        _INDICES[:] = [(catalog, kind(catalog))]
    return _INDICES[-1][1]


def _by_script(name: str) -> Lang:
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in name if c.isalpha()}
    if scripts & {"HIRAGANA", "KATAKANA"}:
        return "ja"
    return "zh" if "CJK" in scripts else "en"


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold().replace(",", " ")
