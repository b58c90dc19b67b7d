"""The words of bills of materials from ``scanner/data/headings``, ready for looking up."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from scanner.catalog import compiled
from scanner.lines.text import plain, words

DATA = Path(__file__).parent.parent / "data" / "headings"
LANGUAGE_NEUTRAL = "en"


class Unit(Struct, frozen=True, gc=False):
    """A canonical unit: its dimension and how many base units it holds."""

    name: str
    dimension: str
    factor: str


class RowWords(Struct, frozen=True):
    """Words of one row kind: a whole cell, its beginning, or anywhere in it."""

    cell: frozenset[str] = frozenset()
    start: tuple[str, ...] = ()
    word: tuple[str, ...] = ()
    more: dict[str, frozenset[str]] = field(default_factory=dict)


class Lexicon(Struct, frozen=True):
    """Everything the reader knows about words."""

    headings: dict[str, dict[str, float]]
    """Normalised heading → field → weight (1 = strong)."""
    whole: frozenset[str]
    """Headings that say nothing inside a longer one."""
    languages: dict[str, str]
    """Normalised heading → language, where only one has it."""
    units: dict[str, str]
    """Spelling → canonical unit."""
    unit_facts: dict[str, Unit]
    currencies: dict[str, str]
    """Spelling → ISO 4217."""
    shared_symbols: dict[str, dict[str, Any]]
    locale_currencies: dict[str, str]
    format_signs: dict[str, str]
    """What names a currency in a number format alone → ISO 4217."""
    shops: dict[str, str]
    """End of a shop's address → currency of its prices."""
    language_currencies: dict[str, dict[str, str]]
    rows: dict[str, RowWords]
    settings: dict[str, dict[str, float]]


def _yaml(name: str) -> Any:
    import yaml

    # every scalar as text: 'no', 'yes' and '50' are words here
    return yaml.load((DATA / name).read_bytes(), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - plainer than the safe one


def compile_data() -> Lexicon:
    """Read the YAML files into lookup tables; a plain function of the files, so that its result can be kept."""
    settings = {part: {k: float(v) for k, v in values.items()} for part, values in _yaml("settings.yaml").items()}
    headings: dict[str, dict[str, float]] = {}
    whole: set[str] = set()
    spoken: dict[str, set[str]] = {}
    for name, languages in _yaml("fields.yaml").items():
        for language, lists in languages.items():
            for strength in ("weak", "strong", "whole"):
                for phrase in lists.get(strength, ()):
                    key = words(phrase)
                    known = headings.setdefault(key, {})
                    weight = settings["columns"]["weak" if strength == "weak" else "strong"]
                    known[name] = max(known.get(name, 0.0), weight)
                    if strength == "whole":
                        whole.add(key)
                    spoken.setdefault(key, set()).add(language)
    units: dict[str, str] = {}
    facts: dict[str, Unit] = {}
    for name, data in _yaml("units.yaml").items():
        facts[name] = Unit(name, data["dimension"], data["factor"])
        for word in data["words"]:
            units.setdefault(plain(word), name)
            if word != plain(word):
                units.setdefault(word, name)
    money = _yaml("currencies.yaml")
    currencies = {plain(word): code for code, spellings in money["codes"].items() for word in spellings}
    rows = {}
    for kind, lists in _yaml("rows.yaml").items():
        rows[kind] = RowWords(
            cell=frozenset(plain(x) for x in lists.get("cell", ()))
            | frozenset(words(x) for x in lists.get("cell", ()) if words(x)),
            start=tuple(plain(x) for x in lists.get("start", ())),
            word=tuple(plain(x) for x in lists.get("word", ())),
            more={k: frozenset(plain(x) for x in v) for k, v in lists.items() if k not in ("cell", "start", "word")},
        )
    return Lexicon(
        headings=headings,
        whole=frozenset(whole),
        languages={k: next(iter(v)) for k, v in spoken.items() if len(v) == 1},
        units=units,
        unit_facts=facts,
        currencies=currencies,
        shared_symbols={plain(k): v for k, v in money["ambiguous"].items()},
        locale_currencies=money["locales"],
        format_signs={plain(sign): code for code, signs in money["formats"].items() for sign in signs},
        shops={end: code for code, ends in money["shops"].items() for end in ends},
        language_currencies=money["languages"],
        rows=rows,
        settings=settings,
    )


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words, read when first asked for; what was made of the files is kept beside them until they change."""
    return compiled.kept("headings", Lexicon, compile_data, DATA.parent)
